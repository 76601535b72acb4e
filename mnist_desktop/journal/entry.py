"""What the journal keeps of one drawing. Plain values: the journal knows no model and no window."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mnist_desktop.ink.strokes import Ink

Label = int | str | None
"""What the person says they drew: 0–9, a text for what is no digit, or None until they do."""
NO_DIGIT = "no digit"
"""The label of the window's "no digit" button."""


@dataclass(frozen=True, slots=True)
class PredictionEntry:
    """One model's answer, as recorded.

    Attributes:
        model: the model's id.
        digit: the most probable digit; None for a blank drawing.
        probabilities: ten numbers in full precision.
        verdict: ``sure``, ``unsure``, ``not_a_digit`` or ``empty``.
        familiarity: 0–1, or None where the model cannot tell.
        model_sha256: hash of the model file; empty for the vote.
        milliseconds: time the model took.
    """

    model: str
    digit: int | None
    probabilities: tuple[float, ...]
    verdict: str
    familiarity: float | None
    model_sha256: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class DrawingEntry:
    """One drawing with its predictions: the unit that is committed, whole or not at all.

    Attributes:
        id: UUIDv7 made on this machine.
        session: the session's UUIDv7.
        drawn_at: when it was finished, in UTC.
        ink: strokes as recorded; empty where the drawing came as a picture.
        raster: the 28×28 that the models saw, 784 bytes, 255 = ink.
        label: what the person said it is.
        pen_width: in pixels of a 280-pixel canvas.
        pen_colour: ``#rrggbb``.
        paper_colour: ``#rrggbb``.
        source: ``canvas`` or the name of the file that it came from.
        predictions: one for each model that answered.
    """

    id: UUID
    session: UUID
    drawn_at: datetime
    ink: Ink
    raster: bytes
    label: Label
    pen_width: float
    pen_colour: str
    paper_colour: str
    source: str
    predictions: tuple[PredictionEntry, ...]
