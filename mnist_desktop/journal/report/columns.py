"""The columns of facts, which sources fill a chunk at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

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

_Columns = TypeVar("_Columns", DrawingColumns, AnswerColumns)


def joined(chunks: Sequence[_Columns], nothing: _Columns) -> _Columns:
    """All chunks as one, in the types that ``nothing`` has."""
    columns = (
        np.concatenate([empty, *parts], dtype=empty.dtype)
        for empty, *parts in zip(nothing, *chunks, strict=True)
    )
    return type(nothing)(*columns)


def taken(columns: _Columns, order: npt.NDArray[np.intp]) -> _Columns:
    """The rows at these places."""
    found: Iterator[Any] = (column[order] for column in columns)
    return type(columns)(*found)
