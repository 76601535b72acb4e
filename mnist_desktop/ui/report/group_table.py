"""The table of groups: a double click or Enter narrows the report to one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mnist_desktop.ui.report.group_model import GroupModel

_AIR = 10  # pixels of a line beside its text
_LINES = 9
_WIDEST = "2026-08-28 20:00"
_PAD = 28


class GroupTable(QTableView):
    """As many lines on the screen as fit; the rest is scrolled to."""

    group_chosen = Signal(object)
    """The :class:`~mnist_desktop.journal.report.groups.Group` to narrow to."""

    def __init__(self) -> None:
        super().__init__()
        self.groups = GroupModel()
        self.setModel(self.groups)
        self.setObjectName("report")
        self.setAccessibleName("Groups")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        line = self.fontMetrics().height() + _AIR
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setFixedHeight(line * (_LINES + 1) + 2 * _AIR)
        self.setToolTip("A double click shows only these predictions")
        self.doubleClicked.connect(self._choose)

    def fit(self) -> None:
        """Give the keys the room that they need, and share the rest; for other columns."""
        titles = self.horizontalHeader()
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        titles.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        titles.resizeSection(0, self.fontMetrics().horizontalAdvance(_WIDEST) + _PAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter narrows to the group that is current."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.group_chosen.emit(self.groups.groups[index.row()])
