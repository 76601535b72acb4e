"""Copies that are checked and rotated, and a journal that comes back from them."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.backups import back_up, backups_of, folder_of, is_due
from mnist_desktop.journal.faults import JournalReplacedError
from mnist_desktop.journal.outbox import Outbox, turn_on_sharing
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.restoring import open_journal, put_away
from mnist_desktop.journal.salvage import salvage
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.upkeep import Upkeep
from tests.journal.downgrading import to_version_2
from tests.journal.making import Heard, make_entry
from tests.journal.writing import entries_of, fill, writing

PAGE = 4096


def _age(path: Path, days: float) -> None:
    then = path.stat().st_mtime - days * 86_400
    os.utime(path, (then, then))


def test_a_backup_is_the_journal(path: Path) -> None:
    # GIVEN a journal that is open for writing
    kept = fill(path, 5)
    with closing(JournalStore(path)) as store:
        store.append(make_entry())
        # WHEN it is backed up beside the writer
        copy = back_up(path)
        store.append(make_entry())
    # THEN the copy holds what was committed by then
    assert entries_of(copy)[:5] == kept
    assert len(entries_of(copy)) == 6
    assert len(entries_of(path)) == 7


def test_only_the_newest_are_kept(path: Path) -> None:
    fill(path, 2)
    made = []
    for age in range(7, 0, -1):
        made.append(back_up(path, keep=3))
        _age(made[-1], age)
    assert backups_of(path) == made[:-4:-1]


def test_no_copy_of_a_damaged_journal_takes_the_place_of_a_good_one(path: Path) -> None:
    # GIVEN a good backup, and damage since
    fill(path, 200)
    good = back_up(path, keep=1)
    _scratch(path)
    # WHEN another is to be made
    with pytest.raises(JournalError):
        back_up(path, keep=1)
    # THEN the good one is still there, and nothing else
    assert list(folder_of(path).iterdir()) == [good]


def test_a_copy_is_due_once_a_day(path: Path) -> None:
    fill(path, 1)
    assert is_due(path)
    copy = back_up(path)
    assert not is_due(path)
    _age(copy, 1.01)
    assert is_due(path)
    assert not is_due(path, timedelta(days=2))


def _overwrite(path: Path) -> None:
    path.write_bytes(b"This was a journal once. " * 400)


def _scratch(path: Path) -> None:
    """Some pages in the middle are noise, as of a bad sector."""
    content = bytearray(path.read_bytes())
    middle = len(content) // PAGE // 2 * PAGE
    content[middle : middle + 4 * PAGE] = os.urandom(4 * PAGE)
    path.write_bytes(content)


def _cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 9 // 10)


@pytest.mark.parametrize("damage", [_overwrite, _scratch, _cut_off])
def test_the_newest_good_backup_comes_back_with_what_can_be_salvaged(
    path: Path, heard: Heard, damage: Callable[[Path], None]
) -> None:
    # GIVEN a good backup, a newer one that is damaged, and drawings since
    old = fill(path, 100)
    good = back_up(path)
    _age(good, 1)
    _overwrite(back_up(path))
    new = fill(path, 60)
    damage(path)
    # WHEN the program starts and draws
    entry = make_entry()
    with writing(path, heard) as opened:
        opened.append(entry)
        heard.wait_for(lambda h: h.recoveries == 1)
    # THEN all of the backup is there, and of the rest what can be read, each once
    found = entries_of(path)
    assert found[:100] == old
    assert found[-1] == entry
    salvaged = found[100:-1]
    assert all(drawing in new for drawing in salvaged)
    assert len({drawing.id for drawing in found}) == len(found)
    # AND the person is told so
    ((notice, _),) = heard.failures
    assert isinstance(notice, JournalReplacedError)
    assert notice.found == len(salvaged)
    assert "the backup of" in str(notice)
    assert str(notice.moved_to) in str(notice)
    if damage is _scratch:
        assert 40 <= len(salvaged) <= 60


def test_without_a_backup_what_can_be_read_is_put_into_a_new_journal(
    path: Path, heard: Heard
) -> None:
    # GIVEN a journal with a damaged middle, whose drawings were shared
    kept = fill(path, 100)
    with closing(JournalStore(path)) as store:
        turn_on_sharing(store)
        device = store.origin.device
    _scratch(path)
    # WHEN it is opened
    with writing(path, heard):
        heard.wait_for(lambda h: h.recoveries == 1)
    # THEN most of it is back, by the same device, and queued for the shared log as before
    found = entries_of(path)
    assert 60 <= len(found) < 100
    assert all(drawing in kept for drawing in found)
    with Journal.open_readonly(path) as journal:
        assert {drawing.origin.device for drawing in journal.drawings()} == {device}
    with Outbox.open_readonly(path) as outbox:
        assert outbox.device == device
        assert outbox.count() == (len(found), 0)


def test_later_labels_are_salvaged_too(path: Path, heard: Heard) -> None:
    kept = fill(path, 100)
    back_up(path)
    with writing(path, Heard()) as opened:
        opened.relabel(kept[3].id, 8)
    _scratch(path)
    with writing(path, heard):
        heard.wait_for(lambda h: h.recoveries == 1)
    with Journal.open_readonly(path) as journal:
        assert next(d.label for d in journal.drawings() if d.entry.id == kept[3].id) == 8


def test_a_program_that_ends_amid_the_salvage_goes_on_with_it(path: Path) -> None:
    # GIVEN a damaged journal that was put away, and a backup that took its place, and no more
    old = fill(path, 50)
    copy = back_up(path)
    new = fill(path, 50)
    put_away(path)
    path.write_bytes(copy.read_bytes())
    # WHEN the program starts again
    told: list[JournalReplacedError] = []
    with closing(open_journal(path, told.append)):
        pass
    # THEN what was missing is there
    assert entries_of(path) == old + new
    assert [notice.found for notice in told] == [50]
    # AND the next start has nothing to do
    with closing(open_journal(path, told.append)):
        pass
    assert len(told) == 1


def test_a_salvage_done_twice_adds_nothing(path: Path, tmp_path: Path) -> None:
    fill(path, 20)
    other = tmp_path / "other.sqlite3"
    with closing(JournalStore(other)) as store:
        assert salvage(store, path) == 20
        assert salvage(store, path) == 0
    assert entries_of(other) == entries_of(path)


def test_upkeep_backs_up_and_forgets_what_is_old(path: Path) -> None:
    fill(path, 3)
    with writing(path, Heard()) as opened:
        upkeep = Upkeep(path, opened, days=0, keep=2)
        upkeep.once()
        upkeep.once()
    (copy,) = backups_of(path)
    assert len(entries_of(copy)) == 3


def test_copies_that_hold_only_what_is_to_be_forgotten_go_too(path: Path) -> None:
    # GIVEN a copy of today, one of ten days ago, and one from before a migration
    fill(path, 1)
    today, old = back_up(path), back_up(path)
    migrated = path.with_name("journal.before-v2-20260101T000000Z.sqlite3")
    migrated.write_bytes(path.read_bytes())
    for copy in (old, migrated):
        _age(copy, 10)
    # WHEN drawings are kept for a week
    with writing(path, Heard()) as opened:
        Upkeep(path, opened, days=7).once()
    # THEN only today's is left
    assert backups_of(path) == [today]


def test_a_journal_without_drawings_is_not_backed_up(path: Path) -> None:
    """A copy of nothing would put off the first real one by a day."""
    with writing(path, Heard()) as opened:
        Upkeep(path, opened).once()
        assert not backups_of(path)
        opened.append(make_entry())
        Upkeep(path, opened).once()
    assert len(backups_of(path)) == 1


def test_a_backup_that_was_cut_off_is_cleared_away(path: Path) -> None:
    fill(path, 1)
    back_up(path)
    left = folder_of(path) / "journal-20260101T000000Z.sqlite3.part"
    left.write_bytes(b"half")
    back_up(path)
    assert not left.exists()


def test_a_copy_of_an_older_version_is_migrated_when_it_comes_back(
    path: Path, heard: Heard
) -> None:
    # GIVEN the copy that was made before a migration, and nothing newer
    kept = fill(path, 3)
    copy = path.with_name("journal.before-v3-20260101T000000Z.sqlite3")
    copy.write_bytes(path.read_bytes())
    to_version_2(copy)
    _overwrite(path)
    with writing(path, heard):
        heard.wait_for(lambda h: h.recoveries == 1)
    assert entries_of(path) == kept
