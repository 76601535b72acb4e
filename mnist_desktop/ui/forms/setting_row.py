"""One setting in a form: caption, editor, what is wrong with it, and a word of explanation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mnist_desktop.settings.schema import About
from mnist_desktop.ui.accessible import alert
from mnist_desktop.ui.forms.editor import Editor

CAPTION = 124
"""Width of the captions, so that the fields of all groups begin at one line."""


class SettingRow(QWidget):
    """Judges its value by the setting's rule once the person has left the field."""

    edited = Signal()
    """The person changed the value."""

    def __init__(self, about: About, editor: Editor) -> None:
        super().__init__()
        self.about = about
        self.editor = editor
        self.variable = ""
        self._caption = QLabel(about.title)
        self._caption.setBuddy(editor)
        self.problem = _words("problem")
        self.note = _words("caption")
        self._lay_out()
        self.show_note(about.hint)
        editor.edited.connect(self._follow)
        editor.left.connect(self._judge)

    @property
    def is_fixed(self) -> bool:
        """Whether something outside of the settings decides it."""
        return bool(self.variable)

    def fix(self, text: str, variable: str) -> None:
        """Show what an environment variable says; it is changed there, not here."""
        self.variable = variable
        self.editor.show_text(text)
        self.setEnabled(False)
        self.show_note(f"Fixed by the environment variable {variable}.")
        self._judge()

    def refusal(self) -> str:
        """One sentence on why the value cannot be taken; empty when it can."""
        rule = self.about.rule
        return "" if rule.accepts(self.editor.value()) else rule.remedy

    def show_refusal(self) -> bool:
        """Say what is wrong, if anything is; whether something is."""
        self._judge()
        return bool(self.refusal())

    def show_note(self, words: str) -> None:
        """Explain below the field."""
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.editor.control.setAccessibleDescription(words)

    def _follow(self) -> None:
        if not self.refusal():
            self._judge()
        self.edited.emit()

    def _judge(self) -> None:
        refusal = self.refusal()
        words = f"{self.variable} is not usable. {refusal}" if self.is_fixed else refusal
        before, after = self.problem.text(), words if refusal else ""
        self.problem.setText(after)
        self.problem.setVisible(bool(after))
        if after and after != before:
            alert(self.problem)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.editor)
        column.addWidget(self.problem)
        column.addWidget(self.note)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        if self.editor.spans:
            grid.addLayout(column, 0, 0)
            self._caption.setParent(self)
            self._caption.hide()
            return
        self._caption.setFixedWidth(CAPTION)
        self._caption.setMinimumHeight(self.editor.sizeHint().height())
        grid.addWidget(self._caption, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(column, 0, 1)
        grid.setColumnStretch(1, 1)


def _words(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label
