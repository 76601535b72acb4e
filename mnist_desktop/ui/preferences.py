"""The settings dialog and the shared log's status, and what follows from a change."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mnist_desktop.errors import KnownError
from mnist_desktop.settings.schema import Settings
from mnist_desktop.shared_log import SharedLog
from mnist_desktop.ui.background import Background
from mnist_desktop.ui.choices import Choices
from mnist_desktop.ui.settings_dialog import Chosen, SettingsDialog
from mnist_desktop.ui.sharing_dialog import SharingDialog
from mnist_desktop.ui.sharing_link import Sharing, SharingLink
from mnist_desktop.ui.sharing_status import SharingStatus

_HOLDS = "It holds until the window closes."


class Preferences(QObject):
    """One dialog of each kind at a time; a change takes effect at once."""

    def __init__(
        self,
        window: QWidget,
        choices: Choices,
        shared_log: SharedLog,
        sharing: SharingLink,
        forget: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._choices = choices
        self._shared_log = shared_log
        self._sharing = sharing
        self._forget = forget
        self._background = Background()
        self.dialog: SettingsDialog | None = None
        self.details: SharingDialog | None = None
        self.status = SharingStatus()
        self.status.clicked.connect(self.open_details)
        sharing.changed.connect(self._show)

    def open(self) -> SettingsDialog:
        """Show the settings."""
        if self.dialog is None:
            self.dialog = SettingsDialog(
                self._window, self._choices.settings, self._shared_log, self._forget
            )
            self.dialog.applied.connect(self._apply)
            self.dialog.finished.connect(self._forget_dialog)
            self._show(self._sharing.state)
            self._background.start(self._shared_log.drawings, self._show_drawings, lambda _: None)
            self.dialog.open()
        self.dialog.raise_()
        return self.dialog

    def open_details(self) -> SharingDialog:
        """Show how the shared log goes."""
        if self.details is None:
            self.details = SharingDialog(self._window)
            self.details.retry_wanted.connect(self._sharing.retry)
            self.details.settings_wanted.connect(self.open)
            self.details.finished.connect(self._forget_details)
            self._show(self._sharing.state)
            self.details.show()
        self.details.raise_()
        return self.details

    def _apply(self, chosen: Chosen) -> None:
        before, trouble = self._choices.settings, ""
        try:
            self._choices.keep(chosen.values)
        except KnownError as error:
            trouble = f"{error} {_HOLDS}"
        now = self._choices.settings
        if chosen.password or chosen.everything or _concerns_sharing(before, now):
            self._sharing.apply(now, chosen.everything)
        if self.dialog is not None:
            self.dialog.show_applied(now, trouble)

    def _show(self, state: Sharing) -> None:
        self.status.show_state(state)
        if self.dialog is not None:
            self.dialog.show_sharing(state.on, state.waiting)
        if self.details is not None:
            self.details.show_state(state)
            if state.set_aside:
                self._background.start(self._shared_log.reasons, self._show_reasons, lambda _: None)

    def _show_reasons(self, reasons: list[tuple[str, int]]) -> None:
        if self.details is not None:
            self.details.show_reasons(reasons)

    def _show_drawings(self, count: int) -> None:
        if self.dialog is not None:
            self.dialog.show_drawings(count)

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _forget_details(self) -> None:
        self.details = None


def _concerns_sharing(before: Settings, now: Settings) -> bool:
    old, new = before.to_json(), now.to_json()
    return any(old[n] != new[n] for n in new if n == "shared_log" or n.startswith("postgres_"))
