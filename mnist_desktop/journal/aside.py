"""Move a damaged journal aside, whole, so that a new one can start and the old be looked at."""

from pathlib import Path

from mnist_desktop.journal.faults import explained
from mnist_desktop.journal.instant import stamp
from mnist_desktop.journal.lock import WriterLock


def move_aside(path: Path) -> Path:
    """Rename the journal with its WAL to ``<stem>.damaged-<time><suffix>``.

    Returns:
        Where it is now.

    Raises:
        JournalError: it cannot be renamed; it stays as it was.
    """
    with explained(path):
        lock = WriterLock(path)
        try:
            target = _free_name(path)
            # The WAL first: SQLite deletes one that it finds beside no database.
            for suffix in ("-wal", "-shm", ""):
                part = path.with_name(path.name + suffix)
                if part.exists():
                    part.rename(target.with_name(target.name + suffix))
            return target
        finally:
            lock.release()


def _free_name(path: Path) -> Path:
    base = f"{path.stem}.damaged-{stamp()}"
    target, count = path.with_name(base + path.suffix), 1
    while target.exists():
        count += 1
        target = path.with_name(f"{base}-{count}{path.suffix}")
    return target
