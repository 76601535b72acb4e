"""The window's side of the journal: the writer's callbacks become signals, and what waits is known.

The writer calls from its own thread; Qt carries the signals over to the window's.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.entry import DrawingEntry, Label

if TYPE_CHECKING:  # loads SQLite
    from concurrent.futures import Future

    from mnist_desktop.journal.store import JournalStore
    from mnist_desktop.journal.upkeep import Upkeep

_NAP = 0.01  # s
_UPKEEP_WAIT = 2.0  # s for a backup that is being written
_T = TypeVar("_T")


class Writer(Protocol):
    """What the window needs of :class:`~mnist_desktop.journal.writer.JournalWriter`."""

    def start_session(self) -> UUID:
        """Begin a session."""
        ...

    def append(self, entry: DrawingEntry) -> None:
        """Queue a drawing."""
        ...

    def relabel(self, drawing: UUID, label: Label) -> None:
        """Queue another label for a drawing."""
        ...

    def pending(self) -> int:
        """How much is queued and not on disk."""
        ...

    def close(self, timeout: float) -> bool:
        """Write what is queued, within seconds; False when something is left."""
        ...

    def rescue(self, folder: Path) -> Path | None:
        """Write what is not on disk as an ink file into a folder; None when there is nothing."""
        ...

    def run(self, task: "Callable[[JournalStore], _T]") -> "Future[_T]":
        """Have something else written by the one connection that writes."""
        ...


class Listener(QObject):
    """Hears the writer on its thread."""

    heard_saved = Signal(object)
    heard_failing = Signal(object, int)
    heard_recovered = Signal()

    def saved(self, drawing: UUID) -> None:
        """A drawing, or its new label, is on disk."""
        self.heard_saved.emit(drawing)

    def failing(self, error: JournalError, waiting: int) -> None:
        """The journal cannot be written; ``waiting`` items are in memory only."""
        self.heard_failing.emit(error, waiting)

    def recovered(self) -> None:
        """The journal can be written again."""
        self.heard_recovered.emit()


class Opening(Protocol):
    """Makes the writer; with ``shares`` the shared log is to get all, from the first drawing on."""

    def __call__(self, listener: Listener, *, shares: bool) -> Writer:
        """Begin to open the journal."""
        ...


@dataclass(frozen=True, slots=True)
class JournalState:
    """What the person is told of the journal.

    Attributes:
        started: local time at which the session began; None before the journal is open.
        saved: drawings of this session that are on disk.
        waiting: drawings of this session that are in memory only.
        trouble: why nothing is being saved; empty while all is well.
    """

    started: datetime | None = None
    saved: int = 0
    waiting: int = 0
    trouble: str = ""

    def words(self) -> str:
        """One line for the status bar; it says "saved" only of what is on disk."""
        if self.trouble and not self.waiting:
            return "The journal cannot be written"
        if self.trouble:
            return f"Not saved: {count_drawings(self.waiting)} waiting for the journal"
        if self.waiting:
            return "Saving…"
        if self.started is None:
            return "Opening the journal…"
        session = f"session {self.started:%H:%M}"
        if not self.saved:
            return f"New {session}, nothing drawn yet"
        return f"Saved · {session}, {count_drawings(self.saved)}"


class JournalLink(QObject):
    """Takes drawings from the window at any time, also before the journal is open."""

    changed = Signal(object)
    """A new :class:`JournalState`."""
    committed = Signal()
    """A drawing or a label of one is on disk."""
    replaced = Signal(str)
    """The journal was damaged and a new one is in use; one sentence on where the old one is."""

    def __init__(self) -> None:
        super().__init__()
        self.state = JournalState()
        self._writer: Writer | None = None
        self._upkeep: Upkeep | None = None
        self._session: UUID | None = None
        self._early: list[tuple[UUID, Callable[[UUID], DrawingEntry]]] = []
        self._unsaved: dict[UUID, DrawingEntry] = {}
        self._turned_away: list[DrawingEntry] = []
        self._saved: set[UUID] = set()
        self._listener = Listener(self)
        self._listener.heard_saved.connect(self._take_saved)
        self._listener.heard_failing.connect(self._take_failing)
        self._listener.heard_recovered.connect(self._take_recovered)

    def open(self, make: Callable[[Listener], Writer]) -> None:
        """Open the journal and begin a session; what came before goes in first."""
        self._writer = make(self._listener)
        self._session = self._writer.start_session()
        self._tell(started=datetime.now())
        early, self._early = self._early, []
        for drawing, complete in early:
            self.append(drawing, complete)

    def append(self, drawing: UUID, complete: Callable[[UUID], DrawingEntry]) -> None:
        """Keep a drawing; ``complete`` makes its entry once the session's key is known."""
        if self._writer is None or self._session is None:
            self._early.append((drawing, complete))
        else:
            entry = self._unsaved[drawing] = complete(self._session)
            self._hand_over(entry)
        self._tell()

    def relabel(self, drawing: UUID, label: Label) -> None:
        """Give a drawing that was appended another label."""
        if self._writer is None:
            return
        try:
            self._writer.relabel(drawing, label)
        except JournalError as error:  # as much waits as may
            self._tell(trouble=str(error))

    @property
    def session(self) -> UUID | None:
        """The key of this session; None before the journal is open."""
        return self._session

    def run(self, task: "Callable[[JournalStore], _T]") -> "Future[_T]":
        """Have ``task`` done on the open journal, on the writer's thread.

        Raises:
            JournalError: the journal is not open yet.
        """
        if self._writer is None:
            raise JournalError("The journal is not open yet.", "Try again in a moment.")
        return self._writer.run(task)

    def forget_everything(self) -> int:
        """Delete every drawing for good; how many it were. Called off the window's thread.

        Raises:
            JournalError: the journal is not open, or cannot be written.
        """
        from mnist_desktop.journal.retention import forget_everything  # loads SQLite

        return self.run(forget_everything).result()

    def look_after(self, upkeep: "Upkeep") -> None:
        """Have the journal backed up and cleared out behind the window, until it is closed."""
        self._upkeep = upkeep
        upkeep.start()

    def flush(self, timeout: float) -> bool:
        """Write all and close; False when drawings are left that are not on disk."""
        if self._upkeep is not None:
            self._upkeep.close(_UPKEEP_WAIT)
            self._upkeep = None
        return self._writer is None or self._writer.close(timeout)

    def wait_until_saved(self, timeout: float) -> None:
        """Give the writer up to so many seconds to finish; called off the window's thread."""
        end = time.monotonic() + timeout
        while self._writer is not None and self._writer.pending() and time.monotonic() < end:
            time.sleep(_NAP)

    def rescue(self, folder: Path) -> Path | None:
        """Write what is not on disk into a folder; None when there is nothing.

        Raises:
            ExportError: the folder cannot be written.
        """
        return None if self._writer is None else self._writer.rescue(folder)

    def _hand_over(self, entry: DrawingEntry) -> None:
        if self._writer is None:
            return
        try:
            self._writer.append(entry)
        except JournalError as error:  # as much waits as may: it is kept here and tried again
            self._turned_away.append(entry)
            self._tell(trouble=str(error))

    def _take_saved(self, drawing: UUID) -> None:
        if self._unsaved.pop(drawing, None) is not None:
            self._saved.add(drawing)
        self._tell()
        self.committed.emit()

    def _take_failing(self, error: JournalError, waiting: int) -> None:
        from mnist_desktop.journal.faults import JournalReplacedError  # loads SQLite

        if isinstance(error, JournalReplacedError):
            self.replaced.emit(str(error))
        else:
            self._tell(trouble=str(error))

    def _take_recovered(self) -> None:
        self._tell(trouble="")
        turned_away, self._turned_away = self._turned_away, []
        for entry in turned_away:
            self._hand_over(entry)

    def _tell(self, started: datetime | None = None, trouble: str | None = None) -> None:
        self.state = JournalState(
            started or self.state.started,
            len(self._saved),
            len(self._unsaved) + len(self._early),
            self.state.trouble if trouble is None else trouble,
        )
        self.changed.emit(self.state)


def count_drawings(count: int) -> str:
    """``1 drawing`` or ``23 drawings``."""
    return "1 drawing" if count == 1 else f"{count:,} drawings"
