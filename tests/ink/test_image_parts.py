"""The parts that find a digit: thinning keeps loops and parts, blobs are told from dirt."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mnist_desktop.ink.blobs import find_blobs, keep_digit
from mnist_desktop.ink.paper import otsu, without_impulses
from mnist_desktop.ink.thinning import half_widths, prune, thin
from tests.ink.painting import paint

Mask = npt.NDArray[np.bool_]


@st.composite
def masks(draw: st.DrawFn) -> Mask:
    """Random patches of ink, smooth or rough."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    coarse = rng.random((draw(st.integers(2, 14)), draw(st.integers(2, 14)))).astype(np.float32)
    side = draw(st.integers(6, 50))
    return np.asarray(Image.fromarray(coarse).resize((side, side), Image.Resampling.BICUBIC)) > 0.5


def parts(mask: Mask, *, corners: bool) -> int:
    """Connected parts, counted by filling: the plain way, to check the fast one."""
    left = {tuple(pixel) for pixel in np.argwhere(mask).tolist()}
    reach = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if corners or y == 0 or x == 0]
    count = 0
    while left:
        count += 1
        front = [left.pop()]
        while front:
            row, column = front.pop()
            beside = {(row + y, column + x) for y, x in reach} & left
            left -= beside
            front += beside
    return count


@settings(deadline=None)
@given(masks())
def test_blobs_are_the_connected_parts(mask: Mask) -> None:
    blobs = find_blobs(mask)
    assert len(blobs.areas) == parts(mask, corners=True)
    assert np.array_equal(blobs.labels > 0, mask)
    for index, (top, left, bottom, right) in enumerate(blobs.boxes):
        rows, columns = np.nonzero(blobs.labels == index + 1)
        assert len(rows) == blobs.areas[index]
        assert (rows.min(), columns.min()) == (top, left)
        assert (rows.max() + 1, columns.max() + 1) == (bottom, right)


@settings(deadline=None)
@given(masks())
def test_thinning_keeps_parts_and_loops(mask: Mask) -> None:
    skeleton = thin(mask)
    assert not (skeleton & ~mask).any()
    assert parts(skeleton, corners=True) == parts(mask, corners=True)
    paper = np.pad(mask, 1)
    assert parts(~np.pad(skeleton, 1), corners=False) == parts(~paper, corners=False)


@pytest.mark.parametrize("width", range(1, 9))
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_line_of_any_width_and_slant_keeps_its_length(width: int, step: int) -> None:
    mask = np.zeros((40, 60), dtype=bool)
    for row in range(5, 35):
        start = 25 + step * (row - 20)
        mask[row, start : start + width] = True
    rows = np.flatnonzero(thin(mask).any(axis=1))
    assert len(rows) >= 30 - width


@pytest.mark.parametrize("width", [3, 5, 8, 13])
def test_half_widths_measure_the_pen(width: int) -> None:
    mask = np.zeros((40, 90), dtype=bool)
    mask[10 : 10 + width, 5:85] = True
    half = half_widths(mask, np.argwhere(thin(mask)))
    assert abs(2 * float(np.median(half)) - width) <= 0.75


def test_pruning_takes_spurs_and_leaves_strokes() -> None:
    # GIVEN a thick stroke with a bump on its side, and a real branch
    mask = np.zeros((60, 90), dtype=bool)
    mask[20:30, 5:85] = True
    mask[17:20, 30:33] = True
    mask[30:55, 60:70] = True
    # WHEN its skeleton is pruned
    pruned = prune(thin(mask), mask)
    # THEN nothing rises towards the bump, and the branch is there
    assert not pruned[:22, 28:36].any()
    assert pruned[45, 60:70].any()


def test_a_rectangular_zero_is_not_taken_for_a_frame() -> None:
    mask = np.zeros((80, 60), dtype=bool)
    mask[5:75, 5:55] = True
    mask[12:68, 12:48] = False
    assert np.array_equal(keep_digit(mask), mask)


def test_a_frame_that_the_digit_touches_is_erased() -> None:
    # GIVEN a 7 that runs into the box around it
    digit = paint(7, 100, 6, share=0.6, at=(0.5, 1.0)) < 128
    framed = digit.copy()
    framed[:3], framed[-3:], framed[:, :3], framed[:, -3:] = True, True, True, True
    # WHEN the frame is erased THEN the digit is there but for what lay on the frame
    kept = keep_digit(framed)
    assert not kept[:, :3].any()
    assert (kept ^ digit)[:-6].sum() == 0


def test_parts_of_a_broken_digit_stay_together() -> None:
    digit = paint(5, 120, 8) < 128
    digit[30:34] = False
    assert np.array_equal(keep_digit(digit), digit)


def test_one_pixel_lines_survive_the_removal_of_impulses() -> None:
    # GIVEN a thin line and lone pixels
    grey = np.full((40, 40), 255, dtype=np.uint8)
    grey[5:35, 20] = 0
    grey[[8, 15, 30, 25, 3], [5, 33, 10, 2, 15]] = 0
    # WHEN impulses are taken out THEN the line is there but for its ends
    clean = without_impulses(grey)
    assert (clean[6:34, 20] == 0).all()
    assert (clean[:, :18] == 255).all()


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(120, 255), st.integers(1, 99))
def test_otsu_parts_two_levels(low: int, high: int, count: int) -> None:
    grey = np.array([low] * count + [high] * (100 - count), dtype=np.float32)
    split = otsu(grey)
    assert low < split.threshold < high
    assert split.explained > 0.999
