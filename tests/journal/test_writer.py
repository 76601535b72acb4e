import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from mnist_desktop.errors import JournalError
from mnist_desktop.ink.strokes import Ink, Point, Stroke
from mnist_desktop.journal import backlog
from mnist_desktop.journal.faults import JournalFullError
from mnist_desktop.journal.migrations import MIGRATIONS
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.writing import entries_of, fill, set_version, writing


def test_what_is_appended_is_saved_in_order(path: Path, heard: Heard) -> None:
    opened = JournalWriter(path, heard)
    session = opened.start_session()
    kept = [make_entry(session, seed=seed) for seed in range(250)]
    for entry in kept:
        opened.append(entry)
    opened.relabel(kept[0].id, 6)
    assert opened.close(60)
    assert opened.pending() == 0
    assert heard.saved_ids == [*(entry.id for entry in kept), kept[0].id]
    assert entries_of(path) == kept
    assert not heard.failures
    with Journal.open_readonly(path) as journal:
        assert next(journal.drawings("last")).label == 6


def test_nothing_is_said_to_be_saved_before_a_reader_finds_it(path: Path) -> None:
    """GIVEN a listener that looks into the file at once, THEN each drawing is there."""
    found: list[bool] = []

    class Looking(Heard):
        def saved(self, drawing: UUID) -> None:
            with closing(sqlite3.connect(path)) as connection:
                query = "SELECT 1 FROM drawing WHERE id = ?"
                found.append(connection.execute(query, (drawing.bytes,)).fetchone() == (1,))

    with writing(path, Looking()) as opened:
        for seed in range(5):
            opened.append(make_entry(seed=seed))
    assert found == [True] * 5


def test_drawings_of_many_threads_are_all_kept(path: Path, heard: Heard) -> None:
    with writing(path, heard) as opened:
        kept = [[make_entry(seed=seed) for seed in range(40)] for _ in range(4)]
        threads = [
            threading.Thread(target=lambda mine=mine: [opened.append(entry) for entry in mine])
            for mine in kept
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    order = [entry.id for entry in entries_of(path)]
    for mine in kept:
        places = [order.index(entry.id) for entry in mine]
        assert places == sorted(places)
    assert len(order) == 160


def test_a_session_without_drawings_leaves_no_trace(path: Path, heard: Heard) -> None:
    with writing(path, heard) as opened:
        opened.start_session()
    with Journal.open_readonly(path) as journal:
        assert journal.sessions() == []


def test_an_entry_that_breaks_the_contract_is_refused_at_once(path: Path, heard: Heard) -> None:
    with writing(path, heard) as opened:
        with pytest.raises(ValueError, match="raster"):
            opened.append(replace(make_entry(), raster=b""))
        with pytest.raises(ValueError, match="label"):
            opened.relabel(make_entry().id, 11)
        assert opened.pending() == 0


def test_one_entry_that_can_never_be_kept_does_not_stop_the_others(
    path: Path, heard: Heard
) -> None:
    bad = replace(make_entry(), ink=Ink((Stroke((Point(float("nan"), 0.0),)),)))
    good = [make_entry(seed=seed) for seed in range(4)]
    opened = JournalWriter(path, heard)
    for entry in (*good[:2], bad, *good[2:]):
        opened.append(entry)
    assert not opened.close(60)
    assert entries_of(path) == good
    assert bad.id not in heard.saved_ids
    assert opened.pending() == 1
    assert "cannot be kept" in str(heard.failures[0][0])


def test_a_listener_that_fails_does_not_stop_the_writing(path: Path) -> None:
    class Gone(Heard):
        def saved(self, drawing: UUID) -> None:
            raise RuntimeError("the window is gone")

    kept = [make_entry(seed=seed) for seed in range(3)]
    opened = JournalWriter(path, Gone())
    for entry in kept:
        opened.append(entry)
    assert opened.close(60)
    assert entries_of(path) == kept


def test_a_closed_writer_takes_up_again(path: Path, heard: Heard) -> None:
    opened = JournalWriter(path, heard)
    assert opened.close(60)
    entry = make_entry()
    opened.append(entry)
    assert opened.close(60)
    assert opened.close(60)
    assert entries_of(path) == [entry]
    assert not any(thread.name == "journal" for thread in threading.enumerate())


def test_each_reason_is_told_once(path: Path, heard: Heard, tmp_path: Path) -> None:
    """GIVEN a newer journal, then another program's in its place, THEN each is told once."""
    fill(path)
    set_version(path, len(MIGRATIONS) + 1)
    foreign = tmp_path / "foreign"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with writing(path, heard) as opened:
        heard.wait_for(lambda h: len(h.failures) == 1)
        for seed in range(5):
            opened.append(make_entry(seed=seed))
            threading.Event().wait(0.06)
        foreign.replace(path)
        heard.wait_for(lambda h: len(h.failures) == 2)
        threading.Event().wait(0.3)
        path.unlink()
        heard.wait_for(lambda h: h.recoveries == 1)
    reasons = [str(error) for error, _ in heard.failures]
    assert "newer version" in reasons[0]
    assert "another program" in reasons[1]
    assert len(reasons) == 2


def test_memory_is_bounded(path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MAX_POINTS", 100)
    path.mkdir(parents=True)
    kept = [make_entry(seed=seed, points=40) for seed in range(3)]
    with writing(path, heard) as opened:
        heard.wait_for(lambda h: bool(h.failures))
        opened.append(kept[0])
        opened.append(kept[1])
        with pytest.raises(JournalFullError, match="no more"):
            opened.append(kept[2])
        assert opened.pending() == 2
        path.rmdir()
        heard.wait_for(lambda h: h.recoveries == 1)
        opened.append(kept[2])
    assert entries_of(path) == kept


def test_one_drawing_is_taken_however_large(path: Path, heard: Heard) -> None:
    entry = make_entry(points=200_000)
    with writing(path, heard) as opened:
        opened.append(entry)
    assert entries_of(path) == [entry]


def test_failures_are_known_errors_with_a_remedy(path: Path, heard: Heard) -> None:
    path.mkdir(parents=True)
    with writing(path, heard):
        heard.wait_for(lambda h: bool(h.failures))
    error, waiting = heard.failures[0]
    assert isinstance(error, JournalError)
    assert error.remedy
    assert waiting == 0
