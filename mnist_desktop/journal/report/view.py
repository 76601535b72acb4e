"""The report's table: filtered, sorted, and read a page at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.entry import Label
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.facts import NO_ANSWER, Facts, Outcome, Verdict
from mnist_desktop.journal.report.filter import EVERYTHING, Filter
from mnist_desktop.journal.report.matching import Found, matching
from mnist_desktop.journal.report.ordering import Column, Rows, ordered
from mnist_desktop.journal.report.source import ReportSource


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One prediction as the report shows it; None is what the log does not say.

    ``drawing`` is the source's number of the drawing: ``details`` and exports take it.
    """

    drawing: int
    drawn_at: datetime
    session: UUID | None
    device: UUID | None
    label: Label
    model: str
    digit: int | None
    outcome: Outcome
    verdict: Verdict
    confidence: float | None
    milliseconds: float | None


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """Some predictions in some order; rows are made only when they are looked at.

    Attributes:
        facts: of everything.
        rows: places of the predictions in ``facts``.
    """

    facts: Facts
    rows: Rows

    @classmethod
    def of(cls, facts: Facts, wanted: Filter = EVERYTHING, found: Found = None) -> "View":
        """What the filter shows, in the order it was kept.

        Args:
            facts: of everything.
            wanted: the filter.
            found: what the source found of ``wanted.text``.
        """
        if wanted == EVERYTHING:
            return cls(facts, np.arange(len(facts), dtype=np.int32))
        return cls(facts, np.flatnonzero(matching(facts, wanted, found)).astype(np.int32))

    def __len__(self) -> int:
        return len(self.rows)

    def sorted_by(self, column: Column, descending: bool = False) -> "View":
        """The same in another order; equal rows keep the order they have here."""
        return View(self.facts, ordered(self.facts, self.rows, column, descending))

    def page(self, start: int, count: int) -> list[ReportRow]:
        """Rows ``start`` to ``start + count``, fewer at the end: in memory, no log is asked."""
        return list(self._rows(self.rows[start : start + count]))

    def drawings(self) -> npt.NDArray[np.int64]:
        """The source's numbers of the drawings shown, growing, each once."""
        return self.facts.keys[self.shown]

    @property
    def shown(self) -> npt.NDArray[np.bool_]:
        """(n,) bool: which of all drawings have a prediction here."""
        mask = np.zeros(len(self.facts.keys), dtype=np.bool_)
        mask[self.facts.drawing[self.rows]] = True
        return mask

    def _rows(self, places: Rows) -> Iterator[ReportRow]:
        facts = self.facts
        for place in places.tolist():
            drawing, digit = int(facts.drawing[place]), int(facts.digit[place])
            session = facts.sessions[facts.session[drawing]]
            yield ReportRow(
                drawing=int(facts.keys[drawing]),
                drawn_at=from_micros(int(facts.drawn_at[drawing])),
                session=session.id,
                device=session.device,
                label=facts.label_of(int(facts.label[drawing])),
                model=facts.models[facts.model[place]],
                digit=None if digit == NO_ANSWER else digit,
                outcome=Outcome(facts.outcome[place]),
                verdict=Verdict(facts.verdict[place]),
                confidence=_known(facts.confidence[place]),
                milliseconds=_known(facts.milliseconds[place]),
            )


def look(source: ReportSource, facts: Facts, wanted: Filter) -> View:
    """What the filter shows; the source is asked only where the filter has a text.

    Raises:
        KnownError: the log cannot be searched.
    """
    return View.of(facts, wanted, source.find(wanted.text) if wanted.text else None)


def _known(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)
