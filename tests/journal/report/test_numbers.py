"""The numbers against the same counted row by row."""

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from statistics import median
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.evaluation.metrics import Tally
from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.days import days_of
from mnist_desktop.journal.report.facts import Outcome, Verdict
from mnist_desktop.journal.report.filter import Filter, in_cell
from mnist_desktop.journal.report.groups import By, Group, grouped
from mnist_desktop.journal.report.numbers import ModelNumbers, numbers_of
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow, View
from mnist_desktop.recognition.judging import Judgement
from tests.journal.report.building import all_rows, made_facts

_seeds = st.integers(0, 1000)
_DAY = 86_400_000_000


def _of(model: str, rows: list[ReportRow]) -> list[ReportRow]:
    return [row for row in rows if row.model == model]


def _accuracy(rows: list[ReportRow]) -> Accuracy:
    counts = Counter(row.outcome for row in rows)
    return Accuracy(counts[Outcome.RIGHT] + counts[Outcome.WRONG], counts[Outcome.RIGHT])


@given(_seeds)
def test_each_models_numbers(seed: int) -> None:
    facts = made_facts(seed)
    rows = all_rows(facts)
    numbers = numbers_of(View.of(facts))
    assert (numbers.drawings, numbers.predictions) == (len({r.drawing for r in rows}), len(rows))
    said = {row.drawing for row in rows if row.label is not None}
    assert numbers.labelled_drawings == len(said)
    assert [each.model for each in numbers.models] == sorted({row.model for row in rows})
    for each in numbers.models:
        _check_model(each, _of(each.model, rows))


def _check_model(found: ModelNumbers, rows: list[ReportRow]) -> None:
    assert found.n == len(rows)
    assert found.accuracy == _accuracy(rows)
    cells = Counter(
        (10 if isinstance(row.label, str) else row.label, 10 if row.digit is None else row.digit)
        for row in rows
        if row.label is not None
    )
    assert found.confusion == tuple(tuple(cells[r, c] for c in range(11)) for r in range(11))
    for each in found.digits:
        assert each.right == cells[each.digit, each.digit]
        assert each.drawn == sum(cells[each.digit, c] for c in range(11))
        assert each.predicted == sum(cells[r, each.digit] for r in range(11))
    times = [row.milliseconds for row in rows if row.milliseconds is not None]
    assert (found.latency is None) == (not times)
    if found.latency is not None:
        assert math.isclose(found.latency.median, median(times), rel_tol=1e-6)
        assert found.latency.longest == max(times)
        assert found.latency.median <= found.latency.p95 <= found.latency.longest
    verdicts = Counter(row.verdict for row in rows)
    assert {each.verdict: each.n for each in found.verdicts} == verdicts
    for each in found.verdicts:
        assert each.accuracy == _accuracy([row for row in rows if row.verdict == each.verdict])
        assert math.isclose(each.share, each.n / len(rows))


@given(_seeds, st.integers(0, 10), st.integers(0, 10))
def test_a_cell_of_the_confusion_matrix_shows_what_it_counts(
    seed: int, row: int, column: int
) -> None:
    facts = made_facts(seed)
    for wanted in (Filter(), Filter(devices=frozenset([None]))):
        for model in numbers_of(View.of(facts, wanted)).models:
            shown = View.of(facts, in_cell(wanted, model.model, row, column))
            assert len(shown) == model.confusion[row][column]


@given(_seeds)
def test_the_order_of_a_view_does_not_change_its_numbers(seed: int) -> None:
    view = View.of(made_facts(seed))
    shuffled = view.sorted_by(Column.DIGIT, descending=True).sorted_by(Column.CONFIDENCE)
    there, here = numbers_of(shuffled), numbers_of(view)
    assert replace(there, models=()) == replace(here, models=())
    for one, other in zip(there.models, here.models, strict=True):
        assert one.reliability.ece == pytest.approx(other.reliability.ece)
        assert replace(one, reliability=other.reliability) == other
    assert grouped(shuffled, By.SESSION) == grouped(view, By.SESSION)


def test_calibration_is_what_evaluate_measures() -> None:
    """GIVEN the same answers, THEN the report's error is that of ``mnist-desktop evaluate``."""
    facts = made_facts(3, drawings=400)
    rows = [
        row for row in _of("svm", all_rows(facts))
        if isinstance(row.label, int) and (row.confidence is not None or row.digit is None)
    ]  # fmt: skip
    probabilities = np.zeros((len(rows), 10))
    for row, each in zip(rows, probabilities, strict=True):
        if row.digit is not None:
            each[row.digit] = row.confidence
    verdicts = np.array(["empty" if row.digit is None else "sure" for row in rows])
    sets = np.ones((len(rows), 10), dtype=np.bool_)
    tally, judged = Tally(), Judgement(probabilities, np.zeros(len(rows)), sets, verdicts)
    tally.add(judged, tuple(row.label for row in rows))
    view = View.of(facts, Filter(models=frozenset(["svm"])))
    (model,) = numbers_of(view).models
    assert model.reliability.ece == pytest.approx(tally.figures()["ece"], abs=1e-6)
    assert sum(each.n for each in model.reliability.bins) == len(rows)
    for each in model.reliability.bins:
        assert each.confidence is None or each.low <= each.confidence <= each.high + 1e-6


def _berlin() -> ZoneInfo:
    """Its clocks go forward in the middle of the drawings."""
    try:
        return ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        pytest.skip("this system has no time zones")


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("seed", [1, 2])
def test_groups_divide_what_is_shown(by: By, seed: int) -> None:
    facts = made_facts(seed)
    zone = _berlin()
    rows = all_rows(facts)
    key = {
        By.SESSION: lambda row: row.session,
        By.DATE: lambda row: row.drawn_at.astimezone(zone).date(),
        By.MODEL: lambda row: row.model,
        By.DEVICE: lambda row: row.device,
    }[by]
    expected: dict[object, list[ReportRow]] = defaultdict(list)
    for row in rows:
        expected[key(row)].append(row)
    groups = grouped(View.of(facts), by, zone)
    assert {group.key for group in groups} == set(expected)
    for group in groups:
        _check_group(group, expected[group.key])


def _check_group(group: Group, rows: list[ReportRow]) -> None:
    assert group.predictions == len(rows)
    assert group.drawings == len({row.drawing for row in rows})
    assert group.accuracy == _accuracy(rows)
    models = sorted({row.model for row in rows})
    assert group.models == tuple((model, _accuracy(_of(model, rows))) for model in models)


def test_groups_stand_in_the_order_of_time() -> None:
    facts = made_facts(1, drawings=100)
    days = [group.key for group in grouped(View.of(facts), By.DATE, UTC)]
    assert days == sorted(days, key=str)
    began = {session.id: session.started_at for session in facts.sessions}
    sessions = [began[group.key] for group in grouped(View.of(facts), By.SESSION)]
    assert sessions == sorted(sessions, key=lambda at: at or 0)


_instants = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))


@given(st.lists(_instants, min_size=1, max_size=5), st.sampled_from([None, 14, -12, 0]))
def test_every_instant_has_a_day(instants: list[datetime], offset: int | None) -> None:
    zone = None if offset is None else timezone(timedelta(hours=offset))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    micros = np.array([(at - epoch) // timedelta(microseconds=1) for at in instants])
    days = days_of(micros, zone)
    for at, place in zip(instants, days.places.tolist(), strict=True):
        if date(1, 1, 3) < at.date() < date(9999, 12, 29):  # the calendar's ends have no zones
            assert days.dates[place] == at.astimezone(zone).date()


@pytest.mark.parametrize(
    ("right", "labelled", "low", "high"),
    [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_wilsons_interval(right: int, labelled: int, low: float, high: float) -> None:
    assert Accuracy(labelled, right).interval == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_the_interval_holds_the_share(labelled: int, share: float) -> None:
    accuracy = Accuracy(labelled, round(labelled * share))
    assert accuracy.interval is not None
    assert accuracy.value is not None
    low, high = accuracy.interval
    assert 0 <= low <= accuracy.value <= high <= 1
    assert low < high


def test_nothing_labelled_has_no_accuracy() -> None:
    assert (Accuracy(0, 0).value, Accuracy(0, 0).interval) == (None, None)
    assert numbers_of(View.of(made_facts(1, drawings=0))).models == ()
    assert grouped(View.of(made_facts(1, drawings=0)), By.DATE) == ()


def test_an_unknown_verdict_is_told_apart() -> None:
    facts = made_facts(1)
    only = View.of(facts, Filter(verdicts=frozenset([Verdict.OTHER])))
    assert {each.verdict for model in numbers_of(only).models for each in model.verdicts} == {
        Verdict.OTHER
    }
