"""A row of colours to choose from: the theme's own, presets, and any other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QHBoxLayout, QWidget

from mnist_desktop.settings.schema import AUTO
from mnist_desktop.ui.swatch import Swatch
from mnist_desktop.ui.theme import Theme


class SwatchRow(QWidget):
    """Chooses :data:`AUTO` or a colour ``#rrggbb``."""

    chosen = Signal(str)
    """The person chose a colour."""

    def __init__(self, what: str, presets: dict[str, str], own: str, theme: Theme) -> None:
        """Make a row.

        Args:
            what: ``Pen`` or ``Paper``, for names that screen readers say.
            presets: colours by name.
            own: the theme's colour.
            theme: the colours around the discs.
        """
        super().__init__()
        self._what = what
        self._value = AUTO
        self._swatches = {AUTO: Swatch(f"{what} as the theme has it", own, theme)}
        for name, colour in presets.items():
            self._swatches[colour] = Swatch(f"{what}: {name}", colour, theme)
        self._other = Swatch(f"{what}: another colour…", None, theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._group = QButtonGroup(self)
        for value, swatch in self._swatches.items():
            swatch.clicked.connect(lambda _=False, value=value: self._choose(value))
            self._group.addButton(swatch)
            layout.addWidget(swatch)
        self._other.clicked.connect(self._ask)
        self._group.addButton(self._other)
        layout.addWidget(self._other)
        layout.addStretch(1)

    def show_value(self, value: str) -> None:
        """Mark a colour as the chosen one."""
        self._value = value
        known = self._swatches.get(value)
        self._other.set_colour(value if known is None else None)
        (known or self._other).setChecked(True)

    def set_theme(self, theme: Theme, own: str) -> None:
        """Take the theme's colours; ``own`` is what AUTO now is."""
        for swatch in (*self._swatches.values(), self._other):
            swatch.set_theme(theme)
        self._swatches[AUTO].set_colour(own)

    def _choose(self, value: str) -> None:
        self.show_value(value)
        self.chosen.emit(value)

    def _ask(self) -> None:
        """Ask for any colour; the chosen one stays marked until there is an answer."""
        self.show_value(self._value)
        start = QColor("#000000" if self._value == AUTO else self._value)
        dialog = QColorDialog(start, self.window().parentWidget() or self)
        dialog.setWindowTitle(f"{self._what} colour")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name()))
        dialog.open()
