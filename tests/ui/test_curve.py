"""The line on the screen: continuous, complete, and the same piece by piece as at once."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.ink.strokes import Point
from mnist_desktop.ui.curve import Curve, Knot, flatten, knot

COORDINATE = st.floats(0, 280, allow_nan=False)
POINT = st.builds(Point, COORDINATE, COORDINATE, st.none(), st.none() | st.floats(0, 1))
POINTS = st.lists(POINT, min_size=1, max_size=30)


def live(points: list[Point], scale: float) -> list[Knot]:
    curve = Curve()
    given_out = [k for point in points for k in curve.feed(knot(point, scale, 12))]
    return [*given_out, curve.tip[1]] if curve.tip else given_out


@given(POINTS, st.floats(0.5, 8))
def test_the_finished_line_is_the_one_that_was_drawn_live(points, scale) -> None:
    assert flatten(points, scale, 12) == live(points, scale)


@given(POINTS, st.floats(0.5, 8))
def test_first_and_last_point_are_on_the_line(points, scale) -> None:
    line = flatten(points, scale, 12)
    assert line[0][:2] == (points[0].x * scale, points[0].y * scale)
    assert math.dist(line[-1][:2], (points[-1].x * scale, points[-1].y * scale)) < 0.76


@given(POINTS)
def test_the_line_stays_within_the_points_it_follows(points) -> None:
    for at in flatten(points, 1.0, 12):
        assert min(p.x for p in points) - 1e-6 <= at.x <= max(p.x for p in points) + 1e-6
        assert min(p.y for p in points) - 1e-6 <= at.y <= max(p.y for p in points) + 1e-6


@given(st.lists(POINT, min_size=2, max_size=30))
def test_the_line_has_no_jump(points) -> None:
    line = flatten(points, 1.0, 12)
    reach = max(math.dist(p[:2], q[:2]) for p, q in itertools.pairwise(points))
    for a, b in itertools.pairwise(line):
        assert math.dist(a[:2], b[:2]) <= max(3.0, reach)


def test_pressure_widens_the_line() -> None:
    light, firm = (knot(Point(1, 1, 0, pressure), 2.0, 10).width for pressure in (0.1, 0.9))
    none = knot(Point(1, 1), 2.0, 10).width
    assert light < none == 20 < firm
