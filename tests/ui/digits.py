"""A few digits in canvas units, drawn plainly enough for any model."""

import math
from itertools import pairwise


def dense(*corners: tuple[float, float], step: float = 6.0) -> list[tuple[float, float]]:
    """Places along straight lines between corners, as a hand would leave them."""
    line = [corners[0]]
    for (x0, y0), (x1, y1) in pairwise(corners):
        count = max(1, int(math.dist((x0, y0), (x1, y1)) / step))
        shares = [i / count for i in range(1, count + 1)]
        line += [(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in shares]
    return line


SEVEN = dense((80, 70), (200, 70), (140, 230))
ONE = dense((140, 50), (140, 230))
THREE = [
    (140 + 45 * math.cos(a), 95 + 42 * math.sin(a)) for a in [-2.6 + 0.15 * i for i in range(28)]
] + [(140 + 50 * math.cos(a), 185 + 48 * math.sin(a)) for a in [-1.5 + 0.15 * i for i in range(28)]]
ZERO = [(140 + 60 * math.cos(a / 6), 140 + 85 * math.sin(a / 6)) for a in range(39)]
