"""What SQLite or the disk says when it cannot, as one sentence with a remedy."""

import errno
import sqlite3
from datetime import datetime
from pathlib import Path

from mnist_desktop.errors import JournalError


class JournalDamagedError(JournalError):
    """The file is no sound SQLite database: what it holds can no longer be trusted."""


class JournalReplacedError(JournalError):
    """A notice: a damaged journal was moved to ``moved_to`` and another one is in use.

    Attributes:
        moved_to: where the damaged file lies.
        since: when the backup was made that took its place; None without one.
        found: drawings that were read from the damaged file.
    """

    def __init__(
        self, path: Path, moved_to: Path, since: datetime | None = None, found: int = 0
    ) -> None:
        if since is None:
            outcome = "a new one was started"
        else:
            outcome = f"the backup of {since.astimezone():%d %B %Y, %H:%M} took its place"
        if found:
            outcome += f", and {found:,} {'drawing' if found == 1 else 'drawings'} could be saved"
        super().__init__(
            f"The journal {path} was damaged; {outcome}.",
            f"The damaged one was kept as {moved_to}.",
        )
        self.moved_to = moved_to
        self.since = since
        self.found = found


class JournalFullError(JournalError):
    """So much waits in memory for an unwritable journal that no more is taken."""


_CANNOT_WRITE = "Make the folder and the file writable, or choose another with MNIST_DESKTOP_HOME."
_IN_USE = "Close the other window or program that uses it."
_MOVED_ASIDE = "The window moves it aside and starts a new one."

_BY_CODE = {
    sqlite3.SQLITE_FULL: ("The disk that holds {path} is full.", "Free some space."),
    sqlite3.SQLITE_READONLY: ("The journal {path} may not be written to.", _CANNOT_WRITE),
    sqlite3.SQLITE_PERM: ("The journal {path} may not be written to.", _CANNOT_WRITE),
    sqlite3.SQLITE_CANTOPEN: ("The journal {path} cannot be opened.", _CANNOT_WRITE),
    sqlite3.SQLITE_BUSY: ("The journal {path} is in use elsewhere.", _IN_USE),
    sqlite3.SQLITE_LOCKED: ("The journal {path} is in use elsewhere.", _IN_USE),
    sqlite3.SQLITE_IOERR: (
        "The disk that holds {path} does not read or write.",
        "Check the disk and its connection.",
    ),
}


def damaged(path: Path, reason: object) -> JournalDamagedError:
    """The journal at ``path`` is not sound."""
    return JournalDamagedError(f"The journal {path} is damaged ({reason}).", _MOVED_ASIDE)


def unmergeable(other: Path, path: Path, reason: object) -> JournalError:
    """The rows of ``other`` cannot be copied into the journal at ``path``."""
    return JournalError(f"{other} cannot be merged into {path} ({reason}).", "Nothing was changed.")


def read_only(path: Path) -> JournalError:
    """The journal at ``path`` may not be written to."""
    sentence, remedy = _BY_CODE[sqlite3.SQLITE_READONLY]
    return JournalError(sentence.format(path=path), remedy)


def explain(error: sqlite3.Error, path: Path) -> JournalError:
    """The known error behind what SQLite reports of the journal at ``path``."""
    code = getattr(error, "sqlite_errorcode", -1) & 0xFF  # the low byte is the primary code
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, error)
    sentence, remedy = _BY_CODE.get(code, (f"The journal {{path}} fails: {error}.", ""))
    return JournalError(sentence.format(path=path), remedy)


def explain_os(error: OSError, path: Path) -> JournalError:
    """The known error behind what the system reports of the journal's folder or file."""
    if error.errno == errno.ENOSPC:
        return JournalError(f"The disk that holds {path} is full.", "Free some space.")
    reason = error.strerror or str(error)
    return JournalError(f"The journal {path} cannot be opened: {reason}.", _CANNOT_WRITE)
