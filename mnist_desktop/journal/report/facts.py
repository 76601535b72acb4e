"""The facts of every prediction as arrays: some 20 bytes each, from whatever log they came."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.entry import Label
from mnist_desktop.journal.report.columns import Ints, Places

NO_ANSWER = 255
"""Stands for the digit of a model that named none."""
NO_LABEL = -1
"""Stands for the label of a drawing that has none; 0 to 9 are digits, more are texts."""
FIRST_TEXT = 10
"""The label code of ``Facts.label_texts[0]``."""


class Verdict(IntEnum):
    """What a model thought of its answer; the names in lower case are the journal's."""

    SURE = 0
    UNSURE = 1
    NOT_A_DIGIT = 2
    EMPTY = 3
    OTHER = 4  # an old row that has none


class Outcome(IntEnum):
    """How a prediction compares with what the person says it was."""

    WRONG = 0
    RIGHT = 1
    UNLABELLED = 2
    NO_DIGIT = 3  # the label is a text: right and wrong are about digits


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session: its key, its device's and when it began; None where a row does not say."""

    id: UUID | None
    device: UUID | None
    started_at: int | None


@dataclass(frozen=True, eq=False)
class Facts:
    """Every drawing (n) and every prediction (m), in the order they were kept.

    Attributes:
        keys: (n,) int64, the source's own number of each drawing, growing.
        drawn_at: (n,) int64, microseconds since 1970 in UTC.
        session: (n,) int32, places in ``sessions``.
        label: (n,) int32, what it is said to be now: 0–9, ``NO_LABEL`` or a text's code.
        drawing: (m,) int32, the place of each prediction's drawing, never shrinking.
        model: (m,) uint16, places in ``models``.
        digit: (m,) uint8, 0–9 or ``NO_ANSWER``.
        verdict: (m,) uint8, :class:`Verdict`.
        confidence: (m,) float32, the named digit's probability; NaN where unknown.
        milliseconds: (m,) float32, the model's time; NaN where unknown.
        models, sessions, label_texts: what the codes stand for.
    """

    keys: Ints
    drawn_at: Ints
    session: Places
    label: Places
    drawing: Places
    model: npt.NDArray[np.uint16]
    digit: npt.NDArray[np.uint8]
    verdict: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.float32]
    milliseconds: npt.NDArray[np.float32]
    models: tuple[str, ...]
    sessions: tuple[SessionFact, ...]
    label_texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.drawing)

    @cached_property
    def devices(self) -> tuple[UUID | None, ...]:
        """Every device, in the order of first sight."""
        return tuple(dict.fromkeys(session.device for session in self.sessions))

    @cached_property
    def outcome(self) -> npt.NDArray[np.uint8]:
        """(m,) uint8, :class:`Outcome`."""
        said = np.minimum(self.label, FIRST_TEXT).astype(np.int16)[self.drawing]
        found: npt.NDArray[np.uint8] = (said == self.digit).astype(np.uint8)
        found[said == NO_LABEL] = Outcome.UNLABELLED
        found[said == FIRST_TEXT] = Outcome.NO_DIGIT
        return found

    def label_of(self, code: int) -> Label:
        """What a label's code stands for."""
        if code == NO_LABEL:
            return None
        return code if code < FIRST_TEXT else self.label_texts[code - FIRST_TEXT]
