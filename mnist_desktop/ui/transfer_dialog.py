"""How an export or an import goes: a bar with Cancel, then what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mnist_desktop.ui.accessible import alert

_WIDTH = 440
_STEPS = 1000


class TransferDialog(QDialog):
    """Stands beside the window, which stays usable; closing it cancels what still runs."""

    cancelled = Signal()
    """The person does not want it any more."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self._folder: Path | None = None
        self._running = True
        self.words = QLabel("Starting…")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.show_folder = QPushButton("Show in folder")
        self.show_folder.hide()
        self.show_folder.clicked.connect(self._open_folder)
        self.end = QPushButton("Cancel")
        self.end.clicked.connect(self.close)
        self._lay_out()

    def show_progress(self, done: int, total: int) -> None:
        """So many drawings are done; a total of 0 is not known yet."""
        if not self._running:
            return
        self.bar.setRange(0, _STEPS if total else 0)
        self.bar.setValue(_STEPS * done // total if total else 0)
        of = f" of {total:,}" if total else ""
        self.words.setText(f"{done:,}{of} drawings")

    def show_end(self, words: str, folder: Path | None = None) -> None:
        """It is over; ``folder`` is where the outcome lies, if anywhere."""
        self._running = False
        self._folder = folder
        self.words.setText(words.replace("/", "/\u200b"))  # long paths may wrap
        self.bar.hide()
        self.show_folder.setVisible(folder is not None)
        self.end.setText("Close")
        self.end.setEnabled(True)
        self.end.setFocus()
        self.adjustSize()
        alert(self)

    def reject(self) -> None:
        """Escape is the same as closing."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs, and stay until it has ended."""
        if not self._running:
            event.accept()
            return
        self.end.setEnabled(False)
        self.words.setText("Cancelling…")
        self.cancelled.emit()
        event.ignore()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.show_folder)
        row.addWidget(self.end)
        layout.addLayout(row)

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
