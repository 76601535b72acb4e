"""Take the slant out of a picture, inside the graph, before any feature is computed.

The slant is the shear that makes the ink's second moment xy vanish (the moment normalisation of
R. G. Casey, "Moment normalization of handprinted characters", 1970). Rows are moved against each
other by linear interpolation, around the centre of mass.
"""

import numpy as np
import numpy.typing as npt

from mnist_desktop.training.graph import Graph

STEEPEST = 0.6
"""Largest shear taken out, in columns a row: about 31°."""
_SIZE = 28


def add_upright(graph: Graph) -> str:
    """Append the operators to a graph whose input is ``image``; gives (n, 1, 28, 28)."""
    rows, columns = (axis.reshape(-1) for axis in np.mgrid[0:_SIZE, 0:_SIZE] - (_SIZE - 1) / 2)
    flat = graph.add("Flatten", "image", axis=1)
    powers = np.stack([np.ones(_SIZE**2), rows, columns, rows * rows, rows * columns], axis=1)
    sums = graph.add("MatMul", flat, graph.constant(powers))
    mass, y, x, yy, xy = graph.add_many(
        "Split", sums, graph.constant([1, 1, 1, 1, 1], np.int64), outputs=5, axis=1
    )
    mass = graph.add("Max", mass, graph.constant(1e-3))
    centre = graph.add("Div", y, mass)
    # Moments about the centre of mass: Σxy - Σx·Σy/Σ1 and Σyy - Σy·Σy/Σ1.
    crossed = graph.add("Sub", xy, graph.add("Mul", x, centre))
    height = graph.add("Sub", yy, graph.add("Mul", y, centre))
    shear = graph.add("Div", crossed, graph.add("Max", height, graph.constant(1e-3)))
    shear = graph.add("Clip", shear, graph.constant(-STEEPEST), graph.constant(STEEPEST))
    return graph.add(
        "GridSample", "image", _grid(graph, rows, columns, shear, centre),
        mode="bilinear", padding_mode="zeros", align_corners=1,
    )  # fmt: skip


def _grid(
    graph: Graph,
    rows: npt.NDArray[np.float64],
    columns: npt.NDArray[np.float64],
    shear: str,
    centre: str,
) -> str:
    """Where each pixel comes from, x + shear·(y - centre): (n, 28, 28, 2) of -1 to 1."""
    half = (_SIZE - 1) / 2
    down = graph.add("Sub", graph.constant(rows[None]), centre)
    across = graph.add("Add", graph.constant(columns[None]), graph.add("Mul", down, shear))
    scaled = graph.add("Mul", across, graph.constant(1 / half))
    nothing = graph.add("Mul", scaled, graph.constant(0.0))  # one row of places for each image
    still = graph.add("Add", nothing, graph.constant(rows / half))
    shape = graph.constant([-1, _SIZE, _SIZE, 1], np.int64)
    parts = [graph.add("Reshape", part, shape) for part in (scaled, still)]
    return graph.add("Concat", *parts, axis=3)
