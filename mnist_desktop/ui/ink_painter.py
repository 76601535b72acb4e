"""Paints ink into a picture of the canvas that is kept between paint events.

Only new pieces are painted while the pen moves; the whole is painted anew when the sheet, the
look or the canvas' size on the screen changes.
"""

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from mnist_desktop.ink.strokes import Point, Stroke
from mnist_desktop.ui.curve import Curve, Knot, flatten, knot
from mnist_desktop.ui.look import Look
from mnist_desktop.ui.sketch import SIDE, Picture

_WIDTHS = 16  # line widths to the pixel; coarser than a person sees, and few pens to make


class InkPainter:
    """The ink of one canvas on a transparent ground, true to the screen's pixels.

    Attributes:
        pixmap: the finished picture; its device pixel ratio is the screen's.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.pixmap = QPixmap()
        self._side = 1.0
        self._curve = Curve()

    @property
    def scale(self) -> float:
        """Device-independent pixels to the canvas unit."""
        return self._side / SIDE

    def resize(self, side: float, ratio: float) -> None:
        """Take a new size in device-independent pixels; the picture is blank afterwards."""
        self._side = side
        pixels = max(1, math.ceil(side * ratio))
        self.pixmap = QPixmap(QSize(pixels, pixels))
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def repaint(
        self, strokes: Sequence[Stroke], live: Sequence[Point], picture: Picture | None
    ) -> None:
        """Paint everything anew; ``live`` is the stroke that is being drawn."""
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self._curve = Curve()
        painter = self._begin(self.pixmap)
        if picture is not None:
            self._paint_picture(painter, picture)
        for stroke in strokes:
            knots = flatten(stroke.points, self.scale, self.look.pen_width)
            paint_knots(painter, knots[:1], self._colour)
            paint_knots(painter, knots, self._colour)
        if live:
            self._paint_points(painter, live)
        painter.end()

    def begin_stroke(self) -> None:
        """The next point starts a line of its own."""
        self._curve = Curve()

    def add(self, point: Point) -> QRectF:
        """Paint what the next point of the live stroke adds.

        Returns:
            Where the screen must be painted anew, the way to the pen's tip included.
        """
        before = self._curve.tip
        painter = self._begin(self.pixmap)
        knots = self._paint_points(painter, (point,))
        painter.end()
        return _bounds([*knots, *(before or ()), *(self._curve.tip or ())])

    def end_stroke(self) -> QRectF:
        """The pen is up: the way to its last place becomes part of the picture."""
        tip = self._curve.tip
        if tip is None:
            return QRectF()
        painter = self._begin(self.pixmap)
        paint_knots(painter, tip, self._colour)
        painter.end()
        self._curve = Curve()
        return _bounds(tip)

    def paint_tip(self, painter: QPainter) -> None:
        """Paint the way to the pen's tip, which the next point will replace by a curve."""
        if self._curve.tip is not None:
            paint_knots(painter, self._curve.tip, self._colour)

    @property
    def _colour(self) -> QColor:
        return QColor(self.look.pen_colour)

    def _paint_points(self, painter: QPainter, points: Iterable[Point]) -> list[Knot]:
        start = self._curve.end
        knots = [] if start is None else [start]
        for point in points:
            knots.extend(self._curve.feed(knot(point, self.scale, self.look.pen_width)))
        if start is None:
            paint_knots(painter, knots[:1], self._colour)
        if len(knots) > 1:
            paint_knots(painter, knots, self._colour)
        return knots

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        """A picture's 28×28, in the colours of pen and paper."""
        image = QImage(picture.raster, 28, 28, 28, QImage.Format.Format_Alpha8)
        ink = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
        ink.fill(self._colour)
        mask = QPainter(ink)
        mask.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        mask.drawImage(0, 0, image)
        mask.end()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, self._side, self._side), ink)

    @staticmethod
    def _begin(pixmap: QPixmap) -> QPainter:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


def paint_knots(painter: QPainter, knots: Sequence[Knot], colour: QColor) -> None:
    """Join the knots with round-ended lines; a single knot is a dot."""
    pen = QPen(colour, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    width = -1.0
    start = knots[0]
    for end in knots[1:] or knots:
        if (wanted := round(end.width * _WIDTHS) / _WIDTHS) != width:
            width = wanted
            pen.setWidthF(width)
            painter.setPen(pen)
        if end is start:
            painter.drawPoint(QPointF(end.x, end.y))
        else:
            painter.drawLine(QLineF(start.x, start.y, end.x, end.y))
        start = end


def _bounds(knots: Sequence[Knot]) -> QRectF:
    if not knots:
        return QRectF()
    margin = max(k.width for k in knots) / 2 + 2
    left, top = min(k.x for k in knots), min(k.y for k in knots)
    right, bottom = max(k.x for k in knots), max(k.y for k in knots)
    return QRectF(left, top, right - left, bottom - top).adjusted(-margin, -margin, margin, margin)
