"""What a model sees of a drawing does not depend on where, how large or with what it was drawn."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_desktop.ink.raster import BOX, CENTRE, SIZE, rasterise
from mnist_desktop.ink.strokes import MAX_POINTS, Ink
from tests.ink.drawings import Path, ink_of, paths

BOUND = 12  # of 255: thinning out moves the line by 0.02 pixels a pass, rounding by less


def difference(first: Ink, second: Ink) -> int:
    return int(np.abs(rasterise(first).astype(int) - rasterise(second)).max())


@given(paths(), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_moving_changes_nothing(strokes: list[Path], dx: float, dy: float) -> None:
    moved = [stroke + np.array([dx, dy]) for stroke in strokes]
    assert difference(ink_of(strokes), ink_of(moved)) <= BOUND


@given(paths(), st.floats(0.05, 20))
def test_scaling_changes_nothing(strokes: list[Path], factor: float) -> None:
    scaled = [stroke * factor for stroke in strokes]
    assert difference(ink_of(strokes), ink_of(scaled)) <= BOUND


@given(paths(), st.integers(2, 30))
def test_resampling_changes_nothing(strokes: list[Path], times: int) -> None:
    resampled = [_with_points_between(stroke, times) for stroke in strokes]
    assert difference(ink_of(strokes), ink_of(resampled)) <= BOUND


@given(paths(), st.integers(2, 5))
def test_repeated_points_change_nothing(strokes: list[Path], times: int) -> None:
    repeated = [np.repeat(stroke, times, axis=0) for stroke in strokes]
    assert difference(ink_of(strokes), ink_of(repeated)) <= BOUND


@given(paths())
def test_direction_of_drawing_changes_nothing(strokes: list[Path]) -> None:
    backwards = [stroke[::-1] for stroke in reversed(strokes)]
    assert difference(ink_of(strokes), ink_of(backwards)) <= BOUND


@given(paths())
def test_time_and_pressure_change_nothing(strokes: list[Path]) -> None:
    rng = np.random.default_rng(len(strokes[0]))
    pressed = [np.column_stack([s, np.arange(len(s)) * 8.0, rng.random(len(s))]) for s in strokes]
    assert difference(ink_of(strokes), ink_of(pressed)) == 0


@given(paths())
def test_ink_is_centred_by_mass_in_its_box(strokes: list[Path]) -> None:
    raster = rasterise(ink_of(strokes))
    mass = raster.astype(float) / raster.sum()
    places = np.arange(SIZE) + 0.5
    rows, columns = np.flatnonzero(raster.any(axis=1)), np.flatnonzero(raster.any(axis=0))
    inside = min(rows[0], columns[0]) > 0 and max(rows[-1], columns[-1]) < SIZE - 1
    if inside:  # very uneven ink may leave the picture; dots weigh by where in a pixel they lie
        assert mass.sum(axis=1) @ places == pytest.approx(CENTRE, abs=0.5)
        assert mass.sum(axis=0) @ places == pytest.approx(CENTRE, abs=0.5)
    assert np.ptp(rows) <= BOX
    assert np.ptp(columns) <= BOX


def test_empty_ink_is_blank() -> None:
    assert not rasterise(Ink()).any()


@pytest.mark.parametrize("points", [[[5, 5]], [[5, 5]] * 50, [[1e9, -1e9]], [[0, 0], [0, 0]]])
def test_a_dot_is_a_round_spot(points: list[list[float]]) -> None:
    raster = rasterise(Ink.from_json([points]))
    assert raster[13:16, 14].min() > 200
    assert raster[14, 13:16].min() > 200
    assert np.array_equal(raster, raster.T)
    assert 3 < raster.sum() / 255 < 12


def test_a_drawing_too_small_for_numbers_is_a_dot() -> None:
    assert rasterise(Ink.from_json([[[5e-324, 0], [0, 5e-324]]])).any()


@pytest.mark.parametrize("scale", [1e-12, 1e-3, 1, 1e3, 9e8])
def test_tiny_and_huge_drawings_look_the_same(scale: float) -> None:
    cross = [[[-1, 0], [1, 0]], [[0, -1], [0, 1]]]
    scaled = [[[x * scale, y * scale] for x, y in stroke] for stroke in cross]
    assert difference(Ink.from_json(cross), Ink.from_json(scaled)) <= 1


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**31))
def test_the_longest_scribble_is_drawn_in_bounded_time(seed: int) -> None:
    scribble = np.random.default_rng(seed).normal(size=(MAX_POINTS, 2))
    start = time.process_time()
    assert rasterise(Ink.from_arrays([scribble])).any()
    assert time.process_time() - start < 30  # a guard against a hang, not a benchmark


def _with_points_between(stroke: Path, times: int) -> Path:
    if len(stroke) == 1:
        return stroke
    places = np.linspace(0, len(stroke) - 1, (len(stroke) - 1) * times + 1)
    index = np.arange(len(stroke))
    return np.stack([np.interp(places, index, stroke[:, axis]) for axis in (0, 1)], axis=1)
