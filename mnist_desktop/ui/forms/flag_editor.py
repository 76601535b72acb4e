"""A field for on and off."""

from PySide6.QtWidgets import QCheckBox

from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.editor import Editor


class FlagEditor(Editor):
    """A box to tick, with its title beside it."""

    spans = True

    def __init__(self, about: About) -> None:
        self._box = QCheckBox(about.title)
        super().__init__(self._box, about.title)
        self.line.setStretch(0, 0)
        self.line.addStretch(1)
        self._box.clicked.connect(lambda _: self._tell())

    def value(self) -> bool:
        """Whether it is on."""
        return self._box.isChecked()

    def show_value(self, value: object) -> None:
        """Show on or off."""
        self._box.setChecked(bool(value))

    def _tell(self) -> None:
        self.edited.emit()
        self.left.emit()
