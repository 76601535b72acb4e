"""What surrounds the ink on the canvas: paper, frame, hint and the eraser's ring."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from mnist_desktop.ui.look import Look
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme, contrast

HINT = "Draw a digit"
SECOND_HINT = "with the mouse, a finger or a pen"
_CORNER = 12.0
_INNER = 14.0  # so far from the paper's edge nothing of the frame is seen
_GREYS = ("#5a6270", "#aab2be", "#ffffff")


def place_paper(room: QSize, ratio: float) -> QRectF:
    """The largest square of whole screen pixels in the middle of ``room``."""
    side = math.floor(min(room.width(), room.height()) * ratio) / ratio
    left, top = round((room.width() - side) / 2), round((room.height() - side) / 2)
    return QRectF(left, top, side, side)


def paint_sheet(painter: QPainter, paper: QRectF, colour: str) -> None:
    """The paper itself."""
    painter.fillRect(paper, QColor(colour))


def paint_frame(painter: QPainter, paper: QRectF, theme: Theme, dirty: QRectF) -> None:
    """Round the corners, over paper and ink, and draw the paper's edge, where ``dirty`` sees it."""
    if paper.adjusted(_INNER, _INNER, -_INNER, -_INNER).contains(dirty):
        return
    rounded, square = QPainterPath(), QPainterPath()
    rounded.addRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    square.addRect(paper.adjusted(-1, -1, 1, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(square - rounded, QColor(theme.window))
    painter.strokePath(rounded, QPen(QColor(theme.border), 1))


def paint_hint(painter: QPainter, paper: QRectF, colour: str, font: QFont) -> None:
    """What to do with an empty sheet, readable on paper of any colour."""
    grey = next((grey for grey in _GREYS if contrast(grey, colour) >= 4.5), "#000000")
    painter.setPen(QColor(grey))
    painter.setFont(large(font, 1.7))
    centre = Qt.AlignmentFlag.AlignHCenter
    middle = paper.center().y()
    upper = QRectF(paper.left(), paper.top(), paper.width(), middle - paper.top())
    lower = QRectF(paper.left(), middle, paper.width(), paper.bottom() - middle)
    painter.drawText(upper.adjusted(0, 0, 0, -2), centre | Qt.AlignmentFlag.AlignBottom, HINT)
    painter.setFont(font)
    painter.drawText(lower.adjusted(0, 8, 0, 0), centre | Qt.AlignmentFlag.AlignTop, SECOND_HINT)


def paint_ring(painter: QPainter, at: QPointF, radius: float, look: Look) -> None:
    """The eraser's edge, in two tones so that it shows on paper and on ink."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((look.paper_colour, 3.0), (look.pen_colour, 1.2)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(at, radius, radius)
