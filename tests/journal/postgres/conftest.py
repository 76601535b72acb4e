"""An empty database on a real server for each test, and a proxy before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_desktop.journal import sender
from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database


@pytest.fixture
def database(postgres_server: str) -> Iterator[Database]:
    made = Database(postgres_server)
    made.create()
    yield made
    made.drop()


@pytest.fixture
def proxy(database: Database) -> Iterator[Proxy]:
    if not database.socket.exists():
        pytest.skip("the server has no socket here")
    with Proxy(database.socket) as opened:
        yield opened


@pytest.fixture
def sharing_writer(path: Path) -> Iterator[JournalWriter]:
    """A journal whose commits are queued for the shared log."""
    opened = JournalStore(path)
    turn_on_sharing(opened)
    opened.close()
    writer = JournalWriter(path, Heard())
    yield writer
    assert writer.close(30)


@pytest.fixture(autouse=True)
def _soon_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_DELAY", 0.05)
    monkeypatch.setattr(sender, "LONGEST_DELAY", 0.2)
