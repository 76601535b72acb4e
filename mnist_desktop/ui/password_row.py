"""The password's row: typed here, kept by the keychain, never shown."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from mnist_desktop.settings.rules import Text
from mnist_desktop.settings.schema import CONNECTION, About
from mnist_desktop.settings.secrets import Kept, Passwords, Place
from mnist_desktop.ui.background import Background, Errand
from mnist_desktop.ui.forms.password_editor import PasswordEditor
from mnist_desktop.ui.forms.setting_row import SettingRow

ABOUT_PASSWORD = About(
    Text(r"[^\x00-\x1f\x7f]{0,1000}", "Give at most 1000 characters in one line."),
    "Password",
    CONNECTION,
    blank="left to libpq’s own settings",
)
_SAFE = "It is kept in this computer’s keychain, never in a file."
_IN_MEMORY = "it is known until the window closes, and never written to a file."
_PLACEHOLDERS = {
    Place.KEYCHAIN: "kept in the keychain",
    Place.SESSION: "known until the window closes",
    Place.NOWHERE: "",
}


class PasswordRow(SettingRow):
    """Asks the keychain off the window's thread, for it may wait for the person."""

    settled = Signal()
    """The keychain answered."""

    def __init__(self, background: Background, passwords: Passwords) -> None:
        self._editor = PasswordEditor(ABOUT_PASSWORD)
        super().__init__(ABOUT_PASSWORD, self._editor)
        self._background = background
        self._passwords = passwords
        self._account: str | None = None
        self._errand: Errand | None = None
        self._keeps = False
        self.kept = Kept()
        self._editor.forget_wanted.connect(self._forget)

    @property
    def typed(self) -> str:
        """What was typed and not yet kept."""
        return self._editor.value()

    @property
    def is_waiting(self) -> bool:
        """Whether the keychain has still to answer."""
        return self._errand is not None

    @property
    def is_keeping(self) -> bool:
        """Whether it has still to say what became of a new password."""
        return self.is_waiting and self._keeps

    def show_account(self, account: str) -> None:
        """Show whether there is a password for this account."""
        if account != self._account and not self.is_fixed:
            self._account = account
            self._ask(lambda: self._passwords.read(account))

    def keep(self, account: str) -> None:
        """Use what was typed for this account from now on, and have the keychain keep it."""
        typed = self.typed
        self._account = account
        self._passwords.hold(account, typed)
        self._editor.show_value("")
        self._ask(lambda: self._passwords.keep(account, typed))
        self._keeps = True

    def stop(self) -> None:
        """Let go of what was asked; the keychain may still keep what it was given."""
        if self._errand is not None:
            self._errand.drop()
            self._errand = None

    def _forget(self) -> None:
        account = self._account or ""
        self._editor.control.setFocus()
        self._ask(lambda: self._passwords.forget(account))
        self.edited.emit()

    def _ask(self, work: Callable[[], Kept]) -> None:
        self.stop()
        self._keeps = False
        self._editor.show_kept(False, "asking the keychain…")
        self._errand = self._background.start(
            work, self._show, lambda trouble: self._show(Kept(trouble=trouble))
        )

    def _show(self, kept: Kept) -> None:
        self._errand = None
        self.kept = kept
        there = kept.place is not Place.NOWHERE
        self._editor.show_kept(there, _PLACEHOLDERS[kept.place])
        if kept.place is Place.SESSION:
            self.show_note(f"{kept.trouble} The password is not kept: {_IN_MEMORY}".strip())
        elif kept.trouble:
            self.show_note(f"{kept.trouble} If you enter a password, {_IN_MEMORY}")
        else:
            self.show_note(_SAFE)
        self.settled.emit()
