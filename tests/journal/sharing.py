"""A sender that runs for as long as a test wants, and a listener that remembers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.sharing import SharingState
from mnist_desktop.journal.writer import JournalWriter

_SECONDS = 60.0


class Told:
    """A listener that remembers every state, and lets a test wait for one."""

    def __init__(self) -> None:
        self.states: list[SharingState] = []
        self._changed = threading.Condition()

    def sharing(self, state: SharingState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait_for(self, holds: Callable[[SharingState], object]) -> SharingState:
        with self._changed:
            assert self._changed.wait_for(
                lambda: self.states and holds(self.states[-1]), _SECONDS
            ), self.states[-5:]
            return self.states[-1]


@contextmanager
def sending(
    path: Path, writer: JournalWriter, connection: Connection
) -> Iterator[tuple[Sender, Told]]:
    told = Told()
    sender = Sender(path, writer, connection, told)
    sender.start()
    try:
        yield sender, told
    finally:
        assert sender.close(10)


def all_sent(state: SharingState) -> bool:
    return state.connected and not state.waiting
