"""The rows of the journal's tables, and drawings decoded from them.

Every row ends in a checksum: 64 bits of BLAKE2b over its other values and its drawing's key.
"""

import json
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing

DIGITS = 10
Value = int | float | str | bytes | None


class SessionRow(NamedTuple):
    """A row of ``session``."""

    id: bytes
    started_at: int
    app_version: str
    device: bytes


class PredictionRow(NamedTuple):
    """A row of ``prediction`` without its drawing; ``probabilities`` is JSON text."""

    model: str
    position: int
    digit: int | None
    probabilities: str
    verdict: str
    familiarity: float | None
    model_sha256: str
    milliseconds: float


class RelabelRow(NamedTuple):
    """A row of ``label_event``."""

    id: bytes
    drawing: bytes
    at: int
    label: Label


class DrawingRow(NamedTuple):
    """A row of ``drawing``."""

    id: bytes
    session: bytes
    drawn_at: int
    label: Label
    pen_width: float
    pen_colour: str
    paper_colour: str
    source: str
    predictions: int


class InkRow(NamedTuple):
    """A row of ``ink``; ``strokes`` is JSON text."""

    raster: bytes
    strokes: str


class StoredDrawing(NamedTuple):
    """All rows of one drawing, undecoded: an export copies most of them as they are."""

    drawing: DrawingRow
    ink: InkRow | None
    predictions: tuple[PredictionRow, ...]
    relabels: tuple[RelabelRow, ...]
    origin: Origin

    @property
    def label(self) -> Label:
        """What the drawing is said to be now."""
        return self.relabels[-1].label if self.relabels else self.drawing.label


def checksum(*values: Value) -> bytes:
    """Eight bytes that differ when any value or its type does; the same on every machine.

    BLAKE2b over Python's ASCII text of the tuple, which has not changed since 3.1.
    """
    return blake2b(ascii(values).encode(), digest_size=8).digest()


def sealed(row: tuple[Value, ...], *key: Value) -> tuple[Value, ...]:
    """The row with its checksum at the end, which covers ``key`` too."""
    return *row, checksum(*key, *row)


def decode(stored: StoredDrawing) -> RecordedDrawing:
    """The drawing as it was appended; its ink is empty where it was not read.

    Raises:
        ValueError, InkError: strokes or probabilities are not what the journal writes.
    """
    row, ink = stored.drawing, stored.ink
    entry = DrawingEntry(
        id=UUID(bytes=row.id),
        session=UUID(bytes=row.session),
        drawn_at=from_micros(row.drawn_at),
        ink=Ink.from_json(json.loads(ink.strokes)) if ink else Ink(),
        raster=ink.raster if ink else b"",
        label=row.label,
        pen_width=row.pen_width,
        pen_colour=row.pen_colour,
        paper_colour=row.paper_colour,
        source=row.source,
        predictions=tuple(_decode_prediction(answer) for answer in stored.predictions),
    )
    relabels = tuple(
        LabelEvent(UUID(bytes=key), UUID(bytes=drawing), from_micros(at), label)
        for key, drawing, at, label in stored.relabels
    )
    return RecordedDrawing(entry, stored.origin, relabels)


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
