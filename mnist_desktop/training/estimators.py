"""The four estimators: how each is fitted, and what it becomes.

The settings are the result of ``python -m mnist_desktop.training.search``; SavedModels/README.md
holds its table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

from mnist_desktop.training.features import Features
from mnist_desktop.training.forest import Forest, Trees, leaf_numbers, leaf_starts, widen
from mnist_desktop.training.kernel_machine import KernelMachine, fit_kernel_machine, margins
from mnist_desktop.training.leaf_refinement import Refinement, refine
from mnist_desktop.training.projection import fit_projection

Labels = npt.NDArray[np.int64]
Fitted = KernelMachine | Forest


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the models: what it is and how it is fitted."""

    id: str
    name: str
    kind: str
    settings: dict[str, Any]
    fit: Callable[[Features, Labels, dict[str, Any], int], Fitted]


def _fit_svm(features: Features, labels: Labels, settings: dict[str, Any], seed: int) -> Fitted:
    """Fit on the digits that matter: those that a smaller machine does not clear by far.

    A support vector machine depends on its support vectors only, and they lie near the borders,
    in the projection as in the full space.
    """
    rest = {name: value for name, value in settings.items() if name not in _SCREEN}
    screen = _fit_svm_pca(
        features, labels, {**rest, "components": settings["screen_components"]}, seed
    )
    near = margins(screen, features, labels) < settings["screen_margin"]
    return fit_kernel_machine(features[near], labels[near], **rest)


_SCREEN = ("screen_components", "screen_margin")


def _fit_svm_pca(
    features: Features, labels: Labels, settings: dict[str, Any], seed: int
) -> KernelMachine:
    rest = {name: value for name, value in settings.items() if name != "components"}
    projection = fit_projection(features, settings["components"])
    return fit_kernel_machine(features, labels, projection=projection, **rest)


def _fit_extra(features: Features, labels: Labels, settings: dict[str, Any], seed: int) -> Fitted:
    return _fit_forest(ExtraTreesClassifier, features, labels, settings, seed)


def _fit_random(features: Features, labels: Labels, settings: dict[str, Any], seed: int) -> Fitted:
    return _fit_forest(RandomForestClassifier, features, labels, settings, seed)


def _fit_forest(
    estimator: type[Trees], features: Features, labels: Labels, settings: dict[str, Any], seed: int
) -> Forest:
    """Grow the trees, refine their leaves together, round the leaves to 8 bits."""
    projection = fit_projection(features, settings["components"])
    numbers = widen(features, projection)
    trees = estimator(**settings["trees"], random_state=seed, n_jobs=1)
    trees.fit(numbers.astype(np.float32), labels)
    leaves = leaf_numbers(trees, numbers)
    count = int(leaf_starts(trees)[-1])
    votes = refine(leaves, labels, count, Refinement(**settings["refinement"]), seed)
    unit = float(np.abs(votes).max()) / 127
    return Forest(trees, projection, np.rint(votes / unit).astype(np.int8), unit)


_REFINEMENT = {"epochs": 6, "rate": 0.02, "decay": 2e-4, "smoothing": 1.0}

KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "extra_trees",
            "Extra trees",
            "Extremely randomised trees on gradient features, leaves refined together",
            {
                "components": 50,
                "trees": {
                    "n_estimators": 100,
                    "max_leaf_nodes": 3_600,
                    "max_features": 60,
                    "min_samples_leaf": 3,
                },
                "refinement": _REFINEMENT,
            },
            _fit_extra,
        ),
        Kind(
            "random_forest",
            "Random forest",
            "Random forest on gradient features, leaves refined together",
            {
                "components": 50,
                "trees": {
                    "n_estimators": 100,
                    "max_leaf_nodes": 3_600,
                    "max_features": 21,
                    "min_samples_leaf": 3,
                },
                "refinement": _REFINEMENT,
            },
            _fit_random,
        ),
        Kind(
            "svm",
            "SVM",
            "Support vector machine with an RBF kernel on all gradient features",
            {"penalty": 10.0, "width": 2.0, "screen_components": 80, "screen_margin": 1.5},
            _fit_svm,
        ),
        Kind(
            "svm_pca",
            "SVM on principal components",
            "Support vector machine with an RBF kernel on principal components of the features",
            {"components": 120, "penalty": 10.0, "width": 2.0},
            _fit_svm_pca,
        ),
    )
}
