"""One colour to choose, as a round button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QConicalGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from mnist_desktop.ui.theme import Theme, luminance

_SIDE = 30
_ANY = ("#e5484d", "#f5b83d", "#3fb56f", "#3a8be8", "#9a5be0", "#e5484d")


class Swatch(QAbstractButton):
    """Shows a colour, or a wheel of colours where another one may be picked."""

    def __init__(self, name: str, colour: str | None, theme: Theme) -> None:
        super().__init__()
        self._colour = colour
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_colour(self, colour: str | None) -> None:
        """Show another colour; None shows the wheel."""
        self._colour = colour
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """A disc with its ring."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc, and the ring and the dot that mark the chosen one."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        if self._colour is None:
            wheel = QConicalGradient(disc.center(), 90)
            for index, colour in enumerate(_ANY):
                wheel.setColorAt(index / (len(_ANY) - 1), QColor(colour))
            painter.setBrush(wheel)
        else:
            painter.setBrush(QColor(self._colour))
        painter.setPen(QPen(QColor(theme.outline), 1))
        painter.drawEllipse(disc)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            self._paint_choice(painter, disc)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DotLine))
            painter.drawEllipse(disc.adjusted(-4, -4, 4, 4))

    def _paint_choice(self, painter: QPainter, disc: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawEllipse(disc.adjusted(-3, -3, 3, 3))
        bright = self._colour is None or luminance(self._colour) > 0.3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#000000" if bright else "#ffffff"))
        painter.drawEllipse(disc.center(), 2.6, 2.6)
