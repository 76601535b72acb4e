"""A field for a text in one line."""

from PySide6.QtWidgets import QLineEdit

from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.editor import Editor


class TextEditor(Editor):
    """A line; spaces around what was typed or pasted do not count."""

    def __init__(self, about: About) -> None:
        self._line = QLineEdit()
        super().__init__(self._line, about.title)
        self._line.setPlaceholderText(about.blank)
        self._line.textEdited.connect(self.edited)
        self._line.editingFinished.connect(self.left)

    def value(self) -> str:
        """The text."""
        return self._line.text().strip()

    def show_value(self, value: object) -> None:
        """Show a text from its beginning."""
        self._line.setText(str(value))
        self._line.setCursorPosition(0)
