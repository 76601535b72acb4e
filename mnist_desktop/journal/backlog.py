"""What waits to be written, in order, bounded."""

from collections import deque
from collections.abc import Sequence
from itertools import islice

from mnist_desktop import __version__
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.faults import JournalFullError
from mnist_desktop.journal.record import NO_DEVICE, LabelEvent, Origin, RecordedDrawing

Item = DrawingEntry | LabelEvent

MAX_ITEMS = 20_000
"""Most drawings and labels that wait for a journal that cannot be written."""
MAX_POINTS = 2_000_000
"""Most points of ink that wait: some 400 MB of memory."""
_UNRECORDED = Origin(__version__, NO_DEVICE)


class Backlog:
    """Items that are not on disk. Not safe for threads by itself: its owner holds a lock."""

    def __init__(self) -> None:
        self._waiting: deque[Item] = deque()
        self._refused: list[Item] = []
        self._points = 0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._refused)

    def put(self, item: Item) -> None:
        """Add at the end.

        Raises:
            JournalFullError: too much waits; the item was not taken.
        """
        points = _points(item)
        if len(self) >= MAX_ITEMS or (self._points and self._points + points > MAX_POINTS):
            raise JournalFullError(
                f"{len(self):,} drawings and labels wait to be saved; no more can be taken.",
                "Make the journal writable again, or save the unsaved drawings to a file.",
            )
        self._points += points
        self._waiting.append(item)

    def first(self, count: int) -> list[Item]:
        """The oldest ``count`` items that can still be written."""
        return list(islice(self._waiting, count))

    def drop(self, count: int) -> None:
        """Forget the oldest ``count``: they are on disk."""
        for _ in range(count):
            self._points -= _points(self._waiting.popleft())

    def refuse(self) -> None:
        """Put the oldest away: the journal will never take it."""
        self._refused.append(self._waiting.popleft())

    def items(self) -> list[Item]:
        """Everything that is not on disk, oldest first."""
        return [*self._refused, *self._waiting]


def gather(items: Sequence[Item]) -> tuple[list[RecordedDrawing], list[LabelEvent]]:
    """The drawings among ``items`` with their later labels, and the labels of other drawings."""
    drawings = {item.id: item for item in items if isinstance(item, DrawingEntry)}
    events = [item for item in items if isinstance(item, LabelEvent)]
    recorded = [
        RecordedDrawing(entry, _UNRECORDED, tuple(e for e in events if e.drawing == key))
        for key, entry in drawings.items()
    ]
    return recorded, [event for event in events if event.drawing not in drawings]


def _points(item: Item) -> int:
    return item.ink.point_count if isinstance(item, DrawingEntry) else 0
