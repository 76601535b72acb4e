"""Refuse an entry that could not be read back, before it is queued behind good ones."""

from math import isfinite

from mnist_desktop.ink.strokes import MAX_COORDINATE, MAX_POINTS, Ink, Point
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry

RASTER_BYTES = 28 * 28


def check_entry(entry: DrawingEntry) -> None:
    """Check an entry; some 0.1 ms for a drawing of 200 points.

    Raises:
        ValueError: something in it is not what :mod:`~mnist_desktop.journal.entry` says.
    """
    if len(entry.raster) != RASTER_BYTES:
        raise ValueError(f"a raster has {RASTER_BYTES} bytes, not {len(entry.raster)}")
    if entry.drawn_at.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be kept")
    if not isfinite(entry.pen_width):
        raise ValueError("the pen width is not finite")
    if len({prediction.model for prediction in entry.predictions}) != len(entry.predictions):
        raise ValueError("a model answered twice")
    check_label(entry.label)
    _check_ink(entry.ink)
    for prediction in entry.predictions:
        _check_prediction(prediction)


def check_label(label: Label) -> None:
    """Check a label.

    Raises:
        ValueError: it is none of 0–9, a text, or None.
    """
    if label is None or isinstance(label, str):
        return
    if isinstance(label, bool) or not isinstance(label, int) or not 0 <= label <= 9:
        raise ValueError(f"{label!r} is no label")


def _check_ink(ink: Ink) -> None:
    if ink.point_count > MAX_POINTS:
        raise ValueError(f"a drawing has at most {MAX_POINTS:,} points")
    if not all(_can_be_read_back(point) for point in ink.points()):
        raise ValueError("a point is not finite or out of range")


def _can_be_read_back(point: Point) -> bool:
    x, y, time, pressure = point  # comparisons with NaN are false
    return (
        -MAX_COORDINATE <= x <= MAX_COORDINATE
        and -MAX_COORDINATE <= y <= MAX_COORDINATE
        and (time is None or isfinite(time))
        and (pressure is None or 0.0 <= pressure <= 1.0)
    )


def _check_prediction(prediction: PredictionEntry) -> None:
    if len(prediction.probabilities) != 10 or not all(map(isfinite, prediction.probabilities)):
        raise ValueError(f"{prediction.model}: probabilities are ten finite numbers")
    if prediction.digit is not None and not 0 <= prediction.digit <= 9:
        raise ValueError(f"{prediction.model}: {prediction.digit} is no digit")
    if not isfinite(prediction.milliseconds):
        raise ValueError(f"{prediction.model}: the time is not finite")
    if prediction.familiarity is not None and not isfinite(prediction.familiarity):
        raise ValueError(f"{prediction.model}: the familiarity is not finite")
