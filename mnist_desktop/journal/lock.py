"""One writer a journal, over all processes: a lock that the system frees when its holder dies.

SQLite before 3.51.3 may lose pages when two connections write and checkpoint one WAL.
"""

import errno
import os
import sys
from pathlib import Path

from mnist_desktop.journal.faults import busy

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


class WriterLock:
    """Holds ``<journal>.lock`` until released."""

    def __init__(self, journal: Path) -> None:
        """Take the lock without waiting.

        Raises:
            JournalBusyError: another writer has it.
            OSError: the lock file cannot be opened.
        """
        self._file: int | None = os.open(
            journal.with_name(journal.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            _take(self._file)
        except OSError as error:
            if error.errno in _HELD:
                self.release()
                raise busy(journal) from error
            # A file system without locks: SQLite's own are all there is.

    def release(self) -> None:
        """Let go; the file stays, so that nobody locks one that was deleted."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _take(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
