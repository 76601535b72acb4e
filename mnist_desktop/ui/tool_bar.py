"""The row of tools above the canvas."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from mnist_desktop.ui.icons import SIZE

_GROUPS = (
    ("undo", "redo", "clear"),
    ("pen", "eraser"),
    ("open", "paste"),
    ("report", "settings"),
)


class ToolBar(QToolBar):
    """Icons with their names beside them."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__("Tools")
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(QSize(SIZE, SIZE))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for index, group in enumerate(_GROUPS):
            if index:
                self.addSeparator()
            for name in group:
                self.addAction(actions[name])
                button = self.widgetForAction(actions[name])
                button.setAccessibleName(actions[name].text().replace("&", ""))
                if isinstance(button, QToolButton):
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pen = actions["pen"]

    @property
    def pen_button(self) -> QWidget:
        """Where the pen panel drops down from."""
        return self.widgetForAction(self._pen)
