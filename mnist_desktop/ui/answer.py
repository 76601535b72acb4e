"""The answer, large: the digit, how likely it is, and how sure one may be."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnist_desktop.ui.accessible import announce
from mnist_desktop.ui.mood_mark import mood_colour, paint_mark
from mnist_desktop.ui.reading import NOTHING, Mood, Reading, waiting
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_DIGIT = 6.0  # times the application's font
_PHRASE = 2.6
_SHARE = 1.5
_MARK = 19.0


class AnswerView(QWidget):
    """Paints one :class:`~mnist_desktop.ui.reading.Reading`; never changes its size."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._reading = waiting(NOTHING)
        self.setAccessibleName("Answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def reading(self) -> Reading:
        """What is shown."""
        return self._reading

    def show_reading(self, reading: Reading) -> None:
        """Show another answer."""
        if reading != self._reading:
            self._reading = reading
            self.update()
            announce(self, reading.spoken)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def spoken(self) -> str:
        """The answer, as a screen reader says it."""
        return self._reading.spoken

    def sizeHint(self) -> QSize:
        """Room for the digit and two lines beside or below it."""
        metrics = QFontMetricsF(large(self.font(), _DIGIT, QFont.Weight.DemiBold))
        return QSize(230, round(metrics.capHeight() + self.fontMetrics().height() * 2.2 + 16))

    def minimumSizeHint(self) -> QSize:
        """The same height always: nothing jumps when the answer changes."""
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint headline, sign, share and words."""
        painter = QPainter(self)
        if self._reading.headline:
            self._paint_answer(painter)
        else:
            self._paint_waiting(painter)

    def _paint_waiting(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.muted))
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), place | Qt.TextFlag.TextWordWrap, self._reading.words)

    def _paint_answer(self, painter: QPainter) -> None:
        reading, theme = self._reading, self._theme
        line = self.fontMetrics().height() * 1.5
        split = self.height() - line
        painter.setPen(QColor(theme.text))
        painter.setFont(self._headline_font())
        upper = QRectF(0, 0, self.width(), split)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, place, reading.headline)
        if reading.mood is not Mood.REFUSED:
            self._paint_share(painter, upper)
        mark = QRectF(1, split + (line - _MARK) / 2, _MARK, _MARK)
        paint_mark(painter, reading.mood, mark, theme)
        painter.setFont(large(self.font(), 1.0, QFont.Weight.DemiBold))
        painter.setPen(QColor(mood_colour(reading.mood, theme)))
        painter.drawText(QRectF(_MARK + 9, split, self.width(), line), place, reading.words)

    def _paint_share(self, painter: QPainter, upper: QRectF) -> None:
        """The share stands right of the headline, on the headline's base line."""
        metrics = QFontMetricsF(painter.font())
        start = metrics.horizontalAdvance(self._reading.headline) + 14
        base = upper.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(large(self.font(), _SHARE))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(start, base - 100, 200, 100).bottomLeft(), self._reading.share)

    def _headline_font(self) -> QFont:
        times = _DIGIT if len(self._reading.headline) == 1 else _PHRASE
        return large(self.font(), times, QFont.Weight.DemiBold)
