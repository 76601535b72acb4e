"""The journal's files: how they are opened, checked, and moved aside when damaged."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import damaged, explain, explain_os, read_only
from mnist_desktop.journal.instant import free_name
from mnist_desktop.journal.lock import WriterLock
from mnist_desktop.journal.migrations import MIGRATIONS, check_version, migrate

_CHECKED_BYTES = 64 * 2**20  # reading this much takes about 0.1 s
_NO_LOG_POSSIBLE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was committed survives power loss
    "PRAGMA fullfsync = ON",  # macOS: past the drive's cache too
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 16777216",
)


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open or create the journal, checked, migrated and writable; commits are explicit.

    Raises:
        JournalError: it cannot be opened or written, is of a newer version, or not a journal.
        JournalDamagedError: it is not sound.
    """
    try:
        size = _size(path)
        if size:
            _share_rights(path)
            with closing(connect(path, "mode=ro")) as connection:  # a newer one stays untouched
                check_version(connection, path)
        unclean = wal_of(path).exists()
        connection = connect(path, "mode=rwc")
        try:
            if unclean or size <= _CHECKED_BYTES:
                _check_soundness(connection, path)
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise explain_os(error, path) from error
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open the journal for reading, beside its writer or on a disk that cannot be written.

    Raises:
        JournalError: missing, empty, unreadable, of another version, or not a journal.
    """
    try:
        if not _size(path):
            raise JournalError(f"There is no journal {path} yet.", "Draw something first.")
        try:
            return _connect_checked(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_LOG_POSSIBLE or _has_log(path):
                raise
            # A folder that cannot be written, and no log beside: the file holds everything.
            return _connect_checked(path, "immutable=1")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except OSError as error:
        raise explain_os(error, path) from error


def _connect_checked(path: Path, options: str) -> sqlite3.Connection:
    connection = connect(path, options)
    try:
        version = check_version(connection, path)
        if version == 0:
            raise JournalError(f"The journal {path} is empty.", "Draw something first.")
        if version < len(MIGRATIONS):
            raise JournalError(
                f"The journal {path} is of an older version.",
                "Open the window once: it updates it.",
            )
    except BaseException:
        connection.close()
        raise
    return connection


def _size(path: Path) -> int:
    """Bytes in the file; 0 where there is none."""
    if path.is_dir():
        raise JournalError(f"{path} is a folder where the journal should be.", "Move it away.")
    return path.stat().st_size if path.exists() else 0


def _share_rights(path: Path) -> None:
    """Let the log be written where the journal may be.

    SQLite gives the log the journal's rights; one that was made while the journal was read-only
    would keep it so for ever.
    """
    if not os.access(path, os.W_OK):
        raise read_only(path)
    for beside in (wal_of(path), shared_memory_of(path)):
        if beside.exists() and not os.access(beside, os.W_OK):
            beside.chmod(path.stat().st_mode & 0o777)


def _has_log(path: Path) -> bool:
    return wal_of(path).exists() and wal_of(path).stat().st_size > 0


def set_aside(path: Path, as_: str = "damaged", of_: Path | None = None) -> Path:
    """Rename a damaged journal with its log; return where it is now.

    The log goes first: SQLite would play a log that is left behind into the new journal.

    Args:
        path: the journal.
        as_: the word in its new name.
        of_: the file to rename; the journal itself unless given.

    Raises:
        JournalError: another program writes the journal, or the folder cannot be written.
    """
    lock = WriterLock(path)
    try:
        aside = free_name(path.parent, f"{path.stem}.{as_}", ".sqlite3")
        for of in (wal_of, shared_memory_of, Path):
            if of(of_ or path).exists():
                of(of_ or path).replace(of(aside))
        return aside
    except OSError as error:
        raise explain_os(error, path) from error
    finally:
        lock.release()


def wal_of(path: Path) -> Path:
    """The write-ahead log beside the journal."""
    return path.with_name(path.name + "-wal")


def shared_memory_of(path: Path) -> Path:
    """The log's index beside the journal."""
    return path.with_name(path.name + "-shm")


def file_identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of the same name; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def connect(path: Path, options: str) -> sqlite3.Connection:
    """Open what is there, unchecked; ``file:///C:/…`` and ``file:////server/…`` are Windows'."""
    name = path.absolute().as_posix()
    uri = f"file://{'' if name.startswith('/') else '/'}{quote(name)}?{options}"
    return sqlite3.connect(uri, uri=True, timeout=1.0, isolation_level=None)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    for pragma in _WRITER_PRAGMAS:
        connection.execute(pragma)
    migrate(connection, path)
    # Trouble is known now, not at the first drawing; on a read-only file BEGIN alone succeeds.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("ROLLBACK")


def _check_soundness(connection: sqlite3.Connection, path: Path) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path, verdict)
