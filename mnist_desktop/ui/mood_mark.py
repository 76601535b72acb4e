"""The sign beside an answer: a tick, a question mark or a cross, so that colour is never alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from mnist_desktop.ui.reading import Mood
from mnist_desktop.ui.theme import Theme


def mood_colour(mood: Mood, theme: Theme) -> str:
    """The colour that goes with a mood."""
    return {
        Mood.NONE: theme.muted,
        Mood.SURE: theme.sure,
        Mood.UNSURE: theme.unsure,
        Mood.REFUSED: theme.refused,
    }[mood]


def paint_mark(painter: QPainter, mood: Mood, where: QRectF, theme: Theme) -> None:
    """Paint the sign for ``mood`` into the square ``where``; no mood has no sign."""
    if mood is Mood.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mood_colour(mood, theme)))
    painter.drawEllipse(where)
    painter.translate(where.center())
    painter.scale(where.width() / 20, where.height() / 20)
    painter.strokePath(_SIGNS[mood], QPen(QColor(theme.surface), 2.2, c=_ROUND, j=_JOIN))
    if mood is Mood.UNSURE:
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(QPointF(0, 5.2), 1.35, 1.35)
    painter.restore()


_ROUND = Qt.PenCapStyle.RoundCap
_JOIN = Qt.PenJoinStyle.RoundJoin


def _lines(*places: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*places[0]))
    for place in places[1:]:
        path.lineTo(QPointF(*place))
    return path


def _cross() -> QPainterPath:
    path = _lines((-3.4, -3.4), (3.4, 3.4))
    path.addPath(_lines((3.4, -3.4), (-3.4, 3.4)))
    return path


def _question() -> QPainterPath:
    path = QPainterPath(QPointF(-2.9, -3.0))
    path.cubicTo(QPointF(-2.9, -7.0), QPointF(3.1, -7.0), QPointF(3.1, -3.0))
    path.cubicTo(QPointF(3.1, -0.6), QPointF(0, -0.6), QPointF(0, 1.9))
    return path


_SIGNS = {
    Mood.SURE: _lines((-4.2, 0.3), (-1.3, 3.3), (4.2, -3.2)),
    Mood.UNSURE: _question(),
    Mood.REFUSED: _cross(),
}
