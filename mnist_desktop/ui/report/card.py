"""A frame with a title, and something below it."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mnist_desktop.ui.style import large


class Card(QFrame):
    """A titled part of a page; ``corner`` stands right of the title."""

    def __init__(self, title: str, content: QWidget, corner: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("card")
        heading = QLabel(title)
        heading.setFont(large(self.font(), 1.1, QFont.Weight.DemiBold))
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        if corner is not None:
            head.addWidget(corner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(content, 1)
