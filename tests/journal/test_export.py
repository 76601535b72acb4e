import errno
import os
from pathlib import Path

import pytest
from PIL import Image

from mnist_desktop.errors import ExportError, JournalError
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.export import ExportCancelledError, ExportFormat, export
from mnist_desktop.journal.exports.arrays import IDX_IMAGES
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry


@pytest.mark.parametrize("form", list(ExportFormat))
def test_the_same_drawings_give_the_same_bytes(
    journal: Journal, tmp_path: Path, form: ExportFormat
) -> None:
    contents = []
    for name in ("one", "two"):
        out = tmp_path / name
        export(journal, form, out)
        files = sorted(out.rglob("*.*")) if out.is_dir() else [out]
        contents.append([(file.name if out.is_dir() else "", file.read_bytes()) for file in files])
    assert contents[0] == contents[1]


@pytest.mark.parametrize("form", list(ExportFormat))
def test_an_empty_journal_exports_nothing_and_says_so(
    store: JournalStore, path: Path, tmp_path: Path, form: ExportFormat
) -> None:
    with Journal.open_readonly(path) as journal:
        assert export(journal, form, tmp_path / "out", "last") == 0
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_cancelled_export_leaves_what_was_there(
    store: JournalStore, path: Path, tmp_path: Path, form: ExportFormat
) -> None:
    """GIVEN 250 drawings, WHEN the person cancels after 100, THEN there is no trace of it."""
    with store.transaction():
        for seed in range(250):
            store.append(make_entry(seed=seed, points=3))
    folder = tmp_path / "folder"
    folder.mkdir()
    out = folder / "out"
    told: list[tuple[int, int]] = []
    with Journal.open_readonly(path) as journal:
        with pytest.raises(ExportCancelledError):
            export(
                journal, form, out, "all", lambda *step: told.append(step), lambda: len(told) > 1
            )
        assert told == [(0, 250), (100, 250)]
        assert list(folder.iterdir()) == []
        export(journal, form, out, "all", lambda *step: told.append(step))
    assert told[2:] == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert [file.name for file in folder.iterdir()] == ["out"]


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_place_that_cannot_be_written_is_a_known_error(
    journal: Journal, tmp_path: Path, form: ExportFormat
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="cannot be written") as caught:
        export(journal, form, tmp_path / "file" / "out")
    assert caught.value.remedy


@pytest.mark.parametrize("form", ["csv", "jsonl", "jsonl.gz", "npz", "idx"])
def test_a_full_disk_is_a_known_error_and_keeps_the_old_file(
    journal: Journal, tmp_path: Path, form: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no full device here")
    folder = tmp_path / "out.idx" if form == "idx" else tmp_path
    folder.mkdir(exist_ok=True)
    old = folder / (IDX_IMAGES if form == "idx" else f"out.{form}")
    part = old.with_name(f"{old.name}.{os.getpid()}.part")
    old.write_text("old")
    part.symlink_to("/dev/full")
    with pytest.raises(ExportError, match=r"The disk is full.*Free some space") as caught:
        export(journal, form.removesuffix(".gz"), tmp_path / f"out.{form}")
    assert "\n" not in str(caught.value)
    assert old.read_text() == "old"
    assert not list(folder.glob("*.part"))


def test_a_disk_that_fills_up_between_pictures_leaves_no_folder(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[object] = []

    def save(picture: Image.Image, file: Path) -> None:
        if len(saved) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        file.write_bytes(picture.tobytes())
        saved.append(file)

    monkeypatch.setattr(Image.Image, "save", save)
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match="The disk is full"):
        export(journal, "png", tmp_path / "folder" / "out")
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_folder_that_holds_something_is_not_touched(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("my own")
    with pytest.raises(ExportError, match="there already"):
        export(journal, "png", tmp_path / "mine")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_the_journal_is_not_exported_over_itself(journal: Journal, path: Path) -> None:
    for name in ("journal.sqlite3", "journal.sqlite3-wal"):
        with pytest.raises(ExportError, match="journal itself"):
            export(journal, "csv", path.with_name(name))
    assert journal.count() == 7


def test_one_session_and_no_other(
    journal: Journal, kept: list[DrawingEntry], tmp_path: Path
) -> None:
    assert export(journal, "csv", tmp_path / "a.csv", kept[0].session) == 6
    assert export(journal, "csv", tmp_path / "b.csv", "all") == 7
    with pytest.raises(JournalError, match="no session"):
        export(journal, "csv", tmp_path / "c.csv", uuid7())
    assert not (tmp_path / "c.csv").exists()
