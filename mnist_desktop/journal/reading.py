"""The journal as its readers see it: sessions and drawings, streamed, beside the writer."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from mnist_desktop.errors import InkError, JournalError
from mnist_desktop.journal import selection
from mnist_desktop.journal.faults import explain
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.location import open_to_read
from mnist_desktop.journal.record import Origin, RecordedDrawing, SessionSummary
from mnist_desktop.journal.rows import (
    DrawingRow,
    InkRow,
    PredictionRow,
    RelabelRow,
    StoredDrawing,
    checksum,
    decode,
)
from mnist_desktop.journal.selection import Selection

Row = tuple[Any, ...]
_CHUNK = 100  # drawings whose rows, without ink, are in memory at once


class Portion(NamedTuple):
    """Rows of some drawings as they are kept, not yet compared with their checksums.

    Attributes:
        drawings: number, app_version, device, checksum, then a ``DrawingRow``'s values.
        predictions: the drawing's number, checksum, then a ``PredictionRow``'s values.
        relabels: the drawing's number, checksum, then a ``RelabelRow``'s values; oldest first.
    """

    drawings: list[Row]
    predictions: list[Row]
    relabels: list[Row]


_DRAWINGS = """SELECT d.number, s.app_version, s.device, d.checksum, d.id, d.session, d.drawn_at,
        d.label, d.pen_width, d.pen_colour, d.paper_colour, d.source, d.predictions
    FROM json_each(?) listed CROSS JOIN drawing d ON d.number = listed.value
    CROSS JOIN session s ON s.id = d.session"""
_PREDICTIONS = """SELECT drawing, checksum, model, position, digit, probabilities, verdict,
        familiarity, model_sha256, milliseconds
    FROM json_each(?) listed CROSS JOIN prediction ON drawing = listed.value"""
_RELABELS = """SELECT d.number, e.checksum, e.id, e.drawing, e.at, e.label
    FROM json_each(?) listed CROSS JOIN drawing d ON d.number = listed.value
    CROSS JOIN label_event e ON e.drawing = d.id ORDER BY e.number"""
_INK = "SELECT checksum, raster, strokes FROM ink WHERE drawing = ?"
_SESSIONS = """SELECT s.id, s.started_at, s.app_version, s.device, count(d.number)
    FROM session s LEFT JOIN drawing d ON d.session = s.id
    GROUP BY s.id ORDER BY s.started_at, s.id"""


class Journal:
    """An open journal, read only; used on one thread.

    Attributes:
        path: the file.
        unsound: drawings passed over so far because a row does not match its checksum.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self.unsound: set[UUID] = set()

    @classmethod
    @contextmanager
    def open_readonly(cls, path: Path) -> "Iterator[Journal]":
        """Open the journal at ``path`` and close it at the end.

        Raises:
            JournalError: missing, empty, unreadable, of another version, or not a journal.
        """
        path = path.resolve()
        with closing(open_to_read(path)) as connection, _explained(path):
            yield cls(connection, path)

    def sessions(self) -> list[SessionSummary]:
        """Every session, oldest first."""
        return [
            SessionSummary(
                UUID(bytes=key), from_micros(began), Origin(version, UUID(bytes=device)), drawings
            )
            for key, began, version, device, drawings in self._fetch(_SESSIONS)
        ]

    def count(self, session: Selection = "all") -> int:
        """How many drawings there are.

        Raises:
            JournalError: no such session.
        """
        with _known(session, self.path):
            return selection.count(self._fetch, session)

    def drawings(self, session: Selection = "all") -> Iterator[RecordedDrawing]:
        """The drawings in the order they were kept; unsound ones go to ``unsound`` instead.

        Raises:
            JournalError: no such session, or the file cannot be read on.
        """
        for stored in self.stored(session):
            try:
                yield decode(stored)
            except (ValueError, InkError):  # sound, but written by something else
                self.unsound.add(UUID(bytes=stored.drawing.id))

    def stored(self, session: Selection = "all") -> Iterator[StoredDrawing]:
        """Like :meth:`drawings`, undecoded.

        What is committed while this runs is left out. Memory stays that of a hundred drawings
        without their ink, and of one with it.
        """
        for portion in self.portions(session):
            yield from self._assembled(portion)

    def portions(self, session: Selection = "all") -> Iterator[Portion]:
        """All but the ink of a hundred drawings at a time; the caller looks at the checksums.

        Raises:
            JournalError: no such session, or the file cannot be read on.
        """
        with _explained(self.path), _known(session, self.path):
            for numbers in selection.portions(self._fetch, session, _CHUNK):
                yield Portion(
                    self._fetch(_DRAWINGS, (numbers,)),
                    self._fetch(_PREDICTIONS, (numbers,)),
                    self._fetch(_RELABELS, (numbers,)),
                )

    def pass_over(self, number: int, drawing: bytes) -> None:
        """Note that a row of this drawing does not match its checksum."""
        if self._fetch("SELECT 1 FROM drawing WHERE number = ?", (number,)):
            self.unsound.add(UUID(bytes=drawing))  # else it was deleted meanwhile

    def _assembled(self, portion: Portion) -> Iterator[StoredDrawing]:
        predictions = _grouped(portion.predictions)
        relabels = _grouped(portion.relabels)
        for number, version, device, proof, *values in portion.drawings:
            row = DrawingRow(*values)
            answers = _proven(predictions[number], row.id)
            events = _proven(relabels[number])
            content = self._ink(number, row.id)
            sound = proof == checksum(*row) and content is not None
            if not sound or answers is None or events is None or len(answers) != row.predictions:
                self.pass_over(number, row.id)
            else:
                yield StoredDrawing(
                    row,
                    content,
                    tuple(sorted(map(PredictionRow._make, answers), key=itemgetter(1))),
                    tuple(map(RelabelRow._make, events)),
                    Origin(version, UUID(bytes=device)),
                )

    def _ink(self, number: int, drawing: bytes) -> InkRow | None:
        found = _proven(self._fetch(_INK, (number,)), drawing)
        return InkRow._make(found[0]) if found else None

    def _fetch(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
            # Text that is no UTF-8 any more is shown as such, and then fails its checksum.
            self._connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            return self._connection.execute(query, values).fetchall()


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by their first value, without it."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for number, *rest in rows:
        groups[number].append(tuple(rest))
    return groups


def _proven(rows: list[Row], *key: bytes) -> list[Row] | None:
    """The rows without their first value, the checksum; None where one does not match."""
    if all(proof == checksum(*key, *values) for proof, *values in rows):
        return [row[1:] for row in rows]
    return None


@contextmanager
def _known(session: Selection, path: Path) -> Iterator[None]:
    try:
        yield
    except selection.NoSuchSessionError as error:
        raise JournalError(
            f"There is no session {session} in {path}.", "Use last, all, or a session's ID."
        ) from error


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
