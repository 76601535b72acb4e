"""The same predictions by session, day, model or device."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.days import days_of
from mnist_desktop.journal.report.facts import Facts, Outcome
from mnist_desktop.journal.report.view import View

Key = UUID | date | str | None
_OUTCOMES = len(Outcome)
_Places = npt.NDArray[np.int32]


class By(StrEnum):
    """What predictions are grouped by."""

    SESSION = "session"
    DATE = "date"
    MODEL = "model"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Group:
    """Predictions that have something in common.

    Attributes:
        key: the session's or device's key (None where unknown), the day, or the model's id.
        drawings: how many different ones.
        predictions: how many.
        accuracy: of all models together.
        models: of each model that answered, by id.
    """

    key: Key
    drawings: int
    predictions: int
    accuracy: Accuracy
    models: tuple[tuple[str, Accuracy], ...]


def grouped(view: View, by: By, zone: tzinfo | None = None) -> tuple[Group, ...]:
    """Groups that have a prediction: sessions and days from the oldest, others by name.

    Args:
        view: which predictions.
        by: what groups them.
        zone: whose days; None is this machine's.
    """
    facts = view.facts
    if by is By.MODEL:
        keys, places = _ranked(facts.models)
        codes, drawings = places[facts.model[view.rows]], _drawings_by_model(view, places)
    else:
        keys, places = _of_drawings(facts, by, zone)
        codes = places[facts.drawing[view.rows]]
        drawings = np.bincount(places[view.shown], minlength=len(keys)).tolist()
    counts = _counts(view, codes, len(keys))
    groups = [
        _group(key, drawn, outcomes, facts.models)
        for key, drawn, outcomes in zip(keys, drawings, counts, strict=True)
    ]
    return tuple(group for group in groups if group.predictions)


def _counts(view: View, codes: _Places, groups: int) -> npt.NDArray[np.int64]:
    """By group, model and outcome."""
    facts, models = view.facts, len(view.facts.models)
    cells = (codes * models + facts.model[view.rows]) * _OUTCOMES + facts.outcome[view.rows]
    counts = np.bincount(cells, minlength=groups * models * _OUTCOMES)
    return counts.reshape(groups, models, _OUTCOMES)


def _group(
    key: Key, drawings: int, counts: npt.NDArray[np.int64], models: tuple[str, ...]
) -> Group:
    answered = counts.sum(axis=1)
    return Group(
        key,
        drawings,
        int(answered.sum()),
        Accuracy.counted(counts.sum(axis=0)),
        tuple(sorted(
            (name, Accuracy.counted(outcomes))
            for name, outcomes, n in zip(models, counts, answered, strict=True)
            if n
        )),
    )  # fmt: skip


def _ranked(names: Sequence[str]) -> tuple[Sequence[Key], _Places]:
    keys = sorted(names)
    return keys, np.array([keys.index(name) for name in names], dtype=np.int32)


def _drawings_by_model(view: View, places: _Places) -> list[int]:
    facts, counts = view.facts, [0] * len(places)
    model = facts.model[view.rows]
    for code, place in enumerate(places.tolist()):
        counts[place] = int(View(facts, view.rows[model == code]).shown.sum())
    return counts


def _of_drawings(facts: Facts, by: By, zone: tzinfo | None) -> tuple[Sequence[Key], _Places]:
    """The keys in order, and (n,) the place of each drawing's."""
    if by is By.DATE:
        return days_of(facts.drawn_at, zone)
    if by is By.DEVICE:
        keys: list[UUID | None] = sorted(facts.devices, key=str)
        of_sessions = [keys.index(session.device) for session in facts.sessions]
        return keys, np.array(of_sessions, dtype=np.int32)[facts.session]
    order = sorted(
        range(len(facts.sessions)),
        key=lambda place: (facts.sessions[place].started_at or 0, str(facts.sessions[place].id)),
    )
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order))
    return [facts.sessions[place].id for place in order], places[facts.session]
