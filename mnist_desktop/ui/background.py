"""Work that may never end: a server that is silent, a keychain that waits for its person.

Unlike :class:`~mnist_desktop.ui.job.Jobs`, nobody waits for it and the program ends without it.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Signal

from mnist_desktop.errors import KnownError

_LOG = logging.getLogger(__name__)


class Errand:
    """One piece of work under way."""

    def __init__(self, done: Callable[[Any], None], failed: Callable[[str], None]) -> None:
        self.done = done
        self.failed = failed
        self.is_wanted = True

    def drop(self) -> None:
        """Its outcome is not wanted any more."""
        self.is_wanted = False


class Background(QObject):
    """Runs each errand on a thread of its own; outcomes arrive on the window's thread."""

    _ended = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended.connect(self._pass_on)

    def start(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> Errand:
        """Run ``work``; then ``done`` gets its result, or ``failed`` one sentence."""
        errand = Errand(done, failed)
        thread = threading.Thread(
            target=self._run, args=(work, errand), name="background", daemon=True
        )
        thread.start()
        return errand

    def _run(self, work: Callable[[], Any], errand: Errand) -> None:
        trouble, result = "", None
        try:
            result = work()
        except KnownError as error:
            trouble = str(error)
        except Exception as error:  # the window goes on; the log has the details
            _LOG.exception("work in the background failed")
            trouble = f"That did not work ({type(error).__name__})."
        with suppress(RuntimeError):  # the window may be gone by now
            self._ended.emit(errand, trouble, result)

    def _pass_on(self, errand: Errand, trouble: str, result: Any) -> None:
        if not errand.is_wanted:
            return
        if trouble:
            errand.failed(trouble)
        else:
            errand.done(result)
