"""Forgetting what is old, or everything, for good."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mnist_desktop.journal.backups import back_up, backups_of, folder_of
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.outbox import Outbox, turn_on_sharing
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.retention import forget_everything, forget_older_than
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.writing import entries_of

SECRET = "only-the-old-one-has-this"  # noqa: S105  # not a password


@pytest.fixture
def opened(path: Path) -> Iterator[JournalStore]:
    with closing(JournalStore(path)) as store:
        yield store


def _of_days_ago(days: float, **changes: object) -> DrawingEntry:
    return replace(make_entry(), drawn_at=datetime.now(UTC) - timedelta(days=days), **changes)  # type: ignore[arg-type]


def _files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def test_what_is_older_is_forgotten_with_its_labels(path: Path, opened: JournalStore) -> None:
    # GIVEN an old drawing with a label, and a new one
    old, new = _of_days_ago(31, source=SECRET), _of_days_ago(29)
    for entry in (old, new):
        opened.append(entry)
        opened.relabel(LabelEvent(uuid7(), entry.id, datetime.now(UTC), 3))
    assert SECRET.encode() in _files(path)
    # WHEN 30 days are kept
    assert forget_older_than(30)(opened) == 1
    assert forget_older_than(30)(opened) == 0
    # THEN only the new one is left, and nothing of the old one in any file
    assert entries_of(path) == [new]
    with Journal.open_readonly(path) as journal:
        assert [session.id for session in journal.sessions()] == [new.session]
    assert SECRET.encode() not in _files(path)


def test_what_waits_for_the_shared_log_is_kept_until_it_was_sent(
    path: Path, opened: JournalStore
) -> None:
    turn_on_sharing(opened)
    waiting = _of_days_ago(100)
    opened.append(waiting)
    assert forget_older_than(1)(opened) == 0
    assert entries_of(path) == [waiting]


def test_a_label_of_a_drawing_that_is_elsewhere_stays(path: Path, opened: JournalStore) -> None:
    # GIVEN a label whose drawing may come back from a damaged journal
    elsewhere = make_entry()
    opened.relabel(LabelEvent(uuid7(), elsewhere.id, datetime.now(UTC), 3))
    opened.append(_of_days_ago(9))
    forget_older_than(1)(opened)
    opened.append(elsewhere)
    with Journal.open_readonly(path) as journal:
        assert [drawing.label for drawing in journal.drawings()] == [3]


def test_everything_is_gone_with_every_copy(path: Path, opened: JournalStore) -> None:
    # GIVEN drawings, backups, a damaged journal beside, and drawings that wait
    turn_on_sharing(opened)
    for _ in range(3):
        opened.append(replace(make_entry(), source=SECRET))
    back_up(path)
    path.with_name("journal.damaged-20260101T000000Z.sqlite3").write_text(SECRET)
    path.with_name("journal.before-v2-20260101T000000Z.sqlite3").write_text(SECRET)
    # WHEN the person wants all of it gone
    assert forget_everything(opened) == 3
    # THEN no file holds any of it
    assert SECRET.encode() not in _files(path)
    assert not backups_of(path)
    assert not folder_of(path).exists()
    with Outbox.open_readonly(path) as outbox:
        assert outbox.count() == (0, 0)
    # AND drawing goes on
    entry = make_entry()
    opened.append(entry)
    assert entries_of(path) == [entry]
