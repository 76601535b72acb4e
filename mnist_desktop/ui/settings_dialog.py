"""The settings that have no place of their own in the window, as their schema declares them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mnist_desktop.settings.schema import CONNECTION, JOURNAL, SHARED_LOG, Settings
from mnist_desktop.settings.server import PASSWORD_VARIABLE, fixed_by
from mnist_desktop.shared_log import SharedLog
from mnist_desktop.ui.accessible import alert
from mnist_desktop.ui.background import Background
from mnist_desktop.ui.connection_test import ConnectionTest
from mnist_desktop.ui.forgetting import Forgetting
from mnist_desktop.ui.forms.setting_group import SettingGroup
from mnist_desktop.ui.forms.setting_row import SettingRow
from mnist_desktop.ui.password_row import PasswordRow
from mnist_desktop.ui.sharing_section import SharingSection

_WIDTH, _HEIGHT = 640, 880
_MARGIN = 60  # pixels of the screen that the dialog leaves free
_Button = QDialogButtonBox.StandardButton


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person wants from now on.

    Attributes:
        values: settings by name; those that are fixed from outside are left out.
        everything: drawings made before are to be sent too.
        password: a new one was given; the dialog has handed it over already.
    """

    values: dict[str, Any] = field(default_factory=dict)
    everything: bool = False
    password: bool = False


class SettingsDialog(QDialog):
    """Applies all or nothing; what was typed is never lost to an error."""

    applied = Signal(object)
    """The person wants these to hold: a :class:`Chosen`."""

    def __init__(
        self,
        parent: QWidget,
        settings: Settings,
        shared_log: SharedLog,
        forget: Callable[[], int],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._shared_log = shared_log
        self._background = Background()
        self._insists = False
        self._told = ""  # what the person knew of the keychain when they pressed OK
        self.groups = {name: SettingGroup(name) for name in (SHARED_LOG, CONNECTION, JOURNAL)}
        self.rows = {
            name: row for group in self.groups.values() for name, row in group.rows.items()
        }
        self.sharing = SharingSection()
        self.forgetting = Forgetting(self._background, forget)
        self.password = PasswordRow(self._background, shared_log.passwords)
        self.test = ConnectionTest(self._background, self._prepare_test)
        self.trouble = QLabel()
        self.buttons = QDialogButtonBox(_Button.Ok | _Button.Cancel | _Button.Apply)
        self._lay_out()
        self._fill()
        self._connect()

    def show_drawings(self, count: int) -> None:
        """How many drawings the journal holds."""
        self.sharing.show_drawings(count)
        self.forgetting.show_drawings(count)

    def show_sharing(self, on: bool, waiting: int) -> None:
        """Whether drawings are shared now, and how much waits."""
        self.sharing.show_state(on, waiting)

    def show_applied(self, settings: Settings, trouble: str) -> None:
        """These hold now; ``trouble`` is one sentence when they could not be written."""
        self._settings = settings
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if trouble:
            alert(self.trouble)
        self._follow()

    def wanted(self) -> Settings:
        """The settings as the fields show them; what is fixed from outside stays as it was."""
        return replace(self._settings, **self._values())

    def accept(self) -> None:
        """Apply and close, unless something is to be told first."""
        self._told = self._told or self.password.kept.trouble
        if self._is_changed() and not self.apply():
            return
        if self.password.is_keeping and not self._insists:
            self._insists = True  # the keychain asks the person; a second OK does not wait for it
            self.password.show_note("Waiting for the keychain…")
            return
        super().accept()

    def apply(self) -> bool:
        """Have what is typed hold; False when something is wrong with it."""
        if not self._is_sound(self.rows.values()):
            return False
        chosen = Chosen(self._values(), self.sharing.wants_everything, bool(self.password.typed))
        if chosen.password:
            self._insists = False
            self.password.keep(self._account())
        self.applied.emit(chosen)
        return not self.trouble.text()

    def done(self, result: int) -> None:
        """Close; what still runs is let go."""
        self.test.stop()
        self.password.stop()
        super().done(result)

    # --- building ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.groups[SHARED_LOG].add(self.sharing)
        self.groups[CONNECTION].add(self.password, after="postgres_user")
        self.groups[CONNECTION].add(self.test)
        self.groups[JOURNAL].add(self.forgetting)
        page = QWidget()
        page.setObjectName("page")
        self._column = column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        for group in self.groups.values():
            column.addWidget(group)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("form")
        self._area.setWidget(page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 14)
        outer.addWidget(self._area, 1)
        outer.addWidget(self.trouble)
        outer.addWidget(self.buttons)
        self.trouble.setObjectName("problem")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(20, 0, 20, 0)
        self.buttons.setContentsMargins(20, 0, 20, 0)
        self._fit()

    def _fit(self) -> None:
        parent = self.parentWidget()
        screen = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
        room = screen.availableSize()
        self.resize(min(_WIDTH, room.width() - _MARGIN), min(_HEIGHT, room.height() - _MARGIN))

    def _fill(self) -> None:
        environment = self._shared_log.environment
        values = self._settings.to_json()
        fixed = fixed_by(environment)
        for name, row in self.rows.items():
            row.editor.show_value(values[name])
            if name in fixed:
                row.fix(environment[fixed[name]], fixed[name])
        if environment.get(PASSWORD_VARIABLE):
            self.password.fix("(hidden)", PASSWORD_VARIABLE)
        self.trouble.hide()
        self.sharing.show_state(self._settings.shared_log, 0)
        self._follow()
        self._look_up()

    def _connect(self) -> None:
        for group in self.groups.values():
            group.edited.connect(self._follow)
        for name in ("postgres_host", "postgres_port", "postgres_user"):
            self.rows[name].editor.left.connect(self._look_up)
        self.test.ended.connect(lambda: self._show_widget(self.test))
        self.password.settled.connect(self._take_settled)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(_Button.Apply).clicked.connect(self.apply)

    # --- following the person ---------------------------------------------------------------

    def _values(self) -> dict[str, Any]:
        return {n: row.editor.value() for n, row in self.rows.items() if not row.is_fixed}

    def _is_changed(self) -> bool:
        return bool(self.password.typed) or self.wanted() != self._settings

    def _account(self) -> str:
        return self._shared_log.server(self.wanted()).account

    def _follow(self) -> None:
        """Something was edited."""
        self.sharing.show_wanted(bool(self.rows["shared_log"].editor.value()))
        self.buttons.button(_Button.Apply).setEnabled(self._is_changed())
        if not self.test.is_running:
            self.test.stop()  # a result tells of what was typed before

    def _look_up(self) -> None:
        self.password.show_account(self._account())

    def _take_settled(self) -> None:
        """The keychain answered: close if that is what OK waited for, and there is no trouble."""
        self._follow()
        if self._insists and self.password.kept.trouble in ("", self._told):
            self.accept()

    def _prepare_test(self) -> Callable[[], str] | None:
        if not self._is_sound(self.groups[CONNECTION].rows.values()):
            return None
        return partial(self._shared_log.check, self.wanted(), self.password.typed)

    def _is_sound(self, rows: Iterable[SettingRow]) -> bool:
        """Whether all can be taken; else say what is wrong and go to the first."""
        wrong = [row for row in (*rows, self.password) if not row.is_fixed and row.show_refusal()]
        if wrong:
            wrong[0].editor.control.setFocus()
            self._show_widget(wrong[0])
        return not wrong

    def _show_widget(self, widget: QWidget) -> None:
        self._column.activate()  # what has just been shown has its place now
        self._area.ensureWidgetVisible(widget)
