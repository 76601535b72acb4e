"""Digits painted as a person would in a painting program, for the tests of pictures."""

import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from mnist_desktop.ink.raster import Raster, rasterise
from mnist_desktop.ink.strokes import Ink

Stroke = list[tuple[float, float]]
Grey = npt.NDArray[np.uint8]


def _arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> Stroke:
    """Part of an ellipse, in degrees clockwise from the right."""
    angles = np.radians(np.linspace(start, end, 30))
    return [(x + wide * math.cos(a), y + high * math.sin(a)) for a in angles]


DIGITS: dict[int, list[Stroke]] = {
    0: [_arc(30, 50, 28, 48, -90, 270)],
    1: [[(10, 22), (32, 2), (30, 98)]],
    2: [[*_arc(30, 28, 27, 26, -170, 30), (4, 96), (62, 94)]],
    3: [[*_arc(28, 26, 25, 24, -160, 90), *_arc(28, 74, 29, 24, -90, 150)]],
    4: [[(40, 2), (4, 66), (66, 62)], [(46, 36), (42, 98)]],
    5: [[(14, 4), (9, 45), *_arc(30, 66, 29, 30, -130, 130)], [(14, 4), (56, 2)]],
    6: [[(46, 2), (20, 34), *_arc(31, 70, 26, 27, -200, 160)]],
    7: [[(3, 6), (60, 3), (24, 98)]],
    8: [[*_arc(31, 26, 22, 23, 90, 450), *_arc(31, 74, 27, 24, -90, 270)]],
    9: [[*_arc(28, 28, 24, 26, 0, -360), (50, 40), (40, 98)]],
}
"""Strokes of each digit in a box of about 60 × 100 units; y grows down."""


def as_ink(digit: int) -> Raster:
    """What a model sees of the same strokes drawn in the window."""
    return rasterise(Ink.from_arrays(DIGITS[digit]))


def paint(
    digit: int,
    side: int = 140,
    pen: float = 9.0,
    *,
    share: float = 0.7,
    at: tuple[float, float] = (0.5, 0.5),
) -> Grey:
    """Black on white, anti-aliased.

    Args:
        digit: which of ``DIGITS``.
        side: rows and columns, in pixels.
        pen: width of the round pen, in pixels.
        share: of the side that the digit's ink takes up.
        at: where on the free paper it lies, 0–1 each.
    """
    fine = 4
    points = [np.array(stroke) for stroke in DIGITS[digit]]
    low, high = np.concatenate(points).min(axis=0), np.concatenate(points).max(axis=0)
    scale = (share * side - pen) / float((high - low).max())
    corner = pen / 2 + (side - pen - (high - low) * scale) * np.array(at)
    picture = Image.new("L", (side * fine, side * fine), 255)
    brush = ImageDraw.Draw(picture)
    radius = pen * fine / 2
    for stroke in points:
        placed = ((stroke - low) * scale + corner) * fine
        brush.line([tuple(point) for point in placed], fill=0, width=max(1, round(2 * radius)))
        for x, y in placed:
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    return np.asarray(picture.reduce(fine))


def unlike(first: Raster, second: Raster) -> float:
    """How much two rasters differ, as a share of their ink: 0 = equal, 2 = nothing in common."""
    ink = (float(first.sum()) + float(second.sum())) / 2
    return float(np.abs(first.astype(float) - second).sum()) / max(ink, 1.0)
