"""The window's side of the shared log: the sender follows the settings, and its state is told.

The sender, the keychain and the journal are waited for on threads of their own; Qt carries what
they say over to the window's.
"""

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mnist_desktop.errors import JournalError
from mnist_desktop.settings.schema import Settings
from mnist_desktop.shared_log import SharedLog
from mnist_desktop.ui.background import Background
from mnist_desktop.ui.journal_link import JournalLink

if TYPE_CHECKING:  # loads SQLite
    from concurrent.futures import Future

    from mnist_desktop.journal.sender import Sender
    from mnist_desktop.journal.sharing import SharingState

_CLOSE_WAIT = 2.0  # s for a sender that is replaced
_RETRY = 2.0  # s until a journal that could not be written is tried again
_NAP = 0.02  # s


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the person is told of the shared log.

    Attributes:
        on: the person turned it on.
        known: what waits was counted at least once.
        waiting: drawings and labels that the server has still to get.
        set_aside: those that it refused.
        trouble: why nothing can be sent now; empty while all is well.
    """

    on: bool = False
    known: bool = False
    waiting: int = 0
    set_aside: int = 0
    trouble: str = ""

    def words(self) -> str:
        """A few words for the status bar; nothing while it is off."""
        if not self.on:
            return ""
        if not self.known and not self.trouble:
            return "shared log: starting…"
        parts = ["server away"] if self.trouble else []
        parts += [f"{self.waiting:,} waiting"] if self.waiting else []
        parts += [f"{self.set_aside:,} set aside"] if self.set_aside else []
        return f"shared log: {', '.join(parts) or 'up to date'}"


class _Ear:
    """Hears one sender, on its thread."""

    def __init__(self, number: int, link: "SharingLink") -> None:
        self._number = number
        self._link = link

    def sharing(self, state: "SharingState") -> None:
        """Pass on."""
        self._link.hear(self._number, state)


class SharingLink(QObject):
    """Keeps a sender going while the settings want one; each change of them starts it anew."""

    changed = Signal(object)
    """A new :class:`Sharing`."""
    _heard = Signal(int, object)

    def __init__(self, shared_log: SharedLog, journal: JournalLink) -> None:
        super().__init__()
        self.state = Sharing()
        self._shared_log = shared_log
        self._journal = journal
        self._background = Background()
        self._number = 0  # of the settings in effect; a thread that works for older ones gives up
        self._changed = threading.Condition()
        self._sender: Sender | None = None
        self._is_counting = self._everything = False
        self._settings = Settings()
        self._heard.connect(self._take)
        journal.committed.connect(self._look_again)

    def apply(self, settings: Settings, everything: bool = False) -> None:
        """Follow these settings from now on.

        Args:
            settings: whether and where to.
            everything: what the journal holds already is to be sent too.
        """
        with self._changed:
            self._number += 1
            self._everything = settings.shared_log and (self._everything or everything)
            self._changed.notify_all()
            number = self._number
            # At once, so that what is drawn from now on is queued, or is not.
            outcome = self._submit(settings.shared_log)
        self._settings = settings
        self._tell(Sharing(on=settings.shared_log))
        self._background.start(
            lambda: self._switch(number, settings, outcome),
            lambda _: None,
            lambda trouble: self._tell(replace(self.state, trouble=trouble)),
        )

    def retry(self) -> None:
        """Try again what was set aside, and now, not later, a server that was away."""
        if self._sender is not None:
            self._sender.retry()
        if self.state.trouble:
            self.apply(self._settings)

    def resume(self) -> None:
        """Go on after a stop: the window did not close."""
        if self._sender is None:
            self.apply(self._settings)

    def stop(self, seconds: float) -> None:
        """Let the last drawings go out if the server is there, then stop; what waits is kept."""
        end = time.monotonic() + seconds
        with self._changed:
            self._number += 1
            self._changed.notify_all()
            sender, self._sender = self._sender, None
        if sender is None:
            return
        if not self.state.trouble:
            self._journal.wait_until_saved(seconds / 2)
        sender.wake()
        while self.state.known and not self.state.trouble and time.monotonic() < end:
            if not self._count_waiting():
                break
            time.sleep(_NAP)
        sender.close(max(end - time.monotonic(), 0.1))

    # --- on threads of their own ------------------------------------------------------------

    def hear(self, number: int, state: "SharingState | str") -> None:
        """What the sender of this number says, or what keeps it from starting.

        Nothing is passed on after a stop: the window may be gone, and Qt would crash.
        """
        with self._changed:
            if number == self._number:
                self._heard.emit(number, state)

    def _switch(self, number: int, settings: Settings, outcome: "Future[None]") -> None:
        with self._changed:
            before, self._sender = self._sender, None
        if before is not None:
            before.close(_CLOSE_WAIT)
        if not self._is_queued(number, settings.shared_log, outcome) or not settings.shared_log:
            return
        sender = self._shared_log.sender(settings, self._journal, _Ear(number, self))
        with self._changed:
            if number == self._number:
                self._sender = sender
                sender.start()

    def _submit(self, on: bool) -> "Future[None]":
        """Have the journal queue what it commits, or nothing. The lock is held."""
        if on:
            return self._shared_log.queue(self._journal, self._everything)
        return self._shared_log.queue_nothing(self._journal)

    def _is_queued(self, number: int, on: bool, outcome: "Future[None]") -> bool:
        """Wait until the journal does so, trying again; False when that is outdated."""
        while True:
            try:
                outcome.result()
            except JournalError as error:
                self.hear(number, str(error))
            else:
                self._mark_queued(number)
                return True
            with self._changed:
                self._changed.wait_for(lambda: number != self._number, _RETRY)
                if number != self._number:
                    return False
                outcome = self._submit(on)

    def _mark_queued(self, number: int) -> None:
        with self._changed:
            if number == self._number:
                self._everything = False

    def _count_waiting(self) -> int:
        try:
            return self._shared_log.count()[0]
        except JournalError:
            return 0  # nothing to wait for

    # --- on the window's thread -------------------------------------------------------------

    def _take(self, number: int, state: "SharingState | str") -> None:
        if number != self._number:
            return
        if isinstance(state, str):
            self._tell(replace(self.state, trouble=state if self.state.on else ""))
        else:
            self._tell(Sharing(True, True, state.waiting, state.set_aside, state.trouble))

    def _look_again(self) -> None:
        """Something was committed: send it, or at least count it while the server is away."""
        if self._sender is None:
            return
        self._sender.wake()
        if self.state.trouble and not self._is_counting:
            self._is_counting = True
            number = self._number
            self._background.start(
                self._shared_log.count,
                lambda counts: self._take_counts(number, *counts),
                lambda _: self._take_counts(0, 0, 0),
            )

    def _take_counts(self, number: int, waiting: int, set_aside: int) -> None:
        self._is_counting = False
        if number == self._number and self.state.trouble:
            self._tell(replace(self.state, known=True, waiting=waiting, set_aside=set_aside))

    def _tell(self, state: Sharing) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)
