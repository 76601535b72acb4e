"""Which drawings an export or a report takes."""

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_desktop.journal import reading
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.export import ExportFormat, export
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry


@pytest.fixture
def entries(store: JournalStore) -> list[DrawingEntry]:
    """Twenty drawings, numbered from 1."""
    made = [make_entry(label=seed % 10, seed=seed, points=3) for seed in range(20)]
    with store.transaction():
        for entry in made:
            store.append(entry)
    return made


@pytest.fixture
def twenty(entries: list[DrawingEntry], path: Path) -> Iterator[Journal]:
    with Journal.open_readonly(path) as opened:
        yield opened


def test_numbers_name_drawings_in_any_order(twenty: Journal, entries: list[DrawingEntry]) -> None:
    """GIVEN numbers in the order of some table, one twice, two that are not there, WHEN they are
    selected, THEN each drawing comes once, in the order of the journal."""
    numbers = (7, 3, 20, 3, 999, -1, 2**62)
    found = [drawing.entry for drawing in twenty.drawings(numbers)]
    assert found == [entries[2], entries[6], entries[19]]
    assert twenty.count(numbers) == 3
    assert twenty.count(()) == 0
    assert list(twenty.drawings([])) == []
    assert twenty.count(array("q", [1, 2])) == 2


def test_portions_leave_nothing_out(
    twenty: Journal, entries: list[DrawingEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 3)
    assert [drawing.entry for drawing in twenty.drawings()] == entries
    assert [d.entry for d in twenty.drawings(range(4, 15))] == entries[3:14]
    assert [d.entry for d in twenty.drawings(entries[8].session)] == [entries[8]]


def test_what_is_committed_meanwhile_is_left_out(
    twenty: Journal, store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 3)
    found = twenty.drawings()
    next(found)
    store.append(make_entry())
    assert len(list(found)) == 19


def test_a_million_numbers_are_a_selection(twenty: Journal) -> None:
    assert twenty.count(range(1_000_000)) == 20
    assert len(list(twenty.drawings(range(1_000_000)))) == 20


@pytest.mark.parametrize("form", list(ExportFormat))
def test_every_format_takes_numbers(twenty: Journal, tmp_path: Path, form: ExportFormat) -> None:
    assert export(twenty, form, tmp_path / "out", [5, 1, 9]) == 3
