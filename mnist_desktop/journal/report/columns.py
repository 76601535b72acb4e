"""The columns of facts, which sources fill a chunk at a time."""

from collections.abc import Iterator
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


class DrawingColumns(NamedTuple):
    """Of drawings; see :class:`~mnist_desktop.journal.report.facts.Facts`."""

    keys: Ints
    drawn_at: Ints
    session: Places
    label: Places


class AnswerColumns(NamedTuple):
    """Of predictions."""

    drawing: Places
    model: npt.NDArray[np.uint16]
    digit: npt.NDArray[np.uint8]
    verdict: npt.NDArray[np.uint8]
    confidence: npt.NDArray[np.float32]
    milliseconds: npt.NDArray[np.float32]


NO_DRAWINGS = DrawingColumns(
    np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32)
)
NO_ANSWERS = AnswerColumns(
    np.empty(0, np.int32),
    np.empty(0, np.uint16),
    np.empty(0, np.uint8),
    np.empty(0, np.uint8),
    np.empty(0, np.float32),
    np.empty(0, np.float32),
)

_Columns = TypeVar("_Columns", bound=NamedTuple)


class Growing(Generic[_Columns]):
    """Columns that chunks are added to in place: nothing is in memory twice."""

    def __init__(self, nothing: _Columns) -> None:
        """Of the types that ``nothing`` has."""
        self._kind = type(nothing)
        self._columns = [column.copy() for column in nothing]

    def add(self, chunk: _Columns) -> None:
        """Put rows at the end."""
        for column, rows in zip(self._columns, chunk, strict=True):
            start = len(column)
            column.resize((start + len(rows), *column.shape[1:]), refcheck=False)
            column[start:] = rows

    def whole(self) -> _Columns:
        """All rows; nothing is to be added from now on."""
        return self._kind(*self._columns)


def taken(columns: _Columns, order: npt.NDArray[np.intp]) -> _Columns:
    """The rows at these places."""
    found: Iterator[Any] = (column[order] for column in columns)
    return type(columns)(*found)
