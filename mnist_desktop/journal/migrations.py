"""The journal's schema: one function a version, told by SQLite's ``user_version``."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4
from typing import TYPE_CHECKING

from mnist_desktop.journal.faults import JournalForeignError, damaged
from mnist_desktop.journal.instant import stamp

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x4D4E4454
"""``MNDT`` in the file's header: this database is a journal of ours."""

Migration = Callable[["sqlite3.Connection"], None]

_TABLES = (
    """
    CREATE TABLE session (
      seq INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      started_at INTEGER NOT NULL,
      app_version TEXT NOT NULL,
      checksum BLOB NOT NULL)
    """,
    """
    CREATE TABLE model (
      seq INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      UNIQUE (name, sha256))
    """,
    # AUTOINCREMENT: a number that was deleted is never given again.
    """
    CREATE TABLE drawing (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      session INTEGER NOT NULL REFERENCES session (seq),
      drawn_at INTEGER NOT NULL,
      pen_width REAL NOT NULL,
      pen_colour TEXT NOT NULL,
      paper_colour TEXT NOT NULL,
      source TEXT NOT NULL,
      checksum BLOB NOT NULL)
    """,
    "CREATE INDEX drawing_by_session ON drawing (session)",
    """
    CREATE TABLE ink (
      drawing INTEGER PRIMARY KEY REFERENCES drawing (seq) ON DELETE CASCADE,
      strokes TEXT NOT NULL,
      raster BLOB NOT NULL CHECK (length(raster) = 784),
      checksum BLOB NOT NULL)
    """,
    """
    CREATE TABLE prediction (
      drawing INTEGER NOT NULL REFERENCES drawing (seq) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      model INTEGER NOT NULL REFERENCES model (seq),
      digit INTEGER,
      verdict TEXT NOT NULL,
      familiarity REAL,
      milliseconds REAL NOT NULL,
      probabilities TEXT NOT NULL,
      checksum BLOB NOT NULL,
      PRIMARY KEY (drawing, place)) WITHOUT ROWID
    """,
    # By key and without REFERENCES: what was said outlives a drawing in a damaged journal, and
    # finds it again once that is merged. A label has no column type: 7 and "7" differ.
    """
    CREATE TABLE label_event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      drawing BLOB NOT NULL CHECK (length(drawing) = 16),
      label,
      said_at INTEGER NOT NULL,
      checksum BLOB NOT NULL)
    """,
    "CREATE INDEX label_event_by_drawing ON label_event (drawing)",
)
_APPEND_ONLY = ("session", "model", "drawing", "ink", "prediction", "label_event")


def _version_1(connection: "sqlite3.Connection") -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _TABLES:
        connection.execute(statement)
    for table in _APPEND_ONLY:
        connection.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )


MIGRATIONS: tuple[Migration, ...] = (_version_1,)
"""The function at index n makes version n + 1 of version n."""


def version_of(connection: "sqlite3.Connection") -> int:
    """The schema's version; 0 for a database that is empty."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_foreign(connection: "sqlite3.Connection", path: Path, newest: int) -> None:
    """Look, without writing, whether this database is ours to use.

    Raises:
        JournalForeignError: another program's database, or a newer version's.
    """
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if tables and application != APPLICATION_ID:
        raise JournalForeignError(
            f"{path} is a database of another program.",
            "Move it away, or choose another folder with MNIST_DESKTOP_HOME.",
        )
    version = version_of(connection)
    if version > newest:
        raise JournalForeignError(
            f"The journal {path} was written by a newer version (schema {version}, "
            f"this one knows {newest}).",
            "Install the newest MNIST Desktop; nothing was changed.",
        )


def migrate(
    connection: "sqlite3.Connection", path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring the schema to the newest version, each step whole or not at all.

    Before a step that changes an older journal, a checked copy is laid beside it.
    """
    for version in range(version_of(connection), len(migrations)):
        if version:
            _copy(connection, path.with_name(f"{path.stem}.v{version}-{stamp()}{path.suffix}"))
        connection.execute("BEGIN IMMEDIATE")
        try:
            migrations[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _copy(connection: "sqlite3.Connection", target: Path) -> None:
    import sqlite3

    connection.execute("VACUUM INTO ?", (str(target),))
    copy = sqlite3.connect(target)
    try:
        check(copy, target)
    finally:
        copy.close()


def check(connection: "sqlite3.Connection", path: Path) -> None:
    """Run SQLite's ``quick_check``.

    Raises:
        JournalDamagedError: it found something.
    """
    (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if finding != "ok":
        raise damaged(path, str(finding).replace("\n", " "))
