"""Who does things on the journal's one writing connection, as those see it that need it."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from mnist_desktop.journal.store import JournalStore

_T = TypeVar("_T")


class Tasks(Protocol):
    """Part of :class:`~mnist_desktop.journal.writer.JournalWriter`."""

    def run(self, task: Callable[[JournalStore], _T]) -> "Future[_T]":
        """Queue a task; its outcome, or the JournalError for which it was not done."""
        ...
