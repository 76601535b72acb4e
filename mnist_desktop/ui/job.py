"""Work that takes longer than a frame, off the window's thread, with its outcome as a signal."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from mnist_desktop.errors import KnownError

_LOG = logging.getLogger(__name__)


class Jobs(QObject):
    """Runs jobs one after the other; their outcomes arrive on the window's thread."""

    _ended = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._pass_on)

    def start(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Run ``work``; then ``done`` gets its result, or ``failed`` one sentence."""
        self._pool.start(lambda: self._run(work, done, failed))

    def wait(self, milliseconds: int) -> bool:
        """Let running jobs end; False when they take longer."""
        return self._pool.waitForDone(milliseconds)

    def _run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        try:
            result = work()
        except KnownError as error:
            self._ended.emit(failed, str(error))
        except Exception as error:  # the window goes on; the log has the details
            _LOG.exception("a job failed")
            self._ended.emit(failed, f"That did not work ({error}).")
        else:
            self._ended.emit(done, result)

    def _pass_on(self, receiver: Callable[[Any], None], value: Any) -> None:
        receiver(value)
