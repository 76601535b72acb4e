"""What the journal gives back: the entry as it was committed, and what was said of it since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label

NO_DEVICE = UUID(int=0)
"""The device of a drawing that never came into a journal."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a drawing was made.

    Attributes:
        app_version: the program's version.
        device: a random key that the journal was given when it was created.
    """

    app_version: str
    device: UUID


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """A person changed their mind: appended, never written over an earlier label.

    Attributes:
        id: UUIDv7 of the event.
        drawing: the drawing's id.
        at: when, in UTC.
        label: what it is from now on; None takes the label back.
    """

    id: UUID
    drawing: UUID
    at: datetime
    label: Label


@dataclass(frozen=True, slots=True)
class RecordedDrawing:
    """One drawing as the journal holds it.

    Attributes:
        entry: as committed; ``entry.label`` is the first label.
        origin: where it was made.
        relabels: later labels, oldest first.
    """

    entry: DrawingEntry
    origin: Origin
    relabels: tuple[LabelEvent, ...] = ()

    @property
    def label(self) -> Label:
        """What the drawing is said to be now."""
        return self.relabels[-1].label if self.relabels else self.entry.label


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One session in the journal: its key, when it began, where, and how many drawings it has."""

    id: UUID
    started_at: datetime
    origin: Origin
    drawings: int
