"""The journal as its one writer sees it: append, never change. SQLite; knows no thread."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from mnist_desktop import __version__
from mnist_desktop.journal.encoding import encode, encode_relabel, encode_session
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.faults import JournalDamagedError, damaged, explain, unmergeable
from mnist_desktop.journal.location import file_identity, open_to_write
from mnist_desktop.journal.lock import WriterLock
from mnist_desktop.journal.merging import Merged, attached, copy_rows
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.rows import sealed

_ADD_SESSION = "INSERT INTO session VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
_ADD_DRAWING = """INSERT INTO drawing
    (id, session, drawn_at, label, pen_width, pen_colour, paper_colour, source, predictions,
     checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"""
_ADD_INK = "INSERT INTO ink (drawing, raster, strokes, checksum) VALUES (?, ?, ?, ?)"
_ADD_PREDICTION = """INSERT INTO prediction
    (drawing, model, position, digit, probabilities, verdict, familiarity, model_sha256,
     milliseconds, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_RELABEL = """INSERT INTO label_event (id, drawing, at, label, checksum)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"""

_REFUSED_VALUES = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
)


class JournalStore:
    """The open journal; at most one at a time in the whole system, used on one thread.

    When ``append``, ``relabel`` or the ``transaction`` around them returns, what they wrote is on
    disk. When it raises, none of it is, or (a disk that fails while it commits) all of it may be:
    doing it again is always right, because what is there already is passed over by its key.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the journal at ``path``, with its folder.

        Raises:
            JournalError: it cannot be opened or written, or another program writes it.
            JournalDamagedError: it is not sound.
        """
        self.path = path
        self._lock = WriterLock(path)
        try:
            self._connection = open_to_write(path)
        except BaseException:
            self._lock.release()
            raise
        self._identity = file_identity(path)
        try:
            self.origin = Origin(__version__, self._device())
        except BaseException:
            self.close()
            raise

    def append(self, entry: DrawingEntry) -> None:
        """Add a drawing made by this program; see :meth:`add`."""
        self.add(RecordedDrawing(entry, self.origin))

    def add(self, recorded: RecordedDrawing) -> None:
        """Add a drawing with its session, predictions and labels, passing over what is there.

        Raises:
            ValueError: the entry breaks its contract.
            JournalError: it could not be written.
        """
        rows, entry = encode(recorded), recorded.entry
        key, session = rows.drawing.id, encode_session(entry.session, entry.drawn_at, rows.origin)
        with self.transaction() as connection:
            connection.execute(_ADD_SESSION, sealed(session))
            added = connection.execute(_ADD_DRAWING, sealed(rows.drawing))
            if added.rowcount and rows.ink:
                number = added.lastrowid
                connection.execute(_ADD_INK, (number, *sealed(rows.ink, key)))
                answers = [(number, *sealed(answer, key)) for answer in rows.predictions]
                connection.executemany(_ADD_PREDICTION, answers)
            connection.executemany(_ADD_RELABEL, [sealed(event) for event in rows.relabels])

    def relabel(self, event: LabelEvent) -> None:
        """Add a label event; nothing where its id is there already.

        The drawing need not be here: it may wait in a damaged journal that was moved aside.

        Raises:
            ValueError: the label is no label.
            JournalError: it could not be written.
        """
        with self.transaction() as connection:
            connection.execute(_ADD_RELABEL, sealed(encode_relabel(event)))

    def merge(self, other: Path) -> Merged:
        """Add what the journal at ``other`` has and this one has not; all of it or nothing.

        ``other`` is of this version, and nobody writes it.

        Raises:
            JournalError: one of the two could not be read, or this one not be written.
        """
        try:
            with attached(self._connection, other), self.transaction() as connection:
                return copy_rows(connection)
        except sqlite3.Error as error:  # it could not be attached
            raise unmergeable(other, self.path, error) from error
        except JournalDamagedError as error:  # nobody can tell which: this one is not moved aside
            raise unmergeable(other, self.path, error.__cause__) from error

    def count(self) -> int:
        """How many drawings there are.

        Raises:
            JournalError: it cannot be read.
        """
        try:
            return int(self._connection.execute("SELECT count(*) FROM drawing").fetchone()[0])
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done inside is kept, or none of it; inside another one, part of that.

        Raises:
            ValueError: SQLite refuses a value, whatever the disk's state.
            JournalError: it could not be written.
        """
        if self._connection.in_transaction:
            yield self._connection
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except _REFUSED_VALUES as error:
            raise ValueError(f"the journal cannot hold this: {error}") from error
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        finally:
            self._roll_back()

    def empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it; while somebody reads, a later time."""
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def is_current(self) -> bool:
        """False once somebody deleted or replaced the file: what is written is found no more."""
        return file_identity(self.path) == self._identity

    def close(self) -> None:
        """Close the file; never raises, since all that was acknowledged is on disk already."""
        with suppress(sqlite3.Error):
            self._connection.close()
        self._lock.release()

    def _roll_back(self) -> None:
        """Leave no transaction open; some faults have ended it already."""
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                self._connection.close()  # SQLite rolls back what nobody holds

    def _device(self) -> UUID:
        query = "SELECT value FROM property WHERE name = 'device'"
        try:
            row = self._connection.execute(query).fetchone()
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        if row is None:
            raise damaged(self.path, "it has lost its key")
        return UUID(bytes=row[0])
