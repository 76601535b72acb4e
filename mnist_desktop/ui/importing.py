"""Importing ink files: ask which, read them off the window's thread, tell the end."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mnist_desktop.ui.journal_link import JournalLink, count_drawings
from mnist_desktop.ui.transfer import Cancelled, Outcome, Progress, Transfer
from mnist_desktop.ui.transfer_dialog import TransferDialog

_INK = "Exported or collected ink (*.jsonl *.jsonl.gz)"


class Importing(QObject):
    """Imports ink files for a window, through the journal's one writer."""

    def __init__(self, window: QWidget, journal: JournalLink, transfer: Transfer) -> None:
        super().__init__(window)
        self._window = window
        self._journal = journal
        self._transfer = transfer

    def ask(self) -> QFileDialog:
        """Ask for a file, then import it."""
        dialog = QFileDialog(self._window, "Import ink into the journal")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_INK, "All files (*)"])
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(documents))
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        dialog.open()
        return dialog

    def read(self, path: Path) -> TransferDialog:
        """Import one file; a dialog tells how it goes and has a Cancel."""

        def work(progress: Progress, cancelled: Cancelled) -> Outcome:
            from mnist_desktop.journal.importing import import_file  # loads SQLite

            done = import_file(
                path, lambda task: self._journal.run(task).result(), progress, cancelled
            )
            known = f" {count_drawings(done.known)} had been there already." if done.known else ""
            return Outcome(f"{count_drawings(done.drawings)} imported from {path}.{known}")

        return self._transfer.start("Importing drawings", work)
