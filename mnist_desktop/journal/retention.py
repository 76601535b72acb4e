"""Forgetting: drawings older than the person wants to keep, or all of them, for good.

Deleted pages are overwritten (``secure_delete``) and the write-ahead log is emptied, so that no
deleted ink can be dug out of the journal's files. Each function is a task for the writer's ``run``.
"""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mnist_desktop.journal.backups import backups_of, folder_of, made_at
from mnist_desktop.journal.instant import to_micros
from mnist_desktop.journal.store import JournalStore

_SLICE = 500  # drawings a transaction: what is drawn meanwhile waits some milliseconds

# What still waits for the shared log is kept until it was sent.
_OLD = """SELECT d.number FROM drawing d WHERE d.drawn_at < ? AND NOT EXISTS (
        SELECT 1 FROM outbox o WHERE o.kind = 'drawing' AND o.key = d.id AND o.reason IS NULL)
    ORDER BY d.number LIMIT ?"""
_ORPHANS = (
    """DELETE FROM outbox WHERE kind = 'drawing'
        AND NOT EXISTS (SELECT 1 FROM drawing WHERE id = key)""",
    """DELETE FROM outbox WHERE kind = 'label'
        AND NOT EXISTS (SELECT 1 FROM label_event WHERE id = key)""",
    "DELETE FROM session WHERE NOT EXISTS (SELECT 1 FROM drawing WHERE session = session.id)",
)


def forget_older_than(days: int) -> Callable[[JournalStore], int]:
    """A task: forget some of the drawings that are older than ``days``; how many it were.

    Ask again until it gives 0: between two slices the writer keeps what was drawn.
    """

    def task(store: JournalStore) -> int:
        before = to_micros(datetime.now(UTC) - timedelta(days=days))
        with store.transaction() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            old = connection.execute(_OLD, (before, _SLICE)).fetchall()
            connection.executemany(
                """DELETE FROM label_event
                WHERE drawing = (SELECT id FROM drawing WHERE number = ?)""",
                old,
            )
            connection.executemany("DELETE FROM drawing WHERE number = ?", old)
            if 0 < len(old) < _SLICE:  # the last slice
                _sweep(connection)
        if old:
            _empty_log(store)
        return len(old)

    return task


def forget_backups_older_than(journal: Path, days: int) -> None:
    """Delete the copies that hold nothing but what is to be forgotten.

    A younger copy holds some of it until it is rotated out.
    """
    before = datetime.now(UTC) - timedelta(days=days)
    for backup in backups_of(journal):
        if made_at(backup) < before:
            backup.unlink(missing_ok=True)


def forget_everything(store: JournalStore) -> int:
    """A task: forget every drawing, with all backups and damaged journals beside this one.

    Returns:
        How many drawings there were.

    Raises:
        JournalError: it cannot be written, or a backup cannot be deleted.
    """
    with store.transaction() as connection:
        connection.execute("PRAGMA secure_delete = ON")
        ((count,),) = connection.execute("SELECT count(*) FROM drawing").fetchall()
        for table in ("label_event", "drawing", "session", "outbox"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # one of four constants
    _empty_log(store)
    for backup in backups_of(store.path):
        backup.unlink(missing_ok=True)
    shutil.rmtree(folder_of(store.path), ignore_errors=True)
    for word in ("damaged", "salvage"):
        for path in store.path.parent.glob(f"{store.path.stem}.{word}-*"):
            path.unlink(missing_ok=True)
    return int(count)


def _sweep(connection: sqlite3.Connection) -> None:
    for statement in _ORPHANS:
        connection.execute(statement)


def _empty_log(store: JournalStore) -> None:
    """Move the log into the file and cut it, unless somebody reads; then the next time does it."""
    store.empty_log()
