"""Opening and pasting, and saving what the journal cannot take; done off the window's thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from mnist_desktop.ui.job import Jobs

_PIXELS = 20_000_000
_READABLE = (
    "Drawings and pictures (*.jsonl *.jsonl.gz *.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp)"
)
_ALL_SAVED = "Everything is saved by now."


class Files(QObject):
    """Asks for files and starts the jobs."""

    opened = Signal(object)
    """A :class:`~mnist_desktop.ui.opening.Batch` of drawings."""
    rescued = Signal(str)
    """One sentence on where the unsaved drawings are."""
    failed = Signal(str)
    """One sentence on what went wrong, with a remedy."""

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs

    def ask_open(self) -> None:
        """Ask for files to open."""
        dialog = self._dialog("Open drawings and pictures")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_READABLE, "All files (*)"])
        dialog.filesSelected.connect(lambda names: self.open_paths([Path(n) for n in names]))
        dialog.open()

    def ask_rescue(self, rescue: Callable[[Path], Path | None]) -> None:
        """Ask for the folder that ``rescue`` writes the unsaved drawings into."""
        dialog = self._dialog("Save unsaved drawings in")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.rescue_to(Path(chosen), rescue))
        dialog.open()

    def rescue_to(self, folder: Path, rescue: Callable[[Path], Path | None]) -> None:
        """Write the unsaved drawings into a folder."""

        def done(path: Path | None) -> None:
            self.rescued.emit(f"The unsaved drawings are in {path}." if path else _ALL_SAVED)

        self._jobs.start(lambda: rescue(folder), done, self.failed.emit)

    def open_paths(self, paths: list[Path]) -> None:
        """Open pictures and ink files."""

        def work() -> object:
            from mnist_desktop.ui.opening import open_files  # loads numpy and Pillow

            return open_files(paths)

        self._jobs.start(work, self.opened.emit, self.failed.emit)

    def paste(self) -> None:
        """Take the picture, or the files, that lie on the clipboard."""
        content = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in content.urls() if url.isLocalFile()]
        image = QImage() if files else QGuiApplication.clipboard().image()
        if files:
            self.open_paths(files)
        elif image.isNull():
            self.failed.emit("There is no picture on the clipboard. Copy one and paste again.")
        else:
            self._open_image(image)

    def _open_image(self, image: QImage) -> None:
        if image.width() * image.height() > _PIXELS:
            self.failed.emit(
                f"The picture is too large. Shrink it to at most {_PIXELS // 1_000_000} megapixels."
            )
            return

        def work() -> object:
            from mnist_desktop.ui.opening import open_pasted

            return open_pasted(_png(image))

        self._jobs.start(work, self.opened.emit, self.failed.emit)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(documents))
        return dialog


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt wants text
    return bytes(buffer.data().data())
