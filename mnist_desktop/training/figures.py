"""Figures of a model on labelled pictures, for its card: the same as ``evaluate`` prints."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from mnist_desktop.evaluation.metrics import Tally
from mnist_desktop.recognition.card import Thresholds
from mnist_desktop.recognition.judging import judge


def figures(
    answers: Sequence[npt.NDArray[np.floating]],
    labels: npt.NDArray[np.int64],
    thresholds: Thresholds,
) -> dict[str, float | int | None]:
    """Accuracy, calibration and verdicts of n answers.

    Args:
        answers: probabilities (n, 10) and familiarity (n,).
        labels: (n,).
        thresholds: of the model.
    """
    tally = Tally()
    blank = np.zeros(len(labels), dtype=bool)
    judgement = judge(answers[0], answers[1], blank, thresholds)
    tally.add(judgement, tuple(int(label) for label in labels))
    return {
        name: round(value, 5) if isinstance(value, float) else value
        for name, value in tally.figures().items()
    }
