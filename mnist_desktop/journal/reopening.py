"""The store for a writer that never gives up: closed on a failure, opened again on the next try."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.backlog import Item
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.faults import JournalDamagedError, JournalReplacedError
from mnist_desktop.journal.restoring import open_journal, put_away
from mnist_desktop.journal.store import JournalStore

_MOST_REPLACED = 3  # a disk that damages every journal must not fill with them
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class ReopeningStore:
    """A journal that is opened when needed; used on one thread."""

    def __init__(
        self,
        path: Path,
        notice: Callable[[JournalReplacedError], None],
        opened: Callable[[JournalStore], None] | None = None,
    ) -> None:
        """Say what is wanted.

        Args:
            path: the journal.
            notice: told when a damaged journal was replaced.
            opened: done each time that a journal was opened, before anything is written.
        """
        self._path = path
        self._opened = opened
        self._notice = notice
        self._store: JournalStore | None = None
        self._replaced = 0

    def write(self, items: list[Item]) -> None:
        """Write all items or none; with none this opens the journal.

        A damaged journal gives way to its backup and what can be salvaged (``restoring.py``);
        ``notice`` is told.

        Raises:
            JournalError: not written, and worth trying again.
            ValueError: one of the items can never be written.
        """
        self.do(lambda store: self._write(store, items))

    def do(self, task: Callable[[JournalStore], _T]) -> _T:
        """Do something on the open journal; after a damage, on the new one.

        Raises:
            JournalError: not done, and worth trying again.
            ValueError: it can never be done.
        """
        try:
            if self._store is None:
                self._store = open_journal(self._path, self._notice)
                if self._opened is not None:
                    self._opened(self._store)
            return task(self._store)
        except JournalDamagedError as error:
            self.close()
            self._replace(error)
            return self.do(task)
        except ValueError:
            raise
        except JournalError:
            self.close()
            raise
        except Exception as error:  # a bug must not end the thread that holds what was drawn
            _log.exception("the journal fails")
            self.close()
            raise JournalError(f"The journal {self._path} fails: {error}.") from error

    def close(self) -> None:
        """Close what is open."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _write(self, store: JournalStore, items: list[Item]) -> None:
        if not items:
            return
        with store.transaction():
            for item in items:
                if isinstance(item, DrawingEntry):
                    store.append(item)
                else:
                    store.relabel(item)
        if not store.is_current:
            raise JournalError(
                f"The journal {self._path} was moved or deleted while in use.",
                "A new one is started in its place.",
            )

    def _replace(self, error: JournalDamagedError) -> None:
        if self._replaced == _MOST_REPLACED:
            raise error
        self._replaced += 1
        put_away(self._path)
