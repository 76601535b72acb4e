"""How right each model was on what a report shows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.facts import NO_ANSWER, NO_LABEL, Outcome, Verdict
from mnist_desktop.journal.report.reliability import Reliability, reliability
from mnist_desktop.journal.report.view import View

_DIGITS = 10
_KINDS = _DIGITS + 1  # no digit comes last
_VERDICTS = len(Verdict)
_OUTCOMES = len(Outcome)
_Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that a model took."""

    median: float
    p95: float
    longest: float


@dataclass(frozen=True, slots=True)
class DigitNumbers:
    """One digit: how often it was drawn, named, and both; shares are None of nothing.

    ``drawn`` counts labels, ``predicted`` answers to drawings that have a label.
    """

    digit: int
    drawn: int
    predicted: int
    right: int

    @property
    def recall(self) -> float | None:
        """Which share of those drawn were named so."""
        return self.right / self.drawn if self.drawn else None

    @property
    def precision(self) -> float | None:
        """Which share of those named so were drawn so."""
        return self.right / self.predicted if self.predicted else None


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """One verdict: how often it was given, and how right the answers with it were."""

    verdict: Verdict
    n: int
    share: float
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class ModelNumbers:
    """One model.

    Attributes:
        model: its id.
        n: predictions.
        accuracy: over drawings labelled 0–9, of the named digit whatever the verdict.
        confusion: 11 rows by label, 11 columns by answer; the last of each is no digit.
        reliability: confidence against accuracy.
        digits: ten of them.
        latency: None where no time is known.
        verdicts: those that were given.
    """

    model: str
    n: int
    accuracy: Accuracy
    confusion: tuple[tuple[int, ...], ...]
    reliability: Reliability
    digits: tuple[DigitNumbers, ...]
    latency: Latency | None
    verdicts: tuple[VerdictNumbers, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that a report shows in numbers: how much there is, and each model by its id."""

    drawings: int
    labelled_drawings: int
    predictions: int
    models: tuple[ModelNumbers, ...]


def numbers_of(view: View) -> Numbers:
    """Count what ``view`` shows."""
    shown = view.shown
    labelled = int((view.facts.label[shown] != NO_LABEL).sum())
    models = sorted(_by_model(view), key=lambda each: each.model)
    return Numbers(int(shown.sum()), labelled, len(view), tuple(models))


def _by_model(view: View) -> Iterator[ModelNumbers]:
    facts = view.facts
    codes = facts.model[view.rows]
    rows = view.rows[np.argsort(codes, kind="stable")]
    start = 0
    for code, count in enumerate(np.bincount(codes, minlength=len(facts.models)).tolist()):
        if count:
            yield _model(facts.models[code], View(facts, rows[start : start + count]))
            start += count


def _model(name: str, view: View) -> ModelNumbers:
    confusion, verdicts = _confusion(view), _verdicts(view)
    return ModelNumbers(
        model=name,
        n=len(view),
        accuracy=Accuracy.counted(verdicts.sum(axis=0)),
        confusion=tuple(map(tuple, confusion.tolist())),
        reliability=reliability(view),
        digits=tuple(_digit(digit, confusion) for digit in range(_DIGITS)),
        latency=_latency(view),
        verdicts=tuple(
            VerdictNumbers(verdict, n, n / len(view), Accuracy.counted(verdicts[verdict]))
            for verdict in Verdict
            if (n := int(verdicts[verdict].sum()))
        ),
    )


def _confusion(view: View) -> _Counts:
    facts = view.facts
    said = facts.label[facts.drawing[view.rows]]
    rows, said = view.rows[said != NO_LABEL], said[said != NO_LABEL]
    answers = np.where(facts.digit[rows] == NO_ANSWER, _DIGITS, facts.digit[rows])
    cells = np.minimum(said, _DIGITS) * _KINDS + answers
    return np.bincount(cells, minlength=_KINDS**2).reshape(_KINDS, _KINDS)


def _verdicts(view: View) -> _Counts:
    """Counts by verdict and outcome."""
    cells = view.facts.verdict[view.rows] * np.uint8(_OUTCOMES) + view.facts.outcome[view.rows]
    return np.bincount(cells, minlength=_VERDICTS * _OUTCOMES).reshape(_VERDICTS, _OUTCOMES)


def _digit(digit: int, confusion: _Counts) -> DigitNumbers:
    return DigitNumbers(
        digit,
        drawn=int(confusion[digit].sum()),
        predicted=int(confusion[:, digit].sum()),
        right=int(confusion[digit, digit]),
    )


def _latency(view: View) -> Latency | None:
    times = view.facts.milliseconds[view.rows]
    times = times[~np.isnan(times)]
    if not len(times):
        return None
    median, p95, longest = np.percentile(times, [50, 95, 100]).tolist()
    return Latency(median, p95, longest)
