"""What others have to write is done on the writer's thread, in turn, and its outcome told."""

import sqlite3
import threading
from concurrent.futures import CancelledError, Future
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.outbox import Outbox, turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.writing import entries_of, fill, writing

SECONDS = 60


class _Held:
    """A task that goes on only when it is let."""

    def __init__(self, writer: JournalWriter) -> None:
        self._begun, self._let = threading.Event(), threading.Event()
        self.outcome = writer.run(self._wait)
        assert self._begun.wait(SECONDS)

    def _wait(self, _: JournalStore) -> str:
        self._begun.set()
        assert self._let.wait(SECONDS)
        return "done"

    def let_go(self) -> None:
        self._let.set()


def test_a_task_comes_after_what_was_queued_before_it(path: Path, heard: Heard) -> None:
    # GIVEN 250 drawings that were just queued, more than one transaction takes
    with writing(path, heard) as opened:
        for seed in range(250):
            opened.append(make_entry(seed=seed))
        # WHEN a task counts them THEN it finds them all
        assert opened.run(JournalStore.count).result(SECONDS) == 250


def test_a_task_comes_after_what_was_queued_while_another_task_ran(
    path: Path, heard: Heard
) -> None:
    with writing(path, heard) as opened:
        # GIVEN a task that takes its time
        held = _Held(opened)
        # WHEN a drawing is queued meanwhile, and then another task
        opened.append(make_entry())
        count = opened.run(JournalStore.count)
        held.let_go()
        # THEN that one finds the drawing
        assert count.result(SECONDS) == 1
        assert held.outcome.result(SECONDS) == "done"


def test_what_is_queued_after_a_task_does_not_overtake_it(path: Path, heard: Heard) -> None:
    with writing(path, heard) as opened:
        # GIVEN a journal that is busy
        held = _Held(opened)
        # WHEN sharing is turned on, and a drawing is made at once
        opened.run(turn_on_sharing)
        opened.append(make_entry())
        held.let_go()
        # THEN that drawing is queued for the shared log
        assert opened.run(JournalStore.count).result(SECONDS) == 1
        with Outbox.open_readonly(path) as outbox:
            assert outbox.count() == (1, 0)


def test_tasks_are_done_in_order_on_one_thread(path: Path, heard: Heard) -> None:
    order: list[tuple[int, str]] = []

    def note(place: int, _: JournalStore) -> None:
        order.append((place, threading.current_thread().name))

    with writing(path, heard) as opened:
        outcomes = [opened.run(partial(note, place)) for place in range(20)]
        for outcome in outcomes:
            outcome.result(SECONDS)
    assert order == [(place, "journal") for place in range(20)]


def test_what_a_task_wrote_is_on_disk_when_its_outcome_is_there(path: Path, heard: Heard) -> None:
    entry = make_entry()
    with writing(path, heard) as opened:
        opened.run(lambda store: store.append(entry)).result(SECONDS)
        assert entries_of(path) == [entry]


def test_a_journal_that_cannot_be_opened_is_the_tasks_outcome(path: Path, heard: Heard) -> None:
    # GIVEN a folder in the journal's place, and a drawing that waits
    path.mkdir(parents=True)
    entry = make_entry()
    with writing(path, heard) as opened:
        opened.append(entry)
        # WHEN a task is queued THEN it fails with a sentence and a remedy, and is not tried again
        with pytest.raises(JournalError, match="is a folder") as raised:
            opened.run(JournalStore.count).result(SECONDS)
        assert raised.value.remedy
        # AND the drawing goes on waiting, until it can be kept
        assert (opened.pending(), heard.saved_ids) == (1, [])
        path.rmdir()
        assert opened.run(JournalStore.count).result(SECONDS) == 1
    assert entries_of(path) == [entry]


def test_every_task_that_waits_learns_that_the_journal_cannot_be_written(
    path: Path, heard: Heard
) -> None:
    def fail(store: JournalStore) -> None:
        with store.transaction() as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("DELETE FROM outbox")

    with writing(path, heard) as opened:
        held = _Held(opened)
        waiting: list[Future[None]] = [opened.run(fail) for _ in range(3)]
        held.let_go()
        for outcome in waiting:
            with pytest.raises(JournalError, match="may not be written"):
                outcome.result(SECONDS)
        # The connection that could not write is gone: the next one can.
        opened.run(lambda store: store.append(make_entry())).result(SECONDS)


@pytest.mark.parametrize("bug", [ZeroDivisionError, ValueError, sqlite3.OperationalError])
def test_a_task_that_fails_is_told_and_the_thread_lives_on(
    path: Path, heard: Heard, bug: type[Exception]
) -> None:
    def broken(store: JournalStore) -> None:
        store.append(make_entry(seed=5))
        raise bug("a bug")

    entry = make_entry()
    with writing(path, heard) as opened:
        with pytest.raises((JournalError, bug), match="a bug"):
            opened.run(broken).result(SECONDS)
        opened.append(entry)
        assert opened.run(JournalStore.count).result(SECONDS) == 2
    assert heard.saved_ids == [entry.id]
    assert entries_of(path)[-1] == entry


def test_a_transaction_of_a_task_that_fails_leaves_nothing(path: Path, heard: Heard) -> None:
    def broken(store: JournalStore) -> None:
        with store.transaction():
            store.append(make_entry())
            raise ZeroDivisionError

    with writing(path, heard) as opened:
        with pytest.raises(JournalError):
            opened.run(broken).result(SECONDS)
        assert opened.run(JournalStore.count).result(SECONDS) == 0


def test_a_task_that_is_called_off_while_it_waits_is_not_done(path: Path, heard: Heard) -> None:
    done: list[int] = []
    with writing(path, heard) as opened:
        held = _Held(opened)
        outcome = opened.run(lambda _: done.append(1))
        assert outcome.cancel()
        held.let_go()
        with pytest.raises(CancelledError):
            outcome.result(SECONDS)
        opened.run(lambda _: done.append(2)).result(SECONDS)
    assert done == [2]


def test_a_damage_that_a_task_meets_is_mended_and_the_task_done(path: Path, heard: Heard) -> None:
    # GIVEN an open journal whose file is spoilt under it
    fill(path, 30)
    with writing(path, heard) as opened:
        opened.run(JournalStore.count).result(SECONDS)
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.write_bytes(b"This was a journal once. " * 400)
        # WHEN a task writes to it THEN it is done, in the one that takes its place
        entry = make_entry()
        opened.run(lambda store: store.append(entry)).result(SECONDS)
    assert entries_of(path) == [entry]
    assert "was damaged" in str(heard.failures[0][0])


def test_closing_waits_for_what_is_queued(path: Path, heard: Heard) -> None:
    # GIVEN a task at work, and behind it a drawing and another task
    opened = JournalWriter(path, heard)
    held = _Held(opened)
    opened.append(make_entry())
    last = opened.run(JournalStore.count)
    # WHEN the writer is closed before they are done THEN it says so
    assert not opened.close(0.01)
    assert not last.done()
    held.let_go()
    assert opened.close(SECONDS)
    assert last.result(0) == 1
    assert not any(thread.name == "journal" for thread in threading.enumerate())


def test_a_closed_writer_does_a_task_all_the_same(path: Path, heard: Heard) -> None:
    opened = JournalWriter(path, heard)
    assert opened.close(SECONDS)
    assert opened.run(JournalStore.count).result(SECONDS) == 0
    assert opened.close(SECONDS)
