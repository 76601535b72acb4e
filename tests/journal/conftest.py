"""A journal's place, and a store in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mnist_desktop.journal import writer
from mnist_desktop.journal.entry import NO_DIGIT, DrawingEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import Heard, make_entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a journal can be."""
    return tmp_path / "somebody's files" / "journal.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[JournalStore]:
    """An open journal."""
    opened = JournalStore(path)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "FIRST_DELAY", 0.05)
    monkeypatch.setattr(writer, "LONGEST_DELAY", 0.2)


@pytest.fixture
def heard() -> Heard:
    return Heard()


SAID = (7, None, 3, NO_DIGIT, "=1+1", 0)


@pytest.fixture
def kept(store: JournalStore) -> list[DrawingEntry]:
    """Six drawings of one session, after one of an earlier; the first is relabelled 7 → 9."""
    store.append(make_entry(label=5))
    session = uuid7()
    drawings = [make_entry(session, label, seed) for seed, label in enumerate(SAID)]
    for entry in drawings:
        store.append(entry)
    store.relabel(LabelEvent(uuid7(), drawings[0].id, datetime.now(UTC), 9))
    return drawings


@pytest.fixture
def journal(kept: list[DrawingEntry], path: Path) -> Iterator[Journal]:
    with Journal.open_readonly(path) as opened:
        yield opened
