"""How right the models were on what is shown, in cards below each other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mnist_desktop.journal.report.groups import By, Group
from mnist_desktop.journal.report.numbers import ModelNumbers, Numbers
from mnist_desktop.ui.report.accuracy_chart import AccuracyChart
from mnist_desktop.ui.report.card import Card
from mnist_desktop.ui.report.confusion_matrix import ConfusionMatrix
from mnist_desktop.ui.report.digit_chart import DigitChart
from mnist_desktop.ui.report.group_table import GroupTable
from mnist_desktop.ui.report.names import Names, model_name
from mnist_desktop.ui.report.reliability_diagram import ReliabilityDiagram
from mnist_desktop.ui.theme import Theme

_BYS = {"By session": By.SESSION, "By day": By.DATE, "By model": By.MODEL, "By device": By.DEVICE}


class NumbersPage(QScrollArea):
    """Accuracy of all models; confusion, calibration and digits of one; groups."""

    cell_chosen = Signal(str, int, int)
    """Show the drawings of a model's cell: model, label and answer, 10 is none."""
    group_chosen = Signal(object, object)
    """Show only a group: how it was grouped, and its key."""
    by_chosen = Signal()
    """Group by something else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._models: tuple[ModelNumbers, ...] = ()
        self.accuracy, self.confusion = AccuracyChart(theme), ConfusionMatrix(theme)
        self.reliability, self.digits = ReliabilityDiagram(theme), DigitChart(theme)
        self.groups, self.bys, self.models = GroupTable(), QComboBox(), QComboBox()
        self.bys.addItems(list(_BYS))
        self.bys.setAccessibleName("Grouped by")
        self.models.setAccessibleName("Model")
        self.models.setMinimumContentsLength(14)
        self._lay_out()
        self.bys.activated.connect(lambda _: self.by_chosen.emit())
        self.models.currentIndexChanged.connect(self._show_model)
        self.confusion.cell_chosen.connect(
            lambda row, column: self.cell_chosen.emit(self.models.currentData(), row, column)
        )
        self.groups.group_chosen.connect(lambda group: self.group_chosen.emit(self.by, group.key))

    @property
    def by(self) -> By:
        """What predictions are grouped by."""
        return _BYS[self.bys.currentText()]

    def show_numbers(self, numbers: Numbers) -> None:
        """Show other numbers; the model stays chosen where it is there."""
        self._models = numbers.models
        self.accuracy.show_models(numbers.models)
        chosen = self.models.currentData()
        self.models.blockSignals(True)
        self.models.clear()
        for model in numbers.models:
            self.models.addItem(model_name(model.model), model.model)
        self.models.setCurrentIndex(max(self.models.findData(chosen), 0))
        self.models.blockSignals(False)
        self._show_model()

    def show_groups(self, groups: tuple[Group, ...], names: Names) -> None:
        """Show other groups."""
        self.groups.groups.show_groups(groups, self.by, names)
        self.groups.fit()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for widget in (self.accuracy, self.confusion, self.reliability, self.digits):
            widget.set_theme(theme)

    def _show_model(self) -> None:
        place = self.models.currentIndex()
        if 0 <= place < len(self._models):
            model = self._models[place]
            self.confusion.show_counts(model.confusion)
            self.reliability.show_reliability(model.reliability)
            self.digits.show_digits(model.digits)

    def _lay_out(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(Card("What was drawn, what was answered", self.confusion, self.models), 1)
        pair.addWidget(Card("Confidence against accuracy", self.reliability), 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 10, 12, 0)
        column.setSpacing(12)
        column.addWidget(Card("How right each model was", self.accuracy))
        column.addLayout(pair)
        column.addWidget(Card("Digits", self.digits))
        column.addWidget(Card("Groups", self.groups, self.bys))
        column.addStretch(1)
        self.setWidget(inside)
