"""The settings that belong together, on a card with a heading."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from mnist_desktop.settings.schema import ABOUT
from mnist_desktop.ui.forms.making import make_editor
from mnist_desktop.ui.forms.setting_row import SettingRow


class SettingGroup(QFrame):
    """A row for each setting that declares itself of this group."""

    edited = Signal()
    """The person changed a value."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(title)
        heading = QLabel(title)
        font = QFont(heading.font())
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 16)
        self._column.setSpacing(10)
        self._column.addWidget(heading)
        self.rows: dict[str, SettingRow] = {}
        for name, about in ABOUT.items():
            if about.group == title:
                self.rows[name] = SettingRow(about, make_editor(about))
                self.add(self.rows[name])

    def add(self, widget: QWidget, after: str = "") -> None:
        """Add a row, or what belongs to the group; at the end, or after a setting's row."""
        place = self._column.indexOf(self.rows[after]) + 1 if after else -1
        self._column.insertWidget(place, widget)
        if isinstance(widget, SettingRow):
            widget.edited.connect(self.edited)
