"""The lock that lets one program at a time write the journal."""

import sqlite3
from pathlib import Path

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import JournalDamagedError, explain, explain_os


class WriterLock:
    """Held by the one program that writes the journal; the system lets go when it dies.

    SQLite before 3.51.3 may damage a write-ahead log that two connections write, and a damaged
    journal must not be moved away from under another writer. The lock is an empty database beside
    the journal, locked by SQLite itself, so that it works wherever SQLite does. The file stays:
    one that was deleted could be locked twice.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock of the journal at ``path``, making its folder, without waiting.

        Raises:
            JournalError: another writer has it, or the folder cannot be written.
        """
        lock = path.with_name(path.name + ".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
        except sqlite3.Error as error:
            raise explain(error, path) from error
        except OSError as error:
            raise explain_os(error, path) from error
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._connection.close()
            known = explain(error, path)
            if isinstance(known, JournalDamagedError):  # the lock is, not the journal
                known = JournalError(f"{lock} is not a lock of MNIST Desktop.", "Delete it.")
            raise known from error

    def release(self) -> None:
        """Let the next writer in."""
        self._connection.close()
