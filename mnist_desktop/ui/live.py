"""Keeps the answer in step with the canvas: asks while the pen moves, shows what is newest."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from mnist_desktop.ui.sketch import Draft
from mnist_desktop.ui.worker import Answer

PACE = 16
"""Milliseconds between two questions while the pen moves: faster than a screen shows."""

Heir = Callable[[Answer | None], None]


class Recognition(Protocol):
    """Who answers questions: :class:`~mnist_desktop.ui.worker.Worker`."""

    answered: SignalInstance

    def ask(self, number: int, draft: Draft, *, keep: bool = False) -> None:
        """Ask about a draft; the answer comes through ``answered``."""
        ...


class LiveRecognition(QObject):
    """Numbers the questions and drops the answers that come too late."""

    answer_changed = Signal(object)
    """The newest :class:`~mnist_desktop.ui.worker.Answer` to what lies on the canvas, or None."""

    def __init__(self, worker: Recognition) -> None:
        super().__init__()
        self._worker = worker
        self._number = 0  # of the last question
        self._first = 0  # of the first question about the drawing on the canvas
        self._shown: Answer | None = None
        self._asked: Draft | None = None
        self._waiting: Draft | None = None
        self._heirs: dict[int, Heir] = {}
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(PACE)
        self._pace.timeout.connect(self._ask_waiting)
        worker.answered.connect(self._take)

    @property
    def last_question(self) -> int:
        """The number of the last question asked."""
        return self._number

    @property
    def is_settled(self) -> bool:
        """Whether the newest answer is to the newest question, and no question waits."""
        return self._waiting is None and self._newest_answer == self._number

    def follow(self, draft: Draft) -> None:
        """The pen moved: ask now, or when the last question is :data:`PACE` old."""
        if self._pace.isActive():
            self._waiting = draft
        else:
            self._ask(draft)
            self._pace.start()

    def settle(self, draft: Draft) -> None:
        """The drawing rests: ask at once, unless this very draft was asked about."""
        self._waiting = None
        self._pace.stop()
        if draft != self._asked:
            self._ask(draft)

    def start_anew(self) -> None:
        """Another drawing lies on the canvas: answers about the one before are too late."""
        self._waiting = None
        self._pace.stop()
        self._asked = None
        self._first = self._number + 1
        self._shown = None
        self.answer_changed.emit(None)

    def bequeath(self, draft: Draft, heir: Heir) -> None:
        """Hand the answer to exactly this draft to ``heir``, now or when it comes, never not.

        ``heir`` gets None when the program ends before there is an answer.
        """
        if self._shown is not None and self.is_settled and draft == self._asked:
            heir(self._shown)
            return
        self._waiting = None
        self._pace.stop()
        self._heirs[self._number + 1] = heir
        self._ask(draft, keep=True)

    def give_up(self) -> None:
        """The program ends: whoever still waits for an answer gets None."""
        heirs, self._heirs = self._heirs, {}
        for heir in heirs.values():
            heir(None)

    def ask_again(self, draft: Draft) -> None:
        """The models changed, so the last answer may no longer hold."""
        self._ask(draft)

    @property
    def _newest_answer(self) -> int:
        return self._shown.number if self._shown else 0

    def _ask_waiting(self) -> None:
        if self._waiting is not None:
            draft, self._waiting = self._waiting, None
            self.follow(draft)

    def _ask(self, draft: Draft, keep: bool = False) -> None:
        self._number += 1
        self._asked = draft
        self._worker.ask(self._number, draft, keep=keep)

    def _take(self, answer: Answer) -> None:
        heir = self._heirs.pop(answer.number, None)
        if heir is not None:
            heir(answer)
        if answer.number >= self._first and answer.number > self._newest_answer:
            self._shown = answer
            self.answer_changed.emit(answer)
