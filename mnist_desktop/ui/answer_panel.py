"""The right side of the window: the chosen model's answer, and every model's."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mnist_desktop.ui.answer import AnswerView
from mnist_desktop.ui.bars import Bars
from mnist_desktop.ui.model_panel import ModelPanel
from mnist_desktop.ui.probability_chart import ProbabilityChart
from mnist_desktop.ui.raster_view import RasterView
from mnist_desktop.ui.reading import LOADING, NO_MODEL, NOTHING, read, waiting
from mnist_desktop.ui.theme import Theme
from mnist_desktop.ui.worker import Answer

_WIDTH = 400
_BLANK = bytes(28 * 28)


class AnswerPanel(QWidget):
    """Shows one :class:`~mnist_desktop.ui.worker.Answer` in all its parts."""

    answer_shown = Signal(int)
    """The bars on the screen are those of the answer to the question of this number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.answer = AnswerView(theme)
        self.chart = ProbabilityChart(theme)
        self.raster = RasterView(theme)
        self.models = ModelPanel(theme)
        self._answer: Answer | None = None
        self._loading = True
        self._expecting = False
        self._unpainted: int | None = None  # number of an answer whose bars wait to be painted
        self.chart.painted.connect(self._report_shown)
        self.models.chosen.connect(lambda _model: self._refresh())
        self.setFixedWidth(_WIDTH)
        self.resize(_WIDTH, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._selector())
        layout.addWidget(self._answer_card(), 1)
        layout.addWidget(self._models_card())

    def show_answer(self, answer: Answer | None) -> None:
        """Show an answer, or that there is none (yet)."""
        self._answer = answer
        self._unpainted = None
        self._refresh()
        if answer is not None:
            self._unpainted = answer.number
            self.chart.update()

    def expect(self, something: bool) -> None:
        """Whether there is something on the canvas, and so an answer to come."""
        if something != self._expecting:
            self._expecting = something
            self._refresh()

    def models_loaded(self, unavailable: Mapping[str, str]) -> None:
        """The models are there, but for these, each with its reason."""
        self._loading = False
        self.models.set_unavailable(unavailable)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for part in (self.answer, self.chart, self.raster, self.models):
            part.set_theme(theme)

    def _refresh(self) -> None:
        predictions = {} if self._answer is None else self._answer.predictions
        chosen = predictions.get(self.models.model)
        self.models.show_predictions(predictions)
        self.chart.show_bars(Bars() if chosen is None else Bars.of(chosen))
        self.raster.show_raster(_BLANK if self._answer is None else self._answer.raster)
        self.answer.show_reading(waiting(self._words()) if chosen is None else read(chosen))

    def _words(self) -> str:
        """Why there is no answer."""
        if self._answer is None:
            awaited = LOADING if self._loading and self._expecting else NOTHING
            return NO_MODEL if self.models.is_empty else awaited
        return self._answer.problem or NO_MODEL

    def _report_shown(self) -> None:
        if self._unpainted is not None:
            number, self._unpainted = self._unpainted, None
            self.answer_shown.emit(number)

    def _selector(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(_caption("Model", self.models.selector))
        row.addWidget(self.models.selector, 1)
        return row

    def _answer_card(self) -> QFrame:
        card, layout = _card(18, 16)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.answer, 1)
        seen = QVBoxLayout()
        seen.setSpacing(5)
        seen.addWidget(self.raster, 0, Qt.AlignmentFlag.AlignHCenter)
        seen.addWidget(_caption("What the model sees", None), 0, Qt.AlignmentFlag.AlignHCenter)
        seen.addStretch(1)
        top.addLayout(seen)
        layout.addLayout(top)
        layout.addSpacing(6)
        layout.addWidget(self.chart, 1)
        return card

    def _models_card(self) -> QFrame:
        card, layout = _card(8, 8)
        layout.addWidget(self.models)
        return card


def _card(horizontal: int, vertical: int) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(horizontal, vertical, horizontal, vertical)
    return card, layout


def _caption(text: str, buddy: QWidget | None) -> QLabel:
    caption = QLabel(text)
    caption.setObjectName("caption")
    if buddy is not None:
        caption.setBuddy(buddy)
    return caption
