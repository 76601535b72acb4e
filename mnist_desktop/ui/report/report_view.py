"""The report's widgets and where they stand; what they show is told from outside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from mnist_desktop.ui.report.drawing_card import DrawingCard
from mnist_desktop.ui.report.filter_bar import FilterBar
from mnist_desktop.ui.report.head_bar import HeadBar
from mnist_desktop.ui.report.message_page import MessagePage
from mnist_desktop.ui.report.numbers_page import NumbersPage
from mnist_desktop.ui.report.prediction_table import PredictionTable
from mnist_desktop.ui.report.report_style import sheet_of
from mnist_desktop.ui.theme import Theme

_SIZE = 1180, 820


class ReportView(QWidget):
    """Head and filter above; below, table and numbers on two tabs, or a message instead."""

    numbers_opened = Signal()
    """The numbers are on the screen now."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head, self.filter, self.message = HeadBar(), FilterBar(), MessagePage()
        self.table, self.card = PredictionTable(theme), DrawingCard(theme)
        self.numbers = NumbersPage(theme)
        self.tabs, self._pages = QTabWidget(), QStackedWidget()
        self.tabs.currentChanged.connect(self._tell_tab)
        self._lay_out()
        self.setStyleSheet(sheet_of(theme))

    @property
    def shows_numbers(self) -> bool:
        """Whether the numbers are on the screen."""
        return self._pages.currentWidget() is self.tabs and self.tabs.currentIndex() == 1

    @property
    def shows_message(self) -> bool:
        """Whether a message stands where table and numbers would be."""
        return self._pages.currentWidget() is self.message

    def show_report(self) -> None:
        """Show table and numbers."""
        self._pages.setCurrentWidget(self.tabs)

    def show_table(self) -> None:
        """Show the table rather than the numbers."""
        self.tabs.setCurrentIndex(0)
        self.table.setFocus()

    def say(self, headline: str, words: str = "", action: str = "") -> None:
        """Show a message instead of the report; its button tells ``message.acted``."""
        self.message.say(headline, words, action)
        self._pages.setCurrentWidget(self.message)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(sheet_of(theme))
        for widget in (self.table, self.card, self.numbers):
            widget.set_theme(theme)

    def _tell_tab(self) -> None:
        if self.shows_numbers:
            self.numbers_opened.emit()

    def _lay_out(self) -> None:
        predictions = QWidget()
        row = QHBoxLayout(predictions)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.table, 1)
        row.addWidget(self.card)
        self.tabs.addTab(predictions, "Predictions")
        self.tabs.addTab(self.numbers, "Numbers")
        self.tabs.setDocumentMode(True)
        self.message.say("")
        self._pages.addWidget(self.message)
        self._pages.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(self.filter)
        layout.addWidget(self._pages, 1)
        self.resize(*_SIZE)
        self.table.setFocus()
