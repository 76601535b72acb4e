import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings

from mnist_desktop.errors import JournalError
from mnist_desktop.ink.strokes import Ink, Point, Stroke
from mnist_desktop.journal.entry import NO_DIGIT, DrawingEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent, RecordedDrawing
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.strategies import bits, entries


def _read(path: Path) -> list[RecordedDrawing]:
    with Journal.open_readonly(path) as journal:
        drawings = list(journal.drawings())
        assert not journal.unsound
        return drawings


@given(entry=entries)
@settings(max_examples=150, deadline=None)
def test_every_entry_comes_back_as_it_went_in(
    entry: DrawingEntry, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.sqlite3"
    store = JournalStore(path)
    try:
        store.append(entry)
        with Journal.open_readonly(path) as journal:
            (back,) = list(journal.drawings(entry.session))
    finally:
        store.close()
    assert back.entry == entry
    assert type(back.entry.label) is type(entry.label)
    assert bits(back.entry) == bits(entry)


def test_drawings_come_back_in_the_order_they_were_kept(store: JournalStore, path: Path) -> None:
    kept = [make_entry(seed=seed) for seed in range(1203)]  # more than two chunks of reading
    with store.transaction():
        for entry in reversed(kept):
            store.append(entry)
    assert [drawing.entry for drawing in _read(path)] == kept[::-1]


def test_the_same_drawing_twice_is_kept_once(store: JournalStore, path: Path) -> None:
    entry = make_entry(label=3)
    store.append(entry)
    store.append(entry)
    assert [drawing.entry for drawing in _read(path)] == [entry]


def test_a_label_is_appended_and_the_first_is_kept(store: JournalStore, path: Path) -> None:
    entry = make_entry(label=3)
    store.append(entry)
    events = [
        LabelEvent(uuid7(), entry.id, datetime.now(UTC), label) for label in (5, NO_DIGIT, None)
    ]
    for count, event in enumerate(events, start=1):
        store.relabel(event)
        store.relabel(event)  # again, as after an outcome that nobody knows
        (drawing,) = _read(path)
        assert (drawing.entry.label, drawing.label) == (3, event.label)
        assert drawing.relabels == tuple(events[:count])


def test_a_label_for_a_drawing_that_is_elsewhere_is_kept_too(
    store: JournalStore, path: Path
) -> None:
    entry = make_entry()
    store.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), 8))
    assert _read(path) == []
    store.append(entry)
    assert _read(path)[0].label == 8


def test_a_transaction_that_fails_leaves_nothing(store: JournalStore, path: Path) -> None:
    def append_two() -> None:
        with store.transaction():
            store.append(make_entry())
            store.append(replace(make_entry(), raster=b"short"))

    with pytest.raises(ValueError, match="raster"):
        append_two()
    assert _read(path) == []
    store.append(make_entry())
    assert len(_read(path)) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"raster": b""}, "raster"),
        ({"label": 10}, "label"),
        ({"label": True}, "label"),
        ({"pen_width": float("nan")}, "pen width"),
        ({"drawn_at": datetime(2025, 1, 1)}, "time zone"),
        ({"ink": Ink((Stroke((Point(float("inf"), 0.0),)),))}, "JSON"),
        ({"predictions": make_entry().predictions[:1] * 2}, "two predictions"),
    ],
)
def test_what_breaks_the_contract_is_refused(
    store: JournalStore, path: Path, change: dict[str, object], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        store.append(replace(make_entry(), **change))  # type: ignore[arg-type]
    assert _read(path) == []


def test_a_file_name_that_is_no_text_does_not_stop_the_drawing(
    store: JournalStore, path: Path
) -> None:
    store.append(replace(make_entry(), source="seven\udcff.png", label="a\ud800"))
    (drawing,) = _read(path)
    assert (drawing.entry.source, drawing.label) == ("seven\\udcff.png", "a\\ud800")


def test_a_full_database_keeps_nothing_of_the_drawing(store: JournalStore, path: Path) -> None:
    """GIVEN room for some pages only, WHEN they are used up, THEN whole drawings are there."""
    with store.transaction() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 12}")
    kept: list[DrawingEntry] = []
    with pytest.raises(JournalError, match="full"):
        _append_forever(store, kept)
    assert len(kept) > 1
    assert [drawing.entry for drawing in _read(path)] == kept[:-1]
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.append(kept[-1])
    assert [drawing.entry for drawing in _read(path)] == kept


def _append_forever(store: JournalStore, tried: list[DrawingEntry]) -> None:
    for seed in range(1000):
        tried.append(make_entry(seed=seed))
        store.append(tried[-1])


def test_a_second_writer_is_kept_out_until_the_first_is_gone(
    store: JournalStore, path: Path
) -> None:
    with pytest.raises(JournalError, match="in use"):
        JournalStore(path)
    store.close()
    JournalStore(path).close()


def test_a_lock_file_of_something_else_is_not_taken_for_a_damaged_journal(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("journal.sqlite3.lock").write_text("no database " * 1000)
    with pytest.raises(JournalError, match="not a lock") as caught:
        JournalStore(path)
    assert type(caught.value) is JournalError


def test_commits_are_synced(store: JournalStore, path: Path) -> None:
    settings = [
        store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    assert settings == ["wal", 2, 1]


def test_sessions_are_recorded_with_their_first_drawing(store: JournalStore, path: Path) -> None:
    first, second, never = uuid7(), uuid7(), uuid7()
    for session in (first, second, first):
        store.append(make_entry(session))
    with Journal.open_readonly(path) as journal:
        assert [(s.id, s.drawings) for s in journal.sessions()] == [(first, 2), (second, 1)]
        assert [journal.count(which) for which in ("all", "last", first)] == [3, 1, 2]
        assert [d.entry.session for d in journal.drawings(first)] == [first, first]
        assert [d.entry.session for d in journal.drawings("last")] == [second]
        with pytest.raises(JournalError, match="no session"):
            journal.count(never)
        with pytest.raises(JournalError, match="no session"):
            list(journal.drawings(never))


def test_a_new_journal_has_no_last_session(store: JournalStore, path: Path) -> None:
    with Journal.open_readonly(path) as journal:
        assert (journal.count("last"), list(journal.drawings("last"))) == (0, [])


def test_a_missing_journal_is_said_to_be_missing(path: Path) -> None:
    with (
        pytest.raises(JournalError, match="no journal"),
        Journal.open_readonly(path),
    ):
        pass
    assert not path.exists()


def test_reading_goes_on_beside_the_writer(store: JournalStore, path: Path) -> None:
    """GIVEN a reader under way, WHEN more is kept, THEN it ends with what was there at first."""
    for seed in range(3):
        store.append(make_entry(seed=seed))
    with Journal.open_readonly(path) as journal:
        drawings = journal.drawings()
        next(drawings)
        store.append(make_entry())
        assert len(list(drawings)) == 2
        assert journal.count() == 4


_DAMAGES = {
    "drawing": "UPDATE drawing SET pen_width = 1.5 WHERE number = 2",
    "ink": "UPDATE ink SET strokes = replace(strokes, '1', '2') WHERE drawing = 2",
    "raster": "UPDATE ink SET raster = zeroblob(784) WHERE drawing = 2",
    "prediction": "UPDATE prediction SET digit = 1 - min(digit, 1) WHERE drawing = 2",
    "a prediction lost": "DELETE FROM prediction WHERE drawing = 2 AND model = 'svm'",
    "the ink lost": "DELETE FROM ink WHERE drawing = 2",
    "no text": "UPDATE drawing SET source = CAST(x'ff41' AS TEXT) WHERE number = 2",
    "label": "UPDATE label_event SET label = 1 - min(label, 1)",
}


@pytest.mark.parametrize("what", _DAMAGES)
def test_a_row_that_changed_on_disk_is_found_out(
    store: JournalStore, path: Path, what: str
) -> None:
    kept = [make_entry(seed=seed) for seed in range(3)]
    for entry in kept:
        store.append(entry)
    store.relabel(LabelEvent(uuid7(), kept[1].id, datetime.now(UTC), 7))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(_DAMAGES[what])
        connection.commit()
    with Journal.open_readonly(path) as journal:
        assert [d.entry for d in journal.drawings()] == [kept[0], kept[2]]
        assert journal.unsound == {kept[1].id}


def test_a_drawing_that_is_deleted_while_it_is_read_is_not_called_unsound(
    store: JournalStore, path: Path
) -> None:
    for seed in range(3):
        store.append(make_entry(seed=seed))
    with Journal.open_readonly(path) as journal:
        drawings = journal.drawings()
        next(drawings)
        with store.transaction() as connection:
            connection.execute("DELETE FROM drawing")
        assert list(drawings) == []
        assert journal.unsound == set()


def test_the_device_stays_the_same(path: Path) -> None:
    devices: set[UUID] = set()
    for _ in range(2):
        store = JournalStore(path)
        devices.add(store.origin.device)
        store.close()
    assert len(devices) == 1
