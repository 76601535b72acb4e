"""Who hears what becomes of what was appended, and what they are told only once."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol
from uuid import UUID

from mnist_desktop.errors import JournalError

_log = logging.getLogger(__name__)


class JournalListener(Protocol):
    """Hears what becomes of what was appended; called on the writer's thread."""

    def saved(self, drawing: UUID) -> None:
        """The drawing, or a new label of it, is on disk."""
        ...

    def failing(self, error: JournalError, waiting: int) -> None:
        """``waiting`` drawings and labels are in memory only; told once for each new reason.

        A :class:`~mnist_desktop.journal.faults.JournalReplacedError` is a notice that is to stay
        on show when ``recovered`` follows: it says where the damaged journal is now.
        """
        ...

    def recovered(self) -> None:
        """All is on disk again."""
        ...


class Messenger:
    """Tells a listener, each reason once; a listener that fails stops nobody."""

    def __init__(self, listener: JournalListener) -> None:
        self._listener = listener
        self._reason = ""

    def saved(self, drawing: UUID) -> None:
        """Pass on."""
        self._tell(partial(self._listener.saved, drawing))

    def failing(self, error: JournalError, waiting: int) -> None:
        """Pass on a reason that is not the last one told."""
        if str(error) != self._reason:
            self._reason = str(error)
            _log.warning("%s", error)
            self._tell(partial(self._listener.failing, error, waiting))

    def well(self) -> None:
        """Nothing waits; pass that on after a failure."""
        if self._reason:
            self._reason = ""
            self._tell(self._listener.recovered)

    def _tell(self, message: Callable[[], None]) -> None:
        try:
            message()
        except Exception:  # a window that is gone must not end the writing
            _log.exception("the journal's listener failed")
