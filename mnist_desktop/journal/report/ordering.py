"""Orders of a million predictions by any column, in hundredths of a second."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.report.facts import FIRST_TEXT, NO_LABEL, Facts

Rows = npt.NDArray[np.int32]
_Keys = npt.NDArray[np.uint32]
_LAST = np.uint32(2**32 - 1)


class Column(StrEnum):
    """What a report can be sorted by."""

    NUMBER = "number"
    DRAWN_AT = "drawn_at"
    SESSION = "session"
    DEVICE = "device"
    LABEL = "label"
    MODEL = "model"
    DIGIT = "digit"
    OUTCOME = "outcome"
    VERDICT = "verdict"
    CONFIDENCE = "confidence"
    MILLISECONDS = "milliseconds"


def ordered(facts: Facts, rows: Rows, column: Column, descending: bool = False) -> Rows:
    """``rows`` by a column; equal ones stay in the order they have, unknown ones come last."""
    keys = _keys(facts, rows, column)
    if descending:
        known = keys != _LAST
        np.subtract(_LAST - 1, keys, out=keys, where=known)
    return _by_keys(rows, keys)


def _by_keys(rows: Rows, keys: _Keys) -> Rows:
    """Numpy sorts 16 bits by radix, ten times faster than 32: two passes do for 32."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    high = (keys >> 16).astype(np.uint16)[order]
    rows = rows[order]
    del order  # some megabytes
    return rows[np.argsort(high, kind="stable")] if high.any() else rows


def _keys(facts: Facts, rows: Rows, column: Column) -> _Keys:
    if column is Column.CONFIDENCE or column is Column.MILLISECONDS:
        return _float_keys(getattr(facts, column)[rows])
    if column is Column.MODEL:
        return _ranks([name.casefold() for name in facts.models])[facts.model[rows]]
    if column in (Column.DIGIT, Column.OUTCOME, Column.VERDICT):
        keys: _Keys = getattr(facts, column)[rows].astype(np.uint32)
        return keys
    return _drawing_keys(facts, column)[facts.drawing[rows]]


def _drawing_keys(facts: Facts, column: Column) -> _Keys:
    """(n,) keys of drawings."""
    if column is Column.NUMBER:
        return np.arange(len(facts.keys), dtype=np.uint32)
    if column is Column.DRAWN_AT:
        return np.unique(facts.drawn_at, return_inverse=True)[1].astype(np.uint32)
    if column is Column.LABEL:
        texts = [text.casefold() for text in facts.label_texts]
        table = np.concatenate([np.arange(FIRST_TEXT), FIRST_TEXT + _ranks(texts), [_LAST]])
        return table.astype(np.uint32)[np.where(facts.label == NO_LABEL, -1, facts.label)]
    if column is Column.SESSION:
        return _ranks([_nth(each.started_at, each.id) for each in facts.sessions])[facts.session]
    return _ranks([_nth(each.device) for each in facts.sessions])[facts.session]


def _nth(*values: Any) -> tuple[Any, ...] | None:
    return None if None in values else values


def _ranks(values: Sequence[Any]) -> _Keys:
    """Equal ranks for equal values; ``_LAST`` for None."""
    order = {value: place for place, value in enumerate(sorted({*values} - {None}))}
    return np.array([order.get(value, _LAST) for value in values], dtype=np.uint32)


def _float_keys(values: npt.NDArray[np.float32]) -> _Keys:
    """The bits of floats that are not negative sort as the floats do."""
    keys: _Keys = np.maximum(values, 0).view(np.uint32)
    keys[np.isnan(values)] = _LAST
    return keys
