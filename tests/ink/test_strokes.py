"""Ink in and out of JSON, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.errors import InkError
from mnist_desktop.ink.strokes import MAX_POINTS, Ink, Point, Stroke

_coordinate = st.floats(-1e9, 1e9)
_time, _pressure = st.floats(0, 1e7), st.floats(0, 1)
_points = st.one_of(
    st.tuples(_coordinate, _coordinate),
    st.tuples(_coordinate, _coordinate, _time),
    st.tuples(_coordinate, _coordinate, _time, _pressure),
).map(lambda numbers: Point(*numbers))
_inks = st.builds(
    lambda strokes: Ink(tuple(Stroke(tuple(points)) for points in strokes)),
    st.lists(st.lists(_points, min_size=1, max_size=8), max_size=5),
)


@given(_inks)
def test_ink_survives_json(ink: Ink) -> None:
    assert Ink.from_json(json.loads(json.dumps(ink.to_json()))) == ink


def test_a_file_whose_y_grows_up_is_turned() -> None:
    assert Ink.from_json([[[1, 2]]], y_up=True).strokes[0].points[0] == Point(1, -2)


def test_empty_strokes_are_no_ink() -> None:
    assert Ink.from_json([[], []]).is_empty
    assert Ink.from_json([]).is_empty
    assert not Ink.from_json([[[0, 0]]]).is_empty


@pytest.mark.parametrize(
    "strokes",
    [
        None, 7, "ink", {"a": 1}, [3], [[3]], [[[1]]], [[[1, 2, 3, 4, 5]]], [[["1", "2"]]],
        [[[True, False]]], [[[float("nan"), 0]]], [[[0, float("inf")]]], [[[1e10, 0]]],
        [[[10**400, 0]]], [[[0, 0, 0, 1.5]]], [[[0, 0, 0, -0.1]]], [[[0, 0, None, 0.5]]],
        [[[0, None]]],
    ],
)  # fmt: skip
def test_what_is_not_ink_is_refused(strokes: Any) -> None:
    with pytest.raises(InkError):
        Ink.from_json(strokes)


def test_a_million_points_are_refused() -> None:
    with pytest.raises(InkError, match="points"):
        Ink.from_json([[[0, 0]] * 1_000_000])
    assert Ink.from_json([[[0, 0]] * MAX_POINTS]).point_count == MAX_POINTS
