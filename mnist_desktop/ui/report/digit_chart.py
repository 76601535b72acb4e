"""Per digit: how often it was drawn, and how many of those were answered right."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent

from mnist_desktop.journal.report.numbers import DigitNumbers
from mnist_desktop.ui.report.accuracy_chart import share_text
from mnist_desktop.ui.report.confusion_matrix import short_count
from mnist_desktop.ui.report.painted import Painted
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_PLOT = 110  # pixels of the highest bar
_LEFT = 130  # pixels for the lines' titles
_SQUARE = 10.0
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_AIR = 5  # pixels of a line beside its text
_LINES = ("Digit", "Drawn", "Answered", "Found", "Answers right")
_HINTS = "Found: the share of those drawn that were answered so. Answers right: the share of those \
answered so that were drawn so."


class DigitChart(Painted):
    """A pair of bars for each digit, and its figures below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Digits")
        self._digits: Sequence[DigitNumbers] = ()
        self.setToolTip(_HINTS)

    def show_digits(self, digits: Sequence[DigitNumbers]) -> None:
        """Show other numbers."""
        self._digits = digits
        self.update()

    def spoken(self) -> str:
        """The chart in words."""
        return "; ".join(
            f"{each.digit}: drawn {each.drawn:,}, found {share_text(each.recall)}, "
            f"answers right {share_text(each.precision)}"
            for each in self._digits
        )

    def sizeHint(self) -> QSize:
        """Bars above five lines of text."""
        return QSize(720, _PLOT + self._line * len(_LINES) + 4)

    def minimumSizeHint(self) -> QSize:
        """Figures would meet in less."""
        return QSize(680, self.sizeHint().height())

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + _AIR

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(_LEFT, _PLOT, self.width() - _LEFT, 1), QColor(self._theme.border))
        painter.setPen(QColor(self._theme.muted))
        self._paint_key(painter)
        for line, title in enumerate(_LINES):
            where = QRectF(0, _PLOT + 4 + line * self._line, _LEFT, self._line)
            painter.drawText(where, _MIDDLE, title)
        most = max((max(each.drawn, each.predicted) for each in self._digits), default=0)
        width = (self.width() - _LEFT) / 10
        for each in self._digits:
            column = QRectF(_LEFT + each.digit * width, 0, width, self.height())
            self._paint_bars(painter, each, column, most or 1)
            self._paint_figures(painter, each, column)

    def _paint_key(self, painter: QPainter) -> None:
        keys = (("Drawn", self._theme.bar), ("Answered right", self._theme.accent))
        for line, (text, colour) in enumerate(keys):
            where = QRectF(0, line * self._line, _LEFT, self._line)
            square = QRectF(0, 0, _SQUARE, _SQUARE)
            square.moveCenter(where.center())
            square.moveLeft(0)
            painter.fillRect(square, QColor(colour))
            painter.drawText(where.adjusted(_SQUARE + 7, 0, 0, 0), _MIDDLE, text)

    def _paint_bars(self, painter: QPainter, each: DigitNumbers, column: QRectF, most: int) -> None:
        width = column.width() * 0.28
        bars = ((each.drawn, self._theme.bar), (each.right, self._theme.accent))
        for place, (count, colour) in enumerate(bars):
            height = (_PLOT - 8) * count / most
            left = column.center().x() + (place - 1) * (width + 2)
            painter.fillRect(QRectF(left, _PLOT - height, width, height), QColor(colour))

    def _paint_figures(self, painter: QPainter, each: DigitNumbers, column: QRectF) -> None:
        texts = (
            str(each.digit),
            short_count(each.drawn),
            short_count(each.predicted),
            share_text(each.recall),
            share_text(each.precision),
        )
        for line, text in enumerate(texts):
            weight = QFont.Weight.Normal if line else QFont.Weight.Bold
            painter.setFont(large(self.font(), 1.0, weight))
            painter.setPen(QColor(self._theme.text))
            where = QRectF(column.left(), _PLOT + 4 + line * self._line, column.width(), self._line)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, text)
