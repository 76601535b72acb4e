"""The one thread that looks at drawings: strokes to 28×28 to predictions, off the window's thread.

Questions are numbered. Only the newest waits; an older one that nobody asked to keep is dropped.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread, Signal

from mnist_desktop.errors import KnownError
from mnist_desktop.recognition.verdict import Prediction
from mnist_desktop.ui.sketch import Draft

if TYPE_CHECKING:  # numpy and onnxruntime are loaded behind the painted window
    from mnist_desktop.ink.raster import Raster
    from mnist_desktop.recognition.registry import Loaded

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the models say about one draft.

    Attributes:
        number: of the question.
        raster: the 28×28 that the models saw, 784 bytes.
        predictions: by model id; empty when no model is available.
        problem: one sentence when the models failed on this drawing; else empty.
    """

    number: int
    raster: bytes
    predictions: Mapping[str, Prediction] = field(default_factory=dict)
    problem: str = ""


class Worker(QThread):
    """Loads the models, then answers questions until it is stopped."""

    loaded = Signal(object)
    """The models are loaded: a :class:`~mnist_desktop.recognition.registry.Loaded`."""
    loading_failed = Signal(str)
    """No model can be loaded at all; questions are still answered, without predictions."""
    answered = Signal(object)
    """An :class:`Answer`."""

    def __init__(self, load: "Callable[[], Loaded]") -> None:
        super().__init__()
        self.setObjectName("recognition")
        self._load = load
        self._models: Loaded | None = None
        self._wake = threading.Condition()
        self._newest: tuple[int, Draft] | None = None
        self._kept: deque[tuple[int, Draft]] = deque()
        self._stopping = False

    def ask(self, number: int, draft: Draft, *, keep: bool = False) -> None:
        """Ask about a draft.

        Args:
            number: larger than that of every question before.
            draft: what is on the canvas.
            keep: this answer is needed, even when newer questions come.
        """
        with self._wake:
            if keep:
                self._kept.append((number, draft))
            else:
                self._newest = number, draft
            self._wake.notify()

    def stop(self, milliseconds: int) -> bool:
        """Answer what is to be kept, then end; False when that takes longer than allowed."""
        with self._wake:
            self._stopping = True
            self._newest = None
            self._wake.notify()
        return self.wait(milliseconds)

    def run(self) -> None:
        """The thread's own life."""
        self._start_models()
        while (question := self._next()) is not None:
            self.answered.emit(self._answer(*question))

    def _start_models(self) -> None:
        try:
            self._models = self._load()
        except KnownError as error:
            self.loading_failed.emit(str(error))
        except Exception as error:  # a broken installation must not take the canvas with it
            _LOG.exception("the models cannot be loaded")
            self.loading_failed.emit(f"The models cannot be loaded ({error}).")
        else:
            self.loaded.emit(self._models)

    def _next(self) -> tuple[int, Draft] | None:
        with self._wake:
            while not (self._kept or self._newest or self._stopping):
                self._wake.wait()
            if self._kept:
                return self._kept.popleft()
            question, self._newest = self._newest, None
            return question

    def _answer(self, number: int, draft: Draft) -> Answer:
        raster: Raster | None = None
        try:
            raster = see(draft)
            if self._models is None or not self._models.recogniser.cards:
                return Answer(number, raster.tobytes())
            return Answer(number, raster.tobytes(), self._models.recogniser.recognise(raster))
        except Exception as error:  # a bug in a model must not lose what was drawn
            _LOG.exception("a drawing could not be recognised")
            seen = bytes(784) if raster is None else raster.tobytes()
            return Answer(number, seen, problem=f"This drawing could not be recognised ({error}).")


def see(draft: Draft) -> "Raster":
    """The 28×28 of a draft: of its picture, else of its ink."""
    import numpy as np

    from mnist_desktop.ink.raster import SIZE, rasterise

    picture = draft.sheet.picture
    if picture is None:
        return rasterise(draft.ink())
    return np.frombuffer(picture.raster, dtype=np.uint8).reshape(SIZE, SIZE)
