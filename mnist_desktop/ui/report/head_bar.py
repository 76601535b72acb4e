"""The report's first line: which log, how much of it is shown, what is new, and Export."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

SOURCES = ("This computer’s journal", "Shared log")
_HINT = 200  # ms: what is quicker needs no hint
_ONLY_JOURNAL = "Only drawings in this computer’s journal can be exported"


class HeadBar(QWidget):
    """Knows no log: it shows what it is told."""

    source_chosen = Signal(int)
    """Another of :data:`SOURCES`."""
    refresh_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sources, self.words = QComboBox(), QLabel()
        self.refresh, self.export = QPushButton("Refresh"), QPushButton("Export…")
        self.sources.addItems(SOURCES)
        self.sources.setAccessibleName("Log")
        self.sources.activated.connect(self.source_chosen)
        self.refresh.setToolTip("Read the log again (F5)")
        self.refresh.clicked.connect(self.refresh_wanted)
        self.export.clicked.connect(self.export_wanted)
        self._hint, self._hint_words = QTimer(self), ""
        self._hint.setSingleShot(True)
        self._hint.setInterval(_HINT)
        self._hint.timeout.connect(lambda: self.words.setText(self._hint_words))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.sources)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.refresh)
        layout.addWidget(self.export)

    def expect(self, words: str) -> None:
        """Say that something is being done, if it takes long enough to be noticed."""
        self._hint_words = words
        self._hint.start()

    def say(self, words: str) -> None:
        """Show one line; nothing is being done any more."""
        self._hint.stop()
        self.words.setText(words)

    def show_news(self, words: str) -> None:
        """Offer to read what is new, such as ``17 new``; empty where nothing is."""
        self.refresh.setText(words or "Refresh")
        self.refresh.setObjectName("next" if words else "")
        self.refresh.style().polish(self.refresh)

    def allow_export(self, is_journal: bool, is_something: bool) -> None:
        """Whether there is something that can be exported."""
        self.export.setEnabled(is_journal and is_something)
        self.export.setToolTip("" if is_journal else _ONLY_JOURNAL)
