"""What sessions, devices, models and labels are called in a report. Knows no Qt."""

from collections.abc import Iterable
from uuid import UUID

from mnist_desktop.journal.entry import NO_DIGIT, Label
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.facts import Facts, Outcome, Verdict
from mnist_desktop.ui.model_panel import MODELS

UNKNOWN = "–"
"""Stands for what the log does not say."""
NO_LABEL = "not labelled"
OUTCOMES = {
    Outcome.RIGHT: "right",
    Outcome.WRONG: "wrong",
    Outcome.UNLABELLED: "not labelled",
    Outcome.NO_DIGIT: "no digit",
}
VERDICTS = {
    Verdict.SURE: "sure",
    Verdict.UNSURE: "not sure",
    Verdict.NOT_A_DIGIT: "not a digit",
    Verdict.EMPTY: "empty",
    Verdict.OTHER: UNKNOWN,
}
_SHORT = 8  # characters of a key, unless two devices begin alike


class Names:
    """Of the sessions and devices of one log."""

    def __init__(self, facts: Facts) -> None:
        self.sessions: dict[UUID | None, str] = {
            session.id: _began(session.started_at) for session in facts.sessions
        }
        self.devices = _shortened(facts.devices)

    def session(self, key: UUID | None) -> str:
        """When it began, by this machine's clock."""
        return self.sessions.get(key, UNKNOWN)

    def device(self, key: UUID | None) -> str:
        """The beginning of its key."""
        return self.devices.get(key, UNKNOWN)


def model_name(model: str) -> str:
    """The name that the window shows; a model of another program keeps its own."""
    return MODELS.get(model, model)


def label_name(label: Label) -> str:
    """A label as the window shows it."""
    if label is None:
        return NO_LABEL
    return "no digit" if label == NO_DIGIT else str(label)


def _began(micros: int | None) -> str:
    return UNKNOWN if micros is None else f"{from_micros(micros).astimezone():%Y-%m-%d %H:%M}"


def _shortened(keys: Iterable[UUID | None]) -> dict[UUID | None, str]:
    known = [key for key in keys if key is not None]
    for length in range(_SHORT, 37):
        if len({str(key)[:length] for key in known}) == len(known):
            break
    return {None: UNKNOWN, **{key: str(key)[:length] for key in known}}
