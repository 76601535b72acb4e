"""Entries as rows: what stands in the journal's columns, and each row's checksum.

Keys are 16 bytes, instants whole microseconds since 1970 in UTC, strokes and probabilities JSON
text that gives back the same floats to the last bit (Python's shortest repr).
"""

import hashlib
import json
from typing import NamedTuple
from uuid import UUID

from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.instant import from_micros, to_micros
from mnist_desktop.journal.record import LabelEvent, NewDrawing, RecordedDrawing, SessionRecord

CHECKSUM_BYTES = 8


class SessionRow(NamedTuple):
    """A row of ``session``."""

    id: bytes
    started_at: int
    app_version: str


class DrawingRow(NamedTuple):
    """A row of ``drawing``; its session by key."""

    id: bytes
    session: bytes
    drawn_at: int
    pen_width: float
    pen_colour: str
    paper_colour: str
    source: str


class InkRow(NamedTuple):
    """A row of ``ink``: what is large, apart from what is often read."""

    drawing: bytes
    strokes: str
    raster: bytes


class PredictionRow(NamedTuple):
    """A row of ``prediction`` with its model's; ``probabilities`` is ``[0.1,...]``."""

    drawing: bytes
    place: int
    model: str
    model_sha256: str
    digit: int | None
    verdict: str
    familiarity: float | None
    milliseconds: float
    probabilities: str


class LabelRow(NamedTuple):
    """A row of ``label_event``."""

    id: bytes
    drawing: bytes
    label: Label
    said_at: int


class DrawingRows(NamedTuple):
    """All rows of one drawing; ``ink`` is None where it was not asked for."""

    session: SessionRow
    drawing: DrawingRow
    ink: InkRow | None
    predictions: list[PredictionRow]
    labels: list[LabelRow]

    @property
    def label(self) -> Label:
        """What the person says now."""
        return self.labels[-1].label if self.labels else None


def checksum(row: tuple[object, ...]) -> bytes:
    """Eight bytes that tell a row from an altered one: BLAKE2b of the values as ASCII."""
    return hashlib.blake2b(ascii((*row,)).encode("ascii"), digest_size=CHECKSUM_BYTES).digest()


def encode(new: NewDrawing) -> DrawingRows:
    """The rows of a drawing that passed :func:`~mnist_desktop.journal.checking.check_entry`."""
    entry = new.entry
    key = entry.id.bytes
    drawing = DrawingRow(
        key, entry.session.bytes, to_micros(entry.drawn_at), float(entry.pen_width),
        _clean(entry.pen_colour), _clean(entry.paper_colour), _clean(entry.source),
    )  # fmt: skip
    strokes = json.dumps(entry.ink.to_json(), separators=(",", ":"), allow_nan=False)
    places = enumerate(entry.predictions)
    predictions = [_encode_prediction(key, place, answer) for place, answer in places]
    labels = [] if entry.label is None else [encode_label(LabelEvent.first(entry))]
    ink = InkRow(key, strokes, bytes(entry.raster))
    return DrawingRows(_encode_session(new.session), drawing, ink, predictions, labels)


def encode_label(event: LabelEvent) -> LabelRow:
    """The row of a label event."""
    label = _clean(event.label) if isinstance(event.label, str) else event.label
    return LabelRow(event.id.bytes, event.drawing.bytes, label, to_micros(event.said_at))


def decode(rows: DrawingRows) -> RecordedDrawing:
    """The drawing that was encoded; its rows must hold the ink."""
    drawing, ink = rows.drawing, rows.ink
    if ink is None:
        raise ValueError("the ink was not read")
    labels = tuple(_decode_label(row) for row in rows.labels)
    entry = DrawingEntry(
        id=UUID(bytes=drawing.id),
        session=UUID(bytes=drawing.session),
        drawn_at=from_micros(drawing.drawn_at),
        ink=Ink.from_json(json.loads(ink.strokes)),
        raster=ink.raster,
        label=next((event.label for event in labels if event.is_first), None),
        pen_width=drawing.pen_width,
        pen_colour=drawing.pen_colour,
        paper_colour=drawing.paper_colour,
        source=drawing.source,
        predictions=tuple(_decode_prediction(row) for row in rows.predictions),
    )
    return RecordedDrawing(entry, decode_session(rows.session), labels)


def decode_session(row: SessionRow) -> SessionRecord:
    """The session that was encoded."""
    return SessionRecord(UUID(bytes=row.id), from_micros(row.started_at), row.app_version)


def _encode_session(session: SessionRecord) -> SessionRow:
    return SessionRow(session.id.bytes, to_micros(session.started_at), _clean(session.app_version))


def _encode_prediction(key: bytes, place: int, answer: PredictionEntry) -> PredictionRow:
    return PredictionRow(
        drawing=key,
        place=place,
        model=_clean(answer.model),
        model_sha256=_clean(answer.model_sha256),
        digit=None if answer.digit is None else int(answer.digit),
        verdict=_clean(answer.verdict),
        familiarity=None if answer.familiarity is None else float(answer.familiarity),
        milliseconds=float(answer.milliseconds),
        probabilities=f"[{','.join(repr(float(share)) for share in answer.probabilities)}]",
    )


def _decode_prediction(row: PredictionRow) -> PredictionEntry:
    return PredictionEntry(
        model=row.model,
        digit=row.digit,
        probabilities=tuple(json.loads(row.probabilities)),
        verdict=row.verdict,
        familiarity=row.familiarity,
        model_sha256=row.model_sha256,
        milliseconds=row.milliseconds,
    )


def _decode_label(row: LabelRow) -> LabelEvent:
    return LabelEvent(
        UUID(bytes=row.id), UUID(bytes=row.drawing), row.label, from_micros(row.said_at)
    )


def _clean(text: str) -> str:
    """Text that is UTF-8: a file's name may hold bytes that are none."""
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")
