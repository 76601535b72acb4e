"""How much a drawing is like any digit, learnt from digits alone.

For each digit a Gaussian over the gradient energies (the features squared and scaled to length
one, which takes the pen's width out): its few strongest directions with their own variances, and
one variance for all others (the modified quadratic discriminant, F. Kimura et al., PAMI 1987). The
smallest of the ten distances is turned into a rank: about the share of real digits, kept apart
from the fit, that are less familiar.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_desktop.training.features import Features
from mnist_desktop.training.graph import Graph

Floats = npt.NDArray[np.float64]
REFUSED = 0.006
"""Share of real digits that the threshold takes for no digit, on digits kept apart."""
DOUBTED = 0.04
"""Share of real digits, those refused among them, of which no single digit is to be sure."""

_DIRECTIONS = 20
_RANKS = np.array(
    [0, 0.001, 0.002, 0.004, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1]
)


@dataclass(frozen=True, slots=True)
class Familiarity:
    """Ten Gaussians and the table from distance to rank.

    Attributes:
        means: (10, 512).
        directions: (512, 10 × k): each digit's strongest directions, side by side.
        spread: (10 × k,), 1/variance along a direction less 1/variance of the rest.
        rest: (10,), 1/variance of all other directions.
        knots: log distances where the rank's slope changes, growing.
        ranks: the rank at each knot, falling from 1 to 0.
    """

    means: Floats
    directions: Floats
    spread: Floats
    rest: Floats
    knots: Floats
    ranks: Floats

    def log_distance(self, features: Features) -> Floats:
        """Log of the smallest distance of features uint8 (n, 512), (n,)."""
        unit = _energies(features)
        digits = len(self.rest)
        offsets = _own_offsets(self.means, self.directions)
        along = (unit @ self.directions - offsets) ** 2 * self.spread
        near = along.reshape(len(unit), digits, -1).sum(axis=2)
        apart = 1 - 2 * unit @ self.means.T + (self.means**2).sum(axis=1)
        result: Floats = np.log(np.maximum(near + apart * self.rest, 1e-6).min(axis=1))
        return result

    def rank(self, features: Features) -> Floats:
        """Familiarity 0–1 of features uint8 (n, 512), (n,)."""
        return np.interp(self.log_distance(features), self.knots, self.ranks)

    def add(self, graph: Graph, features: str) -> str:
        """Append the same; gives float32 (n,)."""
        squares = graph.add("Mul", features, features)
        total = graph.add("ReduceSumSquare", squares, axes=[1], keepdims=1)
        length = graph.add("Sqrt", graph.add("Max", total, graph.constant(1.0)))
        unit = graph.add("Div", squares, length)
        offsets = _own_offsets(self.means, self.directions)
        across = graph.add("MatMul", unit, graph.constant(self.directions))
        centred = graph.add("Sub", across, graph.constant(offsets))
        sums = np.kron(np.eye(len(self.rest)), np.ones((len(self.spread) // len(self.rest), 1)))
        near = graph.add(
            "MatMul",
            graph.add("Mul", centred, centred),
            graph.constant(sums * self.spread[:, None]),
        )
        towards = graph.add("MatMul", unit, graph.constant(-2 * self.means.T * self.rest))
        own = graph.constant((1 + (self.means**2).sum(axis=1)) * self.rest)
        distances = graph.add("Add", graph.add("Add", near, towards), own)
        nearest = graph.add("ReduceMin", distances, axes=[1], keepdims=1)
        log = graph.add("Log", graph.add("Max", nearest, graph.constant(1e-6)))
        return self._add_rank(graph, log)

    def _add_rank(self, graph: Graph, log: str) -> str:
        """The piecewise linear table as a sum of ramps."""
        slopes = np.diff(self.ranks) / np.diff(self.knots)
        changes = np.diff(slopes, prepend=0.0)
        ramps = graph.add("Relu", graph.add("Sub", log, graph.constant(self.knots[:-1])))
        fallen = graph.add("MatMul", ramps, graph.constant(changes[:, None]))
        raised = graph.add("Add", fallen, graph.constant(self.ranks[0]))
        kept = graph.add("Clip", raised, graph.constant(0.0), graph.constant(1.0))
        return graph.add("Squeeze", kept, graph.constant([1], np.int64))


def _energies(features: Features) -> Floats:
    squares = features.astype(np.float64) ** 2
    length = np.sqrt(np.maximum((squares**2).sum(axis=1, keepdims=True), 1.0))
    return np.asarray(squares / length)


def _own_offsets(means: Floats, directions: Floats) -> Floats:
    """Where each digit's own mean lies along its own directions, (10 × k,)."""
    per_digit = directions.shape[1] // len(means)
    own = np.repeat(means, per_digit, axis=0)
    return np.asarray(np.einsum("ij,ji->i", own, directions))


def fit_familiarity(
    features: Features, labels: npt.NDArray[np.int64], apart: Features
) -> Familiarity:
    """Fit the Gaussians on training digits and the ranks on digits kept apart.

    Args:
        features: uint8 (n, 512) of training digits.
        labels: (n,).
        apart: uint8 (m, 512) of real digits that no estimator has seen.
    """
    means, directions, spread, rest = [], [], [], []
    for digit in range(10):
        unit = _energies(features[labels == digit])
        means.append(unit.mean(axis=0))
        variances, axes = np.linalg.eigh(np.cov(unit.T))
        floor = variances[:-_DIRECTIONS].mean()
        directions.append(axes[:, -_DIRECTIONS:])
        spread.append(1 / np.maximum(variances[-_DIRECTIONS:], floor) - 1 / floor)
        rest.append(1 / floor)
    gaussians = (
        np.stack(means), np.concatenate(directions, axis=1), np.concatenate(spread), np.array(rest)
    )  # fmt: skip
    bare = Familiarity(*gaussians, np.zeros(2), np.zeros(2))
    knots = np.quantile(bare.log_distance(apart), 1 - _RANKS[::-1])  # rank 1 is the nearest
    knots = np.maximum.accumulate(knots + np.arange(len(knots)) * 1e-6)
    return Familiarity(*gaussians, knots, _RANKS[::-1].copy())
