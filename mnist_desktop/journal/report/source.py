"""Where a report's facts come from: the journal or the shared log, by one contract."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import KnownError
from mnist_desktop.journal.report.facts import Facts

Progress = Callable[[int], None]
"""Told how many predictions are read; what it raises ends the reading."""


class ReportCancelledError(KnownError):
    """The person closed the report while it was read."""


@dataclass(frozen=True, slots=True)
class DrawingDetails:
    """What a report shows of one drawing besides its facts.

    Attributes:
        id: the drawing's key; None for a row of the old app.
        raster: 784 bytes, 255 = ink; None where the log has none.
        source: ``canvas`` or a file's name; empty where the log does not say.
        probabilities: ten numbers of each model that answered, by id.
    """

    id: UUID | None
    raster: bytes | None
    source: str
    probabilities: dict[str, tuple[float, ...]]


class ReportSource(Protocol):
    """A log of predictions. Every call opens what it needs and closes it: any thread may call.

    All raise a :class:`KnownError` with a remedy where the log cannot be read.
    """

    def load(self, progress: Progress | None = None) -> Facts:
        """Read the facts of everything, as of one instant."""
        ...

    def find(self, text: str) -> npt.NDArray[np.int64]:
        """Keys, growing, of the drawings whose source has ``text`` in it, in whatever case."""
        ...

    def details(self, keys: Sequence[int]) -> dict[int, DrawingDetails]:
        """The rest of some drawings, by key; what was deleted since is left out."""
        ...

    def state(self) -> object:
        """Compares equal as long as nothing was added, labelled or deleted: cheap to ask."""
        ...
