"""The figures of `evaluate`, against scikit-learn's and against counting by hand."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, log_loss

from mnist_desktop.evaluation.metrics import Tally
from mnist_desktop.recognition.card import Thresholds
from mnist_desktop.recognition.judging import judge

THRESHOLDS = Thresholds(inclusion=0.3, familiarity=0.1, coverage=0.99)


def judged(probabilities: np.ndarray, familiarity: np.ndarray | None = None):
    blank = ~probabilities.any(axis=1)
    return judge(probabilities, familiarity, blank, THRESHOLDS)


def test_the_figures_are_those_of_the_field() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 10, 500)
    scores = rng.normal(size=(500, 10)) + 3 * np.eye(10)[truth]
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    tally = Tally()
    for start in range(0, 500, 130):
        part = slice(start, start + 130)
        tally.add(judged(probabilities[part]), tuple(truth[part].tolist()))
    figures = tally.figures()
    assert figures["n"] == 500
    assert figures["accuracy"] == pytest.approx(accuracy_score(truth, probabilities.argmax(1)))
    assert figures["log_loss"] == pytest.approx(log_loss(truth, probabilities))
    brier = ((probabilities - np.eye(10)[truth]) ** 2).sum(axis=1).mean()
    assert figures["brier"] == pytest.approx(brier)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    probabilities = np.full((100, 10), 0.2 / 9)
    probabilities[:, 0] = 0.8
    tally = Tally()
    tally.add(judged(probabilities), (0,) * 60 + (1,) * 40)
    assert tally.figures()["ece"] == pytest.approx(0.2)


def test_what_is_no_digit_counts_for_the_verdicts_only() -> None:
    probabilities = np.eye(10)[[3, 4, 5, 5]] * 0.9 + 0.01
    probabilities[3] = 0
    familiarity = np.array([0.5, 0.01, 0.5, 0.5])
    tally = Tally()
    tally.add(judged(probabilities, familiarity), (3, "A", None, "blank"))
    figures = tally.figures()
    assert figures["n"] == 4
    assert figures["accuracy"] == 1
    assert figures["not_digit_rate"] == 0.5
    assert figures["mean_set_size"] == 0.75
    assert figures["unsure_rate"] == 0


def test_a_file_without_digits_has_no_accuracy() -> None:
    tally = Tally()
    tally.add(judged(np.full((1, 10), 0.1)), ("arrow",))
    figures = tally.figures()
    assert figures["accuracy"] is None
    assert figures["ece"] is None
    assert figures["unsure_rate"] == 1


def test_a_blank_digit_is_a_miss_without_an_opinion() -> None:
    tally = Tally()
    tally.add(judged(np.zeros((1, 10))), (4,))
    figures = tally.figures()
    assert figures["accuracy"] == 0
    assert figures["log_loss"] == pytest.approx(np.log(10))
    assert tally.confusion[4, 10] == 1
