"""Forests: scikit-learn's trees, refined leaves, and both as a graph of one byte a leaf and digit.

The trees see the features and a rounded projection of them (oblique cuts that axis-parallel trees
cannot make). Their structure is scikit-learn's. What each leaf says is then refined: ten numbers a
leaf, fitted for all trees together (S. Ren et al., "Global refinement of random forest", CVPR
2015), rounded to 8 bits.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, numpy_helper
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

from mnist_desktop.training.features import Features
from mnist_desktop.training.graph import ML_DOMAIN, Graph
from mnist_desktop.training.projection import Projection

Trees: TypeAlias = ExtraTreesClassifier | RandomForestClassifier
LeafTable = npt.NDArray[np.int8]
_LESS_OR_EQUAL = 0  # BRANCH_LEQ of ai.onnx.ml's TreeEnsemble


@dataclass(frozen=True, slots=True)
class Forest:
    """Fitted trees with their leaves' refined votes.

    Attributes:
        trees: scikit-learn's fitted forest over features and projection.
        projection: of the features.
        table: int8 (leaves of all trees, 10); times ``unit`` it is a leaf's vote.
        unit: what one step of the table is worth.
    """

    trees: Trees
    projection: Projection
    table: LeafTable
    unit: float

    def scores(self, features: Features) -> npt.NDArray[np.float64]:
        """Sums of the leaves' votes of features uint8 (n, 512): (n, 10) log-odds."""
        leaves = leaf_numbers(self.trees, widen(features, self.projection))
        sums = np.zeros((len(features), 10), dtype=np.int64)
        for column in leaves.T:
            sums += self.table[column]
        return np.asarray(sums * self.unit, dtype=np.float64)

    def add(self, graph: Graph, features: str) -> str:
        """Append projection, trees and votes; gives float32 (n, 10)."""
        projected = self.projection.add(graph, features)
        numbers = graph.add("Concat", features, projected, axis=1)
        leaves = graph.add("TreeEnsemble", numbers, domain=ML_DOMAIN, **_attributes(self.trees))
        first = graph.constant(leaf_starts(self.trees)[:-1])
        rows = graph.cast(graph.add("Add", leaves, first), TensorProto.INT64)
        votes = graph.add("Gather", graph.constant(self.table, np.int8), rows, axis=0)
        summed = graph.add(
            "ReduceSum", graph.cast(votes), graph.constant([1], np.int64), keepdims=0
        )
        return graph.add("Mul", summed, graph.constant(self.unit))


def widen(features: Features, projection: Projection) -> Features:
    """Features with their projection beside them: uint8 (n, 512 + components)."""
    return np.concatenate([features, projection.transform(features)], axis=1)


def leaf_starts(trees: Trees) -> npt.NDArray[np.int64]:
    """The number of each tree's first leaf among the leaves of all, and the total: (trees + 1,)."""
    counts = [int((tree.tree_.children_left < 0).sum()) for tree in trees.estimators_]
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def leaf_numbers(trees: Trees, numbers: Features) -> npt.NDArray[np.int32]:
    """Which leaf of each tree each row falls into, counted over all trees: (n, trees)."""
    nodes = trees.apply(numbers.astype(np.float32))
    out = np.empty(nodes.shape, dtype=np.int32)
    for number, tree in enumerate(trees.estimators_):
        is_leaf = tree.tree_.children_left < 0
        ordinal = np.cumsum(is_leaf) - 1 + leaf_starts(trees)[number]
        out[:, number] = ordinal[nodes[:, number]]
    return out


def _attributes(trees: Trees) -> dict[str, object]:
    """The trees as attributes of ``TreeEnsemble`` (ai.onnx.ml 5).

    Every leaf adds its ordinal within its tree to the tree's own target. Thresholds between whole
    numbers are all set half-way, where float32 is exact.
    """
    features, splits, roots, targets, ordinals = [], [], [], [], []
    lows: list[Any] = []
    highs: list[Any] = []
    low_leaf: list[Any] = []
    high_leaf: list[Any] = []
    first_node = first_leaf = 0
    for number, estimator in enumerate(trees.estimators_):
        tree = estimator.tree_
        inner = tree.children_left >= 0
        if not inner.any():
            raise ValueError("a tree of the forest has no branch")
        node_ordinal, leaf_ordinal = np.cumsum(inner) - 1, np.cumsum(~inner) - 1
        roots.append(first_node)
        features.append(tree.feature[inner])
        splits.append(np.floor(tree.threshold[inner]) + 0.5)
        for children, ids, flags in (
            (tree.children_left, lows, low_leaf),
            (tree.children_right, highs, high_leaf),
        ):
            child = children[inner]
            ids.append(
                np.where(inner[child], first_node + node_ordinal[child],
                         first_leaf + leaf_ordinal[child])
            )  # fmt: skip
            flags.append(~inner[child])
        count = int((~inner).sum())
        targets.append(np.full(count, number))
        ordinals.append(np.arange(count))
        first_node += int(inner.sum())
        first_leaf += count
    modes = np.full(first_node, _LESS_OR_EQUAL, dtype=np.uint8)
    return {
        "nodes_splits": numpy_helper.from_array(np.concatenate(splits).astype(np.float32)),
        "nodes_featureids": np.concatenate(features).tolist(),
        "nodes_modes": numpy_helper.from_array(modes),
        "nodes_truenodeids": np.concatenate(lows).tolist(),
        "nodes_falsenodeids": np.concatenate(highs).tolist(),
        "nodes_trueleafs": np.concatenate(low_leaf).astype(int).tolist(),
        "nodes_falseleafs": np.concatenate(high_leaf).astype(int).tolist(),
        "leaf_targetids": np.concatenate(targets).tolist(),
        "leaf_weights": numpy_helper.from_array(np.concatenate(ordinals).astype(np.float32)),
        "tree_roots": roots,
        "n_targets": len(trees.estimators_),
        "aggregate_function": 1,
        "post_transform": 0,
    }
