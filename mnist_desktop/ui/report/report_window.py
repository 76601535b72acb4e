"""The report's window: connects what is asked for with what shows it."""

from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.filter import EVERYTHING, Filter, in_cell
from mnist_desktop.journal.report.groups import By, Group, Key
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.exporting import Exporting, Scope
from mnist_desktop.ui.journal_link import count_drawings
from mnist_desktop.ui.report.drawing_card import DrawingCard
from mnist_desktop.ui.report.filter_bar import FilterBar
from mnist_desktop.ui.report.head_bar import HeadBar
from mnist_desktop.ui.report.inquiry import Inquiry, Looked
from mnist_desktop.ui.report.logs import Shared, open_journal, open_shared
from mnist_desktop.ui.report.message_page import MessagePage
from mnist_desktop.ui.report.names import Names
from mnist_desktop.ui.report.numbers_page import NumbersPage
from mnist_desktop.ui.report.place import answers_to
from mnist_desktop.ui.report.prediction_table import PredictionTable
from mnist_desktop.ui.report.within import within
from mnist_desktop.ui.theme import Theme
from mnist_desktop.ui.transfer import Transfer

_JOURNAL, _SHARED = range(2)
_ASK_AGAIN = 20_000  # ms between looks whether others added something
_STOP_WAIT = 10_000  # ms for an export that is called off


class ReportWindow(QWidget):
    """Filter, table and numbers of the journal or the shared log; separate from the drawing."""

    closed = Signal()
    """The window is closed; its threads may still be ending."""

    def __init__(
        self, journal: Path, shared: Shared, theme: Theme, settle: Callable[[], object]
    ) -> None:
        """Opens with the journal.

        Args:
            journal: the file.
            shared: gives the shared log's server.
            theme: the colours.
            settle: waits until the last drawing is in the journal, before an export.
        """
        super().__init__()
        self.setWindowTitle("Report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1180, 800)
        self._openers = (partial(open_journal, journal), partial(open_shared, shared))
        self._names: Names | None = None
        self._stay = False
        self._was_told = False
        self.inquiry = Inquiry(self)
        self.head, self.filter, self.message = HeadBar(), FilterBar(), MessagePage()
        self.table, self.card = PredictionTable(theme), DrawingCard(theme)
        self.numbers = NumbersPage(theme)
        self.transfers = Transfer(self)
        self.exporting = Exporting(self, journal, self.transfers, settle)
        self.tabs, self._pages = QTabWidget(), QStackedWidget()
        self._clock = QTimer(self)
        self._lay_out()
        self._connect()
        self.load()

    # --- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        predictions = QWidget()
        row = QHBoxLayout(predictions)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.table, 1)
        row.addWidget(self.card)
        self.tabs.addTab(predictions, "Predictions")
        self.tabs.addTab(self.numbers, "Numbers")
        self._pages.addWidget(self.tabs)
        self._pages.addWidget(self.message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        for widget in (self.head, self.filter):
            layout.addWidget(widget)
        layout.addWidget(self._pages, 1)
        self.table.setFocus()

    def _connect(self) -> None:
        self.head.source_chosen.connect(self._change_log)
        self.head.refresh_wanted.connect(self.refresh)
        self.head.export_wanted.connect(self.export)
        QShortcut(QKeySequence("F5"), self, self.refresh)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        self.message.acted.connect(self._act)
        self.filter.changed.connect(self._narrow)
        self.table.order_chosen.connect(self._sort)
        self.table.chosen.connect(self._show_drawing)
        self.table.copied.connect(self._tell_copied)
        self.tabs.currentChanged.connect(self._count)
        self.numbers.by_chosen.connect(self._group)
        self.numbers.cell_chosen.connect(self._show_cell)
        self.numbers.group_chosen.connect(self._show_group)
        ask = self.inquiry
        ask.loaded.connect(self._take_log)
        ask.progress.connect(self._show_progress)
        ask.failed.connect(self._show_trouble)
        ask.looked.connect(self._take_view)
        ask.counted.connect(self.numbers.show_numbers)
        ask.grouped.connect(self._show_groups)
        ask.changed.connect(lambda: self.head.show_news("Refresh: changed"))
        self._clock.timeout.connect(ask.look_for_news)
        self._clock.start(_ASK_AGAIN)

    # --- asking -----------------------------------------------------------------------------

    @property
    def is_journal(self) -> bool:
        """Whether the report is about this computer's journal."""
        return self.head.sources.currentIndex() == _JOURNAL

    def load(self) -> None:
        """Read the chosen log from its beginning."""
        self.head.expect("Reading…")
        self.inquiry.load(self._openers[self.head.sources.currentIndex()])

    def refresh(self) -> None:
        """Read the log again; place and selection stay."""
        self._stay = True
        self.head.show_news("")
        self.load()

    def export(self) -> None:
        """Export the drawings that are shown, or everything."""
        view = self.inquiry.view
        if view is None or not self.head.export.isEnabled():
            return
        numbers = array("q", view.drawings().tobytes())
        words = f"The {count_drawings(len(numbers))} shown"
        self.exporting.ask([Scope(words, numbers), Scope("Everything in the journal", "all")])

    def note_saved(self, new: int) -> None:
        """So many drawings came into the journal since it was read."""

    def _change_log(self) -> None:
        self._stay = False
        self.load()

    def _narrow(self, wanted: Filter) -> None:
        self._stay = False
        self._look(wanted, self.inquiry.order)

    def _sort(self, column: Column, descending: bool) -> None:
        self._stay = False
        self._look(self.inquiry.wanted, (column, descending))

    def _look(self, wanted: Filter, order: tuple[Column, bool]) -> None:
        self.head.expect("Looking…")
        self.inquiry.look(wanted, order)

    def _count(self) -> None:
        if self.tabs.currentWidget() is self.numbers:
            self.inquiry.count()
            self._group()

    def _group(self) -> None:
        self.inquiry.group(self.numbers.by)

    def _show_cell(self, model: str, row: int, column: int) -> None:
        self.filter.show_filter(in_cell(self.inquiry.wanted, model, row, column))
        self.tabs.setCurrentIndex(0)

    def _show_group(self, by: By, key: Key) -> None:
        self.filter.show_filter(*within(self.inquiry.wanted, by, key))
        self.tabs.setCurrentIndex(0)

    # --- showing ----------------------------------------------------------------------------

    def _take_log(self, facts: Facts) -> None:
        self._names = Names(facts)
        self.filter.offer(facts, self._names)
        self.filter.setEnabled(bool(len(facts)))
        self._look(self.filter.wanted, self.inquiry.order)

    def _take_view(self, looked: Looked) -> None:
        assert self._names is not None  # noqa: S101  # a log was read
        self.table.show_view(looked.view, self._names, self._stay)
        shown, total = len(looked.view), len(looked.view.facts)
        self.head.say(_shown(shown, total, looked.drawings))
        self.head.allow_export(self.is_journal, shown > 0)
        if shown:
            self._pages.setCurrentWidget(self.tabs)
        elif total:
            self._say("Nothing matches", "No prediction is like that.", "Clear filter")
        else:
            self._say("Nothing drawn yet", "What you draw and put away appears here.")
        self._count()

    def _show_drawing(self, row: ReportRow | None) -> None:
        facts = self.inquiry.facts
        if row is None or facts is None or self._names is None:
            self.card.show_nothing()
            return
        answers = answers_to(row, facts)
        self.card.show_row(row, answers.page(0, len(answers)), self._names)
        self.inquiry.describe(row.drawing, self.card.show_details, self.card.show_problem)

    def _show_groups(self, groups: tuple[Group, ...]) -> None:
        if self._names is not None:
            self.numbers.show_groups(groups, self._names)

    def _show_progress(self, count: int) -> None:
        self.head.expect(f"Reading… {count:,} predictions")

    def _show_trouble(self, words: str) -> None:
        self.head.say("")
        self._say("The log cannot be read", words, "Try again")

    def _say(self, headline: str, words: str, action: str = "") -> None:
        self.message.say(headline, words, action)
        self._pages.setCurrentWidget(self.message)

    def _act(self) -> None:
        """The button of a message: nothing matches, or the log could not be read."""
        if self.inquiry.wanted != EVERYTHING:
            self.filter.clear.click()
        self.load()

    def _tell_copied(self, count: int, of: int) -> None:
        more = f" of {of:,}: export them to have all" if of > count else ""
        self.head.say(f"{count:,} lines copied{more}")

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for widget in (self.table, self.card, self.numbers):
            widget.set_theme(theme)

    # --- leaving ----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask nothing any more; an export under way is called off only the second time."""
        if self.transfers.is_running and not self._was_told:
            self._was_told = True
            self.head.say("An export is under way. Close again to call it off.")
            event.ignore()
            return
        self._clock.stop()
        self.transfers.stop(_STOP_WAIT)
        self.inquiry.close()
        event.accept()
        self.closed.emit()


def _shown(shown: int, total: int, drawings: int) -> str:
    """How much of the log is shown."""
    if not total:
        return ""
    of = f"{shown:,}" if shown == total else f"{shown:,} of {total:,}"
    return f"{of} {'prediction' if total == 1 else 'predictions'} · {count_drawings(drawings)}"
