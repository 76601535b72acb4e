"""One part of the filter: anything, or one of some values."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy

Choice = tuple[str, Any]
"""What it is called, and its value."""
_LETTERS = 8  # of the narrowest box


class ChoiceBox(QComboBox):
    """The first line is "any"; its value is :data:`ANY`."""

    ANY = object()
    chosen = Signal()
    """The person chose another value."""

    def __init__(self, name: str, anything: str) -> None:
        """Such as ``Model`` and ``Any model``."""
        super().__init__()
        self._anything = anything
        self._choices: tuple[Choice, ...] = ()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )  # else ten thousand sessions are measured
        self.setMinimumContentsLength(_LETTERS)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self.chosen)
        self.offer(())

    @property
    def value(self) -> Any:
        """What is chosen."""
        place = self.currentIndex() - 1
        return self.ANY if place < 0 else self._choices[place][1]

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other values; the chosen one stays chosen where it is still offered."""
        value = self.value if self.count() else self.ANY
        if tuple(choices) == self._choices and self.count():
            return
        self._choices = tuple(choices)
        self.clear()
        self.addItems([self._anything, *(text for text, _ in choices)])
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """Choose a value without telling; one that is not offered is "any"."""
        values = [value for _, value in self._choices]
        place = -1 if value is self.ANY or value not in values else values.index(value)
        self.setCurrentIndex(place + 1)
