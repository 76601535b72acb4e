"""A damaged journal is moved aside, and a new one started."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mnist_desktop.journal.faults import JournalReplacedError
from tests.journal.making import Heard, make_entry
from tests.journal.writing import (
    entries_of,
    fill,
    writing,
)


def _overwrite(path: Path) -> None:
    path.write_bytes(b"This was a journal once. " * 400)


def _cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scratch(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_overwrite, _cut_off, _scratch])
def test_a_damaged_journal_is_moved_aside(
    path: Path, heard: Heard, damage: Callable[[Path], None]
) -> None:
    """GIVEN a damaged file, THEN it is kept, a new one is started, and the person is told."""
    fill(path, 30)
    damage(path)
    damaged = path.read_bytes()
    entry = make_entry()
    with writing(path, heard) as opened:
        opened.append(entry)
        heard.wait_for(lambda h: h.recoveries == 1)
    ((notice, _),) = heard.failures
    assert isinstance(notice, JournalReplacedError)
    assert notice.moved_to.read_bytes() == damaged
    assert notice.moved_to.name.startswith("journal.damaged-")
    assert str(notice.moved_to) in str(notice)
    assert entries_of(path) == [entry]
    assert heard.saved_ids == [entry.id]


def test_a_journal_that_is_damaged_while_open_is_moved_aside(path: Path, heard: Heard) -> None:
    """GIVEN an open journal, WHEN its file is spoilt, THEN what comes after is in a new one."""
    fill(path, 30)
    with writing(path, heard) as opened:
        opened.append(make_entry())
        heard.wait_for(lambda h: len(h.saved_ids) == 1)
        wal = path.with_name(path.name + "-wal")
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("rb+") as file:
            file.seek(100)
            file.write(os.urandom(path.stat().st_size - 100))
        assert wal.stat().st_size == 0
        later = [make_entry(seed=seed) for seed in range(8)]
        for entry in later:
            opened.append(entry)
        heard.wait_for(lambda h: len(h.saved_ids) == 9)
    assert any(isinstance(error, JournalReplacedError) for error, _ in heard.failures)
    saved_here = {entry.id for entry in entries_of(path)}
    assert saved_here
    assert saved_here <= {entry.id for entry in later}


def test_a_log_left_beside_a_damaged_journal_goes_with_it(path: Path, heard: Heard) -> None:
    """A stale log beside a new journal would be played into it."""
    fill(path)
    _overwrite(path)
    path.with_name(path.name + "-wal").write_bytes(b"left over")
    with writing(path, heard) as opened:
        entry = make_entry()
        opened.append(entry)
        heard.wait_for(lambda h: h.recoveries == 1)
    ((notice, _),) = heard.failures
    assert isinstance(notice, JournalReplacedError)
    beside = notice.moved_to.with_name(notice.moved_to.name + "-wal")
    assert beside.read_bytes() == b"left over"
    assert entries_of(path) == [entry]


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be deleted there")
def test_a_journal_that_is_deleted_while_open(path: Path, heard: Heard) -> None:
    """What is written to a deleted file is nowhere, and must not be called saved."""
    with writing(path, heard) as opened:
        opened.append(make_entry())
        heard.wait_for(lambda h: len(h.saved_ids) == 1)
        for file in path.parent.glob("journal.sqlite3*"):
            file.unlink()
        entry = make_entry()
        opened.append(entry)
        heard.wait_for(lambda h: entry.id in h.saved_ids)
        assert "moved or deleted" in str(heard.failures[0][0])
    assert entries_of(path) == [entry]
