"""What a model says about one drawing, and how sure it may be."""

from dataclasses import dataclass
from enum import StrEnum

DIGITS = tuple(range(10))


class Verdict(StrEnum):
    """How a prediction is to be read; the values are the command line's contract."""

    SURE = "sure"
    UNSURE = "unsure"
    NOT_A_DIGIT = "not_a_digit"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Prediction:
    """One model's answer to one drawing.

    Attributes:
        model: the model's id.
        digit: the digit with the largest probability; None for a blank drawing.
        probabilities: ten numbers, 0–1, that sum to 1; all 0 for a blank drawing.
        familiarity: how much the drawing is like a digit, 0–1; None where the model cannot tell.
        digits: the prediction set, most probable first; one digit when sure.
        verdict: how to read it.
        milliseconds: time the model took.
        sha256: the model file's hash; empty for the vote, which has no file.
    """

    model: str
    digit: int | None
    probabilities: tuple[float, ...]
    familiarity: float | None
    digits: tuple[int, ...]
    verdict: Verdict
    milliseconds: float
    sha256: str

    @property
    def confidence(self) -> float:
        """The largest probability, 0–1; 0 for a blank drawing."""
        return max(self.probabilities)
