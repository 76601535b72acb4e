"""What can still be read of a damaged journal: row by row, each only with its right checksum."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from mnist_desktop.errors import InkError, JournalError
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.location import connect
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent, RecordedDrawing
from mnist_desktop.journal.rows import checksum, decode
from mnist_desktop.journal.store import JournalStore

_CHUNK = 200  # rows that are tried together first
_HOPELESS = 1_000  # rows in a row that cannot be read, after which no more are tried
_BEYOND = 100_000  # how far the numbers are tried where the last one cannot be read
_KEY = 16  # bytes of a UUID
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


def salvage(store: JournalStore, damaged: Path) -> int:
    """Add to the open journal what is only in the damaged file; how many drawings those were.

    Never raises for what the damaged file holds.

    Raises:
        JournalError: the open journal cannot be written.
    """
    try:
        with closing(connect(damaged, "mode=ro")) as connection:
            return _salvage(store, connection, damaged)
    except sqlite3.Error as error:
        _log.warning("nothing can be read of %s: %s", damaged, error)
        return 0


def _salvage(store: JournalStore, connection: sqlite3.Connection, damaged: Path) -> int:
    found = 0
    with store.transaction() as writing:
        last = _last(writing, "drawing")
        if not last:  # a new journal: it is the same device's, and shares as before
            _take_on(writing, connection)
        for recorded in _drawings(connection, damaged, last + 1):
            known = writing.execute(
                "SELECT 1 FROM drawing WHERE id = ?", (recorded.entry.id.bytes,)
            ).fetchone()
            if known is None:
                found += _added(store, recorded)
        for event in _events(connection, _last(writing, "label_event") + 1):
            store.relabel(event)
    return found


def _take_on(writing: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    try:
        known = dict(connection.execute("SELECT name, value FROM property").fetchall())
    except sqlite3.Error:
        return
    device, sharing = known.get("device"), known.get("sharing")
    update = "UPDATE property SET value = ? WHERE name = ?"
    if isinstance(device, bytes) and len(device) == _KEY:
        writing.execute(update, (device, "device"))
    if sharing == 1:
        writing.execute(update, (1, "sharing"))


def _added(store: JournalStore, recorded: RecordedDrawing) -> int:
    try:
        store.add(recorded)
    except ValueError as error:
        _log.warning("a drawing of a damaged journal breaks the contract: %s", error)
        return 0
    return 1


def _last(connection: sqlite3.Connection, table: str) -> int:
    """The number of the table's last row; what is before it came with the backup."""
    query = f"SELECT coalesce(max(number), 0) FROM {table}"  # noqa: S608  # one of two constants
    return int(connection.execute(query).fetchone()[0])


def _drawings(connection: sqlite3.Connection, path: Path, first: int) -> Iterator[RecordedDrawing]:
    journal = Journal(connection, path)

    def read(begin: int, end: int) -> list[RecordedDrawing]:
        drawings = []
        for stored in journal.stored(range(begin, end)):
            try:
                drawings.append(decode(stored))
            except (ValueError, InkError):  # sound, but written by something else
                continue
        return drawings

    yield from _in_pieces(read, first, _last_said(connection, "drawing"))


def _events(connection: sqlite3.Connection, first: int) -> Iterator[LabelEvent]:
    def read(begin: int, end: int) -> list[LabelEvent]:
        rows = connection.execute(
            """SELECT checksum, id, drawing, at, label FROM label_event
            WHERE number >= ? AND number < ? ORDER BY number""",
            (begin, end),
        )
        return [
            LabelEvent(UUID(bytes=row[0]), UUID(bytes=row[1]), from_micros(row[2]), row[3])
            for proof, *row in rows
            if proof == checksum(*row)
        ]

    yield from _in_pieces(read, first, _last_said(connection, "label_event"))


def _last_said(connection: sqlite3.Connection, table: str) -> int | None:
    """The last number that was given, if any page still says so."""
    queries = (
        f"SELECT max(number) FROM {table}",  # noqa: S608  # one of two constants
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",  # noqa: S608
    )
    for query in queries:
        try:
            row = connection.execute(query).fetchone()
        except sqlite3.Error:
            continue
        if row and row[0]:
            return int(row[0])
    return None


def _in_pieces(read: Callable[[int, int], list[_T]], first: int, last: int | None) -> Iterator[_T]:
    """Read ranges of rows; where one cannot be read, its halves, down to single rows.

    Where nobody knows the last row, a long run of rows that cannot be read is the end.
    """
    end = first + _BEYOND if last is None else last + 1
    pieces = [(begin, min(begin + _CHUNK, end)) for begin in range(first, end, _CHUNK)][::-1]
    failed = 0  # rows in a row
    while pieces and (last is not None or failed < _HOPELESS):
        begin, stop = pieces.pop()
        try:
            yield from read(begin, stop)
            failed = 0
        except (sqlite3.Error, JournalError, ValueError, TypeError) as error:
            if stop - begin == 1:
                _log.debug("row %d of a damaged journal cannot be read: %s", begin, error)
                failed += 1
                continue
            middle = (begin + stop) // 2
            pieces += [(middle, stop), (begin, middle)]
