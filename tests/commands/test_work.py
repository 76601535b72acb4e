"""Large runs on several processes or on a Dask cluster give what one process gives."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster

from mnist_desktop.cli import main
from mnist_desktop.evaluation.samples import BATCH
from tests.recognition.made_models import picture


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More drawings than one portion holds, with a bad line in the second portion."""
    path = tmp_path / "many.jsonl"
    line = json.dumps({"label": 7, "strokes": [[[0, 0], [9, 0], [4, 9]]]})
    lines = [line] * (2 * BATCH + 10)
    lines[BATCH + 5] = "broken"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def cluster() -> Iterator[str]:
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as local:
        yield local.scheduler_address


def evaluated(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, list[str]]:
    status = main(["evaluate", *words, "--json"])
    captured = capsys.readouterr()
    assert status == 1
    return json.loads(captured.out), captured.err.splitlines()


@pytest.mark.usefixtures("models")
def test_two_processes_give_what_one_gives(many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone, errors = evaluated([str(many)], capsys)
    assert len(errors) == 1
    assert f"line {BATCH + 6}:" in errors[0]
    assert evaluated([str(many), "--jobs", "2"], capsys) == (alone, errors)


@pytest.mark.usefixtures("models")
@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_a_cluster_gives_what_one_process_gives(
    many: Path, cluster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = evaluated([str(many)], capsys)
    assert evaluated([str(many), "--scheduler", cluster], capsys) == alone


@pytest.mark.usefixtures("models")
def test_a_cluster_that_does_not_answer_is_told(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(many), "--scheduler", "nonsense://"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.usefixtures("models")
def test_plots_are_drawn_for_every_model(tmp_path: Path) -> None:
    digits = tmp_path / "digits.npz"
    labels = np.arange(10, dtype=np.uint8)
    np.savez(digits, images=np.stack([picture(label) for label in range(10)]), labels=labels)
    folder = tmp_path / "plots"
    assert main(["evaluate", str(digits), "--as-is", "--plots", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 10
    assert "digits-svm-confusion.png" in names
    assert "digits-vote-reliability.png" in names
    assert all((folder / name).read_bytes().startswith(b"\x89PNG") for name in names)
