"""Every model's answer to one drawing, a line each."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent

from mnist_desktop.journal.report.facts import Verdict
from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.model_panel import MODELS
from mnist_desktop.ui.mood_mark import paint_mark
from mnist_desktop.ui.reading import Mood, percent
from mnist_desktop.ui.report.names import UNKNOWN, VERDICTS, model_name
from mnist_desktop.ui.report.painted import Painted
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

_MOODS = {
    Verdict.SURE: Mood.SURE,
    Verdict.UNSURE: Mood.UNSURE,
    Verdict.NOT_A_DIGIT: Mood.REFUSED,
}
_PAD = 8
_AIR = 9  # pixels of a line beside its text
_MARK = 14.0
_DIGIT_AT, _SHARE_AT = 0.56, 0.66  # of the width


class AnswerList(Painted):
    """Model, digit, share and sign; the chosen model's line is marked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "What each model said")
        self._answers: list[ReportRow] = []
        self._chosen = ""

    def show_answers(self, answers: list[ReportRow], chosen: str) -> None:
        """Show other answers, in the models' usual order."""
        order = list(MODELS)
        self._answers = sorted(
            answers, key=lambda row: order.index(row.model) if row.model in order else len(order)
        )
        self._chosen = chosen
        self.updateGeometry()
        self.update()

    def spoken(self) -> str:
        """The list in words."""
        return "; ".join(
            f"{model_name(row.model)}: {_digit(row)}, {_share(row)}, {VERDICTS[row.verdict]}"
            for row in self._answers
        )

    def sizeHint(self) -> QSize:
        """A line for each answer."""
        return QSize(240, self._line * len(self._answers))

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(160, self._line * len(self._answers))

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + _AIR

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, row in enumerate(self._answers):
            self._paint_line(painter, row, QRectF(0, place * self._line, self.width(), self._line))

    def _paint_line(self, painter: QPainter, row: ReportRow, where: QRectF) -> None:
        chosen, theme = row.model == self._chosen, self._theme
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.chosen))
            painter.drawRoundedRect(where, 5, 5)
        weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
        painter.setFont(large(self.font(), 1.0, weight))
        painter.setPen(QColor(theme.text))
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for share, text in ((0.0, model_name(row.model)), (_DIGIT_AT, _digit(row)),
                            (_SHARE_AT, _share(row))):  # fmt: skip
            left = _PAD + (where.width() - 2 * _PAD) * share
            painter.drawText(where.adjusted(left, 0, -_PAD, 0), place, text)
        at = QRectF(where.right() - _PAD - _MARK, where.center().y() - _MARK / 2, _MARK, _MARK)
        paint_mark(painter, _MOODS.get(row.verdict, Mood.NONE), at, theme)


def _digit(row: ReportRow) -> str:
    return UNKNOWN if row.digit is None else str(row.digit)


def _share(row: ReportRow) -> str:
    return "" if row.confidence is None else percent(row.confidence)
