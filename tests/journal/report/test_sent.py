"""What the outbox sent is reported as what the journal holds."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.postgres.test_sending import all_sent, sending
from tests.journal.report.servers import Server

_SAID = (1, None, "no digit", 4, "7")


def _draw() -> None:
    """Two sessions, with labels of every kind; the first is relabelled."""
    sessions = (uuid7(), uuid7())
    store = JournalStore(paths.journal_file())
    turn_on_sharing(store)
    entries = [make_entry(sessions[place // 3], label, place) for place, label in enumerate(_SAID)]
    for entry in entries:
        store.append(entry)
    store.relabel(LabelEvent(uuid7(), entries[0].id, datetime.now(UTC), 8))
    store.close()


def test_the_shared_log_gives_the_same_numbers(
    server: Server,
    shared: Connection,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """GIVEN all was sent, THEN ``report --shared`` prints the journal's own numbers."""
    _draw()
    writer = JournalWriter(paths.journal_file(), Heard())
    with sending(paths.journal_file(), writer, shared) as (_, told):
        told.wait_for(all_sent)
    assert writer.close(60)
    assert server.execute("SELECT count(*) FROM user_predictions").fetchone() == (25,)
    for variable, value in (
        ("HOST", shared.host), ("DB", shared.database), ("USER", shared.user),
        ("PORT", shared.port), ("PASSWORD", shared.password),
    ):  # fmt: skip
        monkeypatch.setenv(f"POSTGRES_{variable}", value)
    reports = []
    for words in (["report", "--json"], ["report", "--json", "--shared"]):
        assert main(words) == 0
        reports.append(json.loads(capsys.readouterr().out))
    assert [report.pop("source") for report in reports] == ["journal", "shared log"]
    _check_alike(*reports)


def _check_alike(one: Any, other: Any) -> None:
    """Equal, but for singles that came by different ways."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            _check_alike(one[key], other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for each, its in zip(one, other, strict=True):
            _check_alike(each, its)
    elif isinstance(one, float):
        assert one == pytest.approx(other, abs=1e-3)
    else:
        assert one == other
