"""Accuracy and calibration of one model over one file."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mnist_desktop.ink.inkfile import Label
from mnist_desktop.recognition.judging import Judgement
from mnist_desktop.recognition.verdict import Verdict

BINS = 15
"""Bins of equal width of the expected calibration error (Guo et al. 2017)."""
_FLOOR = 1e-15  # a probability of 0 for the right digit costs 34.5, not infinity

Figures = dict[str, float | int | None]


@dataclass
class Tally:
    """Sums over samples, from which the figures follow; samples come in any number of batches.

    Digits count for everything. What is no digit, or has no label, counts for the set size and
    the shares of verdicts only.
    """

    samples: int = 0
    set_sizes: int = 0
    unsure: int = 0
    refused: int = 0
    digits: int = 0
    right: int = 0
    covered: int = 0
    log_loss: float = 0.0
    brier: float = 0.0
    bin_counts: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(BINS))
    bin_confidence: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(BINS))
    bin_right: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(BINS))
    confusion: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros((10, 11), dtype=np.int64)
    )

    def add(self, judgement: Judgement, labels: tuple[Label, ...]) -> None:
        """Count one batch."""
        self.samples += len(labels)
        self.set_sizes += int(judgement.sets.sum())
        self.unsure += int((judgement.verdicts == Verdict.UNSURE).sum())
        refused = np.isin(judgement.verdicts, [Verdict.NOT_A_DIGIT, Verdict.EMPTY])
        self.refused += int(refused.sum())
        rows = [row for row, label in enumerate(labels) if isinstance(label, int)]
        if rows:
            truth = np.array([labels[row] for row in rows], dtype=np.int64)
            self._add_digits(judgement, np.array(rows), truth)

    def _add_digits(
        self, judgement: Judgement, rows: npt.NDArray[np.int64], truth: npt.NDArray[np.int64]
    ) -> None:
        answers = judgement.digits[rows]
        probabilities = judgement.probabilities[rows]
        probabilities = np.where(answers[:, None] < 0, 0.1, probabilities)  # blank: no opinion
        each = np.arange(len(rows))
        right = answers == truth
        confidence = probabilities.max(axis=1)
        self.digits += len(rows)
        self.right += int(right.sum())
        self.covered += int(judgement.sets[rows, truth].sum())
        self.log_loss -= float(np.log(np.maximum(probabilities[each, truth], _FLOOR)).sum())
        self.brier += float(((probabilities - np.eye(10)[truth]) ** 2).sum())
        bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
        self.bin_counts += np.bincount(bins, minlength=BINS)
        self.bin_confidence += np.bincount(bins, confidence, minlength=BINS)
        self.bin_right += np.bincount(bins, right, minlength=BINS)
        np.add.at(self.confusion, (truth, answers), 1)  # a blank's -1 is the last column

    def figures(self) -> Figures:
        """The contract's figures; None where no sample counts for one.

        ``brier`` sums over the ten digits (0–2); ``ece`` is by the largest probability; a blank
        drawing counts as refused.
        """
        gaps = np.abs(self.bin_confidence - self.bin_right).sum()
        return {
            "n": self.samples,
            "accuracy": _share(self.right, self.digits),
            "log_loss": _share(self.log_loss, self.digits),
            "brier": _share(self.brier, self.digits),
            "ece": _share(float(gaps), self.digits),
            "set_coverage": _share(self.covered, self.digits),
            "mean_set_size": _share(self.set_sizes, self.samples),
            "unsure_rate": _share(self.unsure, self.samples),
            "not_digit_rate": _share(self.refused, self.samples),
        }


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
