"""What the bar chart shows. Knows no Qt, so tests and screen readers read the chart from here."""

from dataclasses import dataclass

from mnist_desktop.recognition.verdict import DIGITS, Prediction, Verdict
from mnist_desktop.ui.reading import read

_COUNTS = 0.05


@dataclass(frozen=True, slots=True)
class Bars:
    """Ten bars, one a digit.

    Attributes:
        shares: ten probabilities, 0–1.
        marked: the digits of the answer; none where there is no answer or it is no digit.
        spoken: the chart in words.
    """

    shares: tuple[float, ...] = (0.0,) * 10
    marked: tuple[int, ...] = ()
    spoken: str = "No answer yet"

    @classmethod
    def of(cls, prediction: Prediction) -> "Bars":
        """The bars of one model's answer."""
        if prediction.verdict is Verdict.EMPTY:
            return cls()
        marked = () if prediction.verdict is Verdict.NOT_A_DIGIT else prediction.digits
        return cls(prediction.probabilities, marked, read(prediction).spoken)

    @property
    def best(self) -> int | None:
        """The digit with the highest bar; None when all are flat."""
        top = max(DIGITS, key=self.shares.__getitem__)
        return top if self.shares[top] > 0 else None

    def caption(self, digit: int) -> str:
        """What stands above a bar; nothing above one that hardly counts."""
        share = self.shares[digit]
        if share < _COUNTS:
            return ""
        return "> 99 %" if share >= 0.995 else f"{share * 100:.0f} %"
