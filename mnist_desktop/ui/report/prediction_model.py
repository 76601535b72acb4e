"""The table's content: rows are made when they are looked at."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from mnist_desktop.journal.report.facts import Outcome
from mnist_desktop.journal.report.view import ReportRow, View
from mnist_desktop.ui.report.cells import CELLS
from mnist_desktop.ui.report.names import Names
from mnist_desktop.ui.report.pages import Pages
from mnist_desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PredictionModel(QAbstractTableModel):
    """One prediction a row, one of :data:`~mnist_desktop.ui.report.cells.CELLS` a column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self.names: Names | None = None
        self.set_theme(theme)

    def show_view(self, view: View, names: Names) -> None:
        """Show other predictions, or the same in another order."""
        self.beginResetModel()
        self.pages, self.names = Pages(view), names
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours; the view repaints."""
        self._muted = QBrush(QColor(theme.muted))
        self._results = {
            Outcome.RIGHT: QBrush(QColor(theme.sure)),
            Outcome.WRONG: QBrush(QColor(theme.refused)),
        }

    def row(self, place: int) -> ReportRow:
        """The prediction in a row."""
        assert self.pages is not None  # noqa: S101  # a row was shown
        return self.pages.row(place)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many predictions are shown."""
        return 0 if parent.isValid() or self.pages is None else len(self.pages)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are kinds of cells."""
        return 0 if parent.isValid() else len(CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, place and colour of a cell."""
        if self.names is None or not index.isValid():
            return None
        cells = CELLS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cells.text(self.row(index.row()), self.names)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if cells.is_number else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole and cells.title == "Result":
            return self._results.get(self.row(index.row()).outcome, self._muted)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """A column's title."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return CELLS[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if CELLS[section].is_number else _LEFT
        return None
