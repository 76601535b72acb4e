"""Filters, orders and pages against the same done row by row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.journal.report.facts import Facts, Outcome, Verdict
from mnist_desktop.journal.report.filter import Filter
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow, View
from tests.journal.report.building import BEGIN, DEVICES, TEXTS, all_rows, made_facts

_seeds = st.integers(0, 1000)
_when = st.none() | st.integers(-5, 70).map(lambda hours: BEGIN + timedelta(hours=hours))


def _some(values: Any) -> st.SearchStrategy[Any]:
    return st.frozensets(st.sampled_from([*values]), max_size=3)


filters = st.builds(
    Filter,
    sessions=_some([UUID(int=number) for number in (97, 98, 99, 100, 5)]),
    devices=_some(DEVICES),
    since=_when,
    until=_when,
    models=_some(["vote", "extra_trees", "svm", "unknown"]),
    labels=_some([0, 1, 5, 9, None, "no digit"]),
    digits=_some([0, 1, 5, 9, None]),
    outcomes=_some(Outcome),
    verdicts=_some(Verdict),
    text=st.sampled_from(["", "", "", "ZAG", "ägyp", "svm", "sure", "7", "0064"]),
)


def _holds(row: ReportRow, wanted: Filter) -> bool:
    label = "no digit" if isinstance(row.label, str) else row.label
    chosen: list[tuple[frozenset[Any], object]] = [
        (wanted.sessions, row.session),
        (wanted.devices, row.device),
        (wanted.models, row.model),
        (wanted.labels, label),
        (wanted.digits, row.digit),
        (wanted.outcomes, row.outcome),
        (wanted.verdicts, row.verdict),
    ]
    texts = (row.model, row.verdict.name, f"{row.session} {row.device}",
             "" if row.label is None else str(row.label))  # fmt: skip
    return (
        all(not values or value in values for values, value in chosen)
        and (wanted.since is None or row.drawn_at >= wanted.since)
        and (wanted.until is None or row.drawn_at < wanted.until)
        and any(wanted.text.casefold() in text.casefold() for text in texts)
    )


@given(_seeds, filters)
def test_a_filter_shows_exactly_what_all_its_parts_hold_of(seed: int, wanted: Filter) -> None:
    facts = made_facts(seed)
    shown = View.of(facts, wanted).page(0, len(facts))
    assert shown == [row for row in all_rows(facts) if _holds(row, wanted)]


def test_a_text_that_the_source_found_is_shown_too() -> None:
    facts = made_facts(1)
    found = facts.keys[[3, 10]]
    view = View.of(facts, Filter(text="page-3.png"), found)
    assert set(view.drawings()) == set(found) & set(facts.keys[facts.drawing])


_ORDER: dict[Column, Callable[[ReportRow, Facts], Any]] = {
    Column.NUMBER: lambda row, _: row.drawing,
    Column.DRAWN_AT: lambda row, _: row.drawn_at,
    Column.SESSION: lambda row, facts: next(
        each.started_at for each in facts.sessions if each.id == row.session
    ),
    Column.DEVICE: lambda row, _: row.device,
    Column.LABEL: lambda row, _: (
        row.label
        if row.label is None
        else (1, row.label.casefold())
        if isinstance(row.label, str)
        else (0, str(row.label))
    ),
    Column.MODEL: lambda row, _: row.model,
    Column.DIGIT: lambda row, _: 255 if row.digit is None else row.digit,
    Column.OUTCOME: lambda row, _: row.outcome,
    Column.VERDICT: lambda row, _: row.verdict,
    Column.CONFIDENCE: lambda row, _: row.confidence,
    Column.MILLISECONDS: lambda row, _: row.milliseconds,
}


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_column_sorts_stably_with_the_unknown_last(
    column: Column, descending: bool, seed: int
) -> None:
    facts = made_facts(seed)
    view = View.of(facts, Filter(models=frozenset(["svm", "vote"])))
    rows = view.page(0, len(view))
    known = [row for row in rows if _ORDER[column](row, facts) is not None]
    unknown = [row for row in rows if _ORDER[column](row, facts) is None]
    known.sort(key=lambda row: _ORDER[column](row, facts), reverse=descending)
    assert view.sorted_by(column, descending).page(0, len(view)) == known + unknown


def test_more_ranks_than_sixteen_bits_hold_still_sort() -> None:
    facts = made_facts(5, drawings=100_000)
    rng = np.random.default_rng(0)
    shuffled = replace(facts, drawn_at=rng.permutation(facts.drawn_at))
    view = View.of(shuffled).sorted_by(Column.DRAWN_AT)
    times = shuffled.drawn_at[shuffled.drawing[view.rows]]
    assert (np.diff(times) >= 0).all()
    assert len(np.unique(view.rows)) == len(facts)


@given(_seeds, st.integers(0, 200), st.integers(0, 50))
def test_pages_are_parts_of_the_whole(seed: int, start: int, count: int) -> None:
    view = View.of(made_facts(seed)).sorted_by(Column.CONFIDENCE, descending=True)
    assert view.page(start, count) == view.page(0, len(view))[start : start + count]


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        View.of(made_facts(1), Filter(since=datetime(2025, 1, 1)))


def test_nothing_has_no_rows_whatever_is_asked() -> None:
    facts = made_facts(1, drawings=0)
    view = View.of(facts, Filter(labels=frozenset([3]), text="x"))
    assert len(view) == 0
    assert [view.sorted_by(column).page(0, 10) for column in Column] == [[]] * len(Column)


def test_texts_sort_after_digits() -> None:
    facts = made_facts(2)
    labels = [row.label for row in View.of(facts).sorted_by(Column.LABEL).page(0, len(facts))]
    last_digit = max(place for place, label in enumerate(labels) if isinstance(label, int))
    first_text = min(place for place, label in enumerate(labels) if label in TEXTS)
    assert last_digit < first_text < labels.index(None)
