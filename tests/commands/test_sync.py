"""``mnist-desktop sync`` on a real server."""

from contextlib import closing

import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.postgres.conftest import database
from tests.journal.serving import Database

__all__ = ["database"]


@pytest.fixture
def server(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Named by the environment, as a script does."""
    monkeypatch.setenv("POSTGRES_HOST", database.connection.host)
    monkeypatch.setenv("POSTGRES_DB", database.name)
    monkeypatch.setenv("POSTGRES_USER", database.connection.user)
    return database


def _draw(count: int, *, shared: bool, label: int | None = None) -> None:
    with closing(JournalStore(paths.journal_file())) as store:
        if shared:
            turn_on_sharing(store)
        for seed in range(count):
            store.append(make_entry(label=label, seed=seed))


def test_what_waits_is_sent_once(server: Database, capsys: pytest.CaptureFixture[str]) -> None:
    _draw(3, shared=True)
    assert main(["sync"]) == 0
    assert capsys.readouterr().out == "3 sent, 0 waiting, 0 set aside\n"
    assert main(["sync"]) == 0
    assert capsys.readouterr().out == "0 sent, 0 waiting, 0 set aside\n"
    assert server.run("SELECT count(*) FROM user_predictions") == [(15,)]


def test_what_was_never_queued_is_sent_when_asked_for(
    server: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    _draw(2, shared=False)
    assert main(["sync"]) == 0
    assert main(["sync", "--everything"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 sent, 0 waiting, 0 set aside"


def test_what_is_refused_is_said_and_can_be_tried_again(
    server: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    _draw(1, shared=True)
    assert main(["sync"]) == 0
    server.run("ALTER TABLE user_predictions ADD CHECK (drawn_digit <> 7)")
    _draw(1, shared=True, label=7)
    assert main(["sync"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "0 sent, 0 waiting, 1 set aside"
    assert "--retry" in said.err
    server.run("ALTER TABLE user_predictions DROP CONSTRAINT user_predictions_drawn_digit_check")
    assert main(["sync", "--retry"]) == 0


def test_a_server_that_is_away_is_one_line_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _draw(1, shared=True)
    monkeypatch.setenv("POSTGRES_HOST", "127.0.0.1")
    monkeypatch.setenv("POSTGRES_PORT", "1")
    assert main(["sync"]) == 1
    said = capsys.readouterr()
    assert "0 sent, 1 waiting" in said.out
    assert said.err.count("\n") == 1
    assert "Nothing answers on 127.0.0.1:1" in said.err


def test_without_a_journal_there_is_nothing_to_send(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync"]) == 1
    assert "There is no journal" in capsys.readouterr().err
