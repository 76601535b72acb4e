"""A support vector machine with an RBF kernel, as scikit-learn fits it and as a graph."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from onnx import TensorProto
from sklearn.svm import SVC

from mnist_desktop.training.features import COUNT, Features, open_session
from mnist_desktop.training.graph import Graph
from mnist_desktop.training.projection import Projection

PAIRS = tuple(combinations(range(10), 2))
"""The 45 one-against-one decisions, in scikit-learn's order; positive speaks for the first."""
_CLASSES = 10


@dataclass(frozen=True, slots=True)
class KernelMachine:
    """A fitted machine on integer features or on their projection."""

    svc: SVC
    projection: Projection | None = None

    def decisions(self, features: Features) -> npt.NDArray[np.float64]:
        """scikit-learn's own 45 decisions of features uint8 (n, 512): (n, 45)."""
        numbers = features if self.projection is None else self.projection.transform(features)
        result: npt.NDArray[np.float64] = self.svc.decision_function(numbers.astype(np.float64))
        return result

    def add(self, graph: Graph, features: str) -> str:
        """Append kernel and decisions; gives float32 (n, 45).

        exp(-g|a-b|²) = exp(2g·(a·b - |b|²/2 - |a|²/2)): whole and half numbers below 2²³, exact in
        float32. Support vectors come class by class, and each class has its own nine columns of
        coefficients, a fifth of the full matrix.
        """
        numbers = features if self.projection is None else self.projection.add(graph, features)
        kernel = self._add_kernel(graph, numbers)
        counts = [int(count) for count in self.svc.n_support_]
        sizes = graph.constant(counts, np.int64)
        parts = graph.add_many("Split", kernel, sizes, outputs=_CLASSES, axis=1)
        ends = np.cumsum(counts)
        coefficients = self.svc.dual_coef_.T.astype(np.float32)
        blocks = [
            graph.add("MatMul", part, graph.constant(coefficients[end - count : end]))
            for part, end, count in zip(parts, ends, counts, strict=True)
        ]
        every = graph.add("Concat", *blocks, axis=1)
        summed = graph.add("MatMul", every, graph.constant(_pair_sums()))
        return graph.add("Add", summed, graph.constant(self.svc.intercept_))

    def _add_kernel(self, graph: Graph, numbers: str) -> str:
        vectors = self.svc.support_vectors_
        gamma = float(self.svc._gamma)
        stored = graph.constant(vectors.T, np.int8)
        product = graph.cast(
            graph.add("MatMulInteger", graph.cast(numbers, TensorProto.UINT8), stored)
        )
        own = graph.constant((vectors**2).sum(axis=1) / -2)
        squares = graph.add("ReduceSumSquare", numbers, axes=[1], keepdims=1)
        size = graph.add("Mul", squares, graph.constant(-0.5))
        half = graph.add("Add", graph.add("Add", product, own), size)
        exponent = graph.add("Mul", half, graph.constant(2 * gamma))
        return graph.add("Exp", exponent)


def margins(
    machine: KernelMachine, features: Features, labels: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """How far each row clears its closest border on the right side, (n,); 1 is the margin."""
    graph = Graph()
    graph.rename(machine.add(graph, "features"), "decisions")
    model = graph.build("margins", [("decisions", TensorProto.FLOAT, [len(PAIRS)])], COUNT)
    session = open_session(model)
    right = np.full((_CLASSES, len(PAIRS)), np.inf, dtype=np.float32)
    for pair, (first, second) in enumerate(PAIRS):
        right[first, pair], right[second, pair] = 1, -1
    out = np.empty(len(labels), dtype=np.float32)
    for start in range(0, len(labels), 500):
        part = slice(start, start + 500)
        numbers = features[part].astype(np.float32)
        decisions = session.run(None, {"features": numbers})[0]
        signs = right[labels[part]]
        own = np.where(np.isinf(signs), np.inf, decisions * np.where(np.isinf(signs), 0, signs))
        out[part] = own.min(axis=1)
    return out


def _pair_sums() -> npt.NDArray[np.float32]:
    """Which of the 90 columns (class, coefficient row) each of the 45 decisions adds up."""
    sums = np.zeros((_CLASSES * (_CLASSES - 1), len(PAIRS)), dtype=np.float32)
    for pair, (first, second) in enumerate(PAIRS):
        sums[first * (_CLASSES - 1) + second - 1, pair] = 1
        sums[second * (_CLASSES - 1) + first, pair] = 1
    return sums


def fit_kernel_machine(
    features: Features,
    labels: npt.NDArray[np.int64],
    *,
    penalty: float,
    width: float,
    projection: Projection | None = None,
    cache_megabytes: int = 1500,
) -> KernelMachine:
    """Fit ``SVC`` with gamma = ``width`` / total variance of the numbers it works on."""
    numbers = features if projection is None else projection.transform(features)
    variance = float(numbers.astype(np.float32).var(axis=0).sum())
    svc = SVC(
        C=penalty,
        gamma=width / variance,
        cache_size=cache_megabytes,
        decision_function_shape="ovo",
    )
    svc.fit(numbers.astype(np.float64), labels)
    return KernelMachine(svc, projection)
