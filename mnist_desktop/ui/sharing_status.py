"""How the shared log goes, in the status bar; a press tells more."""

from PySide6.QtWidgets import QPushButton

from mnist_desktop.ui.accessible import alert
from mnist_desktop.ui.sharing_link import Sharing

_NAME, _MORE = "Shared log", "Press for more."


class SharingStatus(QPushButton):
    """Not there while the shared log is off."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sharing")
        self.setFlat(True)
        self.setAccessibleName(_NAME)
        self.hide()

    def show_state(self, sharing: Sharing) -> None:
        """Show it, and why nothing is sent if so."""
        is_new = bool(sharing.trouble) and sharing.trouble != self.accessibleDescription()
        self.setVisible(sharing.on)
        self.setText(sharing.words())
        self.setAccessibleName(sharing.words() or _NAME)
        self.setAccessibleDescription(sharing.trouble)
        self.setToolTip(f"{sharing.trouble} {_MORE}".strip())
        if is_new:
            alert(self)
