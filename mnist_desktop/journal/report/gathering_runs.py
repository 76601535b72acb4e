"""From rows of the shared log, where a drawing is known by its key only, to one :class:`Facts`.

Rows of one drawing mostly come one after another: a run. Runs of the same drawing, which devices
that send at the same time tear apart, are put together at the end.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.identity import uuid7_time
from mnist_desktop.journal.instant import to_micros
from mnist_desktop.journal.report.columns import (
    NO_ANSWERS,
    AnswerColumns,
    DrawingColumns,
    Growing,
    taken,
)
from mnist_desktop.journal.report.facts import NO_ANSWER, Facts, SessionFact
from mnist_desktop.journal.report.gathering import set_texts

ROW = np.dtype(
    [
        ("id", ">i8"),
        ("drawn_at", ">i8"),  # microseconds since 2000
        ("drawing", ">u8", 2),  # a UUID; 0 where a row has none
        ("session", "S32"),  # the session's UUID and the device's
        ("model", ">i2"),
        ("label", ">i2"),
        ("digit", ">i2"),
        ("verdict", ">i2"),
        ("confidence", ">f8"),
        ("milliseconds", ">f4"),
    ]
)
_UNTIL_2000 = 946_684_800_000_000
_EARLIEST, _LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999  # the years 1 to 9999
_Rows = npt.NDArray[np.void]
_Ints = npt.NDArray[np.int64]


class _Runs(NamedTuple):
    """Of each run: first row's number, time and label, and whose it is."""

    ids: _Ints
    drawn_at: _Ints
    drawing: npt.NDArray[np.uint64]
    session: npt.NDArray[np.bytes_]
    label: npt.NDArray[np.int16]


class RunGathering:
    """Collects chunks in the order of ids."""

    def __init__(self, models: Sequence[str]) -> None:
        """Models by the place that rows name."""
        self._names = tuple(dict.fromkeys(models))
        self._places = np.array([self._names.index(name) for name in models], dtype=np.uint16)
        self._runs = Growing(_runs(np.empty(0, dtype=ROW)))
        self._answers = Growing(NO_ANSWERS)
        self._begun = 0
        self.count = 0

    def add(self, packed: bytes) -> None:
        """Take rows of ``ROW``, strung together."""
        rows = np.frombuffer(packed, dtype=ROW)
        drawing = rows["drawing"]
        new = np.ones(len(rows), dtype=np.bool_)
        new[1:] = (drawing[1:] != drawing[:-1]).any(axis=1) | ~drawing[1:].any(axis=1)
        self._answers.add(_answers(rows, self._begun + np.cumsum(new) - 1, self._places))
        self._runs.add(_runs(rows[new]))
        self._begun += int(new.sum())
        self.count += len(rows)

    def facts(self, texts: Iterable[tuple[int, str]]) -> Facts:
        """All that came, with the labels that are texts, by the id of any row of the drawing."""
        answers, runs = self._answers.whole(), self._runs.whole()
        firsts, place_of = _put_together(runs.drawing)
        places = place_of[answers.drawing].astype(np.int32)
        order = np.argsort(places, kind="stable")
        answers = taken(answers._replace(drawing=places), order)
        drawings = DrawingColumns(
            runs.ids[firsts],
            runs.drawn_at[firsts],
            np.empty(len(firsts), dtype=np.int32),
            runs.label[firsts].astype(np.int32),
        )
        sessions, of_drawings = _sessions(runs.session[firsts], drawings.drawn_at)
        drawings.session[:] = of_drawings
        label_texts = set_texts(drawings, texts)
        return Facts(
            **drawings._asdict(),
            **answers._asdict(),
            models=self._names,
            sessions=sessions,
            label_texts=label_texts,
        )


def _answers(rows: _Rows, runs: _Ints, places: npt.NDArray[np.uint16]) -> AnswerColumns:
    digit = rows["digit"].astype(np.uint8)
    confidence = np.clip(rows["confidence"], 0, 1).astype(np.float32)
    confidence[digit == NO_ANSWER] = np.nan
    return AnswerColumns(
        runs.astype(np.int32),
        places[rows["model"]],
        digit,
        rows["verdict"].astype(np.uint8),
        confidence,
        rows["milliseconds"].astype(np.float32),
    )


def _runs(rows: _Rows) -> _Runs:
    at = np.clip(rows["drawn_at"], _EARLIEST - _UNTIL_2000, _LATEST - _UNTIL_2000)
    return _Runs(
        rows["id"].astype(np.int64),
        at.astype(np.int64) + _UNTIL_2000,
        rows["drawing"].astype(np.uint64),
        rows["session"].copy(),
        rows["label"].astype(np.int16),
    )


def _put_together(drawing: npt.NDArray[np.uint64]) -> tuple[_Ints, _Ints]:
    """The first run of each drawing, growing, and each run's place among them."""
    high, low = drawing[:, 0], drawing[:, 1]
    order = np.lexsort((low, high))  # stable: of equal ones the first stays first
    one = drawing[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (one[1:] != one[:-1]).any(axis=1) | ~one[1:].any(axis=1)
    first_of = np.empty(len(order), dtype=np.int64)
    first_of[order] = order[new][np.cumsum(new) - 1]
    firsts, places = np.unique(first_of, return_inverse=True)
    return firsts, places.astype(np.int64)


def _sessions(
    keys: npt.NDArray[np.bytes_], drawn_at: _Ints
) -> tuple[tuple[SessionFact, ...], _Ints]:
    """Each session on each device, and the place of each drawing's."""
    different, first, places = np.unique(keys, return_index=True, return_inverse=True)
    sessions = tuple(
        _session(key.ljust(32, b"\0"), began)  # numpy drops zeros at the end
        for key, began in zip(different.tolist(), drawn_at[first].tolist(), strict=True)
    )
    return sessions, places.astype(np.int64)


def _session(key: bytes, first_drawn: int) -> SessionFact:
    session, device = _key(key[:16]), _key(key[16:])
    if session is None:
        return SessionFact(None, device, None)
    began = uuid7_time(session)
    return SessionFact(session, device, first_drawn if began is None else to_micros(began))


def _key(key: bytes) -> UUID | None:
    return UUID(bytes=key) if any(key) else None
