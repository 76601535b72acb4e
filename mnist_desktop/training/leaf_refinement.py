"""Fit what the leaves of a forest say, for all trees together.

Multinomial logistic regression on the leaf indicators (S. Ren et al., "Global refinement of
random forest", CVPR 2015), started from the trees' own class shares, with weight decay towards
that start and minibatches of Adam (D. Kingma and J. Ba, 2015) over a sparse matrix.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Votes = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Refinement:
    """How far to refine: epochs over the data, step size, and pull towards the start."""

    epochs: int = 6
    rate: float = 0.02
    decay: float = 2e-4
    smoothing: float = 1.0


def class_shares(
    leaves: npt.NDArray[np.int32], labels: npt.NDArray[np.int64], count: int, smoothing: float
) -> Votes:
    """Log of each leaf's smoothed class shares over the training rows, averaged over trees."""
    shares = np.full((count, 10), smoothing / 10, dtype=np.float64)
    for column in leaves.T:
        np.add.at(shares, (column, labels), 1.0)
    shares /= shares.sum(axis=1, keepdims=True)
    logs = np.log(shares)
    logs -= logs.mean(axis=1, keepdims=True)
    return np.asarray(logs / leaves.shape[1], dtype=np.float32)


def refine(
    leaves: npt.NDArray[np.int32],
    labels: npt.NDArray[np.int64],
    count: int,
    how: Refinement,
    seed: int,
) -> Votes:
    """Ten votes a leaf.

    Args:
        leaves: (n, trees), the leaf that each row falls into, counted over all trees.
        labels: (n,).
        count: number of leaves of all trees.
        how: settings.
        seed: of the order of rows.

    Returns:
        float32 (count, 10): a row's scores are the sums over its leaves.
    """
    start = class_shares(leaves, labels, count, how.smoothing)
    votes = start * _best_scale(leaves, labels, start)
    anchor, first, second = votes.copy(), np.zeros_like(votes), np.zeros_like(votes)
    rng, step = np.random.default_rng(seed), 0
    batch = 8_000
    steps = how.epochs * -(-len(labels) // batch)
    for _ in range(how.epochs):
        order = rng.permutation(len(labels))
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            gradient = _gradient(leaves[rows], labels[rows], votes, count)
            gradient += how.decay * (votes - anchor)
            step += 1
            first += 0.1 * (gradient - first)
            second += 0.01 * (gradient * gradient - second)
            rate = how.rate * (1 - (step - 1) / steps)
            sizes = np.sqrt(second / (1 - 0.99**step)) + 1e-8
            votes -= rate / (1 - 0.9**step) * first / sizes
    return votes


def _design(leaves: npt.NDArray[np.int32], count: int) -> sparse.csr_matrix:
    rows, trees = leaves.shape
    ones = np.ones(rows * trees, dtype=np.float32)
    return sparse.csr_matrix(
        (ones, leaves.reshape(-1), np.arange(0, rows * trees + 1, trees)), shape=(rows, count)
    )


def _probabilities(scores: Votes) -> Votes:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _gradient(
    leaves: npt.NDArray[np.int32], labels: npt.NDArray[np.int64], votes: Votes, count: int
) -> Votes:
    design = _design(leaves, count)
    error = _probabilities(design @ votes)
    error[np.arange(len(labels)), labels] -= 1
    result: Votes = design.T @ (error / np.float32(len(labels)))
    return result


def _best_scale(
    leaves: npt.NDArray[np.int32], labels: npt.NDArray[np.int64], votes: Votes
) -> np.float32:
    """The factor on the start whose probabilities fit the rows best."""
    rows = slice(0, None, max(1, len(labels) // 20_000))
    scores, truth = _design(leaves[rows], len(votes)) @ votes, labels[rows]
    scales = np.geomspace(0.5, 20, 24, dtype=np.float32)
    losses = [
        -np.log(_probabilities(scores * scale)[np.arange(len(truth)), truth] + 1e-9).mean()
        for scale in scales
    ]
    return np.float32(scales[int(np.argmin(losses))])
