"""One model's answer in one line; pressing it chooses the model."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from mnist_desktop.recognition.verdict import Prediction
from mnist_desktop.ui.mood_mark import paint_mark
from mnist_desktop.ui.reading import Mood, percent, read
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_PAD = 10
_MARK = 15.0
_DIGIT_AT, _SHARE_AT = 0.52, 0.62  # of the width


class ModelRow(QAbstractButton):
    """Name, digit, share and sign of one model, or why it is not there."""

    def __init__(self, model: str, name: str, theme: Theme) -> None:
        super().__init__()
        self.model = model
        self._theme = theme
        self._prediction: Prediction | None = None
        self._reason = ""
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setToolTip(f"Show what {name} says")

    @property
    def reason(self) -> str:
        """Why the model is not available; empty when it is."""
        return self._reason

    def show_prediction(self, prediction: Prediction | None) -> None:
        """Show the model's answer, or none."""
        if prediction != self._prediction:
            self._prediction = prediction
            self.update()

    def set_unavailable(self, reason: str) -> None:
        """Grey the row and tell why; an empty reason makes it available again."""
        self._reason = reason
        self._prediction = None
        self.setEnabled(not reason)
        self.setToolTip(reason or f"Show what {self.text()} says")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.update()

    def spoken(self) -> str:
        """The model's answer in words."""
        if self._reason:
            return f"not available: {self._reason}"
        return "no answer yet" if self._prediction is None else read(self._prediction).spoken

    def sizeHint(self) -> QSize:
        """One line with some air."""
        return QSize(300, self.fontMetrics().height() + 11)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        painter.setFont(large(self.font(), 1.0, weight))
        painter.setPen(QColor(self._theme.text if self.isEnabled() else self._theme.muted))
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._from(0.0), place, self.text())
        if self._reason:
            painter.drawText(self._from(_DIGIT_AT), place, "not available")
        elif self._prediction is not None and self._prediction.digit is not None:
            self._paint_prediction(painter, self._prediction, place)

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        lit = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = theme.chosen if self.isChecked() else theme.sunken if lit else theme.surface
        painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _paint_prediction(
        self, painter: QPainter, prediction: Prediction, place: Qt.AlignmentFlag
    ) -> None:
        reading = read(prediction)
        refused = reading.mood is Mood.REFUSED
        painter.drawText(self._from(_DIGIT_AT), place, "–" if refused else str(prediction.digit))
        share = "no digit" if refused else percent(prediction.confidence)
        painter.drawText(self._from(_SHARE_AT), place, share)
        left, top = self.width() - _PAD - _MARK, (self.height() - _MARK) / 2
        paint_mark(painter, reading.mood, QRectF(left, top, _MARK, _MARK), self._theme)

    def _from(self, share: float) -> QRectF:
        inner = self.width() - 2 * _PAD
        return QRectF(_PAD + inner * share, 0, inner * (1 - share), self.height())
