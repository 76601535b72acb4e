"""Opens the report's window. Nothing of it is imported before, and most of it off the thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from mnist_desktop.ui.choices import Choices
from mnist_desktop.ui.job import Jobs
from mnist_desktop.ui.journal_link import JournalLink

if TYPE_CHECKING:
    from mnist_desktop.journal.postgres.connection import Connection
    from mnist_desktop.ui.report.inquiry import Inquiry
    from mnist_desktop.ui.report.report_window import ReportWindow

Shared = Callable[[], "Connection | None"]
_SAVE_WAIT = 3.0  # s: an export waits this long for the last drawing
_IMPORT_WAIT = 5000  # ms
_LEAVE_WAIT = 2.0  # s: a thread that waits for a server longer than this ends with the program


class Reports(QObject):
    """There is one report window at most; asked for again, it comes to the front."""

    def __init__(
        self, parent: QObject, choices: Choices, link: JournalLink, journal: Path, shared: Shared
    ) -> None:
        """``shared`` gives the shared log's server; it is called off the window's thread."""
        super().__init__(parent)
        self._choices, self._link = choices, link
        self._journal, self._shared = journal, shared
        self._jobs = Jobs()
        self._is_opening = False
        self._ending: list[Inquiry] = []
        self.window: ReportWindow | None = None
        choices.changed.connect(self._dress)
        link.changed.connect(self._tell_news)

    def open(self) -> None:
        """Open the window, or bring it to the front; the drawing goes on meanwhile."""
        if self.window is not None:
            self.window.raise_()
            self.window.activateWindow()
        elif not self._is_opening:
            self._is_opening = True
            self._jobs.start(_import, self._import_window, lambda _: self._import_window(None))

    @property
    def is_exporting(self) -> bool:
        """Whether closing would call off an export."""
        return self.window is not None and self.window.transfers.is_running

    def close(self) -> None:
        """Close the window for good and let its threads end, those that can soon."""
        self._is_opening = False
        self._jobs.wait(_IMPORT_WAIT)
        for _ in range(2):  # an export that is under way asks once
            if self.window is not None:
                self.window.close()
        for inquiry in self._ending:
            inquiry.wait(_LEAVE_WAIT)
        self._ending.clear()

    def _import_window(self, _: object) -> None:
        """The part that knows Qt, and its window in the next turn: neither holds up a stroke."""
        if self._is_opening:
            import mnist_desktop.ui.report.report_window  # noqa: F401

            QTimer.singleShot(0, self._show)

    def _show(self) -> None:
        if not self._is_opening:  # all was closed meanwhile
            return
        from mnist_desktop.ui.report.report_window import ReportWindow

        self._is_opening = False
        theme, saved = self._choices.theme, self._link.state.saved
        self.window = ReportWindow(self._journal, self._shared, theme, self._settle, saved)
        self.window.closed.connect(self._forget)
        self.window.show()

    def _settle(self) -> None:
        self._link.wait_until_saved(_SAVE_WAIT)

    def _forget(self) -> None:
        if self.window is not None:
            self._ending = [each for each in self._ending if not each.wait(0)]
            self._ending.append(self.window.inquiry)
            self.window = None

    def _dress(self) -> None:
        if self.window is not None:
            self.window.set_theme(self._choices.theme)

    def _tell_news(self) -> None:
        if self.window is not None:
            self.window.note_saved(self._link.state.saved)


def _import() -> None:
    """Load what knows no Qt: SQLite, numpy and the report's numbers."""
    import mnist_desktop.journal.report.groups
    import mnist_desktop.journal.report.journal_source
    import mnist_desktop.journal.report.numbers
    import mnist_desktop.ui.report.cells
    import mnist_desktop.ui.report.within  # noqa: F401
