"""The one bar chart: ten bars, their digits below, the largest share above its bar."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnist_desktop.recognition.verdict import DIGITS
from mnist_desktop.ui.accessible import announce
from mnist_desktop.ui.bars import Bars
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_LEAST = 2.0  # pixels: a bar of no height still stands there
_GAP = 0.3  # of a column


class ProbabilityChart(QWidget):
    """Paints :class:`~mnist_desktop.ui.bars.Bars`; the widget knows nothing of models."""

    painted = Signal()
    """The bars are on the screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.bars = Bars()
        self._theme = theme
        self.setAccessibleName("Probabilities")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, bars: Bars) -> None:
        """Show other bars."""
        if bars != self.bars:
            self.bars = bars
            self.update()
            announce(self, bars.spoken)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def spoken(self) -> str:
        """The chart in words."""
        return self.bars.spoken

    def sizeHint(self) -> QSize:
        """Wide enough for ten columns."""
        return QSize(360, 150)

    def minimumSizeHint(self) -> QSize:
        """The smallest chart that can be read."""
        return QSize(220, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint base line, bars, digits and caption."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        plot = QRectF(self.rect()).adjusted(0, line + 4, 0, -line - 7)
        painter.fillRect(QRectF(0, plot.bottom(), self.width(), 1), QColor(self._theme.border))
        for digit in DIGITS:
            self._paint_column(painter, plot, digit)
        painter.end()
        self.painted.emit()

    def _paint_column(self, painter: QPainter, plot: QRectF, digit: int) -> None:
        theme, share = self._theme, self.bars.shares[digit]
        marked, best = digit in self.bars.marked, digit == self.bars.best
        column = plot.width() / len(DIGITS)
        left = plot.left() + column * digit
        height = max(share * plot.height(), _LEAST)
        bar = QRectF(left + column * _GAP / 2, plot.bottom() - height, column * (1 - _GAP), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if marked else theme.bar))
        radius = min(4.0, height / 2)
        painter.drawRoundedRect(bar, radius, radius)
        weight = QFont.Weight.Bold if marked or best else QFont.Weight.Normal
        painter.setFont(large(self.font(), 1.0, weight))
        painter.setPen(QColor(theme.text if marked or best else theme.muted))
        below = QRectF(left, plot.bottom() + 4, column, self.height() - plot.bottom() - 4)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
        if caption := self.bars.caption(digit):
            self._paint_caption(painter, bar, caption)

    def _paint_caption(self, painter: QPainter, bar: QRectF, caption: str) -> None:
        width = self.fontMetrics().horizontalAdvance(caption) + 16
        middle = min(max(bar.center().x(), width / 2), self.width() - width / 2)
        above = QRectF(middle - width / 2, 0, width, bar.top() - 3)
        place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(above, place, caption)
