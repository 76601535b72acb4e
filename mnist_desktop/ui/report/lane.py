"""One kind of question, asked off the window's thread: the newest wins, stale answers are dropped.

A thread of its own, begun by the first question. It keeps nobody from leaving: one that waits for a
server that is away ends with the program.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from mnist_desktop.errors import KnownError

_LOG = logging.getLogger(__name__)


class Asked(Protocol):
    """What the work on a question knows of who asked it."""

    @property
    def is_stale(self) -> bool:
        """True once nobody waits for the answer any more."""
        ...

    def tell(self, progress: object) -> None:
        """Tell how far the work is, unless nobody waits for it."""
        ...


Work = Callable[[Asked], Any]


@dataclass(frozen=True, slots=True)
class _Question:
    lane: "Lane"
    number: int
    work: Work
    done: Callable[[Any], None]
    failed: Callable[[str], None]

    @property
    def is_stale(self) -> bool:
        return self.lane.newest != self.number

    def tell(self, progress: object) -> None:
        self.lane.tell(self.number, None, progress)


class Lane(QObject):
    """Answers one question after another; those that a newer one overtook are never begun."""

    told = Signal(object)
    """How far the work on the newest question is."""
    _answered = Signal(int, object, object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.newest = 0
        self._name = name
        self._wake = threading.Condition()
        self._next: _Question | None = None
        self._closing = False
        self._thread: threading.Thread | None = None
        self._answered.connect(self._pass_on)

    def ask(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask; ``done`` gets the answer, or ``failed`` one sentence, unless a newer question came.

        Args:
            work: runs off the window's thread; may look whether it is stale and give up.
            done: called on the window's thread.
            failed: called on the window's thread.
        """
        with self._wake:
            self.newest += 1
            self._next = _Question(self, self.newest, work, done, failed)
            self._wake.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        with self._wake:
            self.newest += 1
            self._next = None

    def close(self) -> None:
        """Answer nothing any more; :meth:`wait` for the end."""
        with self._wake:
            self._closing = True
            self.newest += 1
            self._next = None
            self._wake.notify()

    def wait(self, seconds: float) -> bool:
        """Let the thread end, after :meth:`close`; False when it takes longer."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def tell(self, number: int, receiver: object, value: object) -> None:
        """Send something to the window's thread, unless a newer question came or all is closed.

        Called on the lane's thread. Under the lock: after :meth:`close` has returned, the window
        may be deleted, and nothing may be emitted.
        """
        with self._wake:
            if number == self.newest:
                self._answered.emit(number, receiver, value)

    def _run(self) -> None:
        while (question := self._take()) is not None:
            self.tell(question.number, *self._answer(question))

    def _take(self) -> _Question | None:
        with self._wake:
            while self._next is None and not self._closing:
                self._wake.wait()
            question, self._next = self._next, None
            return question

    def _answer(self, question: _Question) -> tuple[Callable[[Any], None], Any]:
        try:
            return question.done, question.work(question)
        except KnownError as error:
            return question.failed, str(error)
        except Exception as error:  # the window goes on; the log has the details
            _LOG.exception("%s failed", self._name)
            return question.failed, f"That did not work ({error})."

    def _pass_on(self, number: int, receiver: Callable[[Any], None] | None, value: Any) -> None:
        if number == self.newest:
            self.told.emit(value) if receiver is None else receiver(value)
