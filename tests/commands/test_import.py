"""``mnist-desktop import`` brings back what ``export jsonl`` wrote."""

import json
from pathlib import Path

import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.recognition.registry import Registry
from tests.commands.test_export import SEVEN, entry


@pytest.fixture
def exported(models: Path, tmp_path: Path) -> Path:
    """Three drawings of a journal that is lost since."""
    recogniser = Registry(models).load().recogniser
    store = JournalStore(paths.journal_file())
    for label in (7, 1, None):
        store.append(entry(uuid7(), recogniser, SEVEN, rasterise(SEVEN), label))
    store.close()
    out = tmp_path / "out.jsonl.gz"
    assert main(["export", "jsonl", str(out)]) == 0
    paths.journal_file().rename(tmp_path / "lost.sqlite3")
    return out


def test_an_export_comes_back(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(exported)]) == 0
    assert capsys.readouterr().out.endswith(f"3 drawings imported from {exported}\n")
    assert main(["import", str(exported), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"drawings": 0, "known": 3, "labels": 0}
    assert main(["export", "jsonl", str(tmp_path / "again.jsonl.gz")]) == 0
    assert (tmp_path / "again.jsonl.gz").read_bytes() == exported.read_bytes()


def test_damaged_lines_are_named_and_nothing_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = '{"label": 3, "strokes": [[[1, 2]]]}\n', '{"label": 12, "strokes": []}\n'
    file = tmp_path / "mixed.jsonl"
    file.write_text(good + bad + good + "no JSON\n" + bad * 30, encoding="utf-8")
    assert main(["import", str(file)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert "line 2:" in told[0]
    assert "line 4:" in told[1]
    assert "32 lines are damaged, so nothing was imported" in told[-1]
    file.write_text(good, encoding="utf-8")
    assert main(["import", str(file)]) == 0
    assert "1 drawing imported" in capsys.readouterr().out


def test_an_open_window_is_named(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN the journal is being written by the window, THEN the command says what to do."""
    window = JournalStore(paths.journal_file())
    assert main(["import", str(exported)]) == 1
    window.close()
    assert "in use elsewhere. Close the other window" in capsys.readouterr().err


def test_what_is_no_ink_file_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("no such.jsonl", "."):
        assert main(["import", str(tmp_path / name)]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert main(["import", str(tmp_path / "picture.png")]) == 1
    assert "nothing was imported" in capsys.readouterr().err
