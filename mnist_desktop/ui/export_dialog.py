"""Asks what to export: in which format, and which drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from mnist_desktop.ui.export_forms import FORMS, Form

if TYPE_CHECKING:  # loads SQLite
    from mnist_desktop.journal.selection import Selection

_WIDTH = 600
_INDENT = 22


@dataclass(frozen=True, slots=True)
class Scope:
    """Drawings that can be exported.

    Attributes:
        words: such as ``This session, 23 drawings``.
        selection: which they are.
        there: False where there are none; it is shown and cannot be chosen.
    """

    words: str
    selection: "Selection"
    there: bool = True


class ExportDialog(QDialog):
    """A choice of formats, each with a line on what it is good for, and of scopes."""

    chosen = Signal(object, object)
    """The :class:`~mnist_desktop.ui.export_forms.Form` and the :class:`Scope`."""

    def __init__(self, parent: QWidget, scopes: Sequence[Scope]) -> None:
        """The first scope that is there is proposed."""
        super().__init__(parent)
        self.setWindowTitle("Export drawings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self._scopes = tuple(scopes)
        self.forms, self.scopes = QButtonGroup(self), QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(4)
        self._add_forms(layout)
        self._add_scopes(layout)
        layout.addSpacing(14)
        layout.addLayout(self._buttons())
        self.accepted.connect(self._tell)

    def choose(self, form: str) -> None:
        """Mark a format, by its name."""
        names = [each.name for each in FORMS]
        self.forms.button(names.index(form)).setChecked(True)

    def _add_forms(self, layout: QVBoxLayout) -> None:
        layout.addWidget(_heading("Format"))
        for number, form in enumerate(FORMS):
            button = QRadioButton(form.title)
            button.setAccessibleDescription(form.words)
            self.forms.addButton(button, number)
            layout.addWidget(button)
            layout.addWidget(_explanation(form))
        self.forms.button(0).setChecked(True)

    def _add_scopes(self, layout: QVBoxLayout) -> None:
        layout.addSpacing(10)
        layout.addWidget(_heading("Drawings"))
        for number, scope in enumerate(self._scopes):
            button = QRadioButton(scope.words)
            button.setEnabled(scope.there)
            self.scopes.addButton(button, number)
            layout.addWidget(button)
            if scope.there and self.scopes.checkedId() < 0:
                button.setChecked(True)

    def _buttons(self) -> QHBoxLayout:
        cancel, export = QPushButton("Cancel"), QPushButton("Export…")
        export.setObjectName("next")
        export.setDefault(True)
        export.setEnabled(self.scopes.checkedId() >= 0)
        cancel.clicked.connect(self.reject)
        export.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(export)
        return row

    def _tell(self) -> None:
        self.chosen.emit(FORMS[self.forms.checkedId()], self._scopes[self.scopes.checkedId()])


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setContentsMargins(0, 0, 0, 6)
    return label


def _explanation(form: Form) -> QLabel:
    label = QLabel(form.words)
    label.setObjectName("caption")
    label.setContentsMargins(_INDENT, 0, 0, 8)
    return label
