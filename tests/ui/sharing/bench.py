"""Settings, journal and shared log as the window connects them, without canvas and models."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mnist_desktop import app, paths
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.settings.file import SettingsFile
from mnist_desktop.settings.secrets import Passwords
from mnist_desktop.shared_log import SharedLog
from mnist_desktop.ui.choices import Choices
from mnist_desktop.ui.forms.setting_row import SettingRow
from mnist_desktop.ui.journal_link import JournalLink
from mnist_desktop.ui.preferences import Preferences
from mnist_desktop.ui.settings_dialog import SettingsDialog
from mnist_desktop.ui.sharing_link import SharingLink
from mnist_desktop.ui.style import Style
from tests.journal.making import make_entry
from tests.journal.serving import Database
from tests.ui.hands import PATIENCE


class Bench:
    """One start of the program."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, environment: Mapping[str, str]) -> None:
        self._qtbot = qtbot
        self._is_closed = False
        file = SettingsFile(paths.settings_dir())
        settings = file.load()
        self._style = Style(qapp, settings.theme)
        self.choices = Choices(file, settings, self._style)
        self.passwords = Passwords()
        self.shared_log = SharedLog(paths.journal_file(), self.passwords, environment)
        self.journal = JournalLink()
        self.link = SharingLink(self.shared_log, self.journal)
        self.window = QWidget()
        self.preferences = Preferences(
            self.window, self.choices, self.shared_log, self.link, self.journal.forget_everything
        )
        self.preferences.status.setParent(self.window)  # as the status bar does
        self.journal.open(partial(app._open_journal, shares=settings.shared_log))
        self.link.apply(self.choices.settings)

    @property
    def status(self) -> str:
        """What the status bar says of the shared log; empty when it says nothing."""
        button = self.preferences.status
        return button.text() if button.isVisibleTo(self.window) or not button.isHidden() else ""

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what must come."""
        self._qtbot.waitUntil(holds, timeout=PATIENCE)

    def draw(self, count: int = 1, pen: str = "#102030") -> None:
        """Drawings that are on disk when this returns."""
        before = self.journal.state.saved
        for seed in range(count):
            key = uuid7()
            self.journal.append(
                key,
                lambda session, key=key, seed=seed: replace(
                    make_entry(session, seed=seed), id=key, pen_colour=pen
                ),
            )
        self.until(lambda: self.journal.state.saved == before + count)

    def open(self) -> SettingsDialog:
        """The dialog, once the keychain has answered."""
        dialog = self.preferences.open()
        self.until(lambda: not dialog.password.is_waiting)
        return dialog

    def close(self) -> None:
        """End as the window does; once."""
        if self._is_closed:
            return
        self._is_closed = True
        for dialog in (self.preferences.dialog, self.preferences.details):
            if dialog is not None:
                dialog.close()
        self.link.stop(2.0)
        assert self.journal.flush(30)
        for thread in threading.enumerate():
            if thread.name in ("background", "sender"):
                thread.join(30)
        self.window.deleteLater()
        self._style.deleteLater()


def type_in(row: SettingRow, text: str) -> None:
    """Type as a person does, and leave the field."""
    line = row.editor.control
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)
    line.editingFinished.emit()


def type_server(dialog: SettingsDialog, database: Database, port: int | None = None) -> None:
    """Fill in where a database is; through a proxy where its port is given."""
    known = database.connection
    type_in(dialog.rows["postgres_host"], known.host if port is None else "127.0.0.1")
    type_in(dialog.rows["postgres_port"], known.port if port is None else str(port))
    type_in(dialog.rows["postgres_database"], known.database)
    type_in(dialog.rows["postgres_user"], known.user)


def turn_on(dialog: SettingsDialog) -> None:
    """Tick the box."""
    dialog.rows["shared_log"].editor.control.click()


def words_of(dialog: QWidget) -> str:
    """All that can be read on it."""
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    lines = [f"{line.text()} {line.placeholderText()}" for line in dialog.findChildren(QLineEdit)]
    return "\n".join([*labels, *lines])
