"""Predictions by session, day, model or device: a group a row."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.groups import By, Group
from mnist_desktop.ui.report.accuracy_chart import interval_text, share_text
from mnist_desktop.ui.report.names import UNKNOWN, Names, model_name

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIXED = ("Drawings", "Predictions", "Labelled", "Right", "95 % interval")
_TITLES = {By.SESSION: "Session", By.DATE: "Day", By.MODEL: "Model", By.DEVICE: "Device"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GroupModel(QAbstractTableModel):
    """Counts and accuracy of all models together, then the accuracy of each."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: Sequence[Group] = ()
        self._by = By.SESSION
        self._names: Names | None = None
        self._models: list[str] = []

    def show_groups(self, groups: Sequence[Group], by: By, names: Names) -> None:
        """Show other groups; sessions and days from the newest."""
        self.beginResetModel()
        newest_first = by in (By.SESSION, By.DATE)
        self.groups = tuple(reversed(groups)) if newest_first else groups
        self._by, self._names = by, names
        several = by is not By.MODEL
        self._models = sorted({model for g in groups for model, _ in g.models}) if several else []
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many groups there are."""
        return 0 if parent.isValid() else len(self.groups)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """The key, the figures, and the models."""
        return 0 if parent.isValid() else 1 + len(_FIXED) + len(self._models)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and place of a cell."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(self.groups[index.row()])[index.column()]
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
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if role == Qt.ItemDataRole.DisplayRole:
            return [_TITLES[self._by], *_FIXED, *map(model_name, self._models)][section]
        return None

    def _texts(self, group: Group) -> list[str]:
        models: dict[str, Accuracy] = dict(group.models)
        shares = (models.get(model, Accuracy(0, 0)).value for model in self._models)
        return [
            self._key(group.key),
            f"{group.drawings:,}",
            f"{group.predictions:,}",
            f"{group.accuracy.labelled:,}",
            share_text(group.accuracy.value),
            interval_text(group.accuracy),
            *map(share_text, shares),
        ]

    def _key(self, key: UUID | date | str | None) -> str:
        if key is None or self._names is None:
            return UNKNOWN
        if isinstance(key, UUID):
            names = self._names
            return names.session(key) if self._by is By.SESSION else names.device(key)
        return key.isoformat() if isinstance(key, date) else model_name(key)
