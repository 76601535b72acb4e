"""Find the digit in a grey picture: first coarsely in all of it, then finely around the digit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_desktop.ink import paper as papers
from mnist_desktop.ink.blobs import Mask, find_blobs, keep_digit

Floats = npt.NDArray[np.float32]
Box = tuple[float, float, float, float]  # left, top, right, bottom

_COARSE = 160  # pixels of the picture's larger side when the digit is looked for
_FINE = 80  # pixels of the digit's larger side when its stroke is measured
_THUMBNAIL = 20  # pixels of the larger side of a thumbnail
_FRAMED = 16  # pixels: smaller pictures have no room for a frame
_MARGIN = 0.12  # of the digit's larger side: paper kept around it


@dataclass(frozen=True, slots=True)
class Digit:
    """The ink of one digit, cut out of its picture.

    Attributes:
        ink: float32 (h, w), 0 = paper, 1 = full ink; the digit is about ``_FINE`` pixels large.
        mask: bool (h, w), where the ink is; at least one pixel.
        dark_ink: the ink was darker than its paper.
    """

    ink: Floats
    mask: Mask
    dark_ink: bool


def find_digit(picture: Image.Image, dark_ink: bool | None) -> Digit | None:
    """The digit in a picture, or None when the paper is blank.

    Args:
        picture: mode L, any size from 1×1.
        dark_ink: whether ink is darker than paper, or None to find out.
    """
    picture = Image.fromarray(papers.without_impulses(np.asarray(picture)))
    whole = _scaled(picture, (0, 0, picture.width, picture.height), _COARSE, enlarge=False)
    edges = _trim(whole)
    grey = whole[edges]
    found = papers.find_paper(grey, dark_ink)
    ink = papers.ink_level(grey, found.level, found.dark_ink)
    levels = papers.ink_levels(ink, found.doubt, is_thumbnail=max(picture.size) <= _THUMBNAIL)
    if levels is None:
        return None
    rough = keep_digit(_hysteresis(ink, levels))
    if not rough.any():
        return None
    ratio = picture.width / whole.shape[1], picture.height / whole.shape[0]
    return _closer(picture, found, rough, edges, ratio)


def _scaled(picture: Image.Image, box: Box, side: float, *, enlarge: bool) -> Floats:
    """A part of the picture, 0–1, its larger side ``side`` pixels."""
    width, height = box[2] - box[0], box[3] - box[1]
    scale = side / max(width, height)
    if not enlarge:
        scale = min(scale, 1.0)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    part = picture.resize(size, Image.Resampling.BICUBIC, box)
    return np.asarray(part, dtype=np.float32) / np.float32(255)


def _trim(grey: Floats) -> tuple[slice, slice]:
    """The picture without a line along its edges: a box around the digit, or a scan's rim."""
    dark = grey <= papers.otsu(grey).threshold
    top, bottom = _line(dark), _line(dark[::-1])
    left, right = _line(dark.T), _line(dark.T[::-1])
    height, width = grey.shape
    return slice(top, height - bottom), slice(left, width - right)


def _line(dark: Mask) -> int:
    """Rows to drop from the top: a line of one class, followed by rows of the other."""
    if len(dark) < _FRAMED:
        return 0
    rows = dark[: len(dark) // 8 + 1].mean(axis=1)
    first = rows[0] > 0.5
    same = rows if first else 1 - rows
    if same[0] < 0.9:
        return 0
    others = np.flatnonzero(same < 0.2)
    return int(others[0]) if len(others) and (same[: others[0]] >= 0.2).all() else 0


def _hysteresis(ink: Floats, levels: papers.Levels) -> Mask:
    """Strong ink, and weak ink that hangs on it."""
    weak, strong = ink > levels.weak, ink > levels.strong
    if not strong.any():
        return strong
    blobs = find_blobs(weak)
    kept = np.zeros(len(blobs.areas) + 1, dtype=bool)
    kept[blobs.labels[strong]] = True
    kept[0] = False
    return np.asarray(kept[blobs.labels])


def _closer(
    picture: Image.Image,
    found: papers.Paper,
    rough: Mask,
    edges: tuple[slice, slice],
    ratio: tuple[float, float],
) -> Digit | None:
    """Cut the digit out of the full picture, at the size at which strokes are measured."""
    rows, columns = np.flatnonzero(rough.any(axis=1)), np.flatnonzero(rough.any(axis=0))
    side = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    margin = max(1.0, _MARGIN * side)
    box = (
        max(columns[0] - margin, 0), max(rows[0] - margin, 0),
        min(columns[-1] + 1 + margin, rough.shape[1]), min(rows[-1] + 1 + margin, rough.shape[0]),
    )  # fmt: skip
    fine = _FINE * max(box[2] - box[0], box[3] - box[1]) / side
    left, top = edges[1].start, edges[0].start
    across, down = ratio
    there = (
        (box[0] + left) * across, (box[1] + top) * down,
        (box[2] + left) * across, (box[3] + top) * down,
    )  # fmt: skip
    grey = _scaled(picture, there, fine, enlarge=True)
    size = grey.shape[1], grey.shape[0]
    level = _part(found.level, box, size)
    gate = _part(_grown(rough).astype(np.float32), box, size) > 0.25
    ink = papers.ink_level(grey, level, found.dark_ink) * gate
    levels = papers.ink_levels(ink, found.doubt, is_thumbnail=max(picture.size) <= _THUMBNAIL)
    if levels is None:
        return None
    mask = keep_digit(ink > levels.strong)
    if not mask.any():
        return None
    return Digit(np.clip(ink / np.float32(levels.full), 0, 1), mask, found.dark_ink)


def _part(levels: Floats, box: Box, size: tuple[int, int]) -> Floats:
    part = Image.fromarray(levels).resize(size, Image.Resampling.BILINEAR, box)
    return np.asarray(part, dtype=np.float32)


def _grown(mask: Mask) -> Mask:
    """The mask grown by two pixels to every side: soft edges belong to the digit."""
    wide = np.pad(mask, 2)
    height, width = mask.shape
    across = np.logical_or.reduce([wide[:, shift : shift + width] for shift in range(5)])
    return np.asarray(np.logical_or.reduce([across[shift : shift + height] for shift in range(5)]))
