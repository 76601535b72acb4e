"""What the writer's tests share."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry


@contextmanager
def writing(path: Path, heard: Heard) -> Iterator[JournalWriter]:
    """A writer that is closed at the end."""
    opened = JournalWriter(path, heard)
    try:
        yield opened
    finally:
        opened.close(60)


def fill(path: Path, count: int = 3) -> list[DrawingEntry]:
    kept = [make_entry(seed=seed) for seed in range(count)]
    with writing(path, Heard()) as opened:
        for entry in kept:
            opened.append(entry)
    return kept


def entries_of(path: Path) -> list[DrawingEntry]:
    with Journal.open_readonly(path) as journal:
        found = [drawing.entry for drawing in journal.drawings()]
        assert not journal.unsound
        return found


def check_that_it_waits_and_recovers(
    path: Path, heard: Heard, why: str, mend: Callable[[], object], before: list[DrawingEntry]
) -> None:
    """Nothing is said to be saved while it cannot be; then all is, in order."""
    kept = [make_entry(seed=seed) for seed in range(5)]
    with writing(path, heard) as opened:
        heard.wait_for(lambda h: bool(h.failures))
        for entry in kept:
            opened.append(entry)
        opened.relabel(kept[1].id, 2)
        assert why in str(heard.failures[0][0])
        assert (heard.saved_ids, opened.pending()) == ([], 6)
        mend()
        heard.wait_for(lambda h: h.recoveries == 1)
        assert opened.pending() == 0
    assert heard.saved_ids == [*(entry.id for entry in kept), kept[1].id]
    assert entries_of(path) == [*before, *kept]
    assert len(heard.failures) == 1


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
