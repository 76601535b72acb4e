"""A field for a whole number."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox

from mnist_desktop.settings.rules import Whole
from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.editor import Editor

_WIDTH, _PADDING = 140, 7


class _SpinBox(QSpinBox):
    """Does not change under a wheel that scrolls the form past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberEditor(Editor):
    """A number with its unit; the lowest may read as a word, such as "for ever"."""

    def __init__(self, about: About) -> None:
        self._box = _SpinBox()
        super().__init__(self._box, about.title)
        rule = about.rule
        assert isinstance(rule, Whole)  # noqa: S101  # which editor a rule has is decided in making
        self._box.setRange(rule.low, rule.high)
        self._box.setSpecialValueText(rule.lowest)
        self._box.setSuffix(f" {rule.unit}" if rule.unit else "")
        self._box.setGroupSeparatorShown(True)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setFixedWidth(_WIDTH)
        self._box.lineEdit().setTextMargins(_PADDING, 0, 0, 0)  # the style sheet's has no effect
        self.line.addStretch(1)
        self._box.valueChanged.connect(lambda _: self.edited.emit())
        self._box.editingFinished.connect(self.left)

    def value(self) -> int:
        """The number, also while it is being typed."""
        self._box.interpretText()
        return self._box.value()

    def show_value(self, value: object) -> None:
        """Show a number."""
        if isinstance(value, int):
            self._box.blockSignals(True)
            self._box.setValue(value)
            self._box.blockSignals(False)
