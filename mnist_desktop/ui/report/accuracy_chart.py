"""How right each model was: a dot, and Wilson's 95 % interval as a whisker."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.numbers import Latency, ModelNumbers
from mnist_desktop.ui.report.names import UNKNOWN, model_name
from mnist_desktop.ui.report.painted import Painted
from mnist_desktop.ui.theme import Theme

_AIR = 14  # pixels of a line beside its text
_DOT = 4.5
_CAP = 4.0
_TITLES = (
    "Model",
    "",
    "Right",
    "95 % interval",
    "Labelled",
    "Calibration error",
    "Median time",
    "95 % within",
    "Longest",
)
_WIDEST = ("Random Forest", "", "100.0 %", "100.0–100.0 %", "1,000,000", "", *("100.00 ms",) * 3)
_GAP = 18
_STEPS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)  # between ticks


class AccuracyChart(Painted):
    """A line for each model: whisker and figures, on one axis that shows the differences."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Accuracy by model")
        self._models: tuple[ModelNumbers, ...] = ()

    def show_models(self, models: tuple[ModelNumbers, ...]) -> None:
        """Show other numbers."""
        self._models = models
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """The chart in words."""
        return "; ".join(
            f"{model_name(model.model)}: right {share_text(model.accuracy.value)} "
            f"({interval_text(model.accuracy)}) of {model.accuracy.labelled:,}"
            for model in self._models
        )

    def sizeHint(self) -> QSize:
        """A line for each model, the titles and the axis."""
        return QSize(860, self._line * (len(self._models) + 2))

    def minimumSizeHint(self) -> QSize:
        """Narrower than this, figures would meet."""
        return QSize(720, self.sizeHint().height())

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + _AIR

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint titles, axis and lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        painter.setPen(QColor(self._theme.muted))
        self._paint_texts(painter, columns, 0, _TITLES)
        low, high, step = span_of([model.accuracy for model in self._models])
        axis = QRectF(columns[1].left(), self._line, columns[1].width(),
                      self._line * len(self._models))  # fmt: skip
        self._paint_axis(painter, axis, low, high, step)
        for place, model in enumerate(self._models):
            painter.setPen(QColor(self._theme.text))
            self._paint_texts(painter, columns, place + 1, _texts(model))
            self._paint_whisker(painter, axis, place, model.accuracy, (low, high))

    def _columns(self) -> list[QRectF]:
        """The columns' places; the chart takes what the texts leave."""
        widths = [
            max(self.fontMetrics().horizontalAdvance(text) for text in texts) + _GAP
            for texts in zip(_TITLES, _WIDEST, strict=True)
        ]
        names = [model_name(model.model) for model in self._models]
        widths[0] = max(
            [widths[0], *(self.fontMetrics().horizontalAdvance(n) + 2 * _GAP for n in names)]
        )
        widths[1] = max(120, self.width() - sum(widths) + widths[1])
        lefts = [sum(widths[:place]) for place in range(len(widths))]
        return [
            QRectF(left, 0, width - _GAP, self._line)
            for left, width in zip(lefts, widths, strict=True)
        ]

    def _paint_texts(
        self, painter: QPainter, columns: list[QRectF], line: int, texts: tuple[str, ...]
    ) -> None:
        for place, (column, text) in enumerate(zip(columns, texts, strict=True)):
            side = Qt.AlignmentFlag.AlignRight if place > 1 else Qt.AlignmentFlag.AlignLeft
            where = column.translated(0, line * self._line)
            painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_axis(
        self, painter: QPainter, axis: QRectF, low: float, high: float, step: float
    ) -> None:
        below = QRectF(axis.left() - 40, axis.bottom(), axis.width() + 80, self._line)
        for tick in range(round((high - low) / step) + 1):
            value = low + tick * step
            x = axis.left() + axis.width() * (value - low) / (high - low)
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.drawLine(QPointF(x, axis.top()), QPointF(x, axis.bottom()))
            painter.setPen(QColor(self._theme.muted))
            text = QRectF(x - 40, below.top(), 80, below.height())
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, f"{value * 100:g} %")

    def _paint_whisker(
        self,
        painter: QPainter,
        axis: QRectF,
        place: int,
        accuracy: Accuracy,
        span: tuple[float, float],
    ) -> None:
        value, interval = accuracy.value, accuracy.interval
        if value is None or interval is None:
            return
        y = axis.top() + (place + 0.5) * self._line
        scale = axis.width() / (span[1] - span[0])
        left, middle, right = (
            axis.left() + (share - span[0]) * scale for share in (interval[0], value, interval[1])
        )
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            painter.drawLine(QPointF(x, y - _CAP), QPointF(x, y + _CAP))
        painter.setPen(QPen(QColor(self._theme.surface), 1.5))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawEllipse(QPointF(middle, y), _DOT, _DOT)


def span_of(shares: list[Accuracy]) -> tuple[float, float, float]:
    """The axis that shows all intervals, and its step: five ticks or so between round shares."""
    intervals = [accuracy.interval for accuracy in shares if accuracy.interval is not None]
    low = min((each[0] for each in intervals), default=0.0)
    high = max((each[1] for each in intervals), default=1.0)
    step = next((step for step in _STEPS if (high - low) / step <= 5), _STEPS[-1])
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return first * step, max(last, first + 1) * step, step


def share_text(share: float | None) -> str:
    """A share as a person reads it."""
    return UNKNOWN if share is None else f"{share * 100:.1f} %"


def interval_text(accuracy: Accuracy) -> str:
    """Wilson's interval as a person reads it."""
    if accuracy.interval is None:
        return UNKNOWN
    low, high = accuracy.interval
    return f"{low * 100:.1f}–{high * 100:.1f} %"


def _texts(model: ModelNumbers) -> tuple[str, ...]:
    return (
        model_name(model.model),
        "",
        share_text(model.accuracy.value),
        interval_text(model.accuracy),
        f"{model.accuracy.labelled:,}",
        share_text(model.reliability.ece),
        *_times(model.latency),
    )


def _times(latency: Latency | None) -> tuple[str, str, str]:
    if latency is None:
        return UNKNOWN, UNKNOWN, UNKNOWN
    return _time(latency.median), _time(latency.p95), _time(latency.longest)


def _time(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms" if milliseconds < 100 else f"{milliseconds:,.0f} ms"
