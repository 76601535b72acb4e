"""Where an eraser cuts ink: pure functions on strokes.

The eraser is a disc that moves from one place to another, so it covers a capsule. A capsule is
convex, and therefore covers one interval of each straight piece of a stroke.
"""

import itertools
import math
from collections.abc import Iterator

from mnist_desktop.ink.strokes import Point, Stroke

Place = tuple[float, float]
Interval = tuple[float, float]

CRUMB = 1.0
"""Pieces of a cut stroke that are shorter than this, in canvas units, vanish with the rest."""
_NEAR = 1e-9


def erase(
    strokes: tuple[Stroke, ...], start: Place, end: Place, radius: float
) -> tuple[Stroke, ...]:
    """What is left of ``strokes`` after the eraser moved from ``start`` to ``end``.

    A stroke that is cut ends and begins exactly where the eraser touched it, with time and
    pressure in proportion. The very same tuple comes back when nothing was touched.
    """
    left: list[Stroke] = []
    touched = False
    for stroke in strokes:
        pieces = list(_pieces(stroke, start, end, radius))
        touched |= pieces != [stroke]
        left.extend(pieces)
    return tuple(left) if touched else strokes


def covered(p: Place, q: Place, start: Place, end: Place, radius: float) -> Interval | None:
    """The part of the line from ``p`` (0) to ``q`` (1) under the eraser, or None."""
    if _apart(p, q, start, end, radius):
        return None
    parts = [_under_disc(p, q, start, radius), _under_disc(p, q, end, radius)]
    if start != end:
        parts.append(_under_band(p, q, start, end, radius))
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def _pieces(stroke: Stroke, start: Place, end: Place, radius: float) -> Iterator[Stroke]:
    points = stroke.points
    if len(points) == 1:
        dot = points[0][:2]
        if covered(dot, dot, start, end, radius) is None:
            yield stroke
        return
    cuts = [covered(p[:2], q[:2], start, end, radius) for p, q in itertools.pairwise(points)]
    if not any(cut is not None for cut in cuts):
        yield stroke
        return
    piece: list[Point] = [points[0]]
    for p, q, cut in zip(points, points[1:], cuts, strict=False):
        piece = piece or [p]
        if cut is None:
            piece.append(q)
            continue
        low, high = cut
        if low > _NEAR:
            piece.append(_between(p, q, low))
        yield from _kept(piece)
        piece = [_between(p, q, high), q] if high < 1 - _NEAR else []
    yield from _kept(piece)


def _kept(piece: list[Point]) -> Iterator[Stroke]:
    if sum(math.dist(p[:2], q[:2]) for p, q in itertools.pairwise(piece)) >= CRUMB:
        yield Stroke(tuple(piece))


def _between(p: Point, q: Point, share: float) -> Point:
    def mix(a: float | None, b: float | None) -> float | None:
        return None if a is None or b is None else a + (b - a) * share

    return Point(
        p.x + (q.x - p.x) * share,
        p.y + (q.y - p.y) * share,
        mix(p.time, q.time),
        mix(p.pressure, q.pressure),
    )


def _apart(p: Place, q: Place, start: Place, end: Place, radius: float) -> bool:
    """Whether the bounding boxes alone say that the eraser is elsewhere."""
    return (
        min(p[0], q[0]) > max(start[0], end[0]) + radius
        or max(p[0], q[0]) < min(start[0], end[0]) - radius
        or min(p[1], q[1]) > max(start[1], end[1]) + radius
        or max(p[1], q[1]) < min(start[1], end[1]) - radius
    )


def _under_disc(p: Place, q: Place, centre: Place, radius: float) -> Interval | None:
    dx, dy = q[0] - p[0], q[1] - p[1]
    fx, fy = p[0] - centre[0], p[1] - centre[1]
    a, b, c = dx * dx + dy * dy, fx * dx + fy * dy, fx * fx + fy * fy - radius * radius
    if a == 0:
        return (0.0, 1.0) if c <= 0 else None
    root = b * b - a * c
    if root < 0:
        return None
    width = math.sqrt(root)
    return _clip((-b - width) / a, (-b + width) / a)


def _under_band(p: Place, q: Place, start: Place, end: Place, radius: float) -> Interval | None:
    """The interval under the rectangle between the eraser's first and last place."""
    length = math.dist(start, end)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    px, py = p[0] - start[0], p[1] - start[1]
    dx, dy = q[0] - p[0], q[1] - p[1]
    along = _within(px * ux + py * uy, dx * ux + dy * uy, 0.0, length)
    across = _within(py * ux - px * uy, dy * ux - dx * uy, -radius, radius)
    if along is None or across is None:
        return None
    return _clip(max(along[0], across[0]), min(along[1], across[1]))


def _within(value: float, slope: float, low: float, high: float) -> Interval | None:
    """For which t ``value + t * slope`` lies between ``low`` and ``high``."""
    if slope == 0:
        return (0.0, 1.0) if low <= value <= high else None
    first, last = (low - value) / slope, (high - value) / slope
    return min(first, last), max(first, last)


def _clip(low: float, high: float) -> Interval | None:
    low, high = max(low, 0.0), min(high, 1.0)
    return (low, high) if low <= high else None
