"""Run a part of a graph on features."""

from collections.abc import Callable

import numpy as np
from onnx import TensorProto

from mnist_desktop.training.features import COUNT, Features, open_session
from mnist_desktop.training.graph import Graph


def run_on_features(add: Callable[[Graph, str], str], features: Features, width: int) -> np.ndarray:
    """The part's output (n, width), or (n,) for a width of 0."""
    graph = Graph()
    graph.rename(add(graph, "features"), "out")
    shape = [width] if width else []
    model = graph.build("part", [("out", TensorProto.FLOAT, shape)], COUNT)
    return open_session(model).run(None, {"features": features.astype(np.float32)})[0]
