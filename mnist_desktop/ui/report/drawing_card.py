"""Beside the table: the chosen drawing, and what every model said of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.bars import Bars
from mnist_desktop.ui.probability_chart import ProbabilityChart
from mnist_desktop.ui.raster_view import RasterView
from mnist_desktop.ui.reading import percent
from mnist_desktop.ui.report.answer_list import AnswerList
from mnist_desktop.ui.report.names import Names, label_name, model_name
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from mnist_desktop.journal.report.source import DrawingDetails

_WIDTH = 300
_CHART = 110


class DrawingCard(QFrame):
    """One drawing: its picture, label, time, and the answers; the chosen answer's ten shares."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(_WIDTH)
        self.title, self.words = QLabel(), QLabel()
        self.title.setFont(large(self.font(), 1.25))
        self.words.setObjectName("caption")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.picture, self.answers = RasterView(theme), AnswerList(theme)
        self.chart = ProbabilityChart(theme)
        self.chart.setFixedHeight(_CHART)
        self._row: ReportRow | None = None
        self._head = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.answers)
        layout.addWidget(self.chart)
        layout.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self._row = None
        self.title.setText("No drawing chosen")
        self.words.setText("Choose a line of the table to see what was drawn.")
        for widget in (self.picture, self.answers, self.chart):
            widget.hide()

    def show_row(self, row: ReportRow, answers: list[ReportRow], names: Names) -> None:
        """Show a prediction; its picture comes later by :meth:`show_details`."""
        same = self._row is not None and self._row.drawing == row.drawing
        self._row = row
        said = row.label is not None
        self.title.setText(f"Drawn: {label_name(row.label)}" if said else "Not labelled")
        self._head = (
            f"{row.drawn_at.astimezone():%Y-%m-%d %H:%M:%S}\n"
            f"Session {names.session(row.session)}, device {names.device(row.device)}"
        )
        self.answers.show_answers(answers, row.model)
        self.answers.show()
        if not same:
            self.words.setText(self._head)
            self.picture.show_raster(bytes(784))
            self.picture.show()
            self.chart.hide()

    def show_details(self, details: "DrawingDetails | None") -> None:
        """Show picture and probabilities; None where the drawing is gone by now."""
        if (row := self._row) is None:
            return
        if details is None:
            self.show_problem("This drawing is not in the log any more.")
            return
        source = f"\nFrom {details.source}" if details.source not in ("", "canvas") else ""
        self.words.setText(self._head + source)
        self.picture.setVisible(details.raster is not None)
        self.picture.show_raster(details.raster or bytes(784))
        shares = details.probabilities.get(row.model, ())
        self.chart.setVisible(len(shares) == 10)
        if len(shares) == 10:
            self.chart.show_bars(_bars(row, shares))

    def show_problem(self, words: str) -> None:
        """The picture cannot be had, and why."""
        self.words.setText(f"{self._head}\n{words}")
        self.picture.hide()
        self.chart.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for widget in (self.picture, self.answers, self.chart):
            widget.set_theme(theme)


def _bars(row: ReportRow, shares: tuple[float, ...]) -> Bars:
    marked = () if row.digit is None else (row.digit,)
    best = max(range(10), key=shares.__getitem__)
    spoken = f"{model_name(row.model)}: {best} at {percent(shares[best])}"
    return Bars(shares, marked, spoken)
