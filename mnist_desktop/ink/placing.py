"""Place a digit found in a picture in the 28×28, at the canonical pen width.

Two roads, blended by how far the digit's own stroke is from the canonical pen. A stroke of about
MNIST's width keeps its grey levels and is only scaled and placed. A hairline or a marker is
thinned to the path of its pen, which is inked again with the canonical pen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from mnist_desktop.ink.blobs import Mask
from mnist_desktop.ink.raster import BOX, CENTRE, PEN_WIDTH, SIZE, Raster
from mnist_desktop.ink.thinning import half_widths, prune, thin

Floats = npt.NDArray[np.float32]

_HALF_BOX = BOX - 1  # side of the box at half ink: soft edges reach half a pixel further
_NATURAL = (2.0, 3.0)  # pen widths in the 28×28 that pass unchanged
_FOREIGN = (1.4, 4.2)  # pen widths from which on the path is inked anew
_OF_MNIST = (0.8, 4.6)  # pen widths found in MNIST's own images
_TYPICAL = 15  # percentile of the half widths along the path that is the pen's own
_BLOT = 1.15  # ink this much wider than the pen is a filled loop or a blot, and stays wider
_DOT = 0.25  # a path shorter than this share of the blob is a dot

_centres = np.arange(SIZE, dtype=np.float32) + np.float32(0.5)
_pixel_x, _pixel_y = np.tile(_centres, SIZE), np.repeat(_centres, SIZE)
_pixels = np.stack([_pixel_y, _pixel_x], axis=1)


@dataclass(frozen=True, slots=True)
class Trace:
    """The path of the pen, measured on a mask.

    Attributes:
        skeleton: bool of the mask's shape, one pixel wide.
        points: shape (n, 2), the skeleton's pixels: row, column.
        halves: float32 (n,), half the ink's width at each point, in pixels.
        half: half the width of the pen, in pixels.
        box: top, left, bottom, right of the ink; the last two are one past the end.
    """

    skeleton: Mask
    points: npt.NDArray[np.int64]
    halves: Floats
    half: float
    box: tuple[int, int, int, int]

    @property
    def side(self) -> int:
        """The larger side of the ink, in pixels."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])

    @property
    def pen(self) -> float:
        """The pen's width when the ink fills the 20-pixel box, in pixels of the 28×28."""
        return 2 * self.half * BOX / self.side


def measure(mask: Mask) -> Trace:
    """Thin ``mask`` (h, w), at least one pixel, to the path of its pen."""
    skeleton = prune(thin(mask), mask)
    points = np.argwhere(skeleton)
    halves = half_widths(mask, points)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
    side = max(box[2] - box[0], box[3] - box[1])
    half = min(float(np.percentile(halves, _TYPICAL)), 0.475 * side)
    return Trace(skeleton, points, halves, half, box)


def is_laid_out(raster: Raster, trace: Trace) -> bool:
    """Whether a 28×28 is laid out as MNIST's are already, with a pen as MNIST's: then it stays."""
    ink = raster > 0
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    side = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    levels = raster.ravel().astype(np.float32)
    off = np.array([levels @ _pixel_x, levels @ _pixel_y]) / levels.sum() - CENTRE
    pen_fits = _OF_MNIST[0] <= trace.pen <= _OF_MNIST[1]
    return bool(abs(side - BOX) <= 1 and np.abs(off).max() < 1 and pen_fits)


def place(ink: Floats, trace: Trace) -> Raster:
    """The 28×28 from a picture of one digit.

    Args:
        ink: shape (h, w), 0 = paper, 1 = full ink; the digit about eighty pixels across.
        trace: of the mask of the same digit.

    Returns:
        uint8 of shape (28, 28), 255 = full ink, the centre of mass at ``CENTRE``.
    """
    share = _redraw_share(trace.pen)
    levels = np.zeros(SIZE * SIZE, dtype=np.float32)
    if share < 1:
        levels += np.float32(1 - share) * _as_it_is(ink, trace.box)
    if share > 0:
        blots = np.maximum(trace.halves - np.float32(_BLOT * trace.half), 0)
        is_dot = trace.side - 2 * trace.half < _DOT * trace.side
        path = _smooth(trace.skeleton, trace.points)
        levels += np.float32(share) * _redrawn(path, blots, is_dot=is_dot)
    return np.rint(np.clip(levels, 0, 1) * 255).astype(np.uint8).reshape(SIZE, SIZE)


def _redraw_share(pen: float) -> float:
    """0 for a pen near MNIST's, 1 for a hairline or a marker, and a ramp between."""
    thin_end = (_NATURAL[0] - pen) / (_NATURAL[0] - _FOREIGN[0])
    thick_end = (pen - _NATURAL[1]) / (_FOREIGN[1] - _NATURAL[1])
    return float(np.clip(max(thin_end, thick_end), 0, 1))


def _as_it_is(ink: Floats, box: tuple[int, int, int, int]) -> Floats:
    """Scale the grey levels so that the box fills MNIST's, and move the mass to the centre."""
    top, left, bottom, right = box
    scale = max(bottom - top, right - left) / _HALF_BOX  # picture pixels a raster pixel
    total = float(ink.sum())
    middle_y = float(ink.sum(axis=1) @ (np.arange(ink.shape[0]) + 0.5)) / total
    middle_x = float(ink.sum(axis=0) @ (np.arange(ink.shape[1]) + 0.5)) / total
    margin = int(np.ceil(SIZE * scale))
    wide = Image.fromarray(np.pad(ink, margin))
    x, y = middle_x - CENTRE * scale + margin, middle_y - CENTRE * scale + margin
    across = SIZE * scale
    placed = wide.resize((SIZE, SIZE), Image.Resampling.BICUBIC, (x, y, x + across, y + across))
    return np.asarray(placed, dtype=np.float32).ravel()


def _smooth(skeleton: Mask, points: npt.NDArray[np.int64]) -> Floats:
    """The skeleton's points, each at the mean of itself and its neighbours: no staircase."""
    padded = np.pad(skeleton, 1).astype(np.float32)
    row, column = points[:, 0], points[:, 1]
    count = np.zeros(len(points), dtype=np.float32)
    total = np.zeros((len(points), 2), dtype=np.float32)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            there = padded[row + 1 + dy, column + 1 + dx]
            count += there
            total += there[:, None] * np.array([dy, dx], dtype=np.float32)
    ends = count <= 2
    shift = np.where(ends[:, None], 0, total / count[:, None])
    smooth: Floats = points.astype(np.float32) + np.float32(0.5) + shift.astype(np.float32)
    return smooth


def _redrawn(path: Floats, blots: Floats, *, is_dot: bool) -> Floats:
    """Ink the path (n, 2: row, column) with the canonical pen, wider by ``blots`` (n,)."""
    low, high = path.min(axis=0), path.max(axis=0)
    extent = float((high - low).max())
    scale = (BOX - PEN_WIDTH - 1) / extent if extent > 0 and not is_dot else 0.0
    path = (path - (low + high) / 2) * np.float32(scale) + np.float32(SIZE / 2)
    reach = np.float32(PEN_WIDTH / 2) + blots * np.float32(scale)
    coverage = _coverage(path, reach)
    mass = float(coverage.sum())
    shift = CENTRE - np.array([coverage @ _pixel_y, coverage @ _pixel_x]) / mass
    return _coverage(path + shift.astype(np.float32), reach)


def _coverage(path: Floats, reach: Floats) -> Floats:
    """How much of each pixel the pen covers, 0–1, shape (784,): by distance to the path."""
    wide = reach > PEN_WIDTH / 2
    outside = np.full(SIZE * SIZE, np.inf, dtype=np.float32)
    if not wide.all():
        near = _squared_distances(path[~wide]).min(axis=1)
        outside = np.sqrt(np.maximum(near, 0)) - np.float32(PEN_WIDTH / 2)
    if wide.any():
        distances = np.sqrt(np.maximum(_squared_distances(path[wide]), 0))
        outside = np.minimum(outside, (distances - reach[wide]).min(axis=1))
    coverage: Floats = np.clip(np.float32(0.5) - outside, 0, 1)
    return coverage


def _squared_distances(path: Floats) -> Floats:
    """From every pixel to every point of the path, shape (784, n)."""
    squares = (_pixels * _pixels).sum(axis=1)[:, None] + (path * path).sum(axis=1)
    return np.asarray(squares - 2 * _pixels @ path.T)
