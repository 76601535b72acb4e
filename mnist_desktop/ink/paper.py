"""Tell ink from paper in a grey picture: shade, polarity, noise, threshold.

Everything here works on float32 arrays of shape (h, w), 0 = black, 1 = white.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from mnist_desktop.ink.blobs import Mask

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

LEAST_CONTRAST = 0.03
"""Ink must differ from its paper by this share of black to white; less is blank paper."""

_BINS = 256
_TWO_LEVELS = 0.88  # share of the variance that two levels explain: no shade to speak of
_UNEVEN = 0.10  # paper that varies by more than this share of the contrast is shaded
_WEAK = 0.3  # of full ink: fainter ink counts where it hangs on stronger ink
_SKEWED = 0.25  # light ink has more; shaded markers have little, and mostly are dark
_SHADE_DOUBT = 0.1  # how far the estimated shade may be off
_SURE = 0.8  # two levels that explain more of the variance than this are ink and paper
_NOISE = 0.75  # two levels explain less of the variance of noise: 0.64 when it is Gaussian
_SHADE_SIDE = 40  # pixels of the larger side when the shade is estimated
_WINDOW = 0.45  # of the shorter side: dark things narrower than this are ink, not shade
_IMPULSES = 0.002  # share of lone pixels that makes a picture a salt-and-pepper one
_AROUND = [(y, x) for y in range(3) for x in range(3) if (y, x) != (1, 1)]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the picture would look like without ink.

    Attributes:
        level: float32 (h, w), 0–1.
        dark_ink: ink is darker than this paper.
        doubt: how far ``level`` may be wrong; ink must differ from it by more.
    """

    level: Floats
    dark_ink: bool
    doubt: float


def ink_level(grey: Floats, level: Floats, dark_ink: bool) -> Floats:
    """How much ink lies on each pixel, 0 = none; dark ink takes away a share of the light.

    Below zero where the paper is brighter than its level, so that its noise can be measured.
    """
    if dark_ink:
        return np.asarray((level - grey) / np.maximum(level, 0.1), dtype=np.float32)
    return grey - level


def find_paper(grey: Floats, dark_ink: bool | None) -> Paper:
    """The paper under the ink: flat when it looks flat, else followed through its shades.

    Args:
        grey: the picture, larger side at most a few hundred pixels.
        dark_ink: whether ink is dark, or None to find out.
    """
    split = otsu(grey)
    dark = grey <= split.threshold
    flat_polarity = _dark_is_ink(dark) if dark_ink is None else dark_ink
    paper, ink = (grey[~dark], grey[dark]) if flat_polarity else (grey[dark], grey[~dark])
    if not len(ink) or not len(paper):
        return Paper(np.full_like(grey, np.median(grey)), flat_polarity, LEAST_CONTRAST)
    contrast = abs(float(paper.mean()) - float(ink.mean()))
    if (
        split.explained > _TWO_LEVELS
        or min(grey.shape) < _SHADE_SIDE
        or _unevenness(grey, flat_polarity) <= _UNEVEN * contrast
    ):
        level = np.full_like(grey, np.median(paper))
        return Paper(level, flat_polarity, LEAST_CONTRAST)
    shaded_polarity = _skew(grey) < _SKEWED if dark_ink is None else dark_ink
    return Paper(_shade(grey, shaded_polarity), shaded_polarity, _SHADE_DOUBT)


def _dark_is_ink(dark: Mask) -> bool:
    """Paper is what covers more, and more of the border. A border alone may be a frame."""
    height, width = dark.shape
    band = max(1, round(min(height, width) * 0.04))
    inner = dark[band : height - band, band : width - band]
    ring = dark.size - inner.size
    border = (int(dark.sum()) - int(inner.sum())) / max(ring, 1)
    return bool(2 * dark.mean() + border < 1.5)


def _unevenness(grey: Floats, dark_ink: bool) -> float:
    """How much the paper's level varies from place to place, leaving out the extremes."""
    coarse = resize(grey, (24, 24), Image.Resampling.BOX)
    blocks = np.sort(coarse.reshape(6, 4, 6, 4).transpose(0, 2, 1, 3).reshape(36, 16), axis=1)
    levels = np.sort(blocks[:, 12 if dark_ink else 3])
    return float(levels[30] - levels[5])


def _skew(grey: Floats) -> float:
    """Skewness of the picture without its slow shades: ink is the side of the long tail."""
    radius = 0.12 * max(grey.shape)
    rest = grey - _blur(grey, radius)
    square = max(float((rest * rest).mean()), 1e-12)
    return float((rest * rest * rest).mean()) / float(square**1.5)


def _shade(grey: Floats, dark_ink: bool) -> Floats:
    """The paper's level everywhere: a closing (an opening for light ink) on a coarse picture."""
    height, width = grey.shape
    factor = max(1.0, max(height, width) / _SHADE_SIDE)
    size = max(1, round(width / factor)), max(1, round(height / factor))
    coarse = resize(grey if dark_ink else 1 - grey, size, Image.Resampling.BOX)
    reach = max(1, round(_WINDOW * min(size) / 2))
    closed = _closing(coarse, reach)
    smooth = np.minimum(_blur(closed, reach / 3), closed)  # no ink in a dark corner
    level = resize(smooth, (width, height), Image.Resampling.BILINEAR)
    return level if dark_ink else 1 - level


def _closing(levels: Floats, reach: int) -> Floats:
    """Grey closing by a square of 2 ``reach`` + 1; beyond the picture's edge nothing is known."""
    padded = np.pad(levels, 2 * reach, constant_values=-np.inf)
    dilated = _sliding_max(_sliding_max(padded, reach).T, reach).T
    eroded = -_sliding_max(_sliding_max(-dilated, reach).T, reach).T
    return np.ascontiguousarray(eroded)


def _sliding_max(levels: Floats, reach: int) -> Floats:
    """Maximum over 2 ``reach`` + 1 columns; the result is 2 ``reach`` columns narrower."""
    windows = np.lib.stride_tricks.sliding_window_view(levels, 2 * reach + 1, axis=1)
    return np.asarray(windows.max(axis=2))


def _blur(levels: Floats, radius: float) -> Floats:
    """Gaussian blur; Pillow blurs 8-bit pictures only, so levels are scaled to their range."""
    low, high = float(levels.min()), float(levels.max())
    span = max(high - low, 1e-6)
    picture = Image.fromarray(np.rint((levels - low) * (255 / span)).astype(np.uint8))
    blurred = np.asarray(picture.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32)
    return blurred * np.float32(span / 255) + np.float32(low)


def resize(levels: Floats, size: tuple[int, int], resample: Image.Resampling) -> Floats:
    """Resample to ``size`` (width, height)."""
    return np.asarray(Image.fromarray(levels).resize(size, resample), dtype=np.float32)


def without_impulses(grey: Bytes) -> Bytes:
    """The picture without salt and pepper, when it has any.

    A pixel that stands out from all but one of its eight neighbours is brought back to the
    second of them. Lines one pixel wide have two like neighbours and stay.
    """
    padded = np.pad(grey, 1, mode="edge")
    height, width = grey.shape
    highest, high = np.zeros_like(grey), np.zeros_like(grey)
    lowest, low = np.full_like(grey, 255), np.full_like(grey, 255)
    for dy, dx in _AROUND:
        beside = padded[dy : dy + height, dx : dx + width]
        np.maximum(high, np.minimum(highest, beside), out=high)
        np.maximum(highest, beside, out=highest)
        np.minimum(low, np.maximum(lowest, beside), out=low)
        np.minimum(lowest, beside, out=lowest)
    span = int(grey.max()) - int(grey.min())
    leap = np.uint8(span // 3)
    lone = (grey > np.minimum(highest, 255 - leap) + leap) | (
        np.minimum(grey, 255 - leap) + leap < lowest
    )
    if lone.mean() < _IMPULSES:
        return grey
    return np.clip(grey, np.minimum(low, high), np.maximum(low, high))


@dataclass(frozen=True, slots=True)
class Levels:
    """Ink levels that part ink from paper: ``strong`` is ink, ``weak`` is ink beside ink."""

    weak: float
    strong: float
    full: float


def ink_levels(ink: Floats, doubt: float, *, is_thumbnail: bool) -> Levels | None:
    """The levels of a picture's ink, or None on blank paper.

    Args:
        ink: from :func:`ink_level`.
        doubt: fainter differences from paper are no ink.
        is_thumbnail: the picture is so small that half its pixels lie on the edge of ink: they
            say nothing about noise.
    """
    split = otsu(ink)
    paper = ink if split.explained < _NOISE else ink[ink <= split.threshold]
    middle = float(np.median(paper))
    spread = 0.0 if is_thumbnail else 1.4826 * float(np.median(np.abs(paper - middle)))
    if split.explained > _SURE:  # ink for sure: what spreads is the paper's shade
        spread = min(spread, max(0.0, split.threshold - doubt - middle) / 5)
    marks = ink[ink > middle + 5 * spread + doubt]
    if not len(marks):
        return None
    full = float(np.percentile(marks, 90))
    strong = max((middle + full) / 2, middle + 4 * spread)
    return Levels(max(_WEAK * (middle + full), middle + 3 * spread), strong, full)


@dataclass(frozen=True, slots=True)
class Split:
    """Where levels part in two classes, and the share of their variance that this explains."""

    threshold: float
    explained: float


def otsu(levels: Floats) -> Split:
    """The threshold that splits ``levels`` in two classes furthest apart (N. Otsu, 1979)."""
    low, high = float(levels.min()), float(levels.max())
    if high <= low:
        return Split(high, 0.0)
    bins = ((levels.ravel() - low) * np.float32((_BINS - 0.01) / (high - low))).astype(np.intp)
    shares = np.bincount(bins, minlength=_BINS) / levels.size
    middles = np.arange(_BINS) + 0.5
    below = np.cumsum(shares)[:-1]
    mean = float(shares @ middles)
    apart = np.cumsum(shares * middles)[:-1] - below * mean
    between = apart * apart / np.maximum(below * (1 - below), 1e-12)
    # Between two clean levels every threshold is as good: take the middle of them.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    threshold = low + (high - low) * float(best.mean() + 1) / _BINS
    variance = float(shares @ (middles - mean) ** 2)
    return Split(threshold, float(between.max()) / max(variance, 1e-12))
