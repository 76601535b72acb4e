"""Whatever is written, in whatever order: the derived facts say what the drawings say."""

import math
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mnist_desktop.journal.entry import DrawingEntry, Label
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.migrations import MIGRATIONS, migrate
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.report.journal_source import JournalSource
from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.journal.schema import version_3
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.report.building import all_rows, expected_row
from tests.journal.strategies import entries, labels

_ANSWER_DIGITS = 24
_places = st.integers(0, 3)
_events = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), _places, st.none()),
        st.tuples(st.just("label"), _places, labels),
        st.tuples(st.just("delete"), _places, st.none()),
        st.tuples(st.just("unsay"), _places, st.none()),
    ),
    max_size=14,
)


@contextmanager
def _fresh() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "journal.sqlite3"


def _do(store: JournalStore, what: str, entry: DrawingEntry, label: Label) -> None:
    if what == "draw":
        store.append(entry)
    elif what == "label":
        store.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), label))
    else:
        table, key = ("drawing", "id") if what == "delete" else ("label_event", "drawing")
        with store.transaction() as connection:
            statement = f"DELETE FROM {table} WHERE {key} = ?"  # noqa: S608  # fixed words
            connection.execute(statement, (entry.id.bytes,))


def _check(path: Path) -> None:
    """The facts, what they are rebuilt to, and the report agree with the drawings."""
    with closing(sqlite3.connect(path)) as connection:
        kept = _facts(connection, "SELECT * FROM report_fact")
        assert kept == _facts(connection, version_3.EXPECTED)
    with Journal.open_readonly(path) as journal:
        recorded = {drawing.entry.id: drawing for drawing in journal.drawings()}
        assert not journal.unsound
    source = JournalSource(path)
    rows = all_rows(source.load())
    ids = {key: found.id for key, found in source.details([row.drawing for row in rows]).items()}
    expected = [
        expected_row(0, drawing, answer)
        for drawing in recorded.values()
        for answer in drawing.entry.predictions
    ]
    assert len(rows) == len(expected)
    assert {ids[row.drawing] for row in rows} <= set(recorded)
    for row, wanted in zip(rows, expected, strict=True):
        _check_row(row, wanted)


def _check_row(row: ReportRow, wanted: ReportRow) -> None:
    exact = replace(row, drawing=0, confidence=wanted.confidence, milliseconds=wanted.milliseconds)
    assert exact == wanted
    assert (row.confidence is None) == (wanted.confidence is None)
    assert math.isclose(row.confidence or 0, wanted.confidence or 0, abs_tol=1e-6)
    assert math.isclose(row.milliseconds or 0, wanted.milliseconds or 0, rel_tol=1e-6, abs_tol=1e-3)


def _facts(connection: sqlite3.Connection, query: str) -> set[tuple[object, ...]]:
    return {
        (number, label, head, tuple(sorted(_cut(answers))))
        for number, label, head, answers in connection.execute(query)
    }


def _cut(answers: str) -> list[str]:
    return [answers[at : at + _ANSWER_DIGITS] for at in range(0, len(answers), _ANSWER_DIGITS)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.lists(entries, min_size=4, max_size=4, unique_by=lambda e: e.id), events=_events)
def test_facts_follow_every_event(
    drawn: list[DrawingEntry], events: list[tuple[str, int, Label]]
) -> None:
    """GIVEN draws, labels (of drawings to come too) and deletions in any order, THEN they agree."""
    with _fresh() as path:
        store = JournalStore(path)
        try:
            for what, place, label in events:
                _do(store, what, drawn[place], label)
        finally:
            store.close()
        _check(path)


def test_a_label_that_comes_before_its_drawing(store: JournalStore, path: Path) -> None:
    entry = make_entry(label=1)
    store.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), 8))
    store.append(entry)
    assert {row.label for row in all_rows(JournalSource(path).load())} == {8}


def test_a_label_that_is_taken_back(store: JournalStore, path: Path) -> None:
    entry = make_entry(label=1)
    store.append(entry)
    store.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), None))
    assert {row.label for row in all_rows(JournalSource(path).load())} == {None}


def test_nothing_is_left_of_what_is_deleted(store: JournalStore, path: Path) -> None:
    entry = make_entry(label="a secret")
    store.append(entry)
    with store.transaction() as connection:
        connection.execute("DELETE FROM label_event")
        connection.execute("DELETE FROM drawing")
        connection.execute("DELETE FROM session")
        for table in ("report_fact", "report_session"):
            count = f"SELECT count(*) FROM {table}"  # noqa: S608  # fixed words
            assert connection.execute(count).fetchone() == (0,)
    assert len(JournalSource(path).load()) == 0


def test_an_answer_that_is_deleted_alone_leaves_the_others(store: JournalStore, path: Path) -> None:
    store.append(make_entry(label=1))
    with store.transaction() as connection:
        connection.execute("DELETE FROM prediction WHERE model = 'svm'")
    models = [row.model for row in all_rows(JournalSource(path).load())]
    assert models == ["extra_trees", "random_forest", "svm_pca", "vote"]


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_journal_gets_its_facts(path: Path, version: int) -> None:
    """GIVEN a journal of an older version with drawings, WHEN it is opened, THEN all is there."""
    with _older(path, version) as connection:
        entry = make_entry(label=4)
        newer = path.with_name("newer.sqlite3")
        store = JournalStore(newer)
        store.append(entry)
        store.append(make_entry(label="x", seed=1))
        store.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), 6))
        store.close()
        _copy(connection, newer)
    JournalStore(path).close()
    _check(path)
    assert [row.label for row in all_rows(JournalSource(path).load())] == [6] * 5 + ["x"] * 5


@contextmanager
def _older(path: Path, version: int) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, MIGRATIONS[:version])
        yield connection


def _copy(connection: sqlite3.Connection, newer: Path) -> None:
    connection.execute("ATTACH ? AS newer", (str(newer),))
    for table in ("session", "drawing", "ink", "prediction", "label_event"):
        connection.execute(f"INSERT INTO {table} SELECT * FROM newer.{table}")  # noqa: S608


def test_a_row_that_is_damaged_does_not_stop_the_migration(path: Path) -> None:
    with _older(path, 2) as connection:
        key, session = uuid7().bytes, uuid7().bytes
        connection.execute("INSERT INTO session VALUES (?, 0, '', zeroblob(16), x'00')", (session,))
        connection.execute(
            "INSERT INTO drawing VALUES (1, ?, ?, 0, 5, 1, '', '', '', 1, x'00')", (key, session)
        )
        connection.execute(
            "INSERT INTO prediction VALUES (1, 'svm', 0, 5, '[0.1, 0.', 'sure', 0, '', 1, x'00')"
        )
    JournalStore(path).close()
    (row,) = all_rows(JournalSource(path).load())
    assert (row.digit, row.confidence, row.session) == (5, 0.0, UUID(bytes=session))


def test_facts_can_be_made_anew(store: JournalStore, path: Path) -> None:
    store.append(make_entry(label=2))
    with store.transaction() as connection:
        connection.execute("UPDATE report_fact SET answers = '', label = 9")
        version_3.rebuild(connection)
    _check(path)
