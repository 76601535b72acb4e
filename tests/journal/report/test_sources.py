"""The journal and the shared log keep one contract."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mnist_desktop.errors import JournalError, SharedLogError
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.read_only import read_only
from mnist_desktop.journal.postgres.report_rows import SharedSource
from mnist_desktop.journal.record import RecordedDrawing
from mnist_desktop.journal.report.facts import Outcome, Verdict
from mnist_desktop.journal.report.groups import By, grouped
from mnist_desktop.journal.report.journal_source import JournalSource
from mnist_desktop.journal.report.numbers import numbers_of
from mnist_desktop.journal.report.view import View
from mnist_desktop.journal.store import JournalStore
from tests.journal.report.building import all_rows
from tests.journal.report.contract import Add, Relabel, ReportSourceContract, drawn
from tests.journal.report.servers import (
    LABELS_TABLE,
    OLD_TABLE,
    OUR_COLUMNS,
    Server,
    send,
    send_answer,
    send_label,
)


class TestJournal(ReportSourceContract):
    @pytest.fixture
    def recorded(self, store: JournalStore, add: Add) -> list[RecordedDrawing]:
        drawings = drawn(store.origin.device)
        for drawing in drawings:
            add(drawing)
        return drawings

    @pytest.fixture
    def add(self, store: JournalStore) -> Add:
        return store.add

    @pytest.fixture
    def relabel(self, store: JournalStore) -> Relabel:
        return store.relabel

    @pytest.fixture
    def source(self, path: Path, store: JournalStore) -> JournalSource:
        return JournalSource(path)

    def test_no_journal_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(JournalError, match="no journal"):
            JournalSource(tmp_path / "none").load()

    def test_facts_that_are_damaged_are_told_with_a_remedy(
        self, source: JournalSource, store: JournalStore, recorded: list[RecordedDrawing]
    ) -> None:
        assert recorded
        with store.transaction() as connection:
            connection.execute("UPDATE report_fact SET answers = 'not hexadecimal'")
        with pytest.raises(JournalError, match="report --rebuild"):
            source.load()

    def test_a_drawing_deleted_from_the_middle_changes_its_state(
        self, source: JournalSource, store: JournalStore, recorded: list[RecordedDrawing]
    ) -> None:
        before = source.state()
        with store.transaction() as connection:
            connection.execute("DELETE FROM drawing WHERE id = ?", (recorded[2].entry.id.bytes,))
        assert source.state() != before
        assert len(source.load().keys) == len(recorded) - 1

    def test_an_empty_journal_has_an_empty_report(self, source: JournalSource) -> None:
        assert len(View.of(source.load())) == 0
        assert source.details([1]) == {}


class TestSharedLog(ReportSourceContract):
    @pytest.fixture(autouse=True)
    def _tables(self, server: Server) -> None:
        for statement in (OLD_TABLE, OUR_COLUMNS, LABELS_TABLE):
            server.execute(statement)

    @pytest.fixture
    def recorded(self, store: JournalStore, add: Add) -> list[RecordedDrawing]:
        drawings = drawn(store.origin.device)
        for drawing in drawings:
            add(drawing)
        return drawings

    @pytest.fixture
    def add(self, server: Server) -> Add:
        return lambda drawing: send(server, [drawing])

    @pytest.fixture
    def relabel(self, server: Server, store: JournalStore) -> Relabel:
        return lambda event: send_label(server, event, store.origin.device)

    @pytest.fixture
    def source(self, shared: Connection, _tables: None) -> SharedSource:
        return SharedSource(shared)

    def test_rows_of_one_drawing_that_others_came_between(
        self, source: SharedSource, server: Server, store: JournalStore
    ) -> None:
        """GIVEN two devices that send at once, THEN each drawing is one, with all its answers."""
        one, other = drawn(store.origin.device)[:2]
        for place in range(5):
            for recorded in (one, other):
                send_answer(server, recorded, recorded.entry.predictions[place])
        facts = source.load()
        assert facts.drawing.tolist() == [0] * 5 + [1] * 5
        assert facts.keys.tolist() == [1, 2]
        assert {row.drawing: row.label for row in all_rows(facts)} == {1: 7, 2: None}

    def test_more_rows_than_a_chunk_holds(
        self, source: SharedSource, server: Server, store: JournalStore
    ) -> None:
        send(server, drawn(store.origin.device)[:1])
        server.execute(
            """INSERT INTO user_predictions (drawing_uuid, model_name, drawn_digit, predicted_digit)
            SELECT gen_random_uuid(), 'Vote', n % 10, n % 10 FROM generate_series(1, 40000) n"""
        )
        told: list[int] = []
        facts = source.load(told.append)
        assert told == [16384, 32768, 40005]
        assert len(facts.keys) == 40001
        assert numbers_of(View.of(facts)).models[-1].accuracy.labelled == 40001


class TestOldTable:
    """The old app's table as it left it: none of our columns, labels or devices."""

    @pytest.fixture(autouse=True)
    def _table(self, server: Server) -> None:
        server.execute(OLD_TABLE)

    def _insert(self, server: Server, *values: object) -> None:
        server.execute(
            """INSERT INTO user_predictions (model_name, drawn_digit, predicted_digit, probability,
            probabilities, correct, background_color, pen_color)
            VALUES (%s, %s, %s, %s, %s, %s, 'black', 'white')""",
            values,
        )

    def test_its_rows_are_counted(self, shared: Connection, server: Server) -> None:
        self._insert(server, "SVM Classifier (pca)", 3, 3, 0.93, "0.93 (3), 0.01 (0)", True)
        self._insert(server, "Random Forest", 3, 8, None, "0.02 (3), 0.9 (8), 1e-05 (0)", False)
        rows = all_rows(SharedSource(shared).load())
        assert [(row.model, row.label, row.digit, row.outcome) for row in rows] == [
            ("svm_pca", 3, 3, Outcome.RIGHT),
            ("random_forest", 3, 8, Outcome.WRONG),
        ]
        assert [row.confidence for row in rows] == pytest.approx([0.93, 0.9])
        assert {(row.session, row.device, row.verdict, row.milliseconds) for row in rows} == {
            (None, None, Verdict.OTHER, None)
        }
        assert abs(rows[0].drawn_at - datetime.now(UTC)) < timedelta(days=2)
        assert rows[0].drawing != rows[1].drawing  # nothing says that they are one drawing

    def test_details_are_read_from_its_text(self, shared: Connection, server: Server) -> None:
        self._insert(server, "Random Forest", 3, 8, None, "0.02 (3), 0.9 (8), 1e-05 (0)", False)
        source = SharedSource(shared)
        (key,) = source.load().keys.tolist()
        details = source.details([key])[key]
        assert (details.id, details.raster, details.source) == (None, None, "")
        assert details.probabilities == {
            "random_forest": (1e-05, 0.0, 0.0, 0.02, 0.0, 0.0, 0.0, 0.0, 0.9, 0.0)
        }

    def test_what_was_drawn_decides_and_not_what_the_row_says_of_itself(
        self, shared: Connection, server: Server
    ) -> None:
        """GIVEN ``correct`` missing or against the digits, THEN the digits count."""
        for drawn_digit, correct in ((5, None), (5, False), (4, True), (None, True), (77, True)):
            self._insert(server, "Vote", drawn_digit, 5, 0.5, None, correct)
        (model,) = numbers_of(View.of(SharedSource(shared).load())).models
        assert (model.n, model.accuracy.labelled, model.accuracy.right) == (5, 3, 2)

    @pytest.mark.parametrize(
        "probabilities", [None, "", "nonsense", "0.9 (8", ". (8)", "1e999 (8)", "nan (8)", "(8)"]
    )
    def test_a_text_that_says_nothing_is_no_confidence(
        self, shared: Connection, server: Server, probabilities: str | None
    ) -> None:
        self._insert(server, None, 8, 8, None, probabilities, True)
        source = SharedSource(shared)
        (row,) = all_rows(source.load())
        assert (row.model, row.confidence, row.outcome) == ("", None, Outcome.RIGHT)
        assert source.details([row.drawing])[row.drawing].probabilities == {"": ()}

    @pytest.mark.parametrize("at", ["infinity", "-infinity", "294276-01-01", "4713-01-01 BC"])
    @pytest.mark.parametrize("probability", [math.nan, math.inf, -3.0, 1e300, 1e-300])
    def test_numbers_beyond_all_bounds(
        self, shared: Connection, server: Server, at: str, probability: float
    ) -> None:
        self._insert(server, "Vote", 1, 1, probability, None, True)
        server.execute("UPDATE user_predictions SET timestamp = %s::timestamp", (at,))
        facts = SharedSource(shared).load()
        (row,) = all_rows(facts)
        assert row.confidence is None or 0 <= row.confidence <= 1
        assert sum(group.predictions for group in grouped(View.of(facts), By.DATE)) == 1

    def test_times_that_somebody_gave_a_zone(self, shared: Connection, server: Server) -> None:
        self._insert(server, "Vote", 1, 1, 1.0, None, True)
        server.execute("ALTER TABLE user_predictions ALTER timestamp TYPE TIMESTAMPTZ")
        server.execute("UPDATE user_predictions SET timestamp = '2025-03-01 14:00+02'")
        (row,) = all_rows(SharedSource(shared).load())
        assert row.drawn_at == datetime(2025, 3, 1, 12, tzinfo=UTC)

    def test_nothing_is_changed_by_reading(self, shared: Connection, server: Server) -> None:
        with (
            pytest.raises(SharedLogError, match="takes no writes"),
            read_only(shared) as reading,
        ):
            reading.execute("DELETE FROM user_predictions")


class TestTrouble:
    def test_no_table(self, shared: Connection) -> None:
        with pytest.raises(SharedLogError, match="no table user_predictions"):
            SharedSource(shared).load()

    def test_another_table_of_that_name(self, shared: Connection, server: Server) -> None:
        server.execute("CREATE TABLE user_predictions (id int, model_name text)")
        with pytest.raises(SharedLogError, match="lacks drawn_digit, predicted_digit"):
            SharedSource(shared).load()

    def test_a_role_that_may_only_insert(self, shared: Connection, server: Server) -> None:
        server.execute(OLD_TABLE)
        server.execute("DROP ROLE IF EXISTS sender")
        server.execute("CREATE ROLE sender LOGIN")
        server.execute("GRANT INSERT ON user_predictions TO sender")
        try:
            with pytest.raises(SharedLogError, match="but not read it"):
                SharedSource(replace(shared, user="sender")).load()
        finally:
            server.execute("DROP OWNED BY sender; DROP ROLE sender")

    def test_no_server(self) -> None:
        with pytest.raises(SharedLogError, match="Nothing answers on"):
            SharedSource(Connection(host="127.0.0.1", port="1")).load()

    def test_the_password_is_never_told(self) -> None:
        connection = Connection(host="127.0.0.1", port="1", password="open sesame")  # noqa: S106  # opens nothing
        with pytest.raises(SharedLogError) as caught:
            SharedSource(connection).load()
        assert "sesame" not in f"{caught.value} {connection!r}"
