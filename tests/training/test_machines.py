"""Estimators and their graphs say the same, ties and borders included."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier

from mnist_desktop.training.augment import Pictures
from mnist_desktop.training.features import COUNT, extract
from mnist_desktop.training.forest import Forest, leaf_numbers, leaf_starts, widen
from mnist_desktop.training.kernel_machine import fit_kernel_machine, margins
from mnist_desktop.training.leaf_refinement import Refinement, class_shares, refine
from mnist_desktop.training.projection import fit_projection
from tests.training.running import run_on_features


def _any_features(digits: Pictures) -> np.ndarray:
    strange = np.random.default_rng(1).integers(0, 128, (100, COUNT)).astype(np.uint8)
    return np.concatenate([extract(digits.images[500:]), strange])


@pytest.mark.parametrize("components", [0, 40])
def test_a_machine_decides_as_scikit_learn_does(digits: Pictures, components: int) -> None:
    # GIVEN a machine fitted on digits, with and without a projection
    features, labels = extract(digits.images[:500]), digits.labels[:500]
    projection = fit_projection(features, components) if components else None
    machine = fit_kernel_machine(features, labels, penalty=10, width=2, projection=projection)
    # WHEN graph and scikit-learn decide on others
    others = _any_features(digits)
    # THEN all 45 decisions agree
    given = run_on_features(machine.add, others, 45)
    np.testing.assert_allclose(given, machine.decisions(others), atol=1e-4)


def test_margins_tell_the_cleared_from_the_near(digits: Pictures) -> None:
    features, labels = extract(digits.images[:500]), digits.labels[:500]
    machine = fit_kernel_machine(features, labels, penalty=10, width=2)
    own = margins(machine, features, labels)
    wrong = margins(machine, features, (labels + 1) % 10)
    assert (own > 0.5).mean() > 0.95
    assert (wrong < 0).all()


@pytest.mark.parametrize("estimator", [ExtraTreesClassifier, RandomForestClassifier])
def test_a_forest_falls_into_scikit_learns_leaves(estimator: type, digits: Pictures) -> None:
    # GIVEN trees whose thresholds lie between and on whole numbers
    features, labels = extract(digits.images[:500]), digits.labels[:500]
    projection = fit_projection(features, 10)
    trees = estimator(12, max_leaf_nodes=40, random_state=0)
    trees.fit(widen(features, projection).astype(np.float32), labels)
    count = int(leaf_starts(trees)[-1])
    table = np.random.default_rng(2).integers(-127, 128, (count, 10)).astype(np.int8)
    forest = Forest(trees, projection, table, 0.01)
    # WHEN graph and scikit-learn sort others, whose numbers meet thresholds exactly
    others = _any_features(digits)
    # THEN every sum of votes agrees
    given = run_on_features(forest.add, others, 10)
    np.testing.assert_allclose(given, forest.scores(others), atol=1e-4)


def test_refined_leaves_fit_better_than_shares(digits: Pictures) -> None:
    # GIVEN a small forest of shallow trees
    features, labels = extract(digits.images), digits.labels
    projection = fit_projection(features, 10)
    numbers = widen(features, projection)
    trees = ExtraTreesClassifier(10, max_leaf_nodes=12, random_state=0)
    trees.fit(numbers[:500].astype(np.float32), labels[:500])
    leaves, count = leaf_numbers(trees, numbers), int(leaf_starts(trees)[-1])
    # WHEN the leaves are refined on the same rows
    plain = class_shares(leaves[:500], labels[:500], count, 1.0)
    refined = refine(leaves[:500], labels[:500], count, Refinement(epochs=60), seed=0)
    # THEN digits that were not fitted on are recognised no worse, and most of them are
    right = [(votes[leaves[500:]].sum(axis=1).argmax(axis=1) == labels[500:]).mean()
             for votes in (plain, refined)]  # fmt: skip
    assert right[1] >= right[0] - 0.01
    assert right[1] > 0.85
