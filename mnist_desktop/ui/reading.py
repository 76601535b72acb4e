"""A prediction in words, for eyes and for screen readers. Knows no Qt."""

from dataclasses import dataclass
from enum import Enum, auto

from mnist_desktop.recognition.verdict import Prediction, Verdict

_MOST = 3  # digits named in a headline


class Mood(Enum):
    """Which sign stands beside an answer."""

    NONE = auto()
    SURE = auto()
    UNSURE = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer in words.

    Attributes:
        mood: which sign stands beside it.
        headline: what is largest, ``7`` or ``4 or 9?``; empty where there is no answer.
        share: the largest probability, ``97.8 %``; empty where there is none.
        words: ``Sure``, or what is to be known instead.
        spoken: all of it, as a screen reader says it.
    """

    mood: Mood
    headline: str
    share: str
    words: str
    spoken: str


def waiting(words: str) -> Reading:
    """No answer, and why."""
    return Reading(Mood.NONE, "", "", words, words)


def read(prediction: Prediction) -> Reading:
    """What a model says, in words."""
    share = percent(prediction.confidence)
    if prediction.verdict is Verdict.EMPTY or prediction.digit is None:
        return waiting(NOTHING)
    digit = prediction.digit
    if prediction.verdict is Verdict.NOT_A_DIGIT:
        words = f"Closest to {digit}"
        spoken = f"Not a digit, closest to {digit}, {_said(prediction.confidence)}"
        return Reading(Mood.REFUSED, "Not a digit", share, words, spoken)
    if prediction.verdict is Verdict.UNSURE:
        choice = _choice(prediction.digits or (digit,))
        spoken = f"{choice} {digit} at {_said(prediction.confidence)}, not sure"
        return Reading(Mood.UNSURE, choice, share, f"Not sure, {digit} leads", spoken)
    spoken = f"{digit}, {_said(prediction.confidence)}, sure"
    return Reading(Mood.SURE, str(digit), share, "Sure", spoken)


def percent(probability: float) -> str:
    """A probability as a person reads it; what is not certain never reads 100 %."""
    if probability >= 0.9995:
        return "> 99.9 %"
    return f"{probability * 100:.1f} %"


NOTHING = "The answer appears here"
LOADING = "Loading the models…"
NO_MODEL = "No model is available"


def _said(probability: float) -> str:
    return f"{min(int(probability * 100 + 0.5), 99)} percent"


def _choice(digits: tuple[int, ...]) -> str:
    if len(digits) > _MOST:
        return f"{digits[0]} or another?"
    *first, last = (str(digit) for digit in digits)
    return f"{', '.join(first)} or {last}?" if first else f"{last}?"
