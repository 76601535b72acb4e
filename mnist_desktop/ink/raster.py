"""Re-ink a drawing the way MNIST's digits look: the only road from strokes to pixels.

The strokes are scaled so that their ink fills a 20-pixel box, drawn with a round pen of MNIST's
own width, anti-aliased by the exact distance to the pen's path, and placed in 28×28 with the
centre of mass in the middle, as MNIST was made (Y. LeCun, C. Cortes, C. Burges, "The MNIST
database of handwritten digits"). The person's pen width, colours, size and place never enter, so
they cannot change the answer.
"""

import numpy as np
import numpy.typing as npt

from mnist_desktop.ink.strokes import Ink

SIZE = 28
"""Rows and columns of the picture that a model sees."""
BOX = 20.0
"""The larger side of the ink, in pixels."""
PEN_WIDTH = 2.7
"""Pen width in pixels that gives pen-tablet digits the mean ink of MNIST's training digits."""
CENTRE = 14.5
"""Where the centre of mass lies, in pixels from the top left corner of the picture."""

_TOLERANCE = 0.02  # pixels: a point this near to the line between its neighbours says nothing
_FEW = 64  # points of a path that need no thinning out
_CHUNK = 512  # segments rendered at once: bounds memory at 512 × 784 × 4 bytes an array

Raster = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float32]

_centres = np.arange(SIZE, dtype=np.float32) + np.float32(0.5)
_pixel_x = np.tile(_centres, SIZE)
_pixel_y = np.repeat(_centres, SIZE)
_pixel_terms = np.stack([_pixel_x, _pixel_y, _pixel_x**2 + _pixel_y**2, np.ones_like(_pixel_x)])
_NO_LENGTH = np.float32(1e-12)


def rasterise(ink: Ink, pen_width: float = PEN_WIDTH) -> Raster:
    """The 28×28 that a model sees, from strokes.

    Args:
        ink: any size, any place; y grows down.
        pen_width: width of the re-inked line in pixels of the 28×28; only training varies it.

    Returns:
        uint8 of shape (28, 28), 0 = paper, 255 = full ink. Empty ink gives blank paper.
    """
    if ink.is_empty:
        return np.zeros((SIZE, SIZE), dtype=np.uint8)
    paths = [stroke.xy() for stroke in ink.strokes if stroke.points]
    return rasterise_paths(paths, pen_width)


def rasterise_paths(paths: list[npt.NDArray[np.float64]], pen_width: float = PEN_WIDTH) -> Raster:
    """Like :func:`rasterise`, from at least one array of shape (n, 2), n ≥ 1, of finite numbers."""
    segments = _segments(_fit(paths, BOX - pen_width - 1))
    coverage = _coverage(segments, pen_width)
    mass = float(coverage.sum())
    shift_x = CENTRE - float(coverage @ _pixel_x) / mass
    shift_y = CENTRE - float(coverage @ _pixel_y) / mass
    placed = segments + np.array([shift_x, shift_y, 0, 0], dtype=np.float32)[:, None]
    levels = np.rint(_coverage(placed, pen_width) * 255).astype(np.uint8)
    return levels.reshape(SIZE, SIZE)


def _fit(paths: list[npt.NDArray[np.float64]], side: float) -> list[npt.NDArray[np.float64]]:
    """Scale the paths so that their larger extent is ``side``, in the middle of the picture."""
    low = np.min([path.min(axis=0) for path in paths], axis=0)
    high = np.max([path.max(axis=0) for path in paths], axis=0)
    extent = float((high - low).max())
    magnitude = max(float(np.abs(low).max()), float(np.abs(high).max()))
    scale = side / extent if extent > max(1e-12 * magnitude, 1e-300) else 0.0  # else it is a dot
    middle = (low + high) / 2
    return [_thin_out((path - middle) * scale + SIZE / 2) for path in paths]


def _thin_out(path: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Drop points that lie on the line between their neighbours; keeps the work bounded.

    Each pass looks at every second point, so neighbours are never dropped together. A path of few
    points is left alone: rendering it costs less than looking.
    """
    dropped = True
    while dropped and len(path) > _FEW:
        dropped = False
        for first in (1, 2):
            before, point, after = path[first - 1 : -2 : 2], path[first:-1:2], path[first + 1 :: 2]
            chord = after - before
            offset = point - before
            length = np.einsum("ij,ij->i", chord, chord)
            along = np.einsum("ij,ij->i", offset, chord) / np.maximum(length, 1e-12)
            nearest = np.clip(along, 0, 1)[:, None] * chord
            near = np.abs(offset - nearest).max(axis=1) < _TOLERANCE
            if near.any():
                keep = np.ones(len(path), dtype=bool)
                keep[first:-1:2] = ~near
                path, dropped = path[keep], True
    return path


def _segments(paths: list[npt.NDArray[np.float64]]) -> _Floats:
    """The paths' segments, shape (4, n): start x, start y, dx, dy; a dot has no length."""
    starts = np.concatenate([path[:-1] if len(path) > 1 else path for path in paths])
    ends = np.concatenate([path[1:] if len(path) > 1 else path for path in paths])
    return np.concatenate([starts.T, (ends - starts).T]).astype(np.float32)


def _coverage(segments: _Floats, pen_width: float) -> _Floats:
    """How much of each pixel the pen covers, 0–1, shape (784,): by distance to the path.

    With a segment's start a and direction d, and a pixel p: the nearest point lies at
    t = clip((p - a)·d / d², 0, 1), and |p - a - t·d|² = |p - a|² + t·(t·d² - 2·(p - a)·d).
    Both products are linear in (x, y, x² + y², 1), so that two matrix products give all pairs.
    """
    squared = np.full(SIZE * SIZE, np.inf, dtype=np.float32)
    for start in range(0, segments.shape[1], _CHUNK):
        x, y, dx, dy = segments[:, start : start + _CHUNK]
        length = np.maximum(dx * dx + dy * dy, _NO_LENGTH)[:, None]
        zero, one = np.zeros_like(x), np.ones_like(x)
        along = np.stack([dx, dy, zero, -(x * dx + y * dy)], axis=1) @ _pixel_terms
        apart = np.stack([-2 * x, -2 * y, one, x * x + y * y], axis=1) @ _pixel_terms
        share = along / length
        np.maximum(share, 0, out=share)
        np.minimum(share, 1, out=share)
        apart += share * (share * length - 2 * along)
        np.minimum(squared, apart.min(axis=0), out=squared)
    distance = np.sqrt(np.maximum(squared, 0))
    return np.clip(np.float32(pen_width / 2 + 0.5) - distance, 0, 1)
