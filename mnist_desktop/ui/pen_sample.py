"""How the pen writes on the paper: one dot, at the size that it has on a small canvas."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mnist_desktop.ui.look import Look

_SIDE = 52


class PenSample(QWidget):
    """A dot of ink on a piece of paper."""

    def __init__(self) -> None:
        super().__init__()
        self._look = Look(1.0, "#000000", "#ffffff")
        self._outline = "#000000"
        self.setFixedSize(_SIDE, _SIDE)

    def show_look(self, look: Look, outline: str) -> None:
        """Show another pen or paper, in a frame of the colour ``outline``."""
        self._look = look
        self._outline = outline
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the widest pen."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint paper and dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._outline), 1))
        painter.setBrush(QColor(self._look.paper_colour))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.pen_colour))
        radius = self._look.pen_width / 2
        painter.drawEllipse(QPointF(_SIDE / 2, _SIDE / 2), radius, radius)
