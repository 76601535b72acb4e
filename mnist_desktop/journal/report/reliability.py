"""Confidence against accuracy: does 90 % mean nine times out of ten?"""

from dataclasses import dataclass

import numpy as np

from mnist_desktop.journal.report.facts import NO_ANSWER, Outcome
from mnist_desktop.journal.report.view import View

BINS = 15
"""Bins of equal width, as ``mnist-desktop evaluate`` has them (Guo et al. 2017)."""
_NO_OPINION = 0.1  # of a blank drawing: ten digits, all the same


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies from ``low`` to ``high``; ``confidence`` is their mean."""

    low: float
    high: float
    n: int
    confidence: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """The diagram's bins, and the expected calibration error; None where nothing is labelled."""

    bins: tuple[ReliabilityBin, ...]
    ece: float | None


def reliability(view: View) -> Reliability:
    """Over answers to drawings labelled 0–9 whose confidence is known."""
    facts = view.facts
    rows = view.rows[facts.outcome[view.rows] <= Outcome.RIGHT]
    confidence = np.where(facts.digit[rows] == NO_ANSWER, _NO_OPINION, facts.confidence[rows])
    rows, confidence = rows[~np.isnan(confidence)], confidence[~np.isnan(confidence)]
    places = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(places, minlength=BINS)
    sums = np.bincount(places, confidence, minlength=BINS)
    right = np.bincount(places, facts.outcome[rows] == Outcome.RIGHT, minlength=BINS)
    bins = tuple(
        ReliabilityBin(place / BINS, (place + 1) / BINS, n, _share(total, n), _share(hits, n))
        for place, (n, total, hits) in enumerate(
            zip(counts.tolist(), sums.tolist(), right.tolist(), strict=True)
        )
    )
    return Reliability(bins, _share(float(np.abs(sums - right).sum()), len(rows)))


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
