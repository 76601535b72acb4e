"""Hypothesis strategies for drawings a hand could make."""

import math

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from mnist_desktop.ink.strokes import Ink

Path = npt.NDArray[np.float64]


@st.composite
def paths(draw: st.DrawFn) -> list[Path]:
    """One to three smooth strokes or dots, 100 units or so across."""
    count = draw(st.integers(1, 3))
    return [draw(st.one_of(_dots(), _curves())) for _ in range(count)]


@st.composite
def _dots(draw: st.DrawFn) -> Path:
    x, y = draw(st.tuples(_inside, _inside))
    return np.array([[x, y]])


@st.composite
def _curves(draw: st.DrawFn) -> Path:
    points = draw(st.integers(2, 40))
    x, y = draw(st.tuples(_inside, _inside))
    wide, high = draw(st.tuples(_radius, _radius))
    turn = draw(st.floats(0.3, 2 * math.pi)) * draw(st.sampled_from([-1, 1]))
    angles = np.linspace(0, turn, points)
    return np.stack([x + wide * np.cos(angles), y + high * np.sin(2 * angles)], axis=1)


# Thousandths, so that no two points differ by less than moving a drawing can keep apart.
_inside = st.integers(0, 100_000).map(lambda value: value / 1000)
_radius = st.integers(1_000, 60_000).map(lambda value: value / 1000)


def ink_of(strokes: list[Path]) -> Ink:
    """The strokes as ink."""
    return Ink.from_arrays(strokes)
