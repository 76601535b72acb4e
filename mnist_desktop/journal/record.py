"""What the journal gives back: the entry as it was committed, and what was said of it since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label


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
        relabels: later labels, oldest first.
        origin: where it was made; None for one that was never in a journal.
    """

    entry: DrawingEntry
    relabels: tuple[LabelEvent, ...] = ()
    origin: Origin | None = None

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
