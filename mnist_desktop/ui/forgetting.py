"""A button that deletes every drawing for good, once the person has said so twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from mnist_desktop.ui.background import Background
from mnist_desktop.ui.journal_link import count_drawings

_WHAT = (
    "They go from this computer with their labels and predictions, with all backups and damaged "
    "journals, and with what still waits for the shared log. What the shared log has already stays "
    "there. This cannot be undone."
)


class Forgetting(QWidget):
    """Stands with the settings of the journal; takes effect at once, whatever OK and Cancel do."""

    def __init__(self, background: Background, forget: Callable[[], int]) -> None:
        """Offer it.

        Args:
            background: where the journal is waited for.
            forget: deletes everything and says how many drawings there were.
        """
        super().__init__()
        self._background = background
        self._forget = forget
        self._drawings = 0
        self.button = QPushButton("Delete all drawings…")
        self.button.setAutoDefault(False)
        self.note = QLabel()
        self.note.setObjectName("caption")
        self.note.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.note, 1)
        self.button.clicked.connect(self._ask)
        self.question: QMessageBox | None = None

    def show_drawings(self, count: int) -> None:
        """How many there are."""
        self._drawings = count

    def _ask(self) -> None:
        self.question = question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Warning)
        question.setWindowTitle("Delete all drawings")
        question.setText(f"Delete {count_drawings(self._drawings)} for good?")
        question.setInformativeText(_WHAT)
        delete = question.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(self._delete)
        question.open()

    def _delete(self) -> None:
        self.button.setEnabled(False)
        self.note.setText("Deleting…")
        self._background.start(self._forget, self._done, self._failed)

    def _done(self, count: int) -> None:
        self._drawings = 0
        self.button.setEnabled(True)
        self.note.setText(f"{count_drawings(count)} deleted.")

    def _failed(self, trouble: str) -> None:
        self.button.setEnabled(True)
        self.note.setText(trouble)
