"""When the drawings were made: any time, the last days, or from one day to another."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QWidget

from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.days import midnight
from mnist_desktop.ui.report.choice_box import ChoiceBox

Period = tuple[datetime | None, datetime | None]
"""From this instant, until before that one; None is no bound."""
_BETWEEN = "between"
_PERIODS = (
    ("Today", 1),
    ("Last 7 days", 7),
    ("Last 30 days", 30),
    ("Last 365 days", 365),
    ("From … to …", _BETWEEN),
)


class PeriodBox(QWidget):
    """A choice of periods; two fields for days stand beside it when they are asked for."""

    chosen = Signal()
    """The person chose another period."""

    def __init__(self) -> None:
        super().__init__()
        self.box = ChoiceBox("Time", "Any time")
        self.box.offer(_PERIODS)
        self.first, self.last = _day_field("From"), _day_field("To")
        self._days = QWidget()
        layout, inner = QHBoxLayout(self), QHBoxLayout(self._days)
        for row in (layout, inner):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
        for widget in (self.first, QLabel("to"), self.last):
            inner.addWidget(widget)
        layout.addWidget(self.box, 1)
        layout.addWidget(self._days)
        self._days.hide()
        self.box.chosen.connect(self._choose)
        self.first.dateChanged.connect(self.chosen)
        self.last.dateChanged.connect(self.chosen)

    def period(self) -> Period:
        """What is chosen, in this machine's days."""
        value = self.box.value
        if value is ChoiceBox.ANY:
            return None, None
        if value == _BETWEEN:
            days = sorted((_day(self.first), _day(self.last)))
            return _begin(days[0]), _begin(days[1] + timedelta(days=1))
        return _begin(date.today() - timedelta(days=value - 1)), None

    def show_days(self, days: tuple[date, date] | None) -> None:
        """Choose from one day to another, or any time, without telling."""
        self.box.show_value(ChoiceBox.ANY if days is None else _BETWEEN)
        self._days.setVisible(days is not None)
        if days is not None:
            for field, day in zip((self.first, self.last), days, strict=True):
                field.blockSignals(True)
                field.setDate(QDate(day.year, day.month, day.day))
                field.blockSignals(False)

    def _choose(self) -> None:
        self._days.setVisible(self.box.value == _BETWEEN)
        self.chosen.emit()


def _day_field(name: str) -> QDateEdit:
    field = QDateEdit(QDate.currentDate())
    field.setAccessibleName(name)
    field.setDisplayFormat("yyyy-MM-dd")
    field.setCalendarPopup(True)
    return field


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _begin(day: date) -> datetime:
    return from_micros(midnight(day))
