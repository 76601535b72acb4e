"""While the journal cannot be written everything waits, in order; every fault here is real."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mnist_desktop.journal.migrations import MIGRATIONS
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.writing import (
    check_that_it_waits_and_recovers,
    entries_of,
    fill,
    set_version,
    writing,
)


def test_a_folder_in_the_journals_place(path: Path, heard: Heard) -> None:
    path.mkdir(parents=True)
    check_that_it_waits_and_recovers(path, heard, "is a folder", path.rmdir, [])


def test_a_file_in_the_folders_place(path: Path, heard: Heard) -> None:
    path.parent.write_text("no folder")
    check_that_it_waits_and_recovers(path, heard, "cannot be opened", path.parent.unlink, [])


def test_a_newer_journal(path: Path, heard: Heard) -> None:
    before = fill(path)
    set_version(path, len(MIGRATIONS) + 1)

    def mend() -> None:
        set_version(path, len(MIGRATIONS))

    check_that_it_waits_and_recovers(path, heard, "newer version", mend, before)


def test_another_window_that_writes(path: Path, heard: Heard) -> None:
    other = JournalWriter(path, Heard())
    entry = make_entry()
    other.append(entry)
    assert other.pending() in (0, 1)

    def mend() -> None:
        assert other.close(60)

    while other.pending():
        pass
    check_that_it_waits_and_recovers(path, heard, "in use", mend, [entry])


_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_journal_that_another_program_has_locked(path: Path, heard: Heard) -> None:
    before = fill(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # where a lock keeps all others out
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"

        def mend() -> None:
            holder.communicate(b"")

        check_that_it_waits_and_recovers(path, heard, "in use", mend, before)


def test_a_journal_that_is_locked_while_it_is_open(path: Path, heard: Heard) -> None:
    with writing(path, heard) as opened:
        opened.append(make_entry())
        heard.wait_for(lambda h: len(h.saved_ids) == 1)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            opened.append(make_entry())
            heard.wait_for(lambda h: bool(h.failures))
            assert "in use" in str(heard.failures[0][0])
            assert len(heard.saved_ids) == 1
        heard.wait_for(lambda h: h.recoveries == 1)
    assert len(entries_of(path)) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 KB, where this system lets a test have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(options, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(small_disk: Path, heard: Heard) -> None:
    path = small_disk / "journal.sqlite3"
    before = fill(path)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while _write_some(file.fileno()):
            pass
    check_that_it_waits_and_recovers(path, heard, "full", ballast.unlink, before)


def _write_some(file: int) -> bool:
    try:
        return os.write(file, bytes(512)) > 0
    except OSError:
        return False


def test_a_disk_that_fills_up_while_drawing(small_disk: Path, heard: Heard) -> None:
    path = small_disk / "journal.sqlite3"
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(150_000))
    kept = [make_entry(seed=seed, points=300) for seed in range(30)]
    with writing(path, heard) as opened:
        for entry in kept:
            opened.append(entry)
            if heard.failures:
                break
            heard.wait_for(lambda h, entry=entry: entry.id in h.saved_ids or bool(h.failures))
        said_before = list(heard.saved_ids)
        assert "full" in str(heard.failures[0][0])
        assert said_before == [entry.id for entry in entries_of(path)]
        ballast.unlink()
        heard.wait_for(lambda h: h.recoveries == 1)
    tried = kept[: kept.index(entry) + 1]
    assert entries_of(path) == tried
    assert heard.saved_ids == [entry.id for entry in tried]


def test_a_disk_that_may_not_be_written(small_disk: Path, heard: Heard) -> None:
    path = small_disk / "journal.sqlite3"
    before = fill(path)
    remount = ["mount", "-o", "remount,{}", str(small_disk)]
    subprocess.run([part.format("ro") for part in remount], check=True)
    assert entries_of(path) == before  # reading needs no writing

    def mend() -> None:
        subprocess.run([part.format("rw") for part in remount], check=True)

    check_that_it_waits_and_recovers(path, heard, "may not be written", mend, before)


def test_a_file_that_may_not_be_written(path: Path, heard: Heard) -> None:
    if os.name != "posix" or not os.geteuid():
        pytest.skip("nothing is kept from this user")
    before = fill(path)
    path.chmod(0o400)
    check_that_it_waits_and_recovers(
        path, heard, "may not be written", lambda: path.chmod(0o600), before
    )


_FAILING_DISK = """
import json, resource, sys, time
from pathlib import Path
from mnist_desktop.journal import writer
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry

writer.FIRST_DELAY = 0.05
path, heard = Path(sys.argv[1]), Heard()
opened = JournalWriter(path, heard)
opened.append(make_entry(label=1))
heard.wait_for(lambda h: len(h.saved_ids) == 1)
size = path.with_name(path.name + "-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
opened.append(make_entry(label=2))
heard.wait_for(lambda h: h.failures)
saved = len(heard.saved_ids)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
heard.wait_for(lambda h: h.recoveries == 1)
print(json.dumps([saved, str(heard.failures[0][0]), opened.close(60)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_disk_that_does_not_write(path: Path) -> None:
    """GIVEN a system that refuses every write past a size, WHEN it does, THEN all waits."""
    run = subprocess.run(
        [sys.executable, "-c", _FAILING_DISK, str(path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert '[1, "The disk that holds' in run.stdout
    assert run.stdout.rstrip().endswith("true]")
    assert [entry.label for entry in entries_of(path)] == [1, 2]
