"""What of the log is shown: a box for each part of the filter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from mnist_desktop.journal.report.facts import Facts, Outcome, Verdict
from mnist_desktop.journal.report.filter import EVERYTHING, Filter
from mnist_desktop.recognition.verdict import DIGITS
from mnist_desktop.ui.report.choice_box import Choice, ChoiceBox
from mnist_desktop.ui.report.names import OUTCOMES, UNKNOWN, VERDICTS, Names, model_name
from mnist_desktop.ui.report.period_box import PeriodBox

_PARTS = {
    "sessions": ("Session", "Any session"),
    "devices": ("Device", "Any device"),
    "models": ("Model", "Any model"),
    "labels": ("Drawn", "Anything drawn"),
    "digits": ("Answer", "Any answer"),
    "outcomes": ("Result", "Any result"),
    "verdicts": ("Verdict", "Any verdict"),
}
_COLUMNS = 4


class FilterBar(QWidget):
    """Holds a :class:`Filter`; every box is one of its parts."""

    changed = Signal(object)
    """The person chose another :class:`Filter`."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = EVERYTHING
        self.period = PeriodBox()
        self.boxes = {part: ChoiceBox(*texts) for part, texts in _PARTS.items()}
        self.clear = QPushButton("Clear filter")
        self.clear.clicked.connect(lambda: self._choose(EVERYTHING))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for place, widget in enumerate((self.period, *self.boxes.values())):
            layout.addWidget(widget, *divmod(place, _COLUMNS))
            layout.setColumnStretch(place % _COLUMNS, 1)
        layout.addWidget(self.clear, 1, _COLUMNS)
        self.period.chosen.connect(self._take)
        for box in self.boxes.values():
            box.chosen.connect(self._take)
        self._offer_fixed()
        self.clear.setEnabled(False)

    def offer(self, facts: Facts, names: Names) -> None:
        """Offer what a log has; a part that it has not is dropped from the filter."""
        newest_first = sorted(
            facts.sessions, key=lambda each: (each.started_at or 0, str(each.id)), reverse=True
        )
        self._offer("sessions", [(names.session(each.id), each.id) for each in newest_first])
        self._offer("devices", sorted((names.device(key), key) for key in facts.devices))
        self._offer("models", sorted((model_name(model), model) for model in facts.models))
        self.wanted = self._chosen()
        self.clear.setEnabled(self.wanted != EVERYTHING)

    def show_filter(self, wanted: Filter, days: tuple[date, date] | None = None) -> None:
        """Choose a filter, as if the person had; ``days`` is its period where that is new."""
        if days is not None or wanted.since is wanted.until is None:
            self.period.show_days(days)
        for part, box in self.boxes.items():
            box.show_value(next(iter(getattr(wanted, part)), ChoiceBox.ANY))
        self._choose(wanted)

    def _offer_fixed(self) -> None:
        digits: list[Choice] = [(f"Drawn {digit}", digit) for digit in DIGITS]
        self._offer("labels", [*digits, ("Drawn no digit", "no digit"), ("Not labelled", None)])
        answers: list[Choice] = [(f"Answer {digit}", digit) for digit in DIGITS]
        self._offer("digits", [*answers, ("Answer none", None)])
        self._offer("outcomes", [(OUTCOMES[each].capitalize(), each) for each in _OUTCOMES])
        self._offer("verdicts", [(_verdict(each), each) for each in Verdict])

    def _offer(self, part: str, choices: Sequence[Choice]) -> None:
        self.boxes[part].offer(choices)

    def _chosen(self) -> Filter:
        since, until = self.period.period()
        parts: dict[str, Any] = {
            part: frozenset() if box.value is ChoiceBox.ANY else frozenset([box.value])
            for part, box in self.boxes.items()
        }
        return replace(EVERYTHING, since=since, until=until, **parts)

    def _take(self) -> None:
        self._choose(self._chosen())

    def _choose(self, wanted: Filter) -> None:
        if wanted == EVERYTHING:
            self.period.show_days(None)
            for box in self.boxes.values():
                box.show_value(ChoiceBox.ANY)
        self.wanted = wanted
        self.clear.setEnabled(wanted != EVERYTHING)
        self.changed.emit(wanted)


_OUTCOMES = (Outcome.RIGHT, Outcome.WRONG, Outcome.UNLABELLED, Outcome.NO_DIGIT)


def _verdict(verdict: Verdict) -> str:
    words = VERDICTS[verdict]
    return "No verdict" if words == UNKNOWN else words.capitalize()
