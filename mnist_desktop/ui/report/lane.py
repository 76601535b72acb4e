"""Questions asked off the window's thread: of each kind the newest wins, stale answers are dropped.

A lane is a thread of its own, begun by the first question. It keeps nobody from leaving: one that
waits for a server that is away ends with the program.
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
    kind: str
    number: int
    work: Work
    done: Callable[[Any], None]
    failed: Callable[[str], None]

    @property
    def is_stale(self) -> bool:
        return not self.lane.is_newest(self.kind, self.number)

    def tell(self, progress: object) -> None:
        self.lane.tell(self.kind, self.number, None, progress)


class Lane(QObject):
    """Answers one question after another; those that a newer one overtook are never begun."""

    told = Signal(object)
    """How far the work on a question is."""
    _answered = Signal(str, int, object, object)

    def __init__(self, kinds: tuple[str, ...], parent: QObject) -> None:
        """What comes first in ``kinds`` is answered first where several wait."""
        super().__init__(parent)
        self._wake = threading.Condition()
        self._newest = dict.fromkeys(kinds, 0)
        self._waiting: dict[str, _Question] = {}
        self._closing = False
        self._thread: threading.Thread | None = None
        self._answered.connect(self._pass_on)

    def ask(
        self,
        kind: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask; ``done`` gets the answer, or ``failed`` one sentence, unless a newer question came.

        Args:
            kind: an older question of this kind is not answered any more.
            work: runs off the window's thread; may look whether it is stale and give up.
            done: called on the window's thread.
            failed: called on the window's thread.
        """
        with self._wake:
            self._newest[kind] += 1
            self._waiting[kind] = _Question(self, kind, self._newest[kind], work, done, failed)
            self._wake.notify()
        if self._thread is None:
            name = f"report-{next(iter(self._newest))}"
            self._thread = threading.Thread(target=self._run, name=name, daemon=True)
            self._thread.start()

    def forget(self, *kinds: str) -> None:
        """Nobody waits for answers of these kinds any more."""
        with self._wake:
            for kind in kinds:
                self._newest[kind] += 1
                self._waiting.pop(kind, None)

    def close(self) -> None:
        """Answer nothing any more; :meth:`wait` for the end."""
        self.forget(*self._newest)
        with self._wake:
            self._closing = True
            self._wake.notify()

    def wait(self, seconds: float) -> bool:
        """Let the thread end, after :meth:`close`; False when it takes longer."""
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def is_newest(self, kind: str, number: int) -> bool:
        """Whether no newer question of the kind was asked, and none forgotten."""
        return self._newest[kind] == number

    def tell(self, kind: str, number: int, receiver: object, value: object) -> None:
        """Send something to the window's thread, unless a newer question came or all is closed.

        Called on the lane's thread. Under the lock: after :meth:`close` has returned, the window
        may be deleted, and nothing may be emitted.
        """
        with self._wake:
            if self.is_newest(kind, number):
                self._answered.emit(kind, number, receiver, value)

    def _run(self) -> None:
        while (question := self._take()) is not None:
            self.tell(question.kind, question.number, *_answer(question))
            del question  # it may hold a million rows, and the next one may be long in coming

    def _take(self) -> _Question | None:
        with self._wake:
            while not (self._waiting or self._closing):
                self._wake.wait()
            kind = next((kind for kind in self._newest if kind in self._waiting), None)
            return None if kind is None else self._waiting.pop(kind)

    def _pass_on(
        self, kind: str, number: int, receiver: Callable[[Any], None] | None, value: Any
    ) -> None:
        if self.is_newest(kind, number):
            self.told.emit(value) if receiver is None else receiver(value)


def _answer(question: _Question) -> tuple[Callable[[Any], None], Any]:
    try:
        return question.done, question.work(question)
    except KnownError as error:
        return question.failed, str(error)
    except Exception as error:  # the window goes on; the log has the details
        _LOG.exception("the report cannot answer: %s", question.kind)
        return question.failed, f"That did not work ({error})."
