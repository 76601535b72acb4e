"""What a report is about: which sessions, days, models, answers."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from mnist_desktop.journal.report.facts import Outcome, Verdict

_DIGITS = 10
AnyText = Literal["no digit"]


@dataclass(frozen=True, slots=True)
class Filter:
    """All of these hold of a prediction that is shown; an empty one shows everything.

    Attributes:
        sessions: keys; None among them is what no session is known of.
        devices: keys; likewise.
        since: drawn at this instant or later.
        until: drawn before this instant.
        models: ids.
        labels: 0–9, ``"no digit"`` for any text, None for drawings without a label.
        digits: what the model named; None where it named none.
        outcomes: right, wrong, unlabelled, no digit.
        verdicts: what the model thought of its answer.
        text: part of a label, a source, a model's id, a verdict, or the key of a session or device,
            in whatever case.
    """

    sessions: frozenset[UUID | None] = field(default=frozenset())
    devices: frozenset[UUID | None] = field(default=frozenset())
    since: datetime | None = None
    until: datetime | None = None
    models: frozenset[str] = field(default=frozenset())
    labels: frozenset[int | AnyText | None] = field(default=frozenset())
    digits: frozenset[int | None] = field(default=frozenset())
    outcomes: frozenset[Outcome] = field(default=frozenset())
    verdicts: frozenset[Verdict] = field(default=frozenset())
    text: str = ""


EVERYTHING = Filter()


def in_cell(wanted: Filter, model: str, row: int, column: int) -> Filter:
    """What of ``wanted`` one cell of a model's confusion matrix counts.

    Args:
        wanted: the filter that the matrix was made with.
        model: its id.
        row: the label, 10 for no digit.
        column: the answer, 10 for none.
    """
    return replace(
        wanted,
        models=frozenset([model]),
        labels=frozenset([row if row < _DIGITS else "no digit"]),
        digits=frozenset([column if column < _DIGITS else None]),
    )
