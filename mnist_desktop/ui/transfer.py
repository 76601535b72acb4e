"""A long job that tells how far it is and can be called off: an export or an import."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mnist_desktop.ui.job import Jobs
from mnist_desktop.ui.transfer_dialog import TransferDialog

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a transfer ended: a sentence, and the folder that holds what was written."""

    words: str
    folder: Path | None = None


Work = Callable[[Progress, Cancelled], Outcome]
"""Runs off the window's thread; raises a KnownError when it fails or was cancelled."""


class Transfer(QObject):
    """Runs one ``work`` after another, each with a dialog of its own."""

    ended = Signal()
    """One is over, whatever came of it."""
    _progress = Signal(object, int, int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = Jobs()
        self._running: set[threading.Event] = set()
        self._progress.connect(self._show_progress)

    def start(self, title: str, work: Work) -> TransferDialog:
        """Show a dialog and begin."""
        dialog = TransferDialog(self._window, title)
        cancel = threading.Event()
        dialog.cancelled.connect(cancel.set)
        self._running.add(cancel)

        def end(outcome: Outcome) -> None:
            self._running.discard(cancel)
            dialog.show_end(outcome.words, outcome.folder)
            self.ended.emit()

        def fail(words: str) -> None:
            end(Outcome(words))
            if cancel.is_set():
                dialog.close()  # that it was cancelled is no news

        self._jobs.start(
            lambda: work(lambda done, all_: self._progress.emit(dialog, done, all_), cancel.is_set),
            end,
            fail,
        )
        dialog.show()
        return dialog

    @property
    def is_running(self) -> bool:
        """Whether one is under way."""
        return bool(self._running)

    def stop(self, milliseconds: int) -> bool:
        """Cancel all and wait; False when one takes longer."""
        for cancel in self._running:
            cancel.set()
        return self._jobs.wait(milliseconds)

    @staticmethod
    def _show_progress(dialog: TransferDialog, done: int, total: int) -> None:
        dialog.show_progress(done, total)
