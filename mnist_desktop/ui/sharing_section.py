"""What turning the shared log on means: what is sent, and whether from the beginning."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from mnist_desktop.ui.journal_link import count_drawings

SENT = """What is sent of each drawing:
 •  your strokes, and the 28×28 picture made from them
 •  what each model said, and how long it took
 •  the label that you gave it, also one that you give later
 •  the colours of pen and paper
 •  when you drew it, and in which session
 •  a random number that stands for this device, and the version of this app
 •  the name of the file, if you opened it from one
Nothing else is sent: not your name, and not the name of this computer."""
_INDENT = 24


class SharingSection(QWidget):
    """Stands below the box that turns the shared log on."""

    def __init__(self) -> None:
        super().__init__()
        self._was_on = self._is_wanted = False
        self._drawings = self._waiting = 0
        sent = QLabel(SENT)
        sent.setObjectName("caption")
        sent.setWordWrap(True)
        sent.setTextFormat(Qt.TextFormat.PlainText)
        self.everything = QCheckBox()
        self.left_over = QLabel()
        self.left_over.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INDENT, 0, 0, 0)
        column.setSpacing(10)
        for widget in (sent, self.everything, self.left_over):
            column.addWidget(widget)
        self._refresh()

    def show_state(self, on: bool, waiting: int) -> None:
        """Whether it is on now, and how much waits to be sent."""
        self._was_on, self._waiting = on, waiting
        self._refresh()

    def show_drawings(self, count: int) -> None:
        """How many drawings the journal holds."""
        self._drawings = count
        self._refresh()

    def show_wanted(self, on: bool) -> None:
        """Whether the person wants it on: ask what comes with a change."""
        self._is_wanted = on
        self._refresh()

    @property
    def wants_everything(self) -> bool:
        """Whether drawings made before are to be sent too."""
        return self._is_asked and self.everything.isChecked()

    @property
    def _is_asked(self) -> bool:
        return self._is_wanted and not self._was_on and bool(self._drawings)

    def _refresh(self) -> None:
        self.everything.setText(f"Also send {count_drawings(self._drawings)} made before")
        self.everything.setVisible(self._is_asked)
        self.left_over.setText(
            f"{self._waiting:,} drawings and labels that wait will not be sent; "
            "they stay in the journal."
        )
        turned_off = self._was_on and not self._is_wanted
        self.left_over.setVisible(turned_off and bool(self._waiting))
