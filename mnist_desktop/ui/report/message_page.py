"""What stands where the report would be: it is read, there is nothing, or it cannot be read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mnist_desktop.ui.accessible import alert
from mnist_desktop.ui.style import large

_WIDTH = 460


class MessagePage(QWidget):
    """A headline, some words, and a button where something can be done."""

    acted = Signal()
    """The button was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.headline, self.words, self.button = QLabel(), QLabel(), QPushButton()
        self.headline.setFont(large(self.font(), 1.4))
        self.headline.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setObjectName("caption")
        self.words.setWordWrap(True)
        self.words.setFixedWidth(_WIDTH)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button.clicked.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        for widget in (self.headline, self.words, self.button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, headline: str, words: str = "", action: str = "") -> None:
        """Show another message; without ``action`` there is no button."""
        self.headline.setText(headline)
        self.words.setText(words.replace("/", "/\u200b"))  # long paths may wrap
        self.words.setVisible(bool(words))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        if action:
            alert(self)
