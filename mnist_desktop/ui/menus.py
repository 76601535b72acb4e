"""The menu bar."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

_MENUS: dict[str, tuple[str, ...]] = {
    "&File": ("open", "paste", "", "export", "import", "", "settings", "", "quit"),
    "&Edit": ("undo", "redo", "", "next", "clear"),
    "&Pen": ("pen", "thinner", "thicker", "", "eraser"),
    "&View": ("report", "", "theme_system", "theme_light", "theme_dark"),
}
_LABEL_MENU_BEFORE = "&View"


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction], labels: Sequence[QAction]) -> None:
    """Fill the bar; an empty name is a separator."""
    for title, names in _MENUS.items():
        if title == _LABEL_MENU_BEFORE:
            bar.addMenu("&Label").addActions(list(labels))
        menu = bar.addMenu(title)
        for name in names:
            if name:
                menu.addAction(actions[name])
            else:
                menu.addSeparator()
