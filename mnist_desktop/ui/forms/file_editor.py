"""A field for the place of a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from mnist_desktop.settings.schema import About
from mnist_desktop.ui.forms.text_editor import TextEditor


class FileEditor(TextEditor):
    """A line with a button that asks for a file."""

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self._title = about.title
        self.browse = QPushButton("Choose…")
        self.browse.setAccessibleName(f"Choose the {about.title}")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self.ask)
        self.line.addWidget(self.browse)

    def ask(self) -> QFileDialog:
        """Ask for a file, beginning where the one that is named lies."""
        dialog = QFileDialog(self, f"Choose the {self._title}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        if self.value():
            dialog.setDirectory(str(Path(self.value()).parent))
        dialog.fileSelected.connect(self._take)
        dialog.open()
        return dialog

    def _take(self, path: str) -> None:
        self.show_value(path)
        self.edited.emit()
        self.left.emit()
