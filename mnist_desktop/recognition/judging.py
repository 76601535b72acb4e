"""From probabilities to verdicts, for many drawings at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_desktop.recognition.card import Thresholds
from mnist_desktop.recognition.verdict import Verdict

_VERDICTS = np.array([Verdict.SURE, Verdict.UNSURE, Verdict.NOT_A_DIGIT, Verdict.EMPTY])
_STRANGE, _BLANK = 2, 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """One model's answers to n drawings.

    Attributes:
        probabilities: float64 (n, 10); rows of blank drawings are all 0.
        familiarity: float64 (n,), 0–1; NaN where the model cannot tell.
        sets: bool (n, 10), the prediction sets; empty for blank drawings.
        verdicts: (n,) of :class:`Verdict`.
    """

    probabilities: npt.NDArray[np.float64]
    familiarity: npt.NDArray[np.float64]
    sets: npt.NDArray[np.bool_]
    verdicts: npt.NDArray[np.str_]

    @property
    def digits(self) -> npt.NDArray[np.int64]:
        """The most probable digit of each drawing, (n,); -1 for a blank one."""
        best = self.probabilities.argmax(axis=1)
        return np.where(self.verdicts == Verdict.EMPTY, -1, best)


def judge(
    probabilities: npt.NDArray[np.floating],
    familiarity: npt.NDArray[np.floating] | None,
    blank: npt.NDArray[np.bool_],
    thresholds: Thresholds,
) -> Judgement:
    """Apply a card's thresholds.

    The prediction set holds every digit whose probability reaches the inclusion threshold. Where
    none does, or the drawing is so unfamiliar that one digit cannot be promised, it holds the two
    most probable as well.

    Args:
        probabilities: (n, 10).
        familiarity: (n,) or None where the model cannot tell.
        blank: (n,), True where nothing was drawn.
        thresholds: of the model's card.
    """
    shares = probabilities.astype(np.float64)  # a copy: callers keep theirs
    shares[blank] = 0.0
    known = np.full(len(blank), np.nan) if familiarity is None else familiarity.astype(np.float64)
    sets = shares >= thresholds.inclusion
    sets[blank] = False
    sizes = sets.sum(axis=1)
    hesitant = (sizes == 0) | ((sizes == 1) & (known < (thresholds.doubt or 0.0)))
    hesitant &= ~blank
    if hesitant.any():
        rows = np.flatnonzero(hesitant)
        best = np.argsort(-shares[rows], axis=1, kind="stable")[:, :2]
        sets[rows[:, None], best] = True
        sizes[rows] = 2
    codes = (sizes > 1).astype(np.int8)
    codes[known < (thresholds.familiarity or 0.0)] = _STRANGE
    codes[blank] = _BLANK
    return Judgement(shares, known, sets, _VERDICTS[codes])
