"""What is committed while sharing is on is queued in that very transaction; else nothing is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.outbox import (
    put_aside,
    settle,
    take_up_again,
    turn_off_sharing,
    turn_on_sharing,
)
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.retention import forget_everything
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import Heard, make_entry
from tests.journal.writing import writing

Queued = list[tuple[str, UUID]]


def queue_of(path: Path) -> Queued:
    """What another connection finds in the outbox: only what was committed."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, key FROM outbox ORDER BY number").fetchall()
    return [(kind, UUID(bytes=key)) for kind, key in rows]


def label_of(entry: DrawingEntry, label: int = 3) -> LabelEvent:
    return LabelEvent(uuid7(), entry.id, datetime.now(UTC), label)


def test_a_new_journal_shares_nothing(store: JournalStore, path: Path) -> None:
    entry = make_entry(label=7)
    store.append(entry)
    store.relabel(label_of(entry))
    assert queue_of(path) == []


def test_drawings_and_labels_are_queued_in_the_order_they_were_kept(
    store: JournalStore, path: Path
) -> None:
    turn_on_sharing(store)
    first, second = make_entry(), make_entry(seed=1)
    event = label_of(first)
    store.append(first)
    store.append(second)
    store.relabel(event)
    assert queue_of(path) == [("drawing", first.id), ("drawing", second.id), ("label", event.id)]


def test_nobody_sees_a_drawing_without_its_place_in_the_queue(
    store: JournalStore, path: Path
) -> None:
    turn_on_sharing(store)
    entry = make_entry()
    event = label_of(entry)
    with closing(sqlite3.connect(path)) as other:
        # GIVEN a transaction that is under way WHEN another looks THEN neither is there
        with store.transaction():
            store.append(entry)
            store.relabel(event)
            assert _seen(other) == (0, 0, 0)
        # WHEN it is committed THEN all are
        assert _seen(other) == (1, 1, 2)


def _seen(connection: sqlite3.Connection) -> tuple[int, ...]:
    tables = ("drawing", "label_event", "outbox")
    return tuple(connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)  # noqa: S608  # three constants


def test_what_is_rolled_back_is_not_queued(store: JournalStore, path: Path) -> None:
    turn_on_sharing(store)

    def break_off() -> None:
        with store.transaction():
            store.append(make_entry())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert queue_of(path) == []


def test_a_drawing_that_cannot_be_queued_is_not_kept_either(
    store: JournalStore, path: Path
) -> None:
    """GIVEN an outbox that refuses, WHEN a drawing is kept, THEN it is refused whole."""
    turn_on_sharing(store)
    with store.transaction() as connection:
        connection.execute(
            """CREATE TRIGGER full BEFORE INSERT ON outbox
            BEGIN SELECT RAISE(ABORT, 'the outbox is full'); END"""
        )
    with pytest.raises(ValueError, match="the outbox is full"):
        store.append(make_entry())
    with closing(sqlite3.connect(path)) as other:
        assert _seen(other) == (0, 0, 0)


def test_the_same_again_is_queued_once(store: JournalStore, path: Path) -> None:
    turn_on_sharing(store)
    entry = make_entry()
    event = label_of(entry)
    for _ in range(2):
        store.append(entry)
        store.relabel(event)
    assert queue_of(path) == [("drawing", entry.id), ("label", event.id)]


def test_what_was_sent_is_not_queued_again_by_the_same_drawing(
    store: JournalStore, path: Path
) -> None:
    turn_on_sharing(store)
    entry = make_entry()
    store.append(entry)
    settle([1])(store)
    store.append(entry)
    assert queue_of(path) == []


def test_a_batch_of_the_writer_is_queued_whole(path: Path) -> None:
    entries = [make_entry(seed=seed) for seed in range(120)]
    with writing(path, Heard()) as opened:
        opened.run(turn_on_sharing).result(60)
        for entry in entries:
            opened.append(entry)
        opened.relabel(entries[0].id, 4)
    queued = queue_of(path)
    assert queued[:-1] == [("drawing", entry.id) for entry in entries]
    assert queued[-1][0] == "label"


# Each step is done to the store and to a plain list; they must agree after each.
_STEPS = st.lists(
    st.sampled_from(["draw", "label", "on", "on with everything", "off", "settle", "aside"]),
    max_size=25,
)


class _Plain:
    """What must be queued, without SQLite."""

    def __init__(self) -> None:
        self.sharing = False
        self.kept: list[tuple[str, UUID]] = []
        self.queued: Queued = []

    def keep(self, kind: str, key: UUID) -> None:
        self.kept.append((kind, key))
        if self.sharing:
            self.queued.append((kind, key))

    def everything(self) -> None:
        self.sharing = True
        for kind in ("drawing", "label"):
            for thing in self.kept:
                if thing[0] == kind and thing not in self.queued:
                    self.queued.append(thing)

    def off(self) -> None:
        self.sharing, self.queued = False, []


@given(steps=_STEPS)
def test_exactly_what_is_kept_while_sharing_is_on_is_queued(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "queueing.sqlite3"
    with closing(JournalStore(path)) as store:
        turn_off_sharing(store)
        forget_everything(store)  # of the example before
        plain, entry = _Plain(), make_entry()
        for step in steps:
            entry = _DO[step](store, plain, entry)
            assert queue_of(path) == plain.queued


def _draw(store: JournalStore, plain: _Plain, _: DrawingEntry) -> DrawingEntry:
    entry = make_entry(points=2)
    store.append(entry)
    plain.keep("drawing", entry.id)
    return entry


def _label(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    event = label_of(entry)
    store.relabel(event)
    plain.keep("label", event.id)
    return entry


def _on(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    turn_on_sharing(store)
    plain.sharing = True
    return entry


def _everything(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    turn_on_sharing(store, everything=True)
    plain.everything()
    return entry


def _off(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    turn_off_sharing(store)
    plain.off()
    return entry


def _first(store: JournalStore) -> list[int]:
    with store.transaction() as connection:
        rows = connection.execute("SELECT number FROM outbox ORDER BY number LIMIT 1")
        return [number for (number,) in rows]


def _settle(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    settle(_first(store))(store)
    del plain.queued[:1]
    return entry


def _aside(store: JournalStore, plain: _Plain, entry: DrawingEntry) -> DrawingEntry:
    """Set aside and taken up again, it has its place still."""
    put_aside([(number, "the server refuses it") for number in _first(store)])(store)
    take_up_again(store)
    return entry


_DO: dict[str, Callable[[JournalStore, _Plain, DrawingEntry], DrawingEntry]] = {
    "draw": _draw,
    "label": _label,
    "on": _on,
    "on with everything": _everything,
    "off": _off,
    "settle": _settle,
    "aside": _aside,
}
