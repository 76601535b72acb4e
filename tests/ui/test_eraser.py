"""The eraser takes what it covers, and nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.ink.strokes import Point, Stroke
from mnist_desktop.ui.eraser import CRUMB, covered, erase

COORDINATE = st.floats(0, 280, allow_nan=False).map(lambda value: round(value, 3))
PLACE = st.tuples(COORDINATE, COORDINATE)
STROKE = st.lists(PLACE, min_size=1, max_size=12).map(
    lambda places: Stroke(tuple(Point(x, y, float(i)) for i, (x, y) in enumerate(places)))
)
STROKES = st.lists(STROKE, max_size=4).map(tuple)
RADIUS = st.floats(1, 40)


def distance(place: tuple[float, float], start: tuple[float, float], end: tuple[float, float]):
    """From a place to the line from start to end, computed another way than the eraser does."""
    length = math.dist(start, end)
    if length == 0:
        return math.dist(place, start)
    along = sum((p - s) * (e - s) for p, s, e in zip(place, start, end, strict=True)) / length**2
    along = min(max(along, 0), 1)
    foot = [s + (e - s) * along for s, e in zip(start, end, strict=True)]
    return math.dist(place, foot)


def samples(stroke: Stroke, count: int = 40):
    """Places along a stroke."""
    points = stroke.points
    for p, q in zip(points, points[1:] or points, strict=False):
        for step in range(count + 1):
            share = step / count
            yield p.x + (q.x - p.x) * share, p.y + (q.y - p.y) * share


def line(*places: tuple[float, float]) -> Stroke:
    return Stroke(tuple(Point(x, y, 10.0 * i, 0.5) for i, (x, y) in enumerate(places)))


@given(STROKES, PLACE, PLACE, RADIUS)
def test_nothing_is_left_under_the_eraser(strokes, start, end, radius) -> None:
    for stroke in erase(strokes, start, end, radius):
        for place in samples(stroke):
            assert distance(place, start, end) >= radius - 1e-4


@given(STROKES, PLACE, PLACE, RADIUS)
def test_what_the_eraser_did_not_cover_is_still_there(strokes, start, end, radius) -> None:
    left = [place for stroke in erase(strokes, start, end, radius) for place in samples(stroke)]
    for stroke in strokes:
        for place in samples(stroke, 8):
            if distance(place, start, end) > radius + CRUMB:
                nearest = min((math.dist(place, other) for other in left), default=math.inf)
                assert nearest <= 12.0  # samples of pieces up to 400 units long


@given(STROKES, PLACE, RADIUS)
def test_an_eraser_elsewhere_changes_nothing(strokes, place, radius) -> None:
    far = (place[0] + 1000, place[1])
    assert erase(strokes, far, far, radius) is strokes


def test_a_line_rubbed_in_the_middle_becomes_two() -> None:
    # GIVEN a straight line of two points only
    before = (line((0, 100), (200, 100)),)
    # WHEN the eraser crosses its middle
    first, second = erase(before, (100, 50), (100, 150), 10)
    # THEN it is cut exactly there, with time and pressure in proportion
    assert [p[:2] for p in first.points] == [(0, 100), (90, 100)]
    assert second.points[0][:2] == pytest.approx((110, 100))
    assert second.points[-1][:2] == (200, 100)
    assert first.points[-1].time == pytest.approx(4.5)
    assert second.points[0].pressure == pytest.approx(0.5)


def test_a_dot_goes_only_when_it_is_touched() -> None:
    dot = line((50, 50))
    assert erase((dot,), (54, 50), (54, 50), 5) == ()
    assert erase((dot,), (56, 50), (56, 50), 5) == (dot,)


def test_a_fast_eraser_skips_nothing_on_its_way() -> None:
    # GIVEN a short line far from both ends of the eraser's jump
    before = (line((100, 90), (100, 110)),)
    # WHEN the eraser jumps across it between two events
    after = erase(before, (0, 100), (200, 100), 12)
    # THEN it is gone
    assert after == ()


def test_touching_is_covering() -> None:
    assert covered((0, 0), (10, 0), (5, 0), (5, 0), 5) == (0.0, 1.0)
    assert covered((0, 0), (10, 0), (5, 20), (5, 20), 5) is None
