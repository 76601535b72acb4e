"""PCA in whole numbers: exact on every machine, one byte a number.

scikit-learn fits the components; they and what they give are then rounded, the components to
8 bits and the projections to the lattice 0–127. A sum of products of 7-bit features and 8-bit
weights stays below 2²⁴ (a component has length one), where float32 still counts every integer, so
the graph's integer product and NumPy agree to the last bit, and so do training and use.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnx import TensorProto
from sklearn.decomposition import PCA

from mnist_desktop.training.features import LEVELS, Features
from mnist_desktop.training.graph import Graph

_MIDDLE = 64  # where a projection of zero lies on the lattice
_TAIL = 1e-4  # share of the widest component that may be clipped at the lattice's ends


@dataclass(frozen=True, slots=True)
class Projection:
    """A fitted projection to ``weights.shape[1]`` integers of 0 to 127.

    Attributes:
        weights: int8 (features, components), each column a scaled component.
        offset: float32 (components,), what brings the mean to the lattice's middle.
        step: a power of two; products are divided by it before rounding.
    """

    weights: npt.NDArray[np.int8]
    offset: npt.NDArray[np.float32]
    step: float

    def transform(self, features: Features) -> Features:
        """Features uint8 (n, 512) to uint8 (n, components), the graph's own arithmetic."""
        out = np.empty((len(features), self.weights.shape[1]), dtype=np.uint8)
        weights = self.weights.astype(np.float32)  # exact: every sum is below 2**24
        for start in range(0, len(features), 10_000):
            part = slice(start, start + 10_000)
            product = features[part].astype(np.float32) @ weights
            out[part] = np.clip(np.rint(product / self.step + self.offset), 0, LEVELS)
        return out

    def add(self, graph: Graph, features: str) -> str:
        """Append the projection; gives float32 (n, components) of integers."""
        bytes_ = graph.cast(features, TensorProto.UINT8)
        product = graph.cast(
            graph.add("MatMulInteger", bytes_, graph.constant(self.weights, np.int8))
        )
        scaled = graph.add("Mul", product, graph.constant(1 / self.step))
        moved = graph.add("Add", scaled, graph.constant(self.offset))
        return graph.add(
            "Clip", graph.add("Round", moved), graph.constant(0.0), graph.constant(float(LEVELS))
        )


def fit_projection(features: Features, components: int) -> Projection:
    """Fit a PCA and round it.

    Args:
        features: uint8 (n, 512).
        components: how many to keep.
    """
    pca = PCA(components, svd_solver="covariance_eigh").fit(features.astype(np.float32))
    largest = float(np.abs(pca.components_).max())
    weights = np.rint(pca.components_.T * (127 / largest)).astype(np.int8)
    product = features[:20_000].astype(np.float32) @ weights.astype(np.float32)
    centred = product - pca.mean_ @ weights.astype(np.float32)
    reach = float(np.quantile(np.abs(centred).max(axis=1), 1 - _TAIL * 10))
    step = float(2 ** np.ceil(np.log2(reach / (LEVELS - _MIDDLE))))
    offset = _MIDDLE - pca.mean_ @ weights.astype(np.float32) / step
    return Projection(weights, np.round(offset * 16).astype(np.float32) / 16, step)
