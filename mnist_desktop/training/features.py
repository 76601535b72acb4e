"""Pixels to numbers, as an ONNX graph: the features that every model starts with.

The slant is taken out first (upright.py). Then eight-direction gradient features (C.-L. Liu et
al., "Handwritten digit recognition: investigation of normalization and feature extraction
techniques", Pattern Recognition 37, 2004): Sobel gradients, each split by the parallelogram rule
over the two nearest of eight directions, sampled with a Gaussian on an 8×8 grid, square-rooted.
The result is rounded to integers 0–127, so that training and every runtime on every machine work
on exactly the same numbers, support vectors take one byte a number, and sums of products are exact
in 8-bit integer arithmetic (7 bits, because AVX2's 8-bit multiply saturates beyond).
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnx import ModelProto, TensorProto

from mnist_desktop.training.graph import Graph
from mnist_desktop.training.upright import add_upright

DIRECTIONS = 8
LEVELS = 127
"""Features are integers from 0 to this."""

_SCALE = 270.0  # features above LEVELS / _SCALE are clipped: fewer than 1 in 10,000
_BATCH = 500

Features = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where features are sampled; only the search varies it.

    Attributes:
        grid: points a side.
        step: pixels between points: they cover the ink and leave the margin out.
        spread: the Gaussian's standard deviation in pixels.
        upright: whether the slant is taken out first.
    """

    grid: int = 8
    step: float = 2.9
    spread: float = 1.8
    upright: bool = True

    @property
    def count(self) -> int:
        """Features of one drawing."""
        return DIRECTIONS * self.grid * self.grid


LAYOUT = Layout()
COUNT = LAYOUT.count
"""Features of one drawing."""


def add_features(graph: Graph, layout: Layout = LAYOUT) -> str:
    """Append the feature operators to a graph whose input is ``image``.

    Returns:
        The name of a float32 value (n, 512) of integers 0 to 127.
    """
    first, second = _direction_kernels()
    pads = [1, 1, 1, 1]
    upright = add_upright(graph) if layout.upright else "image"
    u = graph.add("Conv", upright, graph.constant(first), pads=pads)
    v = graph.add("Conv", upright, graph.constant(second), pads=pads)
    shares = graph.add("Relu", graph.add("Min", u, v))
    sampling = _sampling(layout)
    across = graph.add("MatMul", shares, graph.constant(sampling.T))
    cells = graph.add("MatMul", graph.constant(sampling), across)
    scaled = graph.add("Mul", graph.add("Sqrt", cells), graph.constant(_SCALE))
    whole = graph.add("Round", scaled)
    limited = graph.add("Min", whole, graph.constant(float(LEVELS)))
    return graph.add("Flatten", limited, axis=1)


def _direction_kernels() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Two banks of 3×3 kernels; a direction's share is ReLU(min) of its two responses.

    With d the directions, g = a·d[k] + b·d[k+1] gives a as the first response and
    g = a·d[k-1] + b·d[k] gives b as the second; inside either sector the true share is the
    smaller, and outside both the smaller is negative.
    """
    angles = np.arange(DIRECTIONS) * 2 * math.pi / DIRECTIONS
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    sobel_x = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8
    sobel = np.stack([sobel_x, sobel_x.T])
    first, second = [], []
    for k in range(DIRECTIONS):
        after = np.linalg.inv(np.stack([directions[k], directions[(k + 1) % DIRECTIONS]]).T)
        before = np.linalg.inv(np.stack([directions[k - 1], directions[k]]).T)
        first.append(np.tensordot(after[0], sobel, axes=1))
        second.append(np.tensordot(before[1], sobel, axes=1))
    shape = (DIRECTIONS, 1, 3, 3)
    as_bank = (np.reshape(bank, shape).astype(np.float32) for bank in (first, second))
    return next(as_bank), next(as_bank)


def _sampling(layout: Layout) -> npt.NDArray[np.float32]:
    """Gaussian weights of the grid's rows over the 28 pixels, shape (grid, 28)."""
    centres = 14 + (np.arange(layout.grid) - (layout.grid - 1) / 2) * layout.step
    pixels = np.arange(28) + 0.5
    weights = np.exp(-((pixels - centres[:, None]) ** 2) / (2 * layout.spread**2))
    return np.asarray(weights / (layout.spread * math.sqrt(2 * math.pi)), dtype=np.float32)


def feature_model(layout: Layout = LAYOUT) -> ModelProto:
    """The feature graph alone, with the output ``features``."""
    graph = Graph()
    graph.rename(add_features(graph, layout), "features")
    return graph.build("features", [("features", TensorProto.FLOAT, [layout.count])])


@functools.cache
def _session(layout: Layout) -> onnxruntime.InferenceSession:
    return open_session(feature_model(layout))


def open_session(model: ModelProto) -> onnxruntime.InferenceSession:
    """Run a graph on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def as_input(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Images uint8 (n, 28, 28) as every graph's input: float32 (n, 1, 28, 28), 0–1."""
    return images[:, None].astype(np.float32) / np.float32(255)


def extract(images: npt.NDArray[np.uint8], layout: Layout = LAYOUT) -> Features:
    """Features of images uint8 (n, 28, 28), 255 = ink, as uint8 (n, 512) of 0 to 127."""
    out = np.empty((len(images), layout.count), dtype=np.uint8)
    for start in range(0, len(images), _BATCH):
        part = slice(start, start + _BATCH)
        out[part] = _session(layout).run(None, {"image": as_input(images[part])})[0]
    return out
