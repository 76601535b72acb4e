"""Pen width and colours: a small panel that drops down from the Pen button."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from mnist_desktop.settings.schema import PEN_WIDTHS
from mnist_desktop.ui.pen_sample import PenSample
from mnist_desktop.ui.swatch_row import SwatchRow
from mnist_desktop.ui.theme import Theme, look_in

PEN_PRESETS = {
    "blue": "#1d4ed8",
    "red": "#c62828",
    "green": "#1b7f3b",
    "orange": "#f08c1a",
    "black": "#000000",
    "white": "#ffffff",
}
PAPER_PRESETS = {
    "cream": "#faf3e0",
    "sky": "#e3eefc",
    "mint": "#e2f5ea",
    "slate": "#2b3445",
    "black": "#000000",
    "white": "#ffffff",
}


class PenPanel(QFrame):
    """Tells what was chosen; who owns the settings decides what becomes of it."""

    width_chosen = Signal(float)
    pen_chosen = Signal(str)
    paper_chosen = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("penPanel")
        self.setAccessibleName("Pen and paper")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(int(PEN_WIDTHS.low), int(PEN_WIDTHS.high))
        self._slider.setPageStep(4)
        self._slider.setAccessibleName("Pen width")
        self._slider.setToolTip("Pen width (keys [ and ])")
        self._sample = PenSample()
        self._pens = SwatchRow("Pen", PEN_PRESETS, theme.ink, theme)
        self._papers = SwatchRow("Paper", PAPER_PRESETS, theme.paper, theme)
        self._slider.valueChanged.connect(lambda value: self.width_chosen.emit(float(value)))
        self._pens.chosen.connect(self.pen_chosen)
        self._papers.chosen.connect(self.paper_chosen)
        self._lay_out()

    def show_choice(self, theme: Theme, width: float, pen: str, paper: str) -> None:
        """Show what is chosen; colours may be ``auto``."""
        self._slider.blockSignals(True)
        self._slider.setValue(round(width))
        self._slider.blockSignals(False)
        self._pens.set_theme(theme, theme.ink)
        self._papers.set_theme(theme, theme.paper)
        self._pens.show_value(pen)
        self._papers.show_value(paper)
        self._sample.show_look(look_in(theme, width, pen, paper), theme.outline)

    def drop_from(self, button: QWidget) -> None:
        """Show the panel below a button."""
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(0, button.height() + 2)))
        self.show()
        self._slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        width = QHBoxLayout()
        width.setSpacing(14)
        width.addWidget(self._slider, 1)
        width.addWidget(self._sample)
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, (text, buddy) in enumerate(
            (("Width", self._slider), ("Pen", self._pens), ("Paper", self._papers))
        ):
            caption = QLabel(text)
            caption.setObjectName("caption")
            caption.setBuddy(buddy)
            grid.addWidget(caption, row, 0)
        grid.addLayout(width, 0, 1)
        grid.addWidget(self._pens, 1, 1)
        grid.addWidget(self._papers, 2, 1)
