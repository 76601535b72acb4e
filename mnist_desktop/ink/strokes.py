"""Ink: strokes of points, as the pen moved.

The JSON form is the design's ink contract: a drawing is ``[[[x, y], ...], ...]``, a list of
strokes of points; a point has 2 to 4 numbers: x, y, time in ms, pressure 0–1. x grows right,
y grows DOWN. A stroke of one point is a dot.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mnist_desktop.errors import InkError

if TYPE_CHECKING:  # the window is painted before numpy is there (0.1 s)
    import numpy as np
    import numpy.typing as npt

MAX_POINTS = 200_000
"""Most points in one drawing: over three minutes of a 1,000 Hz pen."""
MAX_COORDINATE = 1e9
"""Largest |x|, |y| in ink units; far beyond any screen, small enough for exact arithmetic."""


class Point(NamedTuple):
    """Where the pen was: x and y in the drawing's own units, time in ms, pressure 0–1."""

    x: float
    y: float
    time: float | None = None
    pressure: float | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """The points of one pen-down to pen-up, in order; one point is a dot."""

    points: tuple[Point, ...]

    def xy(self) -> "npt.NDArray[np.float64]":
        """The positions, shape (n, 2)."""
        import numpy as np

        return np.array([point[:2] for point in self.points], dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Ink:
    """One drawing: its strokes in the order drawn. No stroke at all is empty ink."""

    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing was drawn."""
        return not any(stroke.points for stroke in self.strokes)

    @property
    def point_count(self) -> int:
        """Number of points over all strokes."""
        return sum(len(stroke.points) for stroke in self.strokes)

    def points(self) -> Iterator[Point]:
        """Every point, stroke after stroke."""
        return (point for stroke in self.strokes for point in stroke.points)

    def to_json(self) -> list[list[list[float]]]:
        """The ink contract's form; trailing numbers that are unknown are left out."""
        return [[_point_to_json(point) for point in stroke.points] for stroke in self.strokes]

    @classmethod
    def from_json(cls, value: object, *, y_up: bool = False) -> "Ink":
        """Read the ink contract's form.

        Args:
            value: strokes as decoded from JSON.
            y_up: the file's y grows up; it is turned so that y grows down.

        Raises:
            InkError: not strokes of points, not finite, out of range, or over ``MAX_POINTS``.
        """
        strokes: list[Stroke] = []
        count = 0
        for raw in _sequence(value, "strokes"):
            points = _sequence(raw, "a stroke")
            count += len(points)
            if count > MAX_POINTS:
                raise InkError(
                    f"The drawing has more than {MAX_POINTS:,} points.", "Draw with fewer points."
                )
            if points:
                strokes.append(Stroke(tuple(_point_from_json(point, y_up) for point in points)))
        return cls(tuple(strokes))

    @classmethod
    def from_arrays(cls, strokes: "Iterable[npt.ArrayLike]") -> "Ink":
        """Ink from arrays of shape (n, 2), (n, 3) or (n, 4), one a stroke; checked like JSON."""
        import numpy as np

        return cls.from_json([np.asarray(stroke, dtype=np.float64).tolist() for stroke in strokes])


def _sequence(value: object, what: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise InkError(f"{what.capitalize()} must be a list, not {type(value).__name__}.")
    return value


def _point_to_json(point: Point) -> list[float]:
    if point.pressure is not None:
        return [point.x, point.y, point.time or 0.0, point.pressure]
    return [point.x, point.y] if point.time is None else [point.x, point.y, point.time]


def _point_from_json(value: object, y_up: bool) -> Point:
    numbers = _sequence(value, "a point")
    if not 2 <= len(numbers) <= 4:
        raise InkError(f"A point has 2 to 4 numbers, not {len(numbers)}.")
    x, y, *rest = (_finite(number) for number in numbers)
    if abs(x) > MAX_COORDINATE or abs(y) > MAX_COORDINATE:
        raise InkError(f"A coordinate is beyond ±{MAX_COORDINATE:.0e}.")
    if len(rest) == 2 and not 0.0 <= rest[1] <= 1.0:
        raise InkError("A pressure is outside 0 to 1.")
    return Point(x, -y if y_up else y, *rest)


def _finite(number: object) -> float:
    if type(number) is not float and type(number) is not int:  # True is an int, but no number
        raise InkError(f"A point is made of numbers, not {type(number).__name__}.")
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise InkError("A point is not finite.")
    return value
