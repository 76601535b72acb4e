"""A field for a password, which shows whether there is one and never which."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.editor import Editor


class PasswordEditor(Editor):
    """A line of dots; left blank, what is kept already stays."""

    forget_wanted = Signal()
    """The password that is kept is to be forgotten."""

    def __init__(self, about: About) -> None:
        self._line = QLineEdit()
        super().__init__(self._line, about.title)
        self._blank = about.blank
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._line.textEdited.connect(self.edited)
        self._line.editingFinished.connect(self.left)
        self.forget = QPushButton("Forget")
        self.forget.setAccessibleName("Forget the password that is kept")
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self.forget_wanted)
        self.line.addWidget(self.forget)
        self.show_kept(False)

    def value(self) -> str:
        """What was typed; empty while nothing was."""
        return self._line.text()

    def show_value(self, value: object) -> None:
        """Put a text in the line."""
        self._line.setText(str(value))

    def show_text(self, text: str) -> None:
        """Say that there is one, from outside of the program."""
        self._line.setPlaceholderText("given from outside" if text else "")

    def show_kept(self, kept: bool, words: str = "") -> None:
        """Whether a password is kept already, and what to show in the blank line."""
        self._line.setPlaceholderText(words or self._blank)
        self.forget.setVisible(kept)
