"""From recorded points to the smooth line on the screen. Knows no Qt; the points stay as they are.

The line runs through the middles between neighbouring points and bends towards the points
themselves (quadratic Bézier curves), so it can be drawn piece by piece while the pen moves, and
a piece never changes once it is drawn. Its width follows the pressure.
"""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mnist_desktop.ink.strokes import Point

_STEP = 2.5  # screen pixels between two points of a flattened curve
_LIGHTEST, _SPAN = 0.4, 0.8  # the width at no pressure, and what full pressure adds


class Knot(NamedTuple):
    """A point of the line on the screen: place and line width in screen pixels."""

    x: float
    y: float
    width: float


def knot(point: Point, scale: float, pen_width: float) -> Knot:
    """A recorded point on a screen with ``scale`` pixels to the canvas unit."""
    share = 1.0 if point.pressure is None else _LIGHTEST + _SPAN * point.pressure
    return Knot(point.x * scale, point.y * scale, pen_width * scale * share)


class Curve:
    """One stroke's line, fed point by point.

    Feeding gives the knots to join with straight lines, starting at the last knot given before.
    ``tip`` is the rest of the way to the pen, which the next point will redraw as a curve.
    """

    def __init__(self, closest: float = 0.75) -> None:
        """Make an empty line; points nearer than ``closest`` pixels to the last one are skipped."""
        self._closest = closest
        self._trail: tuple[Knot, Knot] | None = None  # the last point used, the end of the line
        self._pen: Knot | None = None

    def feed(self, at: Knot) -> list[Knot]:
        """The next recorded point; returns the new knots of the line (the first is a dot)."""
        self._pen = at
        if self._trail is None:
            self._trail = at, at
            return [at]
        last, end = self._trail
        if math.dist(last[:2], at[:2]) < self._closest:
            return []
        middle = Knot((last.x + at.x) / 2, (last.y + at.y) / 2, (last.width + at.width) / 2)
        self._trail = at, middle
        return list(_bend(end, last, middle))

    @property
    def end(self) -> Knot | None:
        """The last knot given out."""
        return self._trail[1] if self._trail else None

    @property
    def tip(self) -> tuple[Knot, Knot] | None:
        """From the end of what was given out to where the pen is."""
        if self._trail is None or self._pen is None or self._trail[1] == self._pen:
            return None
        return self._trail[1], self._pen


def flatten(points: Iterable[Point], scale: float, pen_width: float) -> list[Knot]:
    """The whole line of a finished stroke, as :class:`Curve` would have given it piece by piece."""
    curve = Curve()
    knots = [k for point in points for k in curve.feed(knot(point, scale, pen_width))]
    return [*knots, curve.tip[1]] if curve.tip else knots


def _bend(start: Knot, towards: Knot, end: Knot) -> Iterator[Knot]:
    length = math.dist(start[:2], towards[:2]) + math.dist(towards[:2], end[:2])
    steps = min(max(1, math.ceil(length / _STEP)), 64)
    for step in range(1, steps + 1):
        t = step / steps
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        yield Knot(
            a * start.x + b * towards.x + c * end.x,
            a * start.y + b * towards.y + c * end.y,
            a * start.width + b * towards.width + c * end.width,
        )
