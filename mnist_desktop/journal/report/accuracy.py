"""A share of right answers, and how sure one can be of it."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.report.facts import Outcome

_Z = 1.959963984540054  # 95 % of a normal distribution lie within so many deviations


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the predictions with a digit for label were right."""

    labelled: int
    right: int

    @classmethod
    def counted(cls, outcomes: npt.NDArray[np.int64]) -> "Accuracy":
        """From how often each :class:`Outcome` came."""
        right, wrong = int(outcomes[Outcome.RIGHT]), int(outcomes[Outcome.WRONG])
        return cls(right + wrong, right)

    @property
    def value(self) -> float | None:
        """0–1; None where nothing is labelled."""
        return self.right / self.labelled if self.labelled else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval (Wilson 1927): honest for few answers and near 0 and 1."""
        n = self.labelled
        if not n:
            return None
        share, square = self.right / n, _Z * _Z
        middle = (share + square / (2 * n)) / (1 + square / n)
        half = _Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
        return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
