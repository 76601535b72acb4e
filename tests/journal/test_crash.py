"""The process is killed at random moments; what was said to be saved is there afterwards."""

import sys
from pathlib import Path

import pytest

from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.killing import check_nothing_lost, kill_often
from tests.journal.making import Heard
from tests.journal.postgres.conftest import database
from tests.journal.serving import Database
from tests.journal.sharing import all_sent, sending

__all__ = ["database"]

ROUNDS = 10


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_no_drawing_that_was_called_saved_is_lost_or_sent_twice(
    path: Path, database: Database
) -> None:
    """GIVEN a shared journal, WHEN its program is killed ten times, THEN each drawing is once."""
    store = JournalStore(path)
    turn_on_sharing(store)
    store.close()
    said = kill_often(path, ROUNDS, database.connection)
    assert len(said) >= ROUNDS
    count = check_nothing_lost(path, said)
    writer = JournalWriter(path, Heard())
    with sending(path, writer, database.connection) as (_, told):
        told.wait_for(all_sent)
    assert writer.close(30)
    ((rows, keys, drawings),) = database.run(
        "SELECT count(*), count(DISTINCT uuid), count(DISTINCT drawing_uuid) FROM user_predictions"
    )
    assert (rows, keys, drawings) == (5 * count, 5 * count, count)
