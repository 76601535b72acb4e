"""The answer's side of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

GUTTER = 12
"""Pixels right of the side, where a scroll bar has room."""
_LOWEST = 300  # pixels: the least height


def side_of(panel: QWidget, banner: QWidget) -> QVBoxLayout:
    """The panel, which scrolls where the screen is too low for it, above the messages."""
    area = QScrollArea()
    area.setObjectName("side")
    area.setWidget(panel)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFixedWidth(panel.width() + GUTTER)
    area.setMinimumHeight(_LOWEST)
    banner.setFixedWidth(panel.width())
    side = QVBoxLayout()
    side.setSpacing(12)
    side.addWidget(area)
    side.addWidget(banner)
    return side
