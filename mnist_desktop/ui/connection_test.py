"""The button that tries the connection, and what came of it in plain words."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mnist_desktop.ui.accessible import alert
from mnist_desktop.ui.background import Background, Errand

MOST = 5000
"""Milliseconds until an answer that does not come is told as one."""
SILENT = (
    "There was no answer within 5 seconds. Check host, port and network, and whether the keychain "
    "waits to be unlocked."
)
_TEST, _CANCEL = "Test connection", "Cancel the test"

Prepare = Callable[[], Callable[[], str] | None]
"""Takes what is typed and gives the test of it, or None when a field must be mended first."""


class ConnectionTest(QWidget):
    """Tests off the window's thread; a test that is not wanted any more is let go."""

    ended = Signal()
    """There is a result."""

    def __init__(self, background: Background, prepare: Prepare) -> None:
        super().__init__()
        self._background = background
        self._prepare = prepare
        self._errand: Errand | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(lambda: self._show("problem", SILENT))
        self.button = QPushButton(_TEST)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.press)
        self.result = QLabel()
        self.result.setAccessibleName("Result of the test")
        self.result.setWordWrap(True)
        self.result.setTextFormat(Qt.TextFormat.PlainText)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.result.hide()
        self._lay_out()

    @property
    def is_running(self) -> bool:
        """Whether an answer is awaited."""
        return self._errand is not None

    def press(self) -> None:
        """Start a test, or call off the one that runs."""
        if self._errand is not None:
            self.stop()
            return
        work = self._prepare()
        if work is None:
            return
        self._say("caption", "Trying to connect…")
        self.button.setText(_CANCEL)
        self._clock.start(MOST)
        self._errand = self._background.start(
            work,
            lambda words: self._show("good", words),
            lambda words: self._show("problem", words),
        )

    def stop(self) -> None:
        """Let go of the test that runs, and of the result of one before."""
        self._let_go()
        self.result.hide()

    def _show(self, name: str, words: str) -> None:
        self._let_go()
        self._say(name, words)
        alert(self.result)
        self.ended.emit()

    def _let_go(self) -> None:
        self._clock.stop()
        if self._errand is not None:
            self._errand.drop()
        self._errand = None
        self.button.setText(_TEST)

    def _say(self, name: str, words: str) -> None:
        mark = {"good": "✓  ", "problem": "✗  "}.get(name, "")
        self.result.setObjectName(name)
        self.result.style().polish(self.result)  # the style sheet goes by name
        self.result.setText(mark + words.replace("/", "/\u200b"))  # long paths may wrap
        self.result.show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.result)
