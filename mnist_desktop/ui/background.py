"""Work that may never end: a server that is silent, a keychain that waits for its person.

Unlike :class:`~mnist_desktop.ui.job.Jobs`, nobody waits for it and the program ends without it.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from mnist_desktop.errors import KnownError

_LOG = logging.getLogger(__name__)
_NAME = "background"


class Errand:
    """One piece of work under way."""

    def __init__(self, done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self.done = done
        self.failed = failed
        self.is_wanted = True

    def drop(self) -> None:
        """Its outcome is not wanted any more."""
        self.is_wanted = False


class _Courier(QObject):
    """Carries outcomes to the window's thread.

    There is one, and it is never deleted: a signal of an object that goes while another thread
    emits it crashes the process, and nobody knows how long the work takes.
    """

    ended = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.ended.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def _pass_on(self, errand: Errand, trouble: str, result: Any) -> None:
        if not errand.is_wanted:
            return
        if trouble:
            errand.failed(trouble)
        else:
            errand.done(result)


class Background:
    """Runs each errand on a thread of its own; made and used on the window's thread."""

    def __init__(self) -> None:
        if not _couriers:
            _couriers.append(_Courier())

    def start(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> Errand:
        """Run ``work``; then ``done`` gets its result, or ``failed`` one sentence."""
        errand = Errand(done, failed)
        threading.Thread(target=_run, args=(work, errand), name=_NAME, daemon=True).start()
        return errand


def is_busy() -> bool:
    """Whether some work is still under way, wanted or not."""
    return any(thread.name == _NAME for thread in threading.enumerate())


_couriers: list[_Courier] = []


def _run(work: Callable[[], Any], errand: Errand) -> None:
    trouble, result = "", None
    try:
        result = work()
    except KnownError as error:
        trouble = str(error)
    except Exception as error:  # the window goes on; the log has the details
        _LOG.exception("work in the background failed")
        trouble = f"That did not work ({type(error).__name__})."
    _couriers[0].ended.emit(errand, trouble, result)
