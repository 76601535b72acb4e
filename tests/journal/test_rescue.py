from pathlib import Path

from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.journal.exports.jsonl_file import from_line
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.writing import entries_of


def test_what_cannot_be_saved_can_be_rescued(path: Path, tmp_path: Path, heard: Heard) -> None:
    path.mkdir(parents=True)
    opened = JournalWriter(path, heard)
    kept = [make_entry(label=label, seed=label) for label in range(3)]
    for entry in kept:
        opened.append(entry)
    opened.relabel(kept[1].id, "no digit")
    elsewhere = make_entry().id
    opened.relabel(elsewhere, 4)
    assert not opened.close(60)
    assert opened.pending() == 5
    file = opened.rescue(tmp_path / "new folder")
    assert file is not None
    back = [from_line(line) for line in read_ink_file(file)]
    assert [drawing.entry for drawing in back] == kept
    assert [drawing.label for drawing in back] == [0, "no digit", 2]
    labels = file.with_name(file.stem + "-labels.jsonl").read_text()
    assert str(elsewhere) in labels
    assert opened.rescue(tmp_path / "new folder") != file  # never over an earlier one
    path.rmdir()
    assert opened.close(60)  # the second try, in its place again
    assert opened.rescue(tmp_path) is None
    assert entries_of(path) == kept
