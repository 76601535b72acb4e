"""Verified copies of the journal, the newest few of which are kept beside it.

A copy is made by ``VACUUM INTO`` on a reading connection, beside the writer; it is checked before
it takes its place, and only then does an older one go.
"""

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import damaged, explain, explain_os
from mnist_desktop.journal.instant import free_name
from mnist_desktop.journal.location import open_to_read
from mnist_desktop.journal.migrations import check_version

KEPT = 5
"""How many copies are kept unless the person says otherwise."""
AGE = timedelta(days=1)
"""A copy is made when the newest is older than this."""

_log = logging.getLogger(__name__)


def folder_of(journal: Path) -> Path:
    """Where the copies of a journal lie."""
    return journal.with_name(f"{journal.stem}-backups")


def backups_of(journal: Path) -> list[Path]:
    """The copies, newest first; also those that were made before a migration."""
    made = folder_of(journal).glob(f"{journal.stem}-*.sqlite3")
    migrated = journal.parent.glob(f"{journal.stem}.before-v*.sqlite3")
    return sorted([*made, *migrated], key=made_at, reverse=True)


def made_at(backup: Path) -> datetime:
    """When a copy was made."""
    return datetime.fromtimestamp(backup.stat().st_mtime, UTC)


def is_due(journal: Path, age: timedelta = AGE) -> bool:
    """Whether the newest copy is older than ``age``, or there is none."""
    made = [made_at(path) for path in folder_of(journal).glob(f"{journal.stem}-*.sqlite3")]
    return not made or datetime.now(UTC) - max(made) > age


def back_up(journal: Path, keep: int = KEPT) -> Path:
    """Make a copy, check it, and drop the oldest beyond ``keep``.

    Raises:
        JournalError: no sound copy could be made; the older ones are as they were.
        JournalDamagedError: the journal itself is not sound.
    """
    journal = journal.resolve()
    folder = folder_of(journal)
    try:
        folder.mkdir(exist_ok=True)
        for left in folder.glob("*.part"):  # of a program that ended in the middle
            left.unlink()
        target = free_name(folder, journal.stem, ".sqlite3")
        part = target.with_name(target.name + ".part")
        try:
            _copy(journal, part)
            _flush(part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        _drop_old(journal, max(1, keep))
    except sqlite3.Error as error:
        raise explain(error, journal) from error
    except OSError as error:
        raise explain_os(error, journal) from error
    return target


def sound(backup: Path, is_wanted: Callable[[sqlite3.Connection], bool] | None = None) -> bool:
    """Whether a copy can be put in the journal's place."""
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            version = check_version(copy, backup)
            return verdict == "ok" and version > 0 and (is_wanted is None or is_wanted(copy))
    except (sqlite3.Error, JournalError, OSError) as error:
        _log.warning("the backup %s is of no use: %s", backup, error)
        return False


def _copy(journal: Path, part: Path) -> None:
    with closing(open_to_read(journal)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    if not sound(part):
        raise damaged(journal, "no sound copy of it can be made")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _drop_old(journal: Path, keep: int) -> None:
    made = [path for path in backups_of(journal) if path.parent == folder_of(journal)]
    for path in made[keep:]:
        with suppress(OSError):
            path.unlink()
