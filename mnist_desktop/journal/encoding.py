"""From an entry to the rows of the journal's tables, each ending in its checksum."""

import json
import math
from datetime import datetime
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label
from mnist_desktop.journal.identity import uuid7_time
from mnist_desktop.journal.instant import to_micros
from mnist_desktop.journal.record import LabelEvent, Origin
from mnist_desktop.journal.rows import (
    DrawingRow,
    InkRow,
    PredictionRow,
    RelabelRow,
    Value,
    checksum,
)

RASTER_BYTES = 784
DIGITS = 10


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
    _check(isinstance(label, str) or label is None or 0 <= label < DIGITS, f"label {label!r}")


def session_values(session: UUID, drawn_at: datetime, origin: Origin) -> tuple[Value, ...]:
    """The session's row: it began when its key was made."""
    began = to_micros(uuid7_time(session) or drawn_at)
    row = (session.bytes, began, origin.app_version, origin.device.bytes)
    return *row, checksum(*row)


def drawing_values(entry: DrawingEntry) -> tuple[Value, ...]:
    """The drawing's row."""
    row = DrawingRow(
        entry.id.bytes, entry.session.bytes, to_micros(entry.drawn_at), _label(entry.label),
        _real(entry.pen_width), _text(entry.pen_colour), _text(entry.paper_colour),
        _text(entry.source), len(entry.predictions),
    )  # fmt: skip
    return *row, checksum(*row)


def ink_values(entry: DrawingEntry) -> tuple[Value, ...]:
    """The ink's row.

    Raises:
        ValueError: a point is not finite.
    """
    strokes = json.dumps(entry.ink.to_json(), separators=(",", ":"), allow_nan=False)
    row = InkRow(bytes(entry.raster), strokes)
    return *row, checksum(entry.id.bytes, *row)


def prediction_values(entry: DrawingEntry) -> list[tuple[Value, ...]]:
    """The rows of its predictions, in order."""
    rows: list[tuple[Value, ...]] = []
    for position, answer in enumerate(entry.predictions):
        familiarity = None if answer.familiarity is None else _real(answer.familiarity)
        probabilities = [float(number) for number in answer.probabilities]
        row = PredictionRow(
            _text(answer.model), position,
            None if answer.digit is None else int(answer.digit),
            json.dumps(probabilities, separators=(",", ":"), allow_nan=False),
            _text(answer.verdict), familiarity, _text(answer.model_sha256),
            _real(answer.milliseconds),
        )  # fmt: skip
        rows.append((*row, checksum(entry.id.bytes, *row)))
    return rows


def relabel_values(event: LabelEvent) -> tuple[Value, ...]:
    """The label event's row."""
    row = RelabelRow(event.id.bytes, event.drawing.bytes, to_micros(event.at), _label(event.label))
    return *row, checksum(*row)


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
