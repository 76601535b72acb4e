"""How the shared log goes, in full: what waits, why, what was refused, and another try."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from mnist_desktop.ui.sharing_link import Sharing

_WIDTH, _LIST_HEIGHT = 480, 130
_REFUSED = "Refused by the server, kept in the journal:"


class SharingDialog(QDialog):
    """Stands beside the window and follows what happens."""

    retry_wanted = Signal()
    """Try again what was set aside."""
    settings_wanted = Signal()
    """The connection is to be changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shared log")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self.words, self.trouble = _label("words"), _label("problem")
        self._caption = QLabel(_REFUSED)
        self._caption.setObjectName("caption")
        self.reasons = QListWidget()
        self.reasons.setAccessibleName("Reasons")
        self.reasons.setWordWrap(True)
        self.reasons.setFixedHeight(_LIST_HEIGHT)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.retry = buttons.addButton("Try again", role)
        self.retry.clicked.connect(self.retry_wanted)
        settings = buttons.addButton("Settings…", role)
        settings.clicked.connect(self.settings_wanted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (self.words, self.trouble, self._caption, self.reasons, buttons):
            layout.addWidget(widget)

    def show_state(self, sharing: Sharing) -> None:
        """What waits, and why."""
        if not sharing.on:
            self.words.setText("The shared log is off.")
        else:
            self.words.setText(_told(sharing))
        self.trouble.setText(sharing.trouble)
        self.trouble.setVisible(bool(sharing.trouble))
        self.retry.setEnabled(bool(sharing.set_aside or sharing.trouble))
        if not sharing.set_aside:
            self.show_reasons([])

    def show_reasons(self, reasons: Sequence[tuple[str, int]]) -> None:
        """Why drawings and labels were refused, and how many for each reason."""
        self.reasons.clear()
        self.reasons.addItems([f"{count:,} × {reason}" for reason, count in reasons])
        self._caption.setVisible(bool(reasons))
        self.reasons.setVisible(bool(reasons))
        self.adjustSize()


def _told(sharing: Sharing) -> str:
    if not sharing.known:
        return "Looking at what waits…"
    if not sharing.waiting and not sharing.set_aside:
        return "Every drawing and label is on the server."
    parts = [f"{sharing.waiting:,} wait to be sent"] if sharing.waiting else []
    parts += [f"{sharing.set_aside:,} are set aside"] if sharing.set_aside else []
    return f"Of your drawings and labels, {' and '.join(parts)}. All are safe in the journal."


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
