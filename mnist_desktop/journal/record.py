"""What the journal adds to an entry when it records it: sessions and label events."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label
from mnist_desktop.journal.identity import derived_id, uuid7, uuid7_time

_FIRST_LABEL = "label"


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One sitting at the window; it is recorded with its first drawing.

    Attributes:
        id: UUIDv7 made on this machine.
        started_at: in UTC.
        app_version: of the program that recorded it; empty where nobody knows.
    """

    id: UUID
    started_at: datetime
    app_version: str

    @classmethod
    def of(cls, entry: DrawingEntry) -> "SessionRecord":
        """The session of an entry of which no more is known than its key."""
        return cls(entry.session, uuid7_time(entry.session) or entry.drawn_at, "")


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """The person says what a drawing is; a later event corrects an earlier one.

    Attributes:
        id: UUIDv7 made when it was said.
        drawing: the drawing's key.
        label: what it is; None takes an earlier label back.
        said_at: in UTC.
    """

    id: UUID
    drawing: UUID
    label: Label
    said_at: datetime

    @classmethod
    def now(cls, drawing: UUID, label: Label) -> "LabelEvent":
        """Said this moment."""
        return cls(uuid7(), drawing, label, datetime.now(UTC))

    @classmethod
    def first(cls, entry: DrawingEntry) -> "LabelEvent":
        """The label that a drawing was committed with, under a key that never differs."""
        return cls(derived_id(entry.id, _FIRST_LABEL), entry.id, entry.label, entry.drawn_at)

    @property
    def is_first(self) -> bool:
        """Whether this label was committed together with its drawing."""
        return self.id == derived_id(self.drawing, _FIRST_LABEL)


@dataclass(frozen=True, slots=True)
class NewDrawing:
    """A drawing to record, with its session."""

    entry: DrawingEntry
    session: SessionRecord


@dataclass(frozen=True, slots=True)
class RecordedDrawing:
    """A drawing read back.

    Attributes:
        entry: as it was committed; ``entry.label`` is the label that it was committed with.
        session: the session it was drawn in.
        labels: everything that was said of it, in the order in which it was recorded.
    """

    entry: DrawingEntry
    session: SessionRecord
    labels: tuple[LabelEvent, ...]

    @property
    def label(self) -> Label:
        """What the person says now."""
        return self.labels[-1].label if self.labels else None

    @property
    def first_label(self) -> Label:
        """What the person said first."""
        return self.labels[0].label if self.labels else None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session and how many drawings it holds."""

    session: SessionRecord
    drawings: int
