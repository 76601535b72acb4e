"""From scores to honest probabilities, prediction sets and a vote, on writers kept apart.

Three small steps, each fitted on digits that no estimator has seen: the scale of the scores
(temperature scaling, C. Guo et al., ICML 2017; for the one-against-one machine also the slope of
each decision's sigmoid), the inclusion threshold of the prediction sets (split conformal, V. Vovk
et al.; A. Angelopoulos and S. Bates, "A Gentle Introduction to Conformal Prediction", 2021,
section 1), and the weights of the vote.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from mnist_desktop.recognition.pooling import pool
from mnist_desktop.training.graph import Graph
from mnist_desktop.training.kernel_machine import PAIRS

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

COVERAGE = 0.99
"""The share of drawings whose prediction set is to hold the right digit."""
MOST_INCLUSION = 0.5
"""Above this a set could be empty although one digit has the majority."""
MEAN_SIZE = 1.03
"""Mean size that the prediction sets may have on digits as people drew them."""

_LEAST_POWER = 0.05  # each member has a say


@dataclass(frozen=True, slots=True)
class PairScale:
    """Scores from one-against-one decisions: s_i = Σ_j log sigmoid(slope·d_ij) / temperature."""

    slope: float
    temperature: float

    def scores(self, decisions: npt.ArrayLike) -> Floats:
        """Log-odds (n, 10) from decisions (n, 45)."""
        scaled = self.slope * np.asarray(decisions, dtype=np.float64)
        both = np.concatenate([_log_sigmoid(scaled), _log_sigmoid(-scaled)], axis=1)
        return np.asarray(both @ _pair_votes() / self.temperature, dtype=np.float64)

    def add(self, graph: Graph, decisions: str) -> str:
        """Append the same; gives probabilities (n, 10)."""
        scaled = graph.add("Mul", decisions, graph.constant(self.slope))
        against = graph.add("Neg", scaled)
        losses = [graph.add("Softplus", against), graph.add("Softplus", scaled)]
        both = graph.add("Concat", *losses, axis=1)
        votes = graph.constant(-_pair_votes() / self.temperature)
        return graph.add("Softmax", graph.add("MatMul", both, votes), axis=1)


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """Scores that are log-odds already, divided by a temperature."""

    temperature: float

    def scores(self, log_odds: npt.ArrayLike) -> Floats:
        """Log-odds (n, 10) from log-odds (n, 10)."""
        return np.asarray(log_odds, dtype=np.float64) / self.temperature

    def add(self, graph: Graph, log_odds: str) -> str:
        """Append the same; gives probabilities (n, 10)."""
        scaled = graph.add("Mul", log_odds, graph.constant(1 / self.temperature))
        return graph.add("Softmax", scaled, axis=1)


Scale = PairScale | ScoreScale


def _log_sigmoid(value: Floats) -> Floats:
    return np.asarray(-np.logaddexp(0, -value))


def _pair_votes() -> npt.NDArray[np.float32]:
    votes = np.zeros((2 * len(PAIRS), 10), dtype=np.float32)
    for pair, (first, second) in enumerate(PAIRS):
        votes[pair, first] = votes[len(PAIRS) + pair, second] = 1
    return votes


def softmax(scores: Floats) -> Floats:
    """Probabilities (n, 10) from log-odds (n, 10)."""
    odds: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def log_loss(probabilities: Floats, labels: Labels) -> float:
    """Mean of -log p of the right digit, in nats."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def fit_pair_scale(decisions: Floats, labels: Labels) -> PairScale:
    """The slope and temperature of least log-loss, by a grid."""
    slopes = np.geomspace(0.5, 16, 16)
    return min(
        (_best_temperature(decisions, labels, float(slope)) for slope in slopes),
        key=lambda scale: log_loss(softmax(scale.scores(decisions)), labels),
    )


def _best_temperature(decisions: Floats, labels: Labels, slope: float) -> PairScale:
    scores = PairScale(slope, 1.0).scores(decisions)
    return PairScale(slope, fit_score_scale(scores, labels).temperature)


def fit_score_scale(log_odds: Floats, labels: Labels) -> ScoreScale:
    """The temperature of least log-loss, by a grid."""
    grid = np.geomspace(0.1, 20, 80)
    losses = [log_loss(softmax(log_odds / temperature), labels) for temperature in grid]
    return ScoreScale(float(grid[int(np.argmin(losses))]))


def conformal_inclusion(probabilities: Floats, labels: Labels, coverage: float) -> float:
    """Split-conformal threshold: with score 1 - p(right), its finite-sample quantile.

    A set of all digits with at least this probability holds the right one with the probability
    ``coverage`` for a new drawing of the same kind as these.
    """
    right = np.sort(probabilities[np.arange(len(labels)), labels])
    allowed = math.floor((1 - coverage) * (len(labels) + 1)) - 1
    return float(right[allowed]) if allowed >= 0 else 0.0


def inclusion(probabilities: Floats, labels: Labels, drawn: Floats) -> float:
    """The threshold that the verdict uses: never above the conformal one.

    A model right in more than 99 % keeps the promise with one digit always, and would never say
    "not sure". So the threshold is lowered to the least that keeps the mean set over ``drawn``
    no larger than ``MEAN_SIZE``: coverage only grows by it, and most errors come with a second
    digit.

    Args:
        probabilities: (n, 10) of the calibration digits.
        labels: (n,) of them.
        drawn: (m, 10) of digits as people drew them, without variants.
    """
    limit = min(conformal_inclusion(probabilities, labels, COVERAGE), MOST_INCLUSION)
    for candidate in np.geomspace(0.005, MOST_INCLUSION, 120):
        if candidate >= limit or mean_set_size(drawn, float(candidate)) <= MEAN_SIZE:
            return float(min(candidate, limit))
    return limit


def mean_set_size(probabilities: Floats, threshold: float) -> float:
    """Mean number of digits in the prediction sets, by the verdict's rule."""
    sizes = (probabilities >= threshold).sum(axis=1)
    return float(np.where(sizes == 0, 2, sizes).mean())


def fit_vote(probabilities: Sequence[Floats], labels: Labels) -> tuple[tuple[float, ...], float]:
    """Weights and temperature of the vote with the least log-loss; a convex search.

    Args:
        probabilities: (n, 10) of each member.
        labels: (n,).

    Returns:
        Weights that sum to 1, each at least a small share, and the temperature.
    """
    stacked = np.stack(probabilities)

    def loss(powers: Floats) -> float:
        return log_loss(pool(stacked, powers, 1 / float(powers.sum())), labels)

    start = np.full(len(stacked), 1 / len(stacked))
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(_LEAST_POWER, 3.0)] * len(stacked))
    powers = np.round(found.x, 4)
    weights = tuple(float(weight) for weight in powers / powers.sum())
    return weights, float(1 / powers.sum())
