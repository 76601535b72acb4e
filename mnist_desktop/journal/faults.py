"""What SQLite or the disk says when it cannot, as one sentence with a remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_desktop.errors import JournalError

if TYPE_CHECKING:  # the window is painted before sqlite3 is there
    import sqlite3


class JournalDamagedError(JournalError):
    """The file is no sound SQLite database: what it holds can no longer be trusted."""


class JournalBusyError(JournalError):
    """Another program or window holds the journal; it may let go any moment."""


class JournalForeignError(JournalError):
    """The database is another program's, or a newer version's; it is left untouched."""


class JournalReplacedError(JournalError):
    """A notice: a damaged journal was moved to ``moved_to`` and a new one was started."""

    def __init__(self, path: Path, moved_to: Path) -> None:
        super().__init__(
            f"The journal {path} was damaged; a new one was started.",
            f"The damaged one was kept as {moved_to}.",
        )
        self.moved_to = moved_to


class JournalFullError(JournalError):
    """So much waits in memory for an unwritable journal that no more is taken."""


_CANNOT_WRITE = "Make the folder and the file writable, or choose another with MNIST_DESKTOP_HOME."
_FREE_SPACE = "Free some space."
_DAMAGED = "The window moves it aside and starts a new one when it next opens."
_SENTENCES = {
    "FULL": ("The disk that holds {path} is full.", _FREE_SPACE),
    "READONLY": ("The journal {path} may not be written to.", _CANNOT_WRITE),
    "PERM": ("The journal {path} may not be written to.", _CANNOT_WRITE),
    "CANTOPEN": ("The journal {path} cannot be opened.", _CANNOT_WRITE),
    "IOERR": ("The disk that holds {path} does not read or write.", "Check the disk."),
}


def explain(error: "sqlite3.Error", path: Path) -> JournalError:
    """The known error behind what SQLite reports of the journal at ``path``."""
    # The name is the extended code's, such as SQLITE_IOERR_WRITE; its first word is the primary's.
    name = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_").split("_")[0]
    if name in ("CORRUPT", "NOTADB"):
        return damaged(path, str(error))
    if name in ("BUSY", "LOCKED"):
        return busy(path)
    sentence, remedy = _SENTENCES.get(name, ("The journal {path} fails: {error}.", ""))
    return JournalError(sentence.format(path=path, error=error), remedy)


def explain_os(error: OSError, path: Path) -> JournalError:
    """The known error behind what the system reports of the journal's folder or file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return JournalError(f"The disk that holds {path} is full.", _FREE_SPACE)
    reason = error.strerror or str(error)
    return JournalError(f"The journal {path} cannot be opened: {reason}.", _CANNOT_WRITE)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise inside into known errors.

    Raises:
        JournalError: in one sentence, with a remedy.
    """
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise explain_os(error, path) from error


def damaged(path: Path, reason: str) -> JournalDamagedError:
    """The journal holds what no program wrote."""
    return JournalDamagedError(f"The journal {path} is damaged ({reason}).", _DAMAGED)


def busy(path: Path) -> JournalBusyError:
    """Somebody else holds the journal."""
    return JournalBusyError(
        f"The journal {path} is in use by another program or window.",
        "Close the other one; this one then goes on by itself.",
    )
