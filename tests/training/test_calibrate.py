"""Calibration: promises that hold on fresh digits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_desktop.recognition.pooling import pool
from mnist_desktop.training.calibrate import (
    conformal_inclusion,
    fit_pair_scale,
    fit_score_scale,
    fit_vote,
    inclusion,
    log_loss,
    mean_set_size,
    softmax,
)
from tests.training.running import run_on_features


def _world(seed: int, count: int, noise: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and true log-odds of a model that knows its own uncertainty."""
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(0, noise, (count, 10)) * 2
    chances = softmax(log_odds)
    labels = np.array([rng.choice(10, p=row) for row in chances])
    return log_odds, labels


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_the_conformal_threshold_covers_fresh_digits(seed: int) -> None:
    # GIVEN a threshold from 1,500 digits
    log_odds, labels = _world(seed, 3000)
    chances = softmax(log_odds)
    threshold = conformal_inclusion(chances[:1500], labels[:1500], 0.9)
    # WHEN sets are made of 1,500 others
    covered = chances[np.arange(1500, 3000), labels[1500:]] >= threshold
    # THEN about the promised share holds the right digit
    assert covered.mean() > 0.85


def test_too_few_digits_promise_nothing_smaller_than_all() -> None:
    assert conformal_inclusion(np.full((20, 10), 0.1), np.zeros(20, dtype=np.int64), 0.99) == 0.0


@pytest.mark.parametrize("stretch", [0.3, 4.0])
def test_temperature_undoes_over_and_under_confidence(stretch: float) -> None:
    log_odds, labels = _world(3, 4000)
    scale = fit_score_scale(log_odds * stretch, labels)
    assert scale.temperature == pytest.approx(stretch, rel=0.15)


def test_inclusion_never_exceeds_the_conformal_threshold_and_keeps_sets_small() -> None:
    log_odds, labels = _world(4, 4000, noise=6.0)
    chances = softmax(log_odds)
    chosen = inclusion(chances, labels, chances)
    assert chosen <= conformal_inclusion(chances, labels, 0.99)
    covered = chances[np.arange(4000), labels] >= chosen
    assert covered.mean() >= 0.99
    assert mean_set_size(chances, 0.5) >= 1.0


def test_pairwise_decisions_become_probabilities_in_graph_and_numpy_alike() -> None:
    # GIVEN decisions in which the right digit wins its nine pairs, noisily
    rng = np.random.default_rng(5)
    labels = rng.integers(0, 10, 2000)
    from mnist_desktop.training.kernel_machine import PAIRS

    side = np.array([[(label == a) - 1.0 * (label == b) for a, b in PAIRS] for label in labels])
    decisions = side + rng.normal(0, 0.5, side.shape)
    # WHEN a scale is fitted
    scale = fit_pair_scale(decisions, labels)
    chances = softmax(scale.scores(decisions))
    # THEN it knows better than a guess, is calibrated, and the graph gives the same
    assert log_loss(chances, labels) < 0.7
    gap = chances.max(axis=1).mean() - (chances.argmax(axis=1) == labels).mean()
    assert abs(gap) < 0.02
    padded = np.zeros((len(labels), 512), dtype=np.float32)
    padded[:, :45] = decisions
    given_ = run_on_features(
        lambda graph, name: scale.add(
            graph, graph.add("MatMul", name, graph.constant(np.eye(512)[:, :45]))
        ),
        padded,
        10,
    )
    np.testing.assert_allclose(given_, chances, atol=1e-4)


def test_the_vote_leans_on_the_better_member() -> None:
    log_odds, labels = _world(6, 3000)
    rng = np.random.default_rng(6)
    good = softmax(log_odds)
    poor = softmax(log_odds + rng.normal(0, 6, log_odds.shape))
    poorer = softmax(rng.normal(0, 3, log_odds.shape))
    weights, temperature = fit_vote([poor, good, poorer], labels)
    assert weights[1] == max(weights)
    pooled = pool(np.stack([poor, good, poorer]), weights, temperature)
    assert log_loss(pooled, labels) < log_loss(poor, labels)
