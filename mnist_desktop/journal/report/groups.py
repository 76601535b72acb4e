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
_Codes = npt.NDArray[np.int64]


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
    keys, codes = _by_model(view) if by is By.MODEL else _by_drawing(view, by, zone)
    models = len(facts.models)
    cells = (codes * models + facts.model[view.rows]) * _OUTCOMES + facts.outcome[view.rows]
    counts = np.bincount(cells, minlength=len(keys) * models * _OUTCOMES)
    counts = counts.reshape(len(keys), models, _OUTCOMES)
    drawings = _different_drawings(view, codes, len(keys))
    groups = [
        _group(key, drawn, by_model, facts.models)
        for key, drawn, by_model in zip(keys, drawings, counts, strict=True)
    ]
    return tuple(group for group in groups if group.predictions)


def _group(key: Key, drawings: int, counts: _Codes, models: tuple[str, ...]) -> Group:
    answered = counts.sum(axis=1)
    return Group(
        key,
        drawings,
        int(answered.sum()),
        _accuracy(counts.sum(axis=0)),
        tuple(sorted(
            (name, _accuracy(outcomes))
            for name, outcomes, n in zip(models, counts, answered, strict=True)
            if n
        )),
    )  # fmt: skip


def _accuracy(outcomes: _Codes) -> Accuracy:
    right, wrong = int(outcomes[Outcome.RIGHT]), int(outcomes[Outcome.WRONG])
    return Accuracy(right + wrong, right)


def _by_model(view: View) -> tuple[Sequence[Key], _Codes]:
    names = sorted(view.facts.models)
    places = np.array([names.index(name) for name in view.facts.models], dtype=np.int64)
    return names, places[view.facts.model[view.rows]]


def _by_drawing(view: View, by: By, zone: tzinfo | None) -> tuple[Sequence[Key], _Codes]:
    facts = view.facts
    if by is By.DATE:
        days = days_of(facts.drawn_at, zone)
        return days.dates, days.places[facts.drawing[view.rows]]
    keys, places = _of_sessions(facts, by)
    return keys, places[facts.session][facts.drawing[view.rows]]


def _of_sessions(facts: Facts, by: By) -> tuple[Sequence[Key], _Codes]:
    """The keys in order, and the place of each session's."""
    if by is By.DEVICE:
        keys: list[UUID | None] = sorted(set(facts.devices), key=str)
        return keys, np.array([keys.index(each.device) for each in facts.sessions], dtype=np.int64)
    order = sorted(
        range(len(facts.sessions)),
        key=lambda place: (facts.sessions[place].started_at or 0, str(facts.sessions[place].id)),
    )
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return [facts.sessions[place].id for place in order], places


def _different_drawings(view: View, codes: _Codes, groups: int) -> list[int]:
    """A drawing has one prediction a model, and stands in one group of every other kind."""
    drawings = view.facts.drawing[view.rows].astype(np.int64)
    firsts = np.unique(drawings * groups + codes)
    return np.bincount(firsts % groups, minlength=groups).tolist() if groups else []
