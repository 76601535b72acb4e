"""The thread that writes the journal: nobody waits for the disk, nothing is lost, order is kept."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.backlog import Backlog, Item
from mnist_desktop.journal.encoding import check_entry, check_label
from mnist_desktop.journal.entry import DrawingEntry, Label
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.listener import JournalListener, Messenger
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.reopening import ReopeningStore
from mnist_desktop.journal.rescue import write_rescue
from mnist_desktop.journal.store import JournalStore

__all__ = ["JournalListener", "JournalWriter"]

FIRST_DELAY = 0.5
"""Seconds until a journal that failed is tried again; doubled each time."""
LONGEST_DELAY = 10.0
_BATCH = 100  # items a transaction, when many wait: one sync of the disk for all of them

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class _Queued(NamedTuple):
    """A task, and how many items had been queued before it."""

    after: int
    task: Callable[[JournalStore], Any]
    outcome: "Future[Any]"


class JournalWriter:
    """Takes drawings and labels from any thread and writes them on its own.

    The thread opens the journal at once, so that trouble is known before the first drawing. It
    ends with ``close``; a later ``append`` starts it again.
    """

    def __init__(
        self,
        path: Path,
        listener: JournalListener,
        opened: Callable[[JournalStore], None] | None = None,
    ) -> None:
        """Start opening the journal at ``path``; this returns at once.

        Args:
            path: the file, made with its folder where it is missing.
            listener: hears what becomes of what is appended.
            opened: done each time that the journal was opened, before anything is written.
        """
        self._tell = Messenger(listener)
        self._store = ReopeningStore(
            path.resolve(), lambda notice: self._tell.failing(notice, self.pending()), opened
        )
        self._backlog = Backlog()
        self._put_count = self._taken_count = 0  # items ever queued, and those written or refused
        self._tasks: deque[_Queued] = deque()
        self._changed = threading.Condition()
        self._fresh = False  # something happened since the thread last looked
        self._closing = False
        self._thread: threading.Thread | None = None
        self._delay = FIRST_DELAY
        with self._changed:
            self._wake()

    def start_session(self) -> UUID:
        """A new session's key; the session is recorded with its first drawing."""
        return uuid7()

    def append(self, entry: DrawingEntry) -> None:
        """Queue a drawing; never waits for the disk.

        Raises:
            ValueError: the entry breaks its contract.
            JournalFullError: too much waits already; the drawing was not taken.
        """
        check_entry(entry)
        self._put(entry)

    def relabel(self, drawing: UUID, label: Label) -> None:
        """Queue another label for a drawing, as an event of its own; the first is kept too.

        Raises:
            ValueError: the label is no label.
            JournalFullError: too much waits already; the label was not taken.
        """
        check_label(label)
        self._put(LabelEvent(uuid7(), drawing, datetime.now(UTC), label))

    def run(self, task: Callable[[JournalStore], _T]) -> "Future[_T]":
        """Have ``task`` done on the open journal, after all that was queued before it.

        What is queued later does not overtake it.

        There is one connection that writes, and the thread has it: whoever else has something to
        write (the outbox, backups, retention) sends it here.

        Returns:
            Its outcome, or the JournalError for which the journal could not be opened or written;
            a task is tried once.
        """
        outcome: Future[_T] = Future()
        with self._changed:
            self._tasks.append(_Queued(self._put_count, task, outcome))
            self._wake()
        return outcome

    def pending(self) -> int:
        """How many drawings and labels are not on disk."""
        with self._changed:
            return len(self._backlog)

    def close(self, timeout: float) -> bool:
        """Write what waits and let go of the file.

        Args:
            timeout: seconds to wait for it at most.

        Returns:
            False when something is not on disk: ``rescue`` writes it elsewhere, ``close`` tries
            again.
        """
        with self._changed:
            if self._thread is None and not self._backlog and not self._tasks:
                return True
            self._closing = True
            thread = self._wake()
        thread.join(timeout)
        return not thread.is_alive() and not self.pending()

    def rescue(self, folder: Path) -> Path | None:
        """Write what is not on disk as an ink file ``rescue-<time>.jsonl`` in ``folder``.

        Returns:
            The file; None when there is nothing to rescue.

        Raises:
            ExportError: the folder cannot be written.
        """
        with self._changed:
            items = self._backlog.items()
        return write_rescue(items, folder) if items else None

    def _put(self, item: Item) -> None:
        with self._changed:
            self._backlog.put(item)
            self._put_count += 1
            self._wake()

    def _wake(self) -> threading.Thread:
        """Have the thread look again; start it where there is none. The lock is held."""
        self._fresh = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()
        self._changed.notify_all()
        return self._thread

    def _run(self) -> None:
        while True:
            with self._changed:
                self._fresh = False
            delay = self._attempt()
            with self._changed:
                if not self._closing:
                    self._changed.wait_for(lambda: self._fresh, timeout=delay)
                elif not self._fresh:
                    # Under the lock, so that no second thread finds the file still open.
                    self._store.close()
                    self._thread, self._closing = None, False
                    return

    def _attempt(self) -> float | None:
        """Write what waits; seconds until the next try, None when there is nothing left to do."""
        try:
            self._store.write([])
            while self._step():
                pass
        except JournalError as error:
            self._fail_tasks(error)
            self._tell.failing(error, self.pending())
            delay, self._delay = self._delay, min(self._delay * 2, LONGEST_DELAY)
            return delay
        self._delay = FIRST_DELAY
        if not self.pending():
            self._tell.well()
        return None

    def _step(self) -> bool:
        """Write what was queued before the next task, then do it; without one, write all.

        Returns:
            False when there is no task.
        """
        while batch := self._first():
            self._write(batch)
        with self._changed:
            if not self._tasks:
                return False
            if self._tasks[0].after > self._taken_count:  # both were queued just now
                return True
            due = self._tasks.popleft()
        self._do(due.task, due.outcome)
        return True

    def _do(self, task: Callable[[JournalStore], Any], outcome: "Future[Any]") -> None:
        if not outcome.set_running_or_notify_cancel():
            return
        try:
            outcome.set_result(self._store.do(task))
        except Exception as error:  # its owner is told; the thread lives on
            outcome.set_exception(error)
            if isinstance(error, JournalError):
                raise

    def _fail_tasks(self, error: JournalError) -> None:
        while self._tasks:
            outcome = self._tasks.popleft().outcome
            if outcome.set_running_or_notify_cancel():
                outcome.set_exception(error)

    def _first(self) -> list[Item]:
        """The oldest items, none of them younger than the next task."""
        with self._changed:
            due = self._tasks[0].after - self._taken_count if self._tasks else _BATCH
            return self._backlog.first(min(_BATCH, due))

    def _write(self, batch: list[Item]) -> None:
        try:
            self._store.write(batch)
        except ValueError as error:  # of one item: the others must not wait for it forever
            if len(batch) == 1:
                self._refuse(error)
            else:
                for item in batch:
                    self._write([item])
            return
        with self._changed:
            self._backlog.drop(len(batch))
            self._taken_count += len(batch)
        for item in batch:
            self._tell.saved(item.id if isinstance(item, DrawingEntry) else item.drawing)

    def _refuse(self, error: ValueError) -> None:
        _log.error("the journal cannot hold an entry", exc_info=error)
        with self._changed:
            self._backlog.refuse()
            self._taken_count += 1
        self._tell.failing(
            JournalError(f"A drawing cannot be kept in the journal: {error}."), self.pending()
        )
