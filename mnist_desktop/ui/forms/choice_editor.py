"""A field for one of a few words."""

from PySide6.QtWidgets import QComboBox

from mnist_desktop.settings.rules import Choice
from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.editor import Editor


class ChoiceEditor(Editor):
    """A list that drops down, in a person's words."""

    def __init__(self, about: About) -> None:
        self._box = QComboBox()
        super().__init__(self._box, about.title)
        rule = about.rule
        assert isinstance(rule, Choice)  # noqa: S101  # which editor a rule has is decided in making
        for word, title in zip(rule.words, rule.titles or rule.words, strict=True):
            self._box.addItem(title, word)
        self._box.activated.connect(lambda _: self._tell())

    def value(self) -> str:
        """The word."""
        return str(self._box.currentData())

    def show_value(self, value: object) -> None:
        """Show the word's title."""
        self._box.setCurrentIndex(max(self._box.findData(value), 0))

    def _tell(self) -> None:
        self.edited.emit()
        self.left.emit()
