"""Drawings for the journal's tests, and a listener that remembers."""

import random
import struct
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from mnist_desktop.errors import JournalError
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.identity import uuid7

MODELS = ("extra_trees", "random_forest", "svm", "svm_pca", "vote")


def make_entry(
    session: UUID | None = None, label: Label = None, seed: int = 0, points: int = 20
) -> DrawingEntry:
    """A drawing as the window makes them; the seed decides all but the keys and the time."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    stroke = [[chance.random() * 280, chance.random() * 280, i * 8.0] for i in range(points)]
    return DrawingEntry(
        id=uuid7(),
        session=session or uuid7(),
        drawn_at=datetime.now(UTC),
        ink=Ink.from_json([stroke]),
        raster=chance.randbytes(784),
        label=label,
        pen_width=18.0,
        pen_colour="#102030",
        paper_colour="#ffffff",
        source="canvas",
        predictions=tuple(_prediction(model, chance) for model in MODELS),
    )


def _prediction(model: str, chance: random.Random) -> PredictionEntry:
    single = struct.unpack("10f", struct.pack("10f", *(chance.random() for _ in range(10))))
    return PredictionEntry(
        model=model,
        digit=max(range(10), key=single.__getitem__),
        probabilities=single,
        verdict=chance.choice(["sure", "unsure", "not_a_digit"]),
        familiarity=None if model == "vote" else chance.random(),
        model_sha256="" if model == "vote" else chance.randbytes(32).hex(),
        milliseconds=chance.random(),
    )


class Heard:
    """A listener that remembers all it was told, in order."""

    def __init__(self) -> None:
        self.saved_ids: list[UUID] = []
        self.failures: list[tuple[JournalError, int]] = []
        self.recoveries = 0
        self._changed = threading.Condition()

    def saved(self, drawing: UUID) -> None:
        with self._changed:
            self.saved_ids.append(drawing)
            self._changed.notify_all()

    def failing(self, error: JournalError, waiting: int) -> None:
        with self._changed:
            self.failures.append((error, waiting))
            self._changed.notify_all()

    def recovered(self) -> None:
        with self._changed:
            self.recoveries += 1
            self._changed.notify_all()

    def wait_for(self, holds: Callable[["Heard"], bool], seconds: float = 60.0) -> None:
        """Wait until something holds of what was heard."""
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self), seconds), vars(self)
