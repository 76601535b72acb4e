"""The end of the window: everything is kept, every thread has ended, or it stays open."""

import logging
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from mnist_desktop import paths
from mnist_desktop.errors import KnownError
from mnist_desktop.ui.desk import Desk
from mnist_desktop.ui.job import Jobs
from mnist_desktop.ui.journal_link import JournalLink
from mnist_desktop.ui.live import LiveRecognition
from mnist_desktop.ui.reports import Reports
from mnist_desktop.ui.sharing_link import SharingLink
from mnist_desktop.ui.transfer import Transfer
from mnist_desktop.ui.worker import Worker

_LOG = logging.getLogger(__name__)
_ANSWER_WAIT = 4000  # ms for the answer to the last drawing
_JOB_WAIT = 10_000  # ms for a file that is being read or written
_SEND_WAIT = 2.0  # s for the shared log; what waits then is sent after the next start
_FLUSH_WAIT = 5.0  # s for the journal


@dataclass(slots=True)
class Leaving:
    """Ends the window's parts in order; may be tried again after it failed."""

    desk: Desk
    live: LiveRecognition
    worker: Worker
    jobs: Jobs
    transfers: Transfer
    journal: JournalLink
    sharing: SharingLink
    reports: Reports
    was_refused: bool = False
    was_told: bool = False

    def would_break_off(self) -> bool:
        """True, once, while an export or an import is under way."""
        is_running = self.transfers.is_running or self.reports.is_exporting
        told, self.was_told = self.was_told, is_running
        return is_running and not told

    def try_to_leave(self) -> bool:
        """Keep the last drawing and end every thread.

        Returns:
            False, once, when drawings are left that are not on disk: the person decides. The
            second time the window goes without them.
        """
        self.desk.finish()
        if self.journal.state.trouble and self.journal.state.waiting and not self.was_refused:
            self.was_refused = True
            return False
        self.worker.stop(_ANSWER_WAIT)
        QCoreApplication.sendPostedEvents()  # the last answers are on their way from the worker
        self.live.give_up()
        self.jobs.wait(_JOB_WAIT)
        self.transfers.stop(_JOB_WAIT)
        self.sharing.stop(_SEND_WAIT)
        self.reports.close()
        flushed = self.journal.flush(_FLUSH_WAIT)
        QCoreApplication.sendPostedEvents()
        if flushed:
            return True
        if self.was_refused:
            self._rescue()
            return True
        self.sharing.resume()
        self.was_refused = True
        return False

    def _rescue(self) -> None:
        """A last try to keep what the person leaves behind, in the folder of the journal."""
        try:
            _LOG.warning("unsaved drawings are in %s", self.journal.rescue(paths.data_dir()))
        except KnownError as error:
            _LOG.warning("unsaved drawings are lost: %s", error)
