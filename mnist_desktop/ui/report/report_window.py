"""The report's window: connects what is asked for with what shows it."""

from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.filter import Filter, in_cell
from mnist_desktop.journal.report.groups import By, Group, Key
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.exporting import Exporting, Scope
from mnist_desktop.ui.journal_link import count_drawings
from mnist_desktop.ui.report.inquiry import Inquiry, Looked
from mnist_desktop.ui.report.logs import Shared, open_journal, open_shared
from mnist_desktop.ui.report.names import Names
from mnist_desktop.ui.report.news import News
from mnist_desktop.ui.report.place import answers_to
from mnist_desktop.ui.report.report_view import ReportView
from mnist_desktop.ui.report.within import within
from mnist_desktop.ui.theme import Theme
from mnist_desktop.ui.transfer import Transfer

_JOURNAL = 0  # its place among the sources
_STOP_WAIT = 10_000  # ms for an export that is called off
_STILL_EXPORTING = "An export is under way. Close the report again to call it off."


class ReportWindow(ReportView):
    """Filter, table and numbers of the journal or the shared log; separate from the drawing."""

    closed = Signal()
    """The window is closed; its threads may still be ending."""

    def __init__(
        self,
        journal: Path,
        shared: Shared,
        theme: Theme,
        settle: Callable[[], object] = lambda: None,
        saved: int = 0,
    ) -> None:
        """Opens with the journal.

        Args:
            journal: the file.
            shared: gives the shared log's server.
            theme: the colours.
            settle: waits until the last drawing is in the journal, before an export.
            saved: how many drawings this session has saved so far.
        """
        super().__init__(theme)
        self.setWindowTitle("Report")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._openers = (partial(open_journal, journal), partial(open_shared, shared))
        self._names: Names | None = None
        self._stay = False  # the next view is the same one, read anew
        self._act: Callable[[], object] = self.load  # what the message's button does
        self._was_told = False
        self.inquiry, self.news = Inquiry(self), News(self, saved)
        self.transfers = Transfer(self)
        self.exporting = Exporting(self, journal, self.transfers, settle)
        self._connect()
        self._connect_inquiry()
        self.load()

    def _connect(self) -> None:
        self.head.source_chosen.connect(self._change_log)
        self.head.refresh_wanted.connect(self.refresh)
        self.head.export_wanted.connect(self.export)
        for key, do in (("F5", self.refresh), ("Ctrl+E", self.export), ("Ctrl+W", self.close)):
            QShortcut(QKeySequence(key), self, do)
        self.message.acted.connect(lambda: self._act())
        self.filter.changed.connect(self._narrow)
        self.table.order_chosen.connect(self._sort)
        self.table.chosen.connect(self._show_drawing)
        self.table.copied.connect(self._tell_copied)
        self.numbers_opened.connect(self._count)
        self.numbers.by_chosen.connect(self._group)
        self.numbers.cell_chosen.connect(self._show_cell)
        self.numbers.group_chosen.connect(self._show_group)

    def _connect_inquiry(self) -> None:
        ask = self.inquiry
        ask.loaded.connect(self._take_log)
        ask.progress.connect(lambda count: self.head.expect(f"Reading… {count:,} predictions"))
        ask.failed.connect(self._show_trouble)
        ask.looked.connect(self._take_view)
        ask.counted.connect(self.numbers.show_numbers)
        ask.grouped.connect(self._show_groups)
        ask.changed.connect(self.news.note_changed)
        self.news.told.connect(self.head.show_news)
        self.news.wanted.connect(ask.look_for_news)

    # --- asking -----------------------------------------------------------------------------

    @property
    def is_journal(self) -> bool:
        """Whether the report is about this computer's journal."""
        return self.head.sources.currentIndex() == _JOURNAL

    def load(self) -> None:
        """Read the chosen log from its beginning."""
        self.head.expect("Reading…")
        self.news.begin(self.is_journal)
        self.inquiry.load(self._openers[self.head.sources.currentIndex()])

    def refresh(self) -> None:
        """Read the log again; place and selection stay."""
        self._stay = True
        self.load()

    def note_saved(self, saved: int) -> None:
        """The drawing window has saved so many drawings, or relabelled one."""
        self.news.note_saved(saved)
        facts = self.inquiry.facts
        if self.news.count and facts is not None and not len(facts):
            self.refresh()  # nothing is on the screen that could be lost

    def export(self) -> None:
        """Export the drawings that are shown, or everything."""
        view = self.inquiry.view
        if view is None or not self.head.export.isEnabled():
            return
        numbers = array("q", view.drawings().tobytes())
        words = f"The {count_drawings(len(numbers))} shown"
        self.exporting.ask([Scope(words, numbers), Scope("Everything in the journal", "all")])

    def _change_log(self) -> None:
        self._stay = False
        self.inquiry.drop()
        self.table.choose_nothing()
        self.head.say("")
        self.head.allow_export(self.is_journal, False)
        self.say("")
        self.load()

    def _narrow(self, wanted: Filter) -> None:
        self._look(wanted, self.inquiry.order)

    def _sort(self, column: Column, descending: bool) -> None:
        self._look(self.inquiry.wanted, (column, descending))

    def _look(self, wanted: Filter, order: tuple[Column, bool], stay: bool = False) -> None:
        self._stay = stay
        self.head.expect("Looking…")
        self.inquiry.look(wanted, order)

    def _count(self) -> None:
        if self.shows_numbers:
            self.inquiry.count()
            self._group()

    def _group(self) -> None:
        self.inquiry.group(self.numbers.by)

    def _show_cell(self, model: str, row: int, column: int) -> None:
        self.filter.show_filter(in_cell(self.inquiry.wanted, model, row, column))
        self.show_table()

    def _show_group(self, by: By, key: Key) -> None:
        self.filter.show_filter(*within(self.inquiry.wanted, by, key))
        self.show_table()

    # --- showing ----------------------------------------------------------------------------

    def _take_log(self, facts: Facts) -> None:
        self._names = Names(facts)
        self.filter.offer(facts, self._names)
        self.filter.setEnabled(len(facts) > 0)
        self._look(self.filter.wanted, self.inquiry.order, self._stay)

    def _take_view(self, looked: Looked) -> None:
        if self._names is None:
            return
        self.table.show_view(looked.view, self._names, self._stay)
        shown, total = len(looked.view), len(looked.view.facts)
        self.head.say(_shown(shown, total, looked.drawings))
        self.head.allow_export(self.is_journal, shown > 0)
        if shown:
            self.show_report()
        elif total:
            self._act = self.filter.clear.click
            self.say("Nothing matches", "No prediction is like that.", "Clear filter")
        else:
            self.say("Nothing drawn yet", "What you draw and put away appears here.")
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

    def _show_trouble(self, words: str) -> None:
        self.head.say("")
        self.head.allow_export(self.is_journal, False)
        self._act = self.load
        log = "journal" if self.is_journal else "shared log"
        self.say(f"The {log} cannot be read", words, "Try again")

    def _tell_copied(self, count: int, of: int) -> None:
        more = f" of {of:,}. Export has them all" if of > count else ""
        self.head.say(f"{count:,} {'line' if count == 1 else 'lines'} copied{more}")

    # --- leaving ----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask nothing any more; an export under way is called off only the second time."""
        if self.transfers.is_running and not self._was_told:
            self._was_told = True
            self.head.say(_STILL_EXPORTING)
            event.ignore()
            return
        self.news.stop()
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
