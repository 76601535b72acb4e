"""The accuracy of the journal's own answers is what its exports give, with the models that ship."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.recognition.registry import Registry
from tests.commands.test_export import entry

LABELS = {2: None, 3: "no digit", 4: 9, 5: 0}
"""What the person says of these drawings; of the others, what they are."""


@pytest.fixture
def journal() -> Path:
    """Ten real drawings as the shipped models saw them: two labelled wrongly, one wrongly at first,
    one not, one as no digit."""
    recogniser = Registry(paths.models_dir()).load().recogniser
    store = JournalStore(paths.journal_file())
    session = uuid7()
    for index, line in enumerate(read_ink_file(paths.resources_dir() / "golden.jsonl")):
        label = LABELS.get(index, line.label)
        drawn = entry(session, recogniser, line.ink, rasterise(line.ink), label)
        store.append(drawn)
        if index == 5:
            store.relabel(LabelEvent(uuid7(), drawn.id, datetime.now(UTC), line.label))
        if index == 6:
            store.relabel(LabelEvent(uuid7(), drawn.id, datetime.now(UTC), 1))
    store.close()
    return paths.journal_file()


def own_accuracy(journal: Path, model: str) -> tuple[int, float]:
    """Of the drawings whose last label is a digit: how many, and how many were recognised."""
    with Journal.open_readonly(journal) as opened:
        said = [
            (drawing.label, answer.digit)
            for drawing in opened.drawings()
            for answer in drawing.entry.predictions
            if answer.model == model and isinstance(drawing.label, int)
        ]
    return len(said), sum(label == digit for label, digit in said) / len(said)


@pytest.mark.parametrize("form", ["npz", "idx"])
def test_evaluate_gives_the_journals_own_accuracy(
    journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / f"out.{form}"
    assert main(["export", form, str(out)]) == 0
    file = out if form == "npz" else out / "drawings-images-idx3-ubyte.gz"
    capsys.readouterr()
    assert main(["evaluate", str(file), "--as-is", "--model", "all", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["files"][str(file)]
    assert set(figures) == {"extra_trees", "random_forest", "svm", "svm_pca", "vote"}
    for model, found in figures.items():
        count, accuracy = own_accuracy(journal, model)
        assert (found["n"], found["accuracy"]) == (count, pytest.approx(accuracy))
        assert count == 8
        assert 0.5 < accuracy < 1


def test_numpy_alone_loads_both(journal: Path, tmp_path: Path) -> None:
    for form in ("npz", "idx"):
        assert main(["export", form, str(tmp_path / form)]) == 0
    with np.load(tmp_path / "npz", allow_pickle=False) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    with Journal.open_readonly(journal) as opened:
        kept = [drawing for drawing in opened.drawings() if isinstance(drawing.label, int)]
    assert labels.tolist() == [drawing.label for drawing in kept]
    assert images.tobytes() == b"".join(drawing.entry.raster for drawing in kept)
    folder = tmp_path / "idx"
    packed = gzip.decompress((folder / "drawings-images-idx3-ubyte.gz").read_bytes())
    assert (np.frombuffer(packed, np.uint8, offset=16).reshape(-1, 28, 28) == images).all()
    packed = gzip.decompress((folder / "drawings-labels-idx1-ubyte.gz").read_bytes())
    assert np.frombuffer(packed, np.uint8, offset=8).tolist() == labels.tolist()
