"""From a commit to the server, each row once, whatever breaks on the way."""

import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.identity import prediction_id, uuid7
from mnist_desktop.journal.outbox import Outbox, turn_off_sharing, turn_on_sharing
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import MODELS, Heard, make_entry
from tests.journal.postgres.proxy import Proxy
from tests.journal.postgres.test_tables import OLD_INSERT, OLD_ROW, OLD_TABLE
from tests.journal.serving import Database
from tests.journal.sharing import Told, all_sent, sending

_SECONDS = 60.0


def through(proxy: Proxy, database: Database) -> Connection:
    return Connection("127.0.0.1", str(proxy.port), database.name, database.connection.user)


def keys(database: Database) -> list[UUID]:
    return sorted(key for (key,) in database.run("SELECT uuid FROM user_predictions"))


def keys_of(entries: list[DrawingEntry]) -> list[UUID]:
    return sorted(prediction_id(entry.id, model) for entry in entries for model in MODELS)


def commit(writer: JournalWriter, count: int, label: Any = 4) -> list[DrawingEntry]:
    """Drawings that are on disk when this returns."""
    entries = [make_entry(label=label, seed=seed) for seed in range(count)]
    for entry in entries:
        writer.append(entry)
    writer.run(lambda _: None).result(_SECONDS)
    return entries


def test_what_was_committed_stands_on_the_server_in_full(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    # GIVEN a drawing, labelled 4 and later relabelled 9
    (entry,) = commit(sharing_writer, 1)
    sharing_writer.relabel(entry.id, 9)
    # WHEN it is sent
    with sending(path, sharing_writer, database.connection) as (sender, told):
        sender.wake()
        told.wait_for(all_sent)
    # THEN each prediction is a row, as the journal has it
    with Journal.open_readonly(path) as journal:
        (recorded,) = journal.drawings()
    rows = database.run(
        "SELECT uuid, timestamp, model_name, drawn_digit, predicted_digit, probability,"
        " probabilities, correct, background_color, pen_color, drawing_uuid, session_uuid,"
        " device_uuid, ink, raster, probability_vector, verdict, familiarity, model_sha256,"
        " app_version, latency_ms, label, source FROM user_predictions ORDER BY id"
    )
    names = [
        "ExtraTreesClassifier", "Random Forest", "SVM Classifier (non linear)",
        "SVM Classifier (pca)", "Vote",
    ]  # fmt: skip
    assert [row[2] for row in rows] == names
    for row, answer in zip(rows, entry.predictions, strict=True):
        spelled = ", ".join(f"{p:.2f} ({d})" for d, p in enumerate(answer.probabilities))
        assert row[0] == prediction_id(entry.id, answer.model)
        assert row[1] == entry.drawn_at.replace(tzinfo=None)
        assert row[3:8] == (4, answer.digit, max(answer.probabilities), spelled, answer.digit == 4)
        assert row[8:13] == (
            "#ffffff", "#102030", entry.id, entry.session, recorded.origin.device
        )  # fmt: skip
        assert row[13:15] == (entry.ink.to_json(), entry.raster)
        assert row[15] == pytest.approx(list(answer.probabilities), rel=1e-6)
        assert row[16:] == (
            answer.verdict,
            None if answer.familiarity is None else pytest.approx(answer.familiarity, rel=1e-6),
            answer.model_sha256, recorded.origin.app_version,
            pytest.approx(answer.milliseconds, rel=1e-6), "4", "canvas",
        )  # fmt: skip
    # AND the later label is a row of its own
    labels = database.run("SELECT drawing_uuid, drawn_digit, label FROM user_prediction_labels")
    assert labels == [(entry.id, 9, "9")]


def test_the_web_apps_rows_stay(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    database.run(OLD_TABLE)
    database.run(OLD_INSERT, OLD_ROW)
    commit(sharing_writer, 1)
    with sending(path, sharing_writer, database.connection) as (_, told):
        told.wait_for(all_sent)
    assert database.run("SELECT count(*), count(uuid) FROM user_predictions") == [(6, 5)]


def test_that_nothing_waits_is_told_too(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    commit(sharing_writer, 0)
    with sending(path, sharing_writer, database.connection) as (_, told):
        state = told.wait_for(lambda state: not state.waiting)
    assert not state.trouble


def test_a_commit_is_sent_when_the_sender_is_woken(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    with sending(path, sharing_writer, database.connection) as (sender, told):
        entries = commit(sharing_writer, 3)
        sender.wake()
        told.wait_for(lambda state: state.sent == 3 and all_sent(state))
    assert keys(database) == keys_of(entries)


@pytest.mark.parametrize("after", [0, 1, 300, 2_000, 6_000, 8_000, 9_000, 12_000])
@pytest.mark.parametrize("side", ["cut_after", "cut_after_sent"])
def test_a_connection_that_breaks_anywhere_loses_nothing_and_doubles_nothing(
    path: Path,
    sharing_writer: JournalWriter,
    database: Database,
    proxy: Proxy,
    after: int,
    side: str,
) -> None:
    # GIVEN a connection that breaks after so many bytes, one way or the other
    entries = commit(sharing_writer, 5)
    setattr(proxy, side, after)
    with sending(path, sharing_writer, through(proxy, database)) as (_, told):
        told.wait_for(all_sent)
    assert keys(database) == keys_of(entries)


def test_an_answer_to_commit_that_never_arrives_doubles_nothing(
    path: Path, sharing_writer: JournalWriter, database: Database, proxy: Proxy
) -> None:
    entries = commit(sharing_writer, 5)
    proxy.drop_commit_answer = True
    with sending(path, sharing_writer, through(proxy, database)) as (_, told):
        told.wait_for(lambda state: state.trouble)
        told.wait_for(all_sent)
    assert not proxy.drop_commit_answer
    assert keys(database) == keys_of(entries)


def test_a_journal_that_fails_between_sending_and_settling_doubles_nothing(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    # GIVEN a writer that fails the first task of the sender, as a full disk would
    entries = commit(sharing_writer, 5)
    failures = [JournalError("The disk is full.", "Free some space.")]

    class FailingOnce:
        def run(self, task: Any) -> Any:
            def fail(_: JournalStore) -> None:
                raise failures.pop()

            return sharing_writer.run(fail if failures else task)

    told = Told()
    sender = Sender(path, FailingOnce(), database.connection, told)
    sender.start()
    told.wait_for(lambda state: "disk is full" in state.trouble)
    told.wait_for(all_sent)
    assert sender.close(10)
    assert keys(database) == keys_of(entries)


def test_a_server_that_is_away_is_waited_for(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    # GIVEN a server that nobody started yet
    with Proxy(database.socket) as first:
        port = first.port
    entries = commit(sharing_writer, 2)
    connection = Connection("127.0.0.1", str(port), database.name, database.connection.user)
    with sending(path, sharing_writer, connection) as (_, told):
        state = told.wait_for(lambda state: state.trouble)
        assert (state.waiting, state.connected) == (2, False)
        assert "Nothing answers" in state.trouble
        # WHEN it is there
        with Proxy(database.socket, port=port):
            state = told.wait_for(all_sent)
    # THEN all is sent, and the trouble is over
    assert state.trouble == ""
    assert keys(database) == keys_of(entries)


def test_a_server_that_swallows_everything_never_holds_up_the_end(
    path: Path, sharing_writer: JournalWriter, database: Database, proxy: Proxy
) -> None:
    commit(sharing_writer, 2)
    with sending(path, sharing_writer, through(proxy, database)) as (sender, told):
        told.wait_for(all_sent)
        # GIVEN a sender in the middle of a load that the network swallows
        proxy.swallows = True
        commit(sharing_writer, 2)
        sender.wake()
        time.sleep(0.3)
        began = time.monotonic()
        assert sender.close(3)
        assert time.monotonic() - began < 3
    # THEN what was not sent still waits
    with Outbox.open_readonly(path) as outbox:
        assert outbox.count() == (2, 0)


def test_a_row_that_the_server_refuses_is_set_aside_and_can_be_retried(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    # GIVEN a table that refuses one of many drawings
    database.run(OLD_TABLE)
    database.run("ALTER TABLE user_predictions ADD CHECK (drawn_digit <> 7)")
    good = commit(sharing_writer, 6)
    bad = commit(sharing_writer, 1, label=7)
    good += commit(sharing_writer, 6)
    with sending(path, sharing_writer, database.connection) as (sender, told):
        # WHEN all are sent
        state = told.wait_for(all_sent)
        # THEN only that one is set aside, with its reason
        assert (state.sent, state.set_aside) == (12, 1)
        assert keys(database) == keys_of(good)
        with Outbox.open_readonly(path) as outbox:
            ((reason, count),) = outbox.set_aside()
        assert count == 1
        assert "check constraint" in reason
        # AND once the server takes it, it can be sent again
        database.run(
            "ALTER TABLE user_predictions DROP CONSTRAINT user_predictions_drawn_digit_check"
        )
        sender.retry()
        told.wait_for(lambda state: all_sent(state) and not state.set_aside)
    assert keys(database) == keys_of(good + bad)


def test_a_role_without_rights_sets_nothing_aside(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    given = database.connection
    commit(sharing_writer, 2)
    nobody = Connection(given.host, given.port, given.database, "nobody_here")
    with sending(path, sharing_writer, nobody) as (_, told):
        state = told.wait_for(lambda state: state.trouble)
    assert (state.waiting, state.set_aside) == (2, 0)


def test_text_that_postgres_cannot_hold_is_sent_spelled_out(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    commit(sharing_writer, 1, label="a\0b")
    with sending(path, sharing_writer, database.connection) as (_, told):
        told.wait_for(all_sent)
    assert database.run("SELECT DISTINCT label, drawn_digit FROM user_predictions") == [
        ("a\\x00b", None)
    ]


def test_a_drawing_deleted_before_it_was_sent_leaves_the_outbox(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    kept = commit(sharing_writer, 1)
    (gone,) = commit(sharing_writer, 1)

    def delete(store: JournalStore) -> None:
        with store.transaction() as connection:
            connection.execute("DELETE FROM drawing WHERE id = ?", (gone.id.bytes,))

    sharing_writer.run(delete).result(_SECONDS)
    with sending(path, sharing_writer, database.connection) as (_, told):
        told.wait_for(all_sent)
    assert keys(database) == keys_of(kept)


def test_sharing_sends_only_what_is_wanted(path: Path, database: Database) -> None:
    # GIVEN drawings made before sharing was on, while it was, and after it was off again
    with closing(JournalStore(path)) as store:
        before, during, after = (make_entry(seed=seed) for seed in range(3))
        store.append(before)
        turn_on_sharing(store)
        store.append(during)
        with Outbox.open_readonly(path) as outbox:
            assert outbox.count() == (1, 0)
        turn_off_sharing(store)
        store.append(after)
        with Outbox.open_readonly(path) as outbox:
            assert outbox.count() == (0, 0)
        # WHEN it is turned on with all that is there
        store.relabel(LabelEvent(uuid7(), before.id, datetime.now(UTC), 3))
        turn_on_sharing(store, everything=True)
    writer = JournalWriter(path, Heard())
    with sending(path, writer, database.connection) as (_, told):
        told.wait_for(all_sent)
    assert writer.close(10)
    # THEN all of it is sent
    assert keys(database) == keys_of([before, during, after])
    assert database.run("SELECT count(*) FROM user_prediction_labels") == [(1,)]


def test_a_damaged_drawing_is_set_aside_not_sent(
    path: Path, sharing_writer: JournalWriter, database: Database
) -> None:
    good = commit(sharing_writer, 1)
    (bad,) = commit(sharing_writer, 1)

    def damage(store: JournalStore) -> None:
        with store.transaction() as connection:
            connection.execute("DROP TRIGGER drawing_is_append_only")
            connection.execute("UPDATE drawing SET label = 8 WHERE id = ?", (bad.id.bytes,))

    sharing_writer.run(damage).result(_SECONDS)
    with sending(path, sharing_writer, database.connection) as (_, told):
        state = told.wait_for(all_sent)
    assert state.set_aside == 1
    assert keys(database) == keys_of(good)


_STEPS = st.lists(
    st.one_of(
        st.just("draw"), st.just("label"), st.just("replay"), st.just("drop answer"),
        st.integers(0, 15_000),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_any_course_of_sends_cuts_and_replays_ends_with_each_row_once(
    steps: list[Any], postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("course") / "journal.sqlite3"
    database = Database(postgres_server)
    database.create()
    writer = JournalWriter(path, Heard())
    writer.run(turn_on_sharing).result(_SECONDS)
    entries, labels = commit(writer, 1), 0
    with (
        Proxy(database.socket) as proxy,
        sending(path, writer, through(proxy, database)) as (sender, told),
    ):
        for step in steps:
            if step == "draw":
                entries += commit(writer, 1)
            elif step == "label":
                writer.relabel(entries[0].id, labels % 10)
                labels += 1
            elif step == "replay":
                writer.run(lambda store: turn_on_sharing(store, True)).result(_SECONDS)
            elif step == "drop answer":
                proxy.drop_commit_answer = True
            else:
                proxy.cut_after_sent = step
            sender.wake()
        writer.run(lambda _: None).result(_SECONDS)
        sender.wake()
        told.wait_for(all_sent)
        told.wait_for(lambda _: not _waiting(path))
    assert writer.close(10)
    assert keys(database) == keys_of(entries)
    assert database.run("SELECT count(*) FROM user_prediction_labels") == [(labels,)]
    database.drop()


def _waiting(path: Path) -> int:
    with Outbox.open_readonly(path) as outbox:
        return outbox.count()[0]
