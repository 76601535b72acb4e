"""The journal's schema, one function a version; ``user_version`` says which one a file has.

Rows are appended and deleted whole, never changed: triggers refuse every update. Each row has a
checksum (see ``rows.py``), so that what comes back can be told from what was written.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import damaged
from mnist_desktop.journal.instant import stamp

Migration = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x4D4E4A4C
"""``MNJL`` in the file's header: a journal of MNIST Desktop, not some other SQLite database."""


def _version_1(connection: sqlite3.Connection) -> None:
    for statement in _VERSION_1:
        connection.execute(statement)
    connection.execute("INSERT INTO property (name, value) VALUES ('device', ?)", (uuid4().bytes,))


MIGRATIONS: tuple[Migration, ...] = (_version_1,)
"""``MIGRATIONS[n]`` takes a file from version n to n + 1."""


def check_version(connection: sqlite3.Connection, path: Path, newest: int = len(MIGRATIONS)) -> int:
    """The file's schema version; 0 for one with nothing in it yet. Reads only.

    Raises:
        JournalError: another program's database, or a journal of a newer version of this one.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (things or version or application):
        raise JournalError(
            f"{path} is a database of another program.", "Move it away; it was left untouched."
        )
    if version > newest:
        raise JournalError(
            f"The journal {path} was written by a newer version of MNIST Desktop.",
            "Install that version; the journal was left untouched.",
        )
    return int(version)


def migrate(
    connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Bring the file to the newest version, each step whole or not at all.

    A journal that holds something is copied beside itself before each step.

    Raises:
        JournalError: as :func:`check_version`, or no sound copy can be made.
        sqlite3.Error: the file cannot be written.
    """
    version = check_version(connection, path, len(steps))
    for number, step in enumerate(steps[version:], start=version + 1):
        if number > 1:
            _back_up(connection, path, number)
        connection.execute("BEGIN EXCLUSIVE")
        try:
            step(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _back_up(connection: sqlite3.Connection, path: Path, number: int) -> None:
    copy = path.with_name(f"{path.stem}.before-v{number}-{stamp()}.sqlite3")
    copy.unlink(missing_ok=True)  # of a try in this very second
    connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as copied:
        (verdict,) = copied.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        copy.unlink()
        raise damaged(path, verdict)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


_IS_LABEL = """CHECK (label IS NULL OR typeof(label) = 'text'
    OR typeof(label) = 'integer' AND label BETWEEN 0 AND 9)"""

_TABLES = (
    # Facts about this file; `device` is a random key.
    "CREATE TABLE property (name TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID",
    """CREATE TABLE session (
        id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
        started_at INTEGER NOT NULL,  -- microseconds since 1970, UTC, as every instant here
        app_version TEXT NOT NULL,
        device BLOB NOT NULL CHECK (length(device) = 16),
        checksum BLOB NOT NULL
    ) WITHOUT ROWID""",
    # `number` is the order of commits and is never used twice. `label` is the first one; it has
    # no column type, so that 7 and '7' stay apart.
    f"""CREATE TABLE drawing (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        session BLOB NOT NULL REFERENCES session (id),
        drawn_at INTEGER NOT NULL,
        label {_IS_LABEL},
        pen_width REAL NOT NULL,
        pen_colour TEXT NOT NULL,
        paper_colour TEXT NOT NULL,
        source TEXT NOT NULL,
        predictions INTEGER NOT NULL CHECK (predictions >= 0),
        checksum BLOB NOT NULL
    )""",
    # Apart from `drawing`, so that a report over many drawings reads few pages.
    """CREATE TABLE ink (
        drawing INTEGER PRIMARY KEY REFERENCES drawing (number) ON DELETE CASCADE,
        raster BLOB NOT NULL CHECK (length(raster) = 784),
        strokes TEXT NOT NULL,  -- JSON, the ink contract's form
        checksum BLOB NOT NULL
    )""",
    # `probabilities` is JSON: Python's shortest text of a double reads back bit for bit.
    """CREATE TABLE prediction (
        drawing INTEGER NOT NULL REFERENCES drawing (number) ON DELETE CASCADE,
        model TEXT NOT NULL,
        position INTEGER NOT NULL,
        digit INTEGER CHECK (digit IS NULL OR digit BETWEEN 0 AND 9),
        probabilities TEXT NOT NULL,
        verdict TEXT NOT NULL,
        familiarity REAL,
        model_sha256 TEXT NOT NULL,
        milliseconds REAL NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (drawing, model)
    ) WITHOUT ROWID""",
    # By the drawing's own key, not its number: an event may outlive a damaged file's drawing.
    f"""CREATE TABLE label_event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        drawing BLOB NOT NULL CHECK (length(drawing) = 16),
        at INTEGER NOT NULL,
        label {_IS_LABEL},
        checksum BLOB NOT NULL
    )""",
    "CREATE INDEX drawing_by_session ON drawing (session)",
    "CREATE INDEX label_event_by_drawing ON label_event (drawing)",
)
_VERSION_1 = _TABLES + tuple(
    f"""CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    for table in ("session", "drawing", "ink", "prediction", "label_event")
)
