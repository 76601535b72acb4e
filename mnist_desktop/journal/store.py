"""The journal's one writing connection. Knows SQLite, and neither threads nor the window."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import explained
from mnist_desktop.journal.lock import WriterLock
from mnist_desktop.journal.migrations import MIGRATIONS, Migration, check, migrate, refuse_foreign
from mnist_desktop.journal.record import LabelEvent, NewDrawing
from mnist_desktop.journal.rows import (
    DrawingRows,
    LabelRow,
    PredictionRow,
    checksum,
    encode,
    encode_label,
)

if TYPE_CHECKING:
    import sqlite3

Item = NewDrawing | LabelEvent
"""What can be appended."""

CHECK_UP_TO = 64 * 2**20
"""Largest journal in bytes that is checked whole when opened; rows have checksums besides."""
_BUSY_MS = 1000
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA fullfsync = ON",  # macOS: through the drive's own cache as well
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
)


class JournalStore:
    """An open journal that takes drawings and label events, whole or not at all."""

    def __init__(self, path: Path, lock: WriterLock, connection: "sqlite3.Connection") -> None:
        self._path = path
        self._lock = lock
        self._connection = connection
        self._file = _file_of(path)

    @classmethod
    def open(cls, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> "JournalStore":
        """Open, or create with its folder, and bring it to the newest schema.

        Raises:
            JournalDamagedError: it is no sound database.
            JournalForeignError: another program's or a newer version's; it is left untouched.
            JournalBusyError: another writer has it.
            JournalError: anything else that keeps it from being written.
        """
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(path)
            try:
                return cls(path, lock, _connect(path, migrations))
            except BaseException:
                lock.release()
                raise

    def write(self, items: Iterable[Item]) -> None:
        """Append in one transaction, in order; what is there already is left as it is.

        When this returns, all is on disk. When it raises, nothing of it was recorded, except that
        a failing disk may have recorded it and not said so: then writing it again does no harm.

        Raises:
            JournalError: in one sentence why.
        """
        with explained(self._path):
            with self._transaction():
                for item in items:
                    if isinstance(item, LabelEvent):
                        self._insert_label(encode_label(item))
                    else:
                        self._insert_drawing(encode(item))
            if not self._is_in_place():
                raise JournalError(
                    f"The journal {self._path} was moved or deleted while in use.",
                    "A new one is started.",
                )

    def close(self) -> None:
        """Fold the WAL into the file and let go; errors no longer matter to anybody."""
        import sqlite3

        with suppress(sqlite3.Error):
            self._connection.close()
        self._lock.release()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        import sqlite3

        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # some faults have rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def _is_in_place(self) -> bool:
        """A file that was deleted while open takes rows that nobody will find again."""
        try:
            return _file_of(self._path) == self._file
        except OSError:
            return False

    def _insert_drawing(self, rows: DrawingRows) -> None:
        session, drawing, ink = rows.session, rows.drawing, rows.ink
        self._connection.execute(
            "INSERT INTO session (id, started_at, app_version, checksum) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO NOTHING",
            (*session, checksum(session)),
        )
        cursor = self._connection.execute(
            "INSERT INTO drawing (id, session, drawn_at, pen_width, pen_colour, paper_colour, "
            "source, checksum) VALUES (?, (SELECT seq FROM session WHERE id = ?), ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING",
            (*drawing, checksum(drawing)),
        )
        if not cursor.rowcount or ink is None:
            return  # recorded before, and then with all that belongs to it
        seq = cursor.lastrowid
        self._connection.execute(
            "INSERT INTO ink (drawing, strokes, raster, checksum) VALUES (?, ?, ?, ?)",
            (seq, ink.strokes, ink.raster, checksum(ink)),
        )
        for prediction in rows.predictions:
            self._insert_prediction(seq, prediction)
        for label in rows.labels:
            self._insert_label(label)

    def _insert_prediction(self, seq: int | None, row: PredictionRow) -> None:
        model = (row.model, row.model_sha256)
        self._connection.execute(
            "INSERT INTO model (name, sha256) VALUES (?, ?) ON CONFLICT (name, sha256) DO NOTHING",
            model,
        )
        self._connection.execute(
            "INSERT INTO prediction (drawing, place, model, digit, verdict, familiarity, "
            "milliseconds, probabilities, checksum) VALUES "
            "(?, ?, (SELECT seq FROM model WHERE name = ? AND sha256 = ?), ?, ?, ?, ?, ?, ?)",
            (seq, row.place, *model, *row[4:], checksum(row)),
        )

    def _insert_label(self, row: LabelRow) -> None:
        self._connection.execute(
            "INSERT INTO label_event (id, drawing, label, said_at, checksum) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (*row, checksum(row)),
        )


def _connect(path: Path, migrations: Sequence[Migration]) -> "sqlite3.Connection":
    import sqlite3

    is_new = not path.exists() or not path.stat().st_size
    if not is_new:
        _inspect(path, len(migrations))
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None)
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        if not is_new and path.stat().st_size <= CHECK_UP_TO:
            check(connection, path)
        migrate(connection, path, migrations)
        if is_new:
            _sync_folder(path.parent)
    except BaseException:
        connection.close()
        raise
    return connection


def _inspect(path: Path, newest: int) -> None:
    """Look first through a connection that cannot write, not even fold in a WAL."""
    import sqlite3

    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_MS / 1000)) as connection:
        refuse_foreign(connection, path, newest)


def _file_of(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as lasting as its content, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
