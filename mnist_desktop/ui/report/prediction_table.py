"""The table of predictions: as smooth at a million rows as at ten."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow, View
from mnist_desktop.ui.report.cells import CELLS, as_text
from mnist_desktop.ui.report.names import Names
from mnist_desktop.ui.report.place import places_of
from mnist_desktop.ui.report.prediction_model import PredictionModel
from mnist_desktop.ui.theme import Theme

COPIED = 10_000
"""Rows copied at most; more are exported."""
_KEPT = 500  # selected rows that are found again
_AIR = 10  # pixels above and below a line
_PAD = 26  # pixels beside a text: margins, and the arrow of the order
_SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class PredictionTable(QTableView):
    """Sorts by a click on a header, copies with Ctrl+C, tells which prediction is chosen."""

    chosen = Signal(object)
    """The :class:`ReportRow` that is current now; None for none."""
    order_chosen = Signal(object, bool)
    """Sort by this :class:`Column`, descending or not."""
    copied = Signal(int, int)
    """So many rows are on the clipboard, of so many selected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = PredictionModel(theme)
        self.setModel(self.rows)
        self.setObjectName("report")
        self.setAccessibleName("Predictions")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self._order = Column.DRAWN_AT, True
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    @property
    def current(self) -> ReportRow | None:
        """The prediction that is chosen."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def show_view(self, view: View, names: Names, stay: bool) -> None:
        """Show other predictions; what was selected stays selected where it is still shown.

        Args:
            view: the predictions.
            names: of its sessions and devices.
            stay: keep the place that was scrolled to, too.
        """
        selected, current, top = self._selected(_KEPT), self.current, self._top() if stay else None
        self.rows.show_view(view, names)
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        if current is not None and (places := places_of([current], view)):
            self.selectionModel().setCurrentIndex(self.rows.index(places[0], 0), flags)
        else:
            self.chosen.emit(None)
        self.selectionModel().select(self._ranges(places_of(selected, view)), _SELECT)
        if top is not None and (places := places_of([top], view)):
            self.verticalScrollBar().setValue(places[0])
        elif not stay:
            self.scrollToTop()

    def choose_nothing(self) -> None:
        """Nothing is current or selected: another log has other drawings of the same number."""
        self.selectionModel().clear()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.rows.set_theme(theme)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, a line each, under a line of titles."""
        names, rows = self.rows.names, self._selected(COPIED)
        if names is None or not rows:
            return
        titles = "\t".join(cells.title for cells in CELLS)
        lines = [titles, *(as_text(row, names) for row in rows)]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self.copied.emit(len(rows), sum(part.height() for part in self._parts()))

    def _selected(self, most: int) -> list[ReportRow]:
        """Selected rows from the top; Qt's own list would name a million."""
        found: list[ReportRow] = []
        for part in sorted(self._parts(), key=lambda each: each.top()):
            last = min(part.bottom(), part.top() + most - len(found) - 1)
            found += [self.rows.row(place) for place in range(part.top(), last + 1)]
        return found

    def _parts(self) -> list[QItemSelectionRange]:
        """Runs of selected rows."""
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def _ranges(self, places: list[int]) -> QItemSelection:
        selection = QItemSelection()
        for place in places:
            selection.select(self.rows.index(place, 0), self.rows.index(place, len(CELLS) - 1))
        return selection

    def _top(self) -> ReportRow | None:
        """The first row on the screen; none at the very top, where news are to be seen."""
        place = self.verticalScrollBar().value()
        return self.rows.row(place) if place else None

    def _set_up_headers(self) -> None:
        lines, titles, width = self.verticalHeader(), self.horizontalHeader(), self.fontMetrics()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(width.height() + _AIR)
        for place, cells in enumerate(CELLS):
            text = max(cells.widest, cells.title, key=width.horizontalAdvance)
            titles.resizeSection(place, width.horizontalAdvance(text) + _PAD)
        titles.setStretchLastSection(True)
        titles.setHighlightSections(False)
        titles.setSectionsClickable(True)
        titles.setSortIndicatorShown(True)
        titles.sectionClicked.connect(self._choose_order)
        self._show_order()

    def _choose_order(self, place: int) -> None:
        column, was = CELLS[place].column, self._order
        self._order = column, column is was[0] and not was[1]
        self._show_order()
        self.order_chosen.emit(*self._order)

    def _show_order(self) -> None:
        column, descending = self._order
        place = [cells.column for cells in CELLS].index(column)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(place, order)

    def _tell_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(now.row()) if now.isValid() else None)
