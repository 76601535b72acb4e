"""Reading what there is to learn from, and keeping writers apart."""

import json
from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.errors import InkError, TrainingError
from mnist_desktop.training.datasets import load_ink, load_mnist, of_writers, split_writers


def test_no_writer_serves_two_purposes(tiny_ink: Path) -> None:
    # GIVEN ink of six writers  WHEN they are shared out
    drawn = load_ink([(tiny_ink, False)])
    split = split_writers(drawn, seed=0)
    # THEN each is in exactly one group, and the groups hold all digits
    groups = (split.training, split.calibration, split.left_out)
    assert sorted(sum(groups, ())) == sorted({digit.writer for digit in drawn})
    assert all(groups)
    assert sum(len(of_writers(drawn, group)) for group in groups) == len(drawn)
    assert split == split_writers(drawn, seed=0)


def test_the_same_writer_name_in_two_files_is_two_people(tiny_ink: Path) -> None:
    drawn = load_ink([(tiny_ink, False), (tiny_ink, False)])
    assert len({digit.writer for digit in drawn}) == 12


def test_ink_that_is_no_digit_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    stroke = [[[0, 0], [1, 1]]]
    lines = [
        {"label": 3, "strokes": stroke},
        {"label": "arrow", "strokes": stroke},
        {"label": None, "strokes": stroke},
        {"label": 4, "strokes": []},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert [digit.label for digit in load_ink([(path, False)])] == [3]


def test_a_file_without_a_digit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text('{"label": null, "strokes": [[[0, 0]]]}\n', encoding="utf-8")
    with pytest.raises(TrainingError, match="no labelled digit"):
        load_ink([(path, False)])
    with pytest.raises(InkError, match="cannot be read"):
        load_ink([(tmp_path / "absent.jsonl", False)])


def test_a_folder_without_mnist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="train-images"):
        load_mnist(tmp_path)


def test_mnist_holds_some_digits_back(tiny_mnist: Path) -> None:
    mnist = load_mnist(tiny_mnist)
    assert mnist.images.shape == (760, 28, 28)
    assert set(np.unique(mnist.labels)) == set(range(10))
    assert 0 < mnist.fitted < len(mnist.labels)
