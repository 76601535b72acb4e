"""What the report's window asks, each kind in a lane of its own, and what is known by now."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.filter import EVERYTHING, Filter
from mnist_desktop.journal.report.groups import By, grouped
from mnist_desktop.journal.report.numbers import numbers_of
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.source import ReportCancelledError, ReportSource
from mnist_desktop.journal.report.view import View
from mnist_desktop.ui.report.lane import Asked, Lane

if TYPE_CHECKING:
    from mnist_desktop.journal.report.source import DrawingDetails

Opener = Callable[[], ReportSource]
"""Gives the source; called off the window's thread, for it may wait for a keychain."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A log as it was at one instant; ``state`` compares equal as long as it is the same."""

    source: ReportSource
    facts: Facts
    state: object


@dataclass(frozen=True, slots=True)
class Looked:
    """What a filter shows, in order, and how many drawings that is."""

    view: View
    drawings: int


class Inquiry(QObject):
    """Loads a log, narrows it, counts it. Every signal comes on the window's thread."""

    loading = Signal()
    """The log is being read."""
    progress = Signal(object)
    """So many predictions are read."""
    loaded = Signal(object)
    """:class:`~mnist_desktop.journal.report.facts.Facts` of a log that is read."""
    failed = Signal(str)
    """The log cannot be read: one sentence and a remedy."""
    looked = Signal(object)
    """:class:`Looked`."""
    counted = Signal(object)
    """:class:`~mnist_desktop.journal.report.numbers.Numbers` of what is shown."""
    grouped = Signal(object)
    """Groups of what is shown, a tuple of :class:`~mnist_desktop.journal.report.groups.Group`."""
    changed = Signal()
    """The log is not what it was when it was read."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._log: Loaded | None = None
        self.view: View | None = None
        self.wanted: Filter = EVERYTHING
        self.order: tuple[Column, bool] = (Column.DRAWN_AT, True)
        # What asks a log may wait for a server; what counts shares one thread and its memory.
        self._loading, self._details = Lane(("load",), self), Lane(("details",), self)
        self._news = Lane(("state",), self)
        self._counting = Lane(("look", "count", "group"), self)
        self._loading.told.connect(self.progress)

    @property
    def facts(self) -> Facts | None:
        """Of the log that is shown."""
        return None if self._log is None else self._log.facts

    @property
    def _lanes(self) -> tuple[Lane, ...]:
        return self._loading, self._details, self._news, self._counting

    def drop(self) -> None:
        """Know no log any more, and ask nothing of the one that was shown."""
        self._counting.forget("look", "count", "group")
        self._details.forget("details")
        self._news.forget("state")
        self._log = self.view = None

    def load(self, opener: Opener) -> None:
        """Read a log from its beginning."""

        def work(asked: Asked) -> Loaded:
            source = opener()
            state = source.state()  # before the facts: what comes between is seen as a change
            return Loaded(source, source.load(_progress_of(asked)), state)

        self._news.forget("state")
        self._loading.ask("load", work, self._take_log, self.failed.emit)
        self.loading.emit()

    def look(self, wanted: Filter, order: tuple[Column, bool]) -> None:
        """Show another part of the log, or in another order."""
        self.wanted, self.order = wanted, order
        if (log := self._log) is None:
            return

        def work(_: Asked) -> Looked:
            view = View.of(log.facts, wanted).sorted_by(*order)
            return Looked(view, int(view.shown.sum()))

        self._counting.ask("look", work, self._take_view, self.failed.emit)

    def count(self) -> None:
        """Count what is shown."""
        if (view := self.view) is not None:
            self._counting.ask(
                "count", lambda _: numbers_of(view), self.counted.emit, self.failed.emit
            )

    def group(self, by: By) -> None:
        """Group what is shown."""
        if (view := self.view) is not None:
            self._counting.ask(
                "group", lambda _: grouped(view, by), self.grouped.emit, self.failed.emit
            )

    def describe(
        self,
        drawing: int,
        done: "Callable[[DrawingDetails | None], None]",
        failed: Callable[[str], None],
    ) -> None:
        """Ask for the rest of one drawing; None where it is gone by now."""
        if (log := self._log) is not None:
            self._details.ask(
                "details", lambda _: log.source.details([drawing]).get(drawing), done, failed
            )

    def look_for_news(self) -> None:
        """Ask whether the log has changed; a log that is away just now has not."""
        if (log := self._log) is not None:
            self._news.ask(
                "state", lambda _: log.source.state() != log.state, self._take_news, lambda _: None
            )

    def close(self) -> None:
        """Ask nothing any more."""
        for lane in self._lanes:
            lane.close()
        self._log = self.view = None

    def wait(self, seconds: float) -> bool:
        """Let every thread end, after :meth:`close`; False when one takes longer."""
        end = time.monotonic() + seconds
        return all(lane.wait(max(0.0, end - time.monotonic())) for lane in self._lanes)

    def _take_log(self, log: Loaded) -> None:
        self._log = log
        self.loaded.emit(log.facts)

    def _take_view(self, looked: Looked) -> None:
        self.view = looked.view
        self.looked.emit(looked)

    def _take_news(self, has_news: Any) -> None:
        if has_news:
            self.changed.emit()


def _progress_of(asked: Asked) -> Callable[[int], None]:
    def tell(count: int) -> None:
        if asked.is_stale:
            raise ReportCancelledError("The report is not wanted any more.")
        asked.tell(count)

    return tell
