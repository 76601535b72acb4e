"""From an entry to the rows of the journal's tables."""

import json
import math
from datetime import datetime
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.identity import uuid7_time
from mnist_desktop.journal.instant import to_micros
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.rows import (
    DIGITS,
    DrawingRow,
    InkRow,
    PredictionRow,
    RelabelRow,
    SessionRow,
    StoredDrawing,
)

RASTER_BYTES = 784


def check_entry(entry: DrawingEntry) -> None:
    """Refuse what the contract rules out, but for the ink's numbers: cheap at any size.

    Raises:
        ValueError: a bug of the caller, not of the person.
    """
    _check(len(entry.raster) == RASTER_BYTES, f"a raster of {len(entry.raster)} bytes")
    _check(entry.drawn_at.tzinfo is not None, "an instant without a time zone")
    _check(math.isfinite(entry.pen_width), "a pen width that is no number")
    check_label(entry.label)
    models = {prediction.model for prediction in entry.predictions}
    _check(len(models) == len(entry.predictions), "two predictions of one model")
    for prediction in entry.predictions:
        numbers = (*prediction.probabilities, prediction.familiarity or 0, prediction.milliseconds)
        _check(len(prediction.probabilities) == DIGITS, "probabilities that are not ten")
        _check(all(map(math.isfinite, numbers)), "a prediction that is no number")
        _check(prediction.digit is None or 0 <= prediction.digit < DIGITS, "a digit beyond 0 to 9")


def check_label(label: Label) -> None:
    """Refuse a number that is no digit.

    Raises:
        ValueError: as said.
    """
    is_digit = isinstance(label, int) and not isinstance(label, bool) and 0 <= label < DIGITS
    _check(isinstance(label, str) or label is None or is_digit, f"label {label!r}")


def encode(recorded: RecordedDrawing) -> StoredDrawing:
    """All rows of a drawing.

    Raises:
        ValueError: the entry breaks its contract.
    """
    entry = recorded.entry
    check_entry(entry)
    return StoredDrawing(
        _drawing_row(entry),
        _ink_row(entry),
        tuple(_prediction_row(place, answer) for place, answer in enumerate(entry.predictions)),
        tuple(encode_relabel(event) for event in recorded.relabels),
        recorded.origin,
    )


def encode_session(session: UUID, drawn_at: datetime, origin: Origin) -> SessionRow:
    """The row of a session, which began when its key was made."""
    began = to_micros(uuid7_time(session) or drawn_at)
    return SessionRow(session.bytes, began, _text(origin.app_version), origin.device.bytes)


def encode_relabel(event: LabelEvent) -> RelabelRow:
    """The row of a label event.

    Raises:
        ValueError: the label is no label.
    """
    check_label(event.label)
    return RelabelRow(event.id.bytes, event.drawing.bytes, to_micros(event.at), _label(event.label))


def _drawing_row(entry: DrawingEntry) -> DrawingRow:
    return DrawingRow(
        id=entry.id.bytes,
        session=entry.session.bytes,
        drawn_at=to_micros(entry.drawn_at),
        label=_label(entry.label),
        pen_width=_real(entry.pen_width),
        pen_colour=_text(entry.pen_colour),
        paper_colour=_text(entry.paper_colour),
        source=_text(entry.source),
        predictions=len(entry.predictions),
    )


def _ink_row(entry: DrawingEntry) -> InkRow:
    strokes = json.dumps(entry.ink.to_json(), separators=(",", ":"), allow_nan=False)
    return InkRow(bytes(entry.raster), strokes)


def _prediction_row(position: int, answer: PredictionEntry) -> PredictionRow:
    probabilities = [float(number) for number in answer.probabilities]
    return PredictionRow(
        model=_text(answer.model),
        position=position,
        digit=None if answer.digit is None else int(answer.digit),
        probabilities=json.dumps(probabilities, separators=(",", ":"), allow_nan=False),
        verdict=_text(answer.verdict),
        familiarity=None if answer.familiarity is None else _real(answer.familiarity),
        model_sha256=_text(answer.model_sha256),
        milliseconds=_real(answer.milliseconds),
    )


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"the journal keeps no drawing with {what}")


def _label(label: Label) -> Label:
    if isinstance(label, str):
        return _text(label)
    return None if label is None else int(label)


def _text(text: str) -> str:
    """Text that UTF-8 can hold: a file's name may have bytes that are no text."""
    return text.encode("utf-8", "backslashreplace").decode()


def _real(number: float) -> float:
    return float(number) + 0.0  # SQLite does not keep the sign of -0.0
