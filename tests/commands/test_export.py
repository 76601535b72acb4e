"""What the window keeps, `export` writes and `evaluate` reads back."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from uuid import UUID

import numpy as np
import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import DrawingEntry, PredictionEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.writer import JournalWriter
from mnist_desktop.recognition.recogniser import Recogniser
from mnist_desktop.recognition.registry import Registry
from tests.recognition.made_models import picture

SEVEN = Ink.from_json([[[60, 60], [200, 60], [120, 230]]])


class Heard:
    """Waits until the journal says that all is on disk."""

    def __init__(self, wanted: int) -> None:
        self._left = wanted
        self.all_saved = Event()

    def saved(self, drawing: UUID) -> None:
        self._left -= 1
        if not self._left:
            self.all_saved.set()

    def failing(self, error: Exception, waiting: int) -> None:
        raise error

    def recovered(self) -> None: ...


def entry(session: UUID, recogniser: Recogniser, ink: Ink, raster: np.ndarray, label: object):
    answers = recogniser.recognise(raster).values()
    predictions = tuple(
        PredictionEntry(a.model, a.digit, a.probabilities, str(a.verdict), a.familiarity,
                        a.sha256, a.milliseconds)
        for a in answers
    )  # fmt: skip
    return DrawingEntry(uuid7(), session, datetime.now(UTC), ink, raster.tobytes(), label, 12.0,
                        "#000000", "#ffffff", "canvas", predictions)  # fmt: skip


@pytest.fixture
def journal(models: Path) -> Path:
    """Two sessions: ink and a picture, labelled and not."""
    recogniser = Registry(models).load().recogniser
    heard = Heard(4)
    writer = JournalWriter(paths.journal_file(), heard)
    for _ in range(2):
        session = writer.start_session()
        writer.append(entry(session, recogniser, SEVEN, rasterise(SEVEN), 7))
        writer.append(entry(session, recogniser, Ink(), picture(3), None))
    assert heard.all_saved.wait(20)
    assert writer.close(20)
    return paths.journal_file()


@pytest.mark.usefixtures("journal")
def test_ink_comes_back_as_it_was_and_evaluate_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "drawn.jsonl"
    assert main(["export", "jsonl", str(out)]) == 0
    assert "4 drawings" in capsys.readouterr().out
    lines = list(read_ink_file(out))
    assert [line.label for line in lines] == [7, None, 7, None]
    assert lines[0].ink == SEVEN
    kept = lines[0].other["predictions"][0]
    assert main(["recognize", str(out), "--model", "all", "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)["files"][str(out)]
    assert answers[0]["models"][kept["model"]]["probabilities"] == kept["probabilities"]
    assert answers[1]["models"]["svm"]["digit"] == 3  # a picture has no strokes but its 28×28
    assert main(["evaluate", str(out)]) == 0


@pytest.mark.usefixtures("journal")
def test_a_session_may_be_chosen(tmp_path: Path) -> None:
    out = tmp_path / "last.csv"
    assert main(["export", "csv", str(out), "--session", "last"]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 2 * 5
    assert len({row["session"] for row in rows}) == 1


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("form", ["npz", "idx", "png"])
def test_labelled_drawings_become_arrays_and_pictures(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    assert main(["export", form, str(out)]) == 0
    assert out.exists()
    if form == "npz":
        with np.load(out) as arrays:
            assert arrays["labels"].tolist() == [7, 7]


def test_without_a_journal_there_is_nothing_to_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "csv", str(tmp_path / "out.csv")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.usefixtures("journal")
def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "csv", str(tmp_path / "no" / "out.csv")]) == 1
    assert str(tmp_path / "no") in capsys.readouterr().err
    assert main(["export", "csv", str(tmp_path / "x.csv"), "--session", str(uuid7())]) == 1
