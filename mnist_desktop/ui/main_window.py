"""The window: places the widgets and connects their facts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMainWindow, QWidget

from mnist_desktop.settings.schema import THEMES, Settings
from mnist_desktop.shared_log import SharedLog
from mnist_desktop.ui import notices
from mnist_desktop.ui.actions import make_actions, make_label_actions, tint
from mnist_desktop.ui.answer_panel import AnswerPanel
from mnist_desktop.ui.banner import Banner, Notice
from mnist_desktop.ui.canvas import Canvas
from mnist_desktop.ui.choices import Choices
from mnist_desktop.ui.desk import Desk
from mnist_desktop.ui.exporting import Exporting, scopes_of
from mnist_desktop.ui.files import Files
from mnist_desktop.ui.icons import application_icon
from mnist_desktop.ui.importing import Importing
from mnist_desktop.ui.job import Jobs
from mnist_desktop.ui.journal_link import JournalLink, JournalState, Opening
from mnist_desktop.ui.label_bar import LabelBar
from mnist_desktop.ui.leaving import Leaving
from mnist_desktop.ui.live import LiveRecognition
from mnist_desktop.ui.menus import fill_menu_bar
from mnist_desktop.ui.model_panel import MODELS
from mnist_desktop.ui.opened import Batch
from mnist_desktop.ui.pen_panel import PenPanel
from mnist_desktop.ui.preferences import Preferences
from mnist_desktop.ui.recorder import Recorder
from mnist_desktop.ui.reports import Reports
from mnist_desktop.ui.sharing_link import SharingLink
from mnist_desktop.ui.side import GUTTER, side_of
from mnist_desktop.ui.tool_bar import ToolBar
from mnist_desktop.ui.transfer import Transfer
from mnist_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from mnist_desktop.journal.postgres.connection import Connection
    from mnist_desktop.recognition.registry import Loaded

_SAVE_WAIT = 3.0  # s: an export waits this long for the last drawing


@dataclass(frozen=True, slots=True)
class Parts:
    """What the window is built from.

    Attributes:
        choices: pen, colours, theme and model in effect.
        note: one sentence when the settings could not be read; else empty.
        worker: loads the models and answers.
        journal: keeps the drawings.
        journal_file: what is exported from, and reported on.
        shared_log: where drawings are sent to, if the person wants that.
    """

    choices: Choices
    note: str
    worker: Worker
    journal: JournalLink
    journal_file: Path
    shared_log: SharedLog


class MainWindow(QMainWindow):
    """Draw a digit, see it recognised, say what it was, take the next sheet."""

    painted = Signal()
    """The window is on the screen for the first time."""
    answer_shown = Signal(int)
    """The bars on the screen are those of the answer to the question of this number."""
    closed = Signal()
    """Everything is kept and every thread has ended."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._choices = parts.choices
        self._shared_log = parts.shared_log
        self.worker = parts.worker
        self.journal = parts.journal
        self._was_painted = False
        theme = self._choices.theme
        self.canvas = Canvas(self._choices.look, theme)
        self.labels = LabelBar()
        self.panel = AnswerPanel(theme)
        self.banner = Banner()
        self.status = QLabel(parts.journal.state.words())
        self.live = LiveRecognition(parts.worker)
        self.desk = Desk(self.canvas, self.labels, self.live, Recorder(self.live, parts.journal))
        self._jobs = Jobs()
        self.files = Files(self, self._jobs)
        self.transfers = Transfer(self)
        self.exporting = Exporting(self, parts.journal_file, self.transfers, self._settle)
        self.importing = Importing(self, parts.journal, self.transfers)
        self.reports = Reports(self, parts.choices, parts.journal, parts.journal_file, self._server)
        self.pen_panel = PenPanel(self, theme)
        self.sharing = SharingLink(parts.shared_log, parts.journal)
        self.preferences = Preferences(
            self, self._choices, parts.shared_log, self.sharing, parts.journal.forget_everything
        )
        self._leaving = Leaving(
            self.desk,
            self.live,
            parts.worker,
            self._jobs,
            self.transfers,
            parts.journal,
            self.sharing,
            self.reports,
        )
        self.commands = make_actions(self, self._slots())
        self.tools = ToolBar(self.commands)
        self._lay_out()
        self._connect()
        self.panel.models.choose(self._choices.settings.model)
        self._show_choices()
        self._show_steps()
        if parts.note:
            self._tell("settings", Notice(parts.note))

    # --- building ---------------------------------------------------------------------------

    def _slots(self) -> dict[str, Callable[[], object]]:
        """What each command of :mod:`~mnist_desktop.ui.actions` does."""
        return {
            "open": self.files.ask_open,
            "paste": self.files.paste,
            "export": lambda: self.exporting.ask(scopes_of(self.journal)),
            "import": self.importing.ask,
            "settings": self.preferences.open,
            "report": self.reports.open,
            "quit": self.close,
            "undo": self.canvas.undo,
            "redo": self.canvas.redo,
            "clear": self.canvas.put_away,
            "next": self.desk.next_drawing,
            "pen": lambda: self.pen_panel.drop_from(self.tools.pen_button),
            "eraser": lambda: self.canvas.set_erasing(self.commands["eraser"].isChecked()),
            "thinner": lambda: self._choices.widen(-1),
            "thicker": lambda: self._choices.widen(1),
            "theme_system": lambda: self._choices.set_theme("system"),
            "theme_light": lambda: self._choices.set_theme("light"),
            "theme_dark": lambda: self._choices.set_theme("dark"),
        }

    def _lay_out(self) -> None:
        self.setWindowTitle("MNIST Desktop")
        self.setWindowIcon(application_icon())
        themes = QActionGroup(self)
        for name in THEMES:
            themes.addAction(self.commands[f"theme_{name}"])
        labels = make_label_actions(self, self.labels.press)
        fill_menu_bar(self.menuBar(), self.commands, labels)
        self.addToolBar(self.tools)
        middle = QWidget()
        grid = QGridLayout(middle)
        grid.setContentsMargins(20, 6, 20 - GUTTER, 14)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        grid.addWidget(self.canvas, 0, 0)
        grid.addLayout(side_of(self.panel, self.banner), 0, 1)
        grid.addWidget(self.labels, 1, 0, 1, 2)
        self.labels.setContentsMargins(0, 0, GUTTER, 0)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(0, 1)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status)
        self.statusBar().addWidget(self.preferences.status)
        self.resize(1042, 760)
        self.restoreGeometry(QByteArray.fromBase64(self._choices.settings.geometry.encode()))
        self.canvas.setFocus()

    def _connect(self) -> None:
        self._choices.changed.connect(self._show_choices)
        self.canvas.history_changed.connect(self._show_steps)
        self.canvas.ink_changed.connect(self._show_steps)
        self.canvas.filled_up.connect(lambda: self._tell("points", notices.FULL))
        self.canvas.sheet_replaced.connect(lambda: self.banner.take_back("points"))
        self.live.answer_changed.connect(self.panel.show_answer)
        self.panel.answer_shown.connect(self.answer_shown)
        self.panel.models.wanted_changed.connect(self._choices.set_model)
        self.desk.batch_moved.connect(self._tell_batch)
        self.files.opened.connect(self._take_batch)
        self.transfers.ended.connect(lambda: self.banner.take_back("transfers"))
        self.files.rescued.connect(lambda words: self._tell("files", Notice(words)))
        self.files.failed.connect(lambda words: self._tell("files", Notice(words)))
        self.pen_panel.width_chosen.connect(self._choices.set_width)
        self.pen_panel.pen_chosen.connect(self._choices.set_pen)
        self.pen_panel.paper_chosen.connect(self._choices.set_paper)
        self.worker.loaded.connect(self._take_models)
        self.worker.loading_failed.connect(self._take_no_models)
        self.journal.changed.connect(self._show_journal)
        self.journal.replaced.connect(lambda words: self._tell("replaced", Notice(words)))

    # --- showing ----------------------------------------------------------------------------

    def _show_choices(self) -> None:
        chosen, theme = self._choices.settings, self._choices.theme
        self.canvas.set_theme(theme)
        self.canvas.set_look(self._choices.look)
        self.panel.set_theme(theme)
        self.pen_panel.show_choice(theme, chosen.pen_width, chosen.pen_colour, chosen.paper_colour)
        tint(self.commands, theme)
        self.commands[f"theme_{chosen.theme}"].setChecked(True)

    def _show_steps(self) -> None:
        sketch = self.canvas.sketch
        self.commands["undo"].setEnabled(sketch.can_undo or bool(sketch.live))
        self.commands["redo"].setEnabled(sketch.can_redo)
        self.commands["clear"].setEnabled(not sketch.is_empty)
        self.panel.expect(not sketch.is_empty)

    def _show_journal(self, state: JournalState) -> None:
        self.status.setText(state.words())
        self._tell("journal", notices.of_journal(state, self._ask_rescue))

    def _tell(self, about: str, notice: Notice | None) -> None:
        if notice is None:
            self.banner.take_back(about)
        else:
            self.banner.show_notice(about, notice)

    def _tell_batch(self, position: int, total: int, source: str) -> None:
        self._tell("batch", notices.of_batch(position, total, source, self.desk.drop_batch))

    @property
    def settings(self) -> Settings:
        """What the person chose, as it is now."""
        return self._choices.settings

    def _server(self) -> "Connection | None":
        """The shared log's server for reports; asked off the window's thread."""
        return self._shared_log.known_connection(self.settings)

    def open_journal(self, make: Opening) -> None:
        """Open the journal, and follow the settings on the shared log."""
        self.journal.open(partial(make, shares=self.settings.shared_log))
        self.sharing.apply(self.settings)

    # --- what comes from behind the window --------------------------------------------------

    def _take_models(self, loaded: "Loaded") -> None:
        there = loaded.recogniser.cards
        reasons = {
            model: str(loaded.unavailable.get(model, "None of its models is available."))
            for model in MODELS
            if model not in there
        }
        self._show_models(reasons)
        self.desk.recognise_again()

    def _take_no_models(self, reason: str) -> None:
        self._show_models(dict.fromkeys(MODELS, reason))

    def _show_models(self, reasons: dict[str, str]) -> None:
        self.panel.models_loaded(reasons)
        self._tell("models", notices.of_models(reasons))

    def _take_batch(self, batch: Batch) -> None:
        self.desk.open_drawings(batch.drawings)
        self._tell("files", notices.of_problems(batch.problems))

    # --- leaving ----------------------------------------------------------------------------

    def _settle(self) -> None:
        """Let what was drawn last reach the journal; called off the window's thread."""
        self.journal.wait_until_saved(_SAVE_WAIT)

    def _ask_rescue(self) -> None:
        self.files.ask_rescue(self.journal.rescue)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the drawing and end in good order; stay open once if something would be lost."""
        if self._leaving.would_break_off():
            self._tell("transfers", notices.TRANSFER)
            event.ignore()
            return
        if not self._leaving.try_to_leave():
            self._tell("journal", notices.of_leaving(self.journal.state, self._ask_rescue))
            event.ignore()
            return
        self._choices.save(self.saveGeometry().toBase64().toStdString())
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell, after the first time, that the window is on the screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)
