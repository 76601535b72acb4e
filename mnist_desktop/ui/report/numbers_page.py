"""How right the models were on what is shown, in cards below each other."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from mnist_desktop.journal.report.numbers import Numbers
from mnist_desktop.ui.report.accuracy_chart import AccuracyChart
from mnist_desktop.ui.report.card import Card
from mnist_desktop.ui.theme import Theme


class NumbersPage(QScrollArea):
    """Accuracy, confusion, calibration, digits and groups."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.accuracy = AccuracyChart(theme)
        self._themed = (self.accuracy,)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addWidget(Card("Accuracy", self.accuracy))
        layout.addStretch(1)
        self.setWidget(inside)

    def show_numbers(self, numbers: Numbers) -> None:
        """Show other numbers."""
        self.accuracy.show_models(numbers.models)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for widget in self._themed:
            widget.set_theme(theme)
