"""What the journal needs now and then, on a thread of its own: a backup, and forgetting."""

import logging
import threading
from pathlib import Path

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.backups import KEPT, back_up, is_due
from mnist_desktop.journal.retention import forget_backups_older_than, forget_older_than
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.tasks import Tasks

_PAUSE = 3600.0  # seconds between two looks
_log = logging.getLogger(__name__)


class Upkeep:
    """Looks after a journal that somebody writes, as soon as it is started and then each hour."""

    def __init__(self, journal: Path, writer: Tasks, days: int = 0, keep: int = KEPT) -> None:
        """Say what is wanted.

        Args:
            journal: the file.
            writer: does tasks on the connection that writes.
            days: for how long drawings are kept; 0 = for ever.
            keep: how many backups are kept.
        """
        self._journal = journal
        self._writer = writer
        self._days = days
        self._keep = keep
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin; this returns at once."""
        self._thread.start()

    def close(self, timeout: float) -> bool:
        """Begin nothing more; False when a backup is being written after so many seconds.

        A backup that is cut off by the program's end leaves its ``.part``, which the next removes.
        """
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self.once()
            except JournalError as error:
                _log.warning("the journal's upkeep waits: %s", error)
            except Exception:
                _log.exception("the journal's upkeep fails")
            self._over.wait(_PAUSE)

    def once(self) -> None:
        """Back up when that is due, then forget what is old.

        Raises:
            JournalError: the journal cannot be read or written, or a copy cannot.
        """
        drawings = self._writer.run(JournalStore.count).result()  # sound, or we learn why not
        if drawings and is_due(self._journal):  # a copy of nothing would put off the first real one
            back_up(self._journal, self._keep)
        if self._days:
            forget_backups_older_than(self._journal, self._days)
        while self._days and not self._over.is_set():
            if not self._writer.run(forget_older_than(self._days)).result():
                return
