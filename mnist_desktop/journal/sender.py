"""Sends what waits to the shared log, on a thread of its own, for as long as it takes.

Every part may fail at any moment: the rows are sent in one transaction, then leave the outbox; what
is sent twice is passed over by its key, so each is there once. Psycopg is imported on this thread.
"""

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist_desktop.errors import JournalError, SharedLogError
from mnist_desktop.journal.outbox import take_up_again
from mnist_desktop.journal.sharing import SharingListener, SharingState
from mnist_desktop.journal.tasks import Tasks

if TYPE_CHECKING:
    from mnist_desktop.journal.postgres.connection import Connection

FIRST_DELAY = 1.0
"""Seconds until a server that failed is tried again; doubled each time, with jitter."""
LONGEST_DELAY = 60.0

_log = logging.getLogger(__name__)


class Sender:
    """Drains the outbox whenever something waits and the server is there."""

    def __init__(
        self,
        journal: Path,
        writer: Tasks,
        connection: "Connection",
        listener: SharingListener,
    ) -> None:
        self._journal = journal
        self._writer = writer
        self._connection = connection
        self._listener = listener
        self._state = SharingState()
        self._is_told = False
        self._failures = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._fresh: asyncio.Event | None = None
        self._main: asyncio.Task[None] | None = None
        self._lock = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        """Begin; this returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """Something was committed: send it, unless the server is away."""
        self._call(self._note)

    def retry(self) -> None:
        """Take up again what was set aside."""
        self._writer.run(take_up_again).add_done_callback(lambda _: self.wake())

    def close(self, timeout: float) -> bool:
        """Stop where it is; what waits is in the journal.

        Returns:
            False when the thread is still held by the system after ``timeout`` seconds; it then
            ends with the program.
        """
        with self._lock:
            self._closing = True
        self._call(self._stop)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _note(self) -> None:
        if self._fresh is not None:
            self._fresh.set()

    def _stop(self) -> None:
        if self._main is not None:
            self._main.cancel()

    def _call(self, action: Callable[[], object]) -> None:
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(action)

    def _run(self) -> None:
        from mnist_desktop.journal.postgres.check import make_loop

        loop = make_loop()
        with self._lock:
            if self._closing:
                loop.close()
                return
            self._loop = loop
            self._main = loop.create_task(self._send_for_ever())
        try:
            loop.run_until_complete(self._main)
        except asyncio.CancelledError:
            pass
        except Exception:
            _log.exception("the sender fails")
        finally:
            with self._lock:
                self._loop = None
            loop.close()

    async def _send_for_ever(self) -> None:
        self._fresh = asyncio.Event()
        while True:
            self._fresh.clear()
            await self._attempt()
            if self._failures:  # commits do not hurry a server that is away
                await asyncio.sleep(self._delay())
            else:
                await self._fresh.wait()

    def _delay(self) -> float:
        """Exponential back-off with full jitter, so that a fleet does not come back as one.

        M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
        """
        most = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(self._failures - 1, 10))
        return random.uniform(most / 2, most)  # noqa: S311  # spreads load, keeps no secret

    async def _attempt(self) -> None:
        from mnist_desktop.journal.postgres.draining import drain

        try:
            await drain(self._journal, self._writer, self._connection, self._tell)
            self._failures = 0
            self._tell(trouble="")
        except (SharedLogError, JournalError) as error:
            self._failures += 1
            _log.warning("%s", error)
            self._tell(trouble=str(error), connected=False)
        except Exception as error:  # a bug must not end the sending for good
            self._failures += 1
            _log.exception("sending fails")
            self._tell(trouble=f"Sending to the shared log fails: {error}.", connected=False)

    def _tell(self, sent: int = 0, **changes: Any) -> None:
        old = self._state
        values = {name: getattr(old, name) for name in SharingState.__slots__} | changes
        values["sent"] = old.sent + sent
        self._state = SharingState(**values)
        if self._state != old or not self._is_told:
            self._is_told = True
            try:
                self._listener.sharing(self._state)
            except Exception:  # a window that is gone must not end the sending
                _log.exception("the sharing's listener failed")
