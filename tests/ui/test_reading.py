"""Predictions in words and bars."""

import pytest

from mnist_desktop.recognition.verdict import Prediction, Verdict
from mnist_desktop.ui.bars import Bars
from mnist_desktop.ui.reading import Mood, percent, read


def prediction(verdict: Verdict, digits: tuple[int, ...], **shares: float) -> Prediction:
    probabilities = tuple(shares.get(f"d{digit}", 0.0) for digit in range(10))
    best = max(range(10), key=probabilities.__getitem__)
    digit = None if verdict is Verdict.EMPTY else best
    return Prediction("svm", digit, probabilities, 0.9, digits, verdict, 0.2, "abc")


SURE = prediction(Verdict.SURE, (7,), d7=0.978, d1=0.022)
UNSURE = prediction(Verdict.UNSURE, (4, 9), d4=0.52, d9=0.45, d7=0.03)
STRANGE = prediction(Verdict.NOT_A_DIGIT, (2,), d2=0.6, d3=0.4)
EMPTY = prediction(Verdict.EMPTY, ())


def test_a_sure_answer() -> None:
    reading = read(SURE)
    assert (reading.headline, reading.share, reading.words) == ("7", "97.8 %", "Sure")
    assert reading.spoken == "7, 98 percent, sure"
    assert reading.mood is Mood.SURE


def test_an_answer_of_two_digits() -> None:
    reading = read(UNSURE)
    assert reading.headline == "4 or 9?"
    assert "not sure" in reading.spoken.lower()


def test_an_answer_of_many_digits_names_the_first() -> None:
    many = prediction(Verdict.UNSURE, (4, 9, 7, 1), d4=0.3, d9=0.25, d7=0.25, d1=0.2)
    assert read(many).headline == "4 or another?"


def test_no_digit() -> None:
    reading = read(STRANGE)
    assert reading.headline == "Not a digit"
    assert reading.words == "Closest to 2"


def test_a_blank_sheet_has_no_headline() -> None:
    assert read(EMPTY).headline == ""
    assert Bars.of(EMPTY).best is None


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1.0, "> 99.9 %"), (0.99951, "> 99.9 %"), (0.9994, "99.9 %"), (0.5, "50.0 %"), (0, "0.0 %")],
)
def test_what_is_not_certain_never_reads_100_percent(probability: float, words: str) -> None:
    assert percent(probability) == words


def test_bars_mark_the_answer_and_name_what_counts() -> None:
    bars = Bars.of(UNSURE)
    assert bars.marked == (4, 9)
    assert bars.best == 4
    assert [bars.caption(digit) for digit in (4, 9, 7)] == ["52 %", "45 %", ""]
    assert Bars.of(STRANGE).marked == ()
