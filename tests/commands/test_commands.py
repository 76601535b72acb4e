"""The command line's contract: output, exit status, one line an error."""

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mnist_desktop import __version__
from mnist_desktop.cli import main
from mnist_desktop.recognition.registry import MODEL_IDS
from tests.recognition.made_models import picture

ALL = [*MODEL_IDS, "vote"]


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """Twenty pictures of every digit, two of them labelled wrongly."""
    path = tmp_path / "digits.npz"
    labels = np.arange(20, dtype=np.uint8) % 10
    images = np.stack([picture(int(label)) for label in labels])
    np.savez(path, images=images, labels=np.where(np.arange(20) < 2, 9, labels))
    return path


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    path = tmp_path / "drawings.jsonl"
    lines = [{"label": 1, "strokes": [[[0, 0], [0, 9]]]}, {"label": "A", "strokes": [[[0, 0]]]},
             {"label": None, "strokes": []}]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def output(capsys: pytest.CaptureFixture[str]) -> tuple[Any, list[str]]:
    captured = capsys.readouterr()
    return json.loads(captured.out), captured.err.splitlines()


@pytest.mark.usefixtures("models")
def test_evaluate_prints_the_contract(digits: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(digits), "--as-is", "--json"]) == 0
    printed, errors = output(capsys)
    assert errors == []
    assert list(printed["files"][str(digits)]) == ALL
    for figures in printed["files"][str(digits)].values():
        assert set(figures) == {"n", "accuracy", "log_loss", "brier", "ece", "set_coverage",
                                "mean_set_size", "unsure_rate", "not_digit_rate"}  # fmt: skip
        assert figures["n"] == 20
        assert figures["accuracy"] == pytest.approx(0.9)


@pytest.mark.usefixtures("models")
def test_evaluate_writes_a_row_per_sample_and_model(digits: Path, tmp_path: Path) -> None:
    out = tmp_path / "samples.csv"
    assert main(["evaluate", str(digits), "--as-is", "--samples", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 20 * 5
    first = next(row for row in rows if row["model"] == "svm" and row["index"] == "3")
    assert (first["label"], first["digit"], first["verdict"]) == ("3", "3", "sure")
    assert sum(float(first[f"p{digit}"]) for digit in range(10)) == pytest.approx(1)
    assert 0 <= float(first["familiarity"]) <= 1
    assert sorted(tmp_path.glob("*.part")) == []


@pytest.mark.usefixtures("models")
def test_evaluate_says_where_rows_cannot_be_written(
    digits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "no" / "samples.csv"
    assert main(["evaluate", str(digits), "--as-is", "--samples", str(out)]) == 1
    assert str(out) in capsys.readouterr().err


@pytest.mark.usefixtures("models")
def test_evaluate_counts_what_is_no_digit(
    drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(drawings), "--model", "svm", "--json"]) == 0
    figures = output(capsys)[0]["files"][str(drawings)]["svm"]
    assert figures["n"] == 3
    assert figures["not_digit_rate"] >= 1 / 3


@pytest.mark.usefixtures("models")
def test_recognize_answers_for_every_drawing(
    drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recognize", str(drawings), "--model", "all", "--json"]) == 0
    answers = output(capsys)[0]["files"][str(drawings)]
    assert [answer["index"] for answer in answers] == [0, 1, 2]
    assert [answer["label"] for answer in answers] == [1, "A", None]
    assert list(answers[0]["models"]) == ALL
    assert len(answers[0]["models"]["svm"]["probabilities"]) == 10
    assert answers[2]["models"]["vote"]["verdict"] == "empty"
    assert answers[2]["models"]["vote"]["digit"] is None


@pytest.mark.usefixtures("models")
def test_recognize_prints_a_line_a_drawing(
    drawings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recognize", str(drawings)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("vote" in line for line in lines)
    assert "empty" in lines[2]


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("command", ["recognize", "evaluate"])
def test_a_bad_file_is_one_line_and_the_rest_still_runs(
    command: str, drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawings.write_text(drawings.read_text() + "\nbroken\n")
    missing, foreign = tmp_path / "none.jsonl", tmp_path / "foreign.npz"
    foreign.write_bytes(b"x")
    paths = [str(path) for path in (missing, drawings, foreign)]
    assert main([command, *paths, "--json"]) == 1
    printed, errors = output(capsys)
    assert len(printed["files"][str(drawings)]) > 0
    assert len(errors) == 3
    for line, path in zip(errors, (missing, drawings, foreign), strict=True):
        assert line.startswith("mnist-desktop: ")
        assert str(path) in line
    assert "line 4" in errors[1]


def test_an_altered_model_is_told_and_the_others_answer(
    models: Path, digits: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (models / "svm" / "model.onnx").write_bytes(b"altered")
    assert main(["evaluate", str(digits), "--as-is", "--json"]) == 1
    printed, errors = output(capsys)
    assert list(printed["files"][str(digits)]) == [name for name in ALL if name != "svm"]
    assert len(errors) == 1
    assert main(["models", "verify"]) == 1
    assert main(["self-test"]) == 1


@pytest.mark.usefixtures("models")
def test_models_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == ALL


@pytest.mark.parametrize("words", [["nonsense"], ["recognize"], ["evaluate", "x", "--model", "y"],
                                   ["export", "xml", "out"], ["--nonsense"]])  # fmt: skip
def test_wrong_usage_is_status_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", ["recognize", "evaluate", "train", "export", "models", "self-test"]
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert "usage" in capsys.readouterr().out


@pytest.mark.usefixtures("models")
def test_samples_never_replace_what_is_read_or_what_is_no_file(
    digits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = digits.read_bytes()
    for out in (digits, tmp_path, Path("/dev/null")):
        assert main(["evaluate", str(digits), "--as-is", "--samples", str(out)]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert digits.read_bytes() == content
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    assert main(["evaluate", str(digits), "--as-is", "--samples", str(link)]) == 0
    assert link.is_symlink()
    assert real.read_text().startswith("file,index")


@pytest.mark.usefixtures("models")
def test_every_bad_file_is_named_however_many_bad_lines_came_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junk, missing = tmp_path / "junk.jsonl", tmp_path / "missing.png"
    junk.write_text("junk\n" * 100)
    assert main(["recognize", str(junk), str(missing)]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) < 30
    assert "80 more lines" in errors[-2]
    assert str(missing) in errors[-1]


@pytest.mark.usefixtures("models")
def test_what_was_read_before_the_damage_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.jsonl.gz"
    rng = np.random.default_rng(0)
    lines = [
        json.dumps({"label": 1, "strokes": rng.integers(0, 200, (1, 40, 2)).tolist()})
        for _ in range(3000)
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-5000])
    assert main(["evaluate", str(path), "--json"]) == 1
    printed, errors = output(capsys)
    assert 1000 < printed["files"][str(path)]["vote"]["n"] < 3000
    assert len(errors) == 1


@pytest.mark.usefixtures("models")
def test_names_and_labels_that_are_no_text_are_escaped(
    drawings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "two\nlines.jsonl"
    assert main(["recognize", str(strange)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    drawings.write_text('{"label": "=1+1\\ud800", "strokes": []}')
    out = tmp_path / "samples.csv"
    assert main(["evaluate", str(drawings), "--samples", str(out)]) == 0
    assert "'=1+1\\ud800" in out.read_text(encoding="utf-8")


@pytest.mark.usefixtures("models")
def test_a_reader_that_goes_away_is_no_crash(drawings: Path) -> None:
    script = f"{sys.executable} -m mnist_desktop recognize '{drawings}' | true"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
