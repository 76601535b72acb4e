"""Out of a damaged journal a sound one: the newest good backup, and what could be salvaged.

The damaged file is first renamed to ``<journal>.salvage-<time>``; once all that can be read of it
is in the journal it becomes ``<journal>.damaged-<time>``. A program that ends in between goes on
with it when it starts again.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.backups import backups_of, made_at, sound
from mnist_desktop.journal.faults import JournalReplacedError, explain_os
from mnist_desktop.journal.location import set_aside
from mnist_desktop.journal.migrations import MIGRATIONS, check_version
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.salvage import salvage
from mnist_desktop.journal.store import JournalStore

_WAITING = "salvage"
_log = logging.getLogger(__name__)


def put_away(path: Path) -> None:
    """Move a damaged journal out of the way; :func:`open_journal` sees to what it holds.

    Raises:
        JournalError: it cannot be moved.
    """
    set_aside(path, as_=_WAITING)


def open_journal(path: Path, notice: Callable[[JournalReplacedError], None]) -> JournalStore:
    """Open the journal; one that was put away is restored and salvaged first.

    Raises:
        JournalError: it cannot be opened or written.
        JournalDamagedError: it is not sound.
    """
    waiting = sorted(path.parent.glob(f"{path.stem}.{_WAITING}-*.sqlite3"))
    since = _restore(path) if waiting and not path.exists() else None
    store = JournalStore(path)
    try:
        found = [salvage(store, aside) for aside in waiting]
        if waiting:
            store.close()  # it takes the damaged one's key on
            moved = [set_aside(path, of_=aside) for aside in waiting]
            store = JournalStore(path)
            for moved_to, count in zip(moved, found, strict=True):
                notice(JournalReplacedError(path, moved_to, since, count))
    except BaseException:
        store.close()
        raise
    return store


def _restore(path: Path) -> datetime | None:
    """Put the newest good backup in the journal's place; when it was made, None without one."""
    for backup in backups_of(path):
        if not sound(backup, lambda copy, backup=backup: _is_whole(copy, backup)):  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            continue
        part = path.with_name(path.name + ".part")
        try:
            shutil.copyfile(backup, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise explain_os(error, path) from error
        return made_at(backup)
    return None


def _is_whole(copy: sqlite3.Connection, backup: Path) -> bool:
    """Whether every drawing matches its checksum; one of an older version has other tables."""
    if check_version(copy, backup) < len(MIGRATIONS):
        return True
    journal = Journal(copy, backup)
    try:
        for _ in journal.stored():
            pass
    except JournalError as error:
        _log.warning("the backup %s cannot be read: %s", backup, error)
        return False
    if journal.unsound:
        _log.warning("the backup %s has %d unsound drawings", backup, len(journal.unsound))
    return not journal.unsound
