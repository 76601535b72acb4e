"""A journal's place, and a store in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_desktop.journal.store import JournalStore


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
