"""Does 90 % mean nine times out of ten? Confidence against accuracy, with how many answers."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip

from mnist_desktop.journal.report.reliability import Reliability, ReliabilityBin
from mnist_desktop.ui.report.confusion_matrix import short_count
from mnist_desktop.ui.report.painted import Painted
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_LEFT, _BELOW, _ABOVE = 52, 22, 6  # pixels around the plot, for its texts
_COUNTS = 62  # pixels of the counts below it
_DOT = 4.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class ReliabilityDiagram(Painted):
    """A dot for each bin of confidence; on the dashed line, confidence is what it says."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Reliability diagram", is_tall=True)
        self._shown = Reliability((), None)

    def show_reliability(self, reliability: Reliability) -> None:
        """Show other bins."""
        self._shown = reliability
        self.update()

    def spoken(self) -> str:
        """The diagram in words."""
        words = [_words(each) for each in self._shown.bins if each.n]
        return "; ".join(words) or "nothing is labelled"

    def sizeHint(self) -> QSize:
        """Room for fifteen bins with their counts."""
        return QSize(420, 330)

    def minimumSizeHint(self) -> QSize:
        """Counts would meet in less."""
        return QSize(340, 240)

    def event(self, event: QEvent) -> bool:
        """Say under the mouse what a bin counts."""
        if isinstance(event, QHelpEvent):
            plot = self._plot()
            place = (event.pos().x() - plot.left()) / plot.width()
            found = [each for each in self._shown.bins if each.low <= place < each.high]
            QToolTip.showText(event.globalPos(), _words(found[0]) if found else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the dots and the counts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        self._paint_frame(painter, plot)
        self._paint_dots(painter, plot)
        self._paint_counts(painter, plot)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _ABOVE, -26, -_BELOW - _COUNTS)

    def _paint_frame(self, painter: QPainter, plot: QRectF) -> None:
        theme = self._theme
        for tick in _TICKS:
            y, x = plot.bottom() - plot.height() * tick, plot.left() + plot.width() * tick
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.muted))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 10, _LEFT - 8, 20), side, f"{tick * 100:.0f} %")
            below = QRectF(x - 40, self.height() - _BELOW, 80, _BELOW)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{tick * 100:.0f} %")
        painter.setPen(QPen(QColor(theme.outline), 1, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())

    def _paint_dots(self, painter: QPainter, plot: QRectF) -> None:
        dots = [
            QPointF(
                plot.left() + plot.width() * each.confidence,
                plot.bottom() - plot.height() * each.accuracy,
            )
            for each in self._shown.bins
            if each.confidence is not None and each.accuracy is not None
        ]
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawPolyline(QPolygonF(dots))
        painter.setPen(QPen(QColor(self._theme.surface), 1.5))
        painter.setBrush(QColor(self._theme.accent))
        for dot in dots:
            painter.drawEllipse(dot, _DOT, _DOT)

    def _paint_counts(self, painter: QPainter, plot: QRectF) -> None:
        most = max((each.n for each in self._shown.bins), default=0)
        base, highest = self.height() - _BELOW - 1, _COUNTS - 26.0
        painter.setFont(large(self.font(), 0.8))
        for each in self._shown.bins:
            if each.n:
                left, width = plot.left() + plot.width() * each.low, plot.width() / 15
                bar = QRectF(left + 1, 0, width - 2, max(highest * each.n / most, 1.5))
                bar.moveBottom(base)
                painter.fillRect(bar, QColor(self._theme.bar))
                painter.setPen(QColor(self._theme.muted))
                above = QRectF(left - 10, bar.top() - 15, width + 20, 14)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, short_count(each.n))


def _words(each: ReliabilityBin) -> str:
    span = f"Confidence {each.low * 100:.0f}–{each.high * 100:.0f} %"
    if each.accuracy is None:
        return f"{span}: no answers"
    return f"{span}: {each.n:,} answers, {each.accuracy * 100:.1f} % right"
