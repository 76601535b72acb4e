"""The settings dialog: made from the schema, fixed by the environment, losing nothing typed."""

import json
import threading
from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mnist_desktop import paths
from mnist_desktop.settings.schema import ABOUT, Settings
from mnist_desktop.settings.secrets import SERVICE, Place
from tests.settings.keychains import LockedKeychain, MemoryKeychain
from tests.ui.sharing.bench import turn_on, type_in, words_of
from tests.ui.sharing.conftest import Start

SECRET = "s3cr3t-p4ssw0rd"  # noqa: S105  # of nobody
Button = QDialogButtonBox.StandardButton


def saved() -> dict[str, object]:
    """What the settings file holds; nothing when there is none."""
    file = paths.settings_dir() / "settings.json"
    return json.loads(file.read_text()) if file.exists() else {}


def test_the_schema_decides_what_is_in_the_dialog(start: Start) -> None:
    dialog = start().open()
    assert list(dialog.rows) == [name for name, about in ABOUT.items() if about.group]
    assert isinstance(dialog.rows["shared_log"].editor.control, QCheckBox)
    assert isinstance(dialog.rows["postgres_tls_mode"].editor.control, QComboBox)
    assert dialog.wanted() == Settings()
    assert not dialog.buttons.button(Button.Apply).isEnabled()


def test_nothing_is_sent_until_a_person_says_so_and_reads_what(start: Start) -> None:
    bench = start()
    dialog = bench.open()
    assert not dialog.wanted().shared_log
    assert bench.status == ""
    for sent in ("strokes", "28×28", "model said", "label", "colours", "session", "device", "file"):
        assert sent in words_of(dialog)
    assert "Nothing else is sent" in words_of(dialog)


def test_blank_fields_are_left_to_libpq(start: Start) -> None:
    dialog = start().open()
    assert words_of(dialog).count("left to libpq’s own settings") == 6


def test_the_environment_wins_and_is_shown_as_fixed(start: Start) -> None:
    # GIVEN variables for host, port and password
    bench = start(POSTGRES_HOST="log.example.org", POSTGRES_PORT="5433", POSTGRES_PASSWORD=SECRET)
    # WHEN the dialog opens, and another field is changed
    dialog = bench.open()
    host = dialog.rows["postgres_host"]
    type_in(dialog.rows["postgres_user"], "ada")
    assert dialog.apply()
    # THEN they are shown, cannot be changed, and the reason is said
    assert host.editor.value() == "log.example.org"
    assert not host.editor.control.isEnabled()
    assert "Fixed by the environment variable POSTGRES_HOST." in words_of(dialog)
    assert not dialog.password.editor.control.isEnabled()
    assert "POSTGRES_PASSWORD" in words_of(dialog)
    # and neither the screen nor the file shows a secret, nor takes over what is fixed
    assert SECRET not in words_of(dialog)
    assert (saved()["postgres_host"], saved()["postgres_user"]) == ("", "ada")


def test_a_variable_that_cannot_be_is_named(start: Start) -> None:
    dialog = start(POSTGRES_PORT="many").open()
    assert "POSTGRES_PORT is not usable. Give a whole number" in words_of(dialog)
    dialog.rows["journal_backups"].editor.show_value(7)
    assert dialog.apply()  # it does not stand in the way of the rest
    assert saved()["journal_backups"] == 7


def test_a_wrong_value_is_told_beside_it_and_nothing_is_lost(start: Start, qtbot: QtBot) -> None:
    # GIVEN a dialog with a good and a bad value
    bench = start()
    dialog = bench.open()
    port = dialog.rows["postgres_port"]
    type_in(dialog.rows["postgres_host"], "log.example.org")
    type_in(port, "99999")
    # WHEN it is to be applied
    dialog.buttons.button(Button.Ok).click()
    # THEN it stays open at the field, with a sentence, and nothing holds yet
    assert dialog.isVisible()
    assert port.problem.text() == "Give a whole number from 1 to 65535, or leave it blank."
    assert port.problem.isVisible()
    assert saved() == {}
    assert port.editor.value() == "99999"
    assert dialog.rows["postgres_host"].editor.value() == "log.example.org"
    # and WHEN it is mended, the sentence goes and OK closes
    type_in(port, "5432")
    assert not port.problem.isVisible()
    dialog.buttons.button(Button.Ok).click()
    assert not dialog.isVisible()
    assert (saved()["postgres_host"], saved()["postgres_port"]) == ("log.example.org", "5432")
    assert bench.open().wanted() == bench.choices.settings


def test_cancel_changes_nothing(start: Start) -> None:
    bench = start()
    dialog = bench.open()
    type_in(dialog.rows["postgres_host"], "log.example.org")
    dialog.buttons.button(Button.Cancel).click()
    assert saved() == {}
    assert bench.choices.settings == Settings()


def test_settings_that_cannot_be_written_hold_and_are_told(start: Start) -> None:
    # GIVEN a file where the settings' folder should be
    bench = start()
    paths.settings_dir().parent.mkdir(exist_ok=True)
    paths.settings_dir().write_text("in the way")
    dialog = bench.open()
    type_in(dialog.rows["postgres_host"], "log.example.org")
    # WHEN OK is pressed
    dialog.buttons.button(Button.Ok).click()
    # THEN the dialog stays and says so, and what was typed holds
    assert dialog.isVisible()
    assert "cannot be saved" in dialog.trouble.text()
    assert "holds until the window closes" in dialog.trouble.text()
    assert bench.choices.settings.postgres_host == "log.example.org"


def test_a_password_goes_to_the_keychain_only(start: Start, keychain: MemoryKeychain) -> None:
    # GIVEN a system with a keychain
    bench = start()
    dialog = bench.open()
    assert "kept in this computer’s keychain, never in a file" in words_of(dialog)
    # WHEN a server and a password are given
    type_in(dialog.rows["postgres_host"], "log.example.org")
    type_in(dialog.rows["postgres_user"], "ada")
    type_in(dialog.password, SECRET)
    dialog.buttons.button(Button.Ok).click()
    # THEN the dialog closes once the keychain has it, for that server
    bench.until(lambda: bench.preferences.dialog is None)
    assert keychain.passwords == {(SERVICE, "ada@log.example.org:"): SECRET}
    assert SECRET not in (paths.settings_dir() / "settings.json").read_text()
    # and the next time it shows that there is one, not which; for another host there is none
    dialog = bench.open()
    assert "kept in the keychain" in words_of(dialog)
    assert SECRET not in words_of(dialog)
    type_in(dialog.rows["postgres_host"], "elsewhere.example.org")
    bench.until(lambda: dialog.password.kept.place is Place.NOWHERE)
    # and it can be forgotten
    type_in(dialog.rows["postgres_host"], "log.example.org")
    bench.until(lambda: dialog.password.kept.place is Place.KEYCHAIN)
    (forget,) = [b for b in dialog.password.findChildren(QPushButton) if b.text() == "Forget"]
    forget.click()
    bench.until(lambda: keychain.passwords == {})


def test_without_a_keychain_the_person_is_told_and_the_password_is_used(start: Start) -> None:
    # GIVEN a system without one, which the dialog says at once
    bench = start()
    dialog = bench.open()
    assert "This computer has no keychain." in words_of(dialog)
    assert "known until the window closes" in words_of(dialog)
    # WHEN a password is given THEN OK needs no second press, and it is used in this session
    type_in(dialog.password, SECRET)
    dialog.buttons.button(Button.Ok).click()
    bench.until(lambda: bench.preferences.dialog is None)
    assert bench.shared_log.connection(bench.choices.settings).password == SECRET


def test_a_keychain_that_gets_locked_keeps_the_dialog_open_to_say_so(
    start: Start, keychain: MemoryKeychain, use_keychain: Callable[[KeyringBackend], None]
) -> None:
    # GIVEN a keychain that worked as the dialog opened
    bench = start()
    dialog = bench.open()
    use_keychain(LockedKeychain())
    # WHEN a password is to be kept
    type_in(dialog.password, SECRET)
    dialog.buttons.button(Button.Ok).click()
    bench.until(lambda: not dialog.password.is_waiting)
    # THEN it stays open, says so, and the next OK closes
    assert dialog.isVisible()
    assert "The keychain is locked. The password is not kept" in words_of(dialog)
    dialog.buttons.button(Button.Ok).click()
    assert bench.preferences.dialog is None


class SilentKeychain(MemoryKeychain):
    """Waits for its person."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait(60)
        return super().get_password(service, username)


def test_a_silent_keychain_freezes_nothing(
    start: Start, use_keychain: Callable[[KeyringBackend], None]
) -> None:
    # GIVEN a keychain that does not answer
    silent = SilentKeychain()
    use_keychain(silent)
    bench = start()
    try:
        # WHEN the dialog is opened, and a password given THEN it can be used and closed
        dialog = bench.preferences.open()
        type_in(dialog.password, SECRET)
        dialog.buttons.button(Button.Ok).click()
        assert "Waiting for the keychain…" in words_of(dialog)
        dialog.buttons.button(Button.Ok).click()
        assert bench.preferences.dialog is None
        assert bench.shared_log.connection(bench.choices.settings).password == SECRET
    finally:
        silent.unlocked.set()


def test_a_file_can_be_chosen(start: Start, tmp_path) -> None:
    dialog = start().open()
    certificate = tmp_path / "ca.pem"
    certificate.write_text("a certificate")
    editor = dialog.rows["postgres_ca_file"].editor
    asked = editor.ask()
    asked.fileSelected.emit(str(certificate))
    asked.reject()
    assert dialog.wanted().postgres_ca_file == str(certificate)
    assert dialog.buttons.button(Button.Apply).isEnabled()
    assert isinstance(asked, QFileDialog)


def test_everything_has_a_name_and_the_tab_key_reaches_it(start: Start, qtbot: QtBot) -> None:
    dialog = start().open()
    wanted = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if widget.isEnabled() and widget.focusProxy() is None
    ]
    for widget in wanted:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name) or widget.objectName().startswith("qt_")
    dialog.activateWindow()
    reached = set()
    for _ in range(3 * len(wanted)):
        qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        reached.add(dialog.focusWidget())
    assert {w for w in wanted if not w.objectName().startswith("qt_")} <= reached


def test_on_a_small_screen_it_fits_and_scrolls(start: Start) -> None:
    dialog = start().open()
    room = dialog.screen().availableSize()
    assert dialog.height() <= room.height()
    dialog.resize(560, 400)
    last = dialog.rows["journal_backups"]
    dialog._show_widget(last)
    top = last.mapTo(dialog, last.rect().topLeft()).y()
    assert 0 <= top <= dialog.buttons.y() - last.height()


@pytest.mark.parametrize("on", [True, False])
def test_turning_it_on_asks_about_what_was_drawn_before(start: Start, on: bool) -> None:
    bench = start()
    bench.draw(3)
    dialog = bench.open()
    assert not dialog.sharing.everything.isVisible()
    if on:
        bench.until(lambda: dialog.sharing._drawings == 3)
        turn_on(dialog)
        assert dialog.sharing.everything.isVisible()
        assert dialog.sharing.everything.text() == "Also send 3 drawings made before"
        assert not dialog.sharing.wants_everything


def test_all_drawings_are_deleted_after_a_second_word(start: Start) -> None:
    # GIVEN two drawings
    bench = start()
    bench.draw(2)
    dialog = bench.open()
    # WHEN the person says no, and then yes
    for answer in ("Cancel", "Delete"):
        dialog.forgetting.button.click()
        question = dialog.forgetting.question
        assert question is not None
        next(b for b in question.buttons() if b.text().strip("&") == answer).click()
        if answer == "Cancel":
            assert bench.shared_log.drawings() == 2
    # THEN they are gone
    bench.until(lambda: dialog.forgetting.note.text() == "2 drawings deleted.")
    assert bench.shared_log.drawings() == 0
