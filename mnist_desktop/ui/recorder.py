"""Decides when a drawing is kept, and under which key.

A drawing is kept when it is put away: by Next, Clear, redo of either, or closing the window. Undo
brings a drawing back under its old number. If it is put away again unchanged, it stays the one
entry that it was (another label relabels it); if it was drawn on, what it has become is a drawing
of its own, because what was put away before is history.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.recognition.verdict import Prediction
from mnist_desktop.ui.live import LiveRecognition
from mnist_desktop.ui.look import Look
from mnist_desktop.ui.sketch import HISTORY, Draft, Sheet
from mnist_desktop.ui.worker import Answer, see


class Journal(Protocol):
    """Where drawings are kept: :class:`~mnist_desktop.ui.journal_link.JournalLink`."""

    def append(self, drawing: UUID, complete: Callable[[UUID], DrawingEntry]) -> None:
        """Keep a drawing; ``complete`` makes its entry from the session's key."""
        ...

    def relabel(self, drawing: UUID, label: Label) -> None:
        """Give a kept drawing another label."""
        ...


@dataclass(slots=True)
class _Kept:
    """A drawing that was put away; it is committed once its answer is there."""

    id: UUID
    sheet: Sheet
    label: Label
    drawn_at: datetime
    look: Look
    committed: bool = False

    def is_same(self, sheet: Sheet) -> bool:
        return self.sheet.strokes == sheet.strokes and self.sheet.picture == sheet.picture


class Recorder:
    """Keeps drawings with their labels and answers."""

    def __init__(self, live: LiveRecognition, journal: Journal) -> None:
        self._live = live
        self._journal = journal
        self._labels: dict[int, Label] = {}
        self._kept: dict[int, _Kept] = {}

    def label_of(self, drawing: int) -> Label:
        """What the person said of a drawing, by its number."""
        return self._labels.get(drawing)

    def set_label(self, drawing: int, label: Label) -> None:
        """The person says what a drawing is; it is kept with the drawing."""
        self._labels[drawing] = label

    def put_away(self, sheet: Sheet, look: Look) -> None:
        """Keep this drawing, unless there is none or it is kept already."""
        if sheet.is_empty:
            return
        label = self._labels.get(sheet.drawing)
        kept = self._kept.get(sheet.drawing)
        if kept is not None and kept.is_same(sheet):
            self._relabel(kept, label)
            return
        kept = _Kept(uuid7(), sheet, label, datetime.now(UTC), look)
        self._kept[sheet.drawing] = kept
        self._forget(sheet.drawing - HISTORY)
        self._live.bequeath(Draft(sheet), lambda answer: self._commit(kept, answer))

    def _relabel(self, kept: _Kept, label: Label) -> None:
        if kept.label == label:
            return
        kept.label = label
        if kept.committed:
            self._journal.relabel(kept.id, label)

    def _commit(self, kept: _Kept, answer: Answer | None) -> None:
        raster = see(Draft(kept.sheet)).tobytes() if answer is None else answer.raster
        predictions = () if answer is None else tuple(answer.predictions.values())
        kept.committed = True
        self._journal.append(kept.id, lambda session: _entry(kept, session, raster, predictions))

    def _forget(self, drawing: int) -> None:
        """Undo cannot reach so far back."""
        self._kept.pop(drawing, None)
        self._labels.pop(drawing, None)


def _entry(
    kept: _Kept, session: UUID, raster: bytes, predictions: tuple[Prediction, ...]
) -> DrawingEntry:
    return DrawingEntry(
        id=kept.id,
        session=session,
        drawn_at=kept.drawn_at,
        ink=kept.sheet.ink,
        raster=raster,
        label=kept.label,
        pen_width=kept.look.pen_width,
        pen_colour=kept.look.pen_colour,
        paper_colour=kept.look.paper_colour,
        source=kept.sheet.source,
        predictions=tuple(_prediction(prediction) for prediction in predictions),
    )


def _prediction(prediction: Prediction) -> PredictionEntry:
    return PredictionEntry(
        model=prediction.model,
        digit=prediction.digit,
        probabilities=prediction.probabilities,
        verdict=prediction.verdict.value,
        familiarity=prediction.familiarity,
        model_sha256=prediction.sha256,
        milliseconds=prediction.milliseconds,
    )
