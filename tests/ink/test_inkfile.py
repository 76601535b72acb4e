"""Ink files: what is read, and how a bad one is told."""

import gzip
import json
from pathlib import Path

import pytest

from mnist_desktop.errors import InkError
from mnist_desktop.ink.inkfile import read_ink_file

SEVEN = {"label": 7, "writer": "ada", "strokes": [[[0, 0], [9, 0], [4, 9]]], "device": "pen"}


@pytest.fixture
def ink_file(tmp_path: Path) -> Path:
    return tmp_path / "some.jsonl"


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    return path


def test_a_line_is_read_whole(ink_file: Path) -> None:
    (line,) = read_ink_file(write(ink_file, SEVEN))
    assert (line.label, line.writer, line.line) == (7, "ada", 1)
    assert line.ink.to_json() == SEVEN["strokes"]
    assert line.other == {"device": "pen"}


def test_gzip_is_told_by_content(ink_file: Path) -> None:
    ink_file.write_bytes(gzip.compress(json.dumps(SEVEN).encode()))
    assert [line.label for line in read_ink_file(ink_file)] == [7]


@pytest.mark.parametrize("label", [0, 9, None, "A", "no digit"])
def test_labels_may_be_digits_text_or_nothing(ink_file: Path, label: object) -> None:
    (line,) = read_ink_file(write(ink_file, {"label": label, "strokes": []}))
    assert line.label == label


@pytest.mark.parametrize(
    "bad",
    [
        "not json", "[1, 2]", '{"label": 3}', '{"label": 10, "strokes": []}',
        '{"label": true, "strokes": []}', '{"label": 1.5, "strokes": []}',
        '{"strokes": [[[NaN, 1]]]}', '{"strokes": [[[1e999, 1]]]}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_rest_is_read(ink_file: Path, bad: str) -> None:
    write(ink_file, SEVEN, "", bad, SEVEN)
    errors: list[InkError] = []
    lines = list(read_ink_file(ink_file, skipped=errors.append))
    assert [line.line for line in lines] == [1, 4]
    assert len(errors) == 1
    assert f"{ink_file}, line 3:" in str(errors[0])
    with pytest.raises(InkError, match="line 3"):
        list(read_ink_file(ink_file))


def test_a_truncated_gzip_is_told(ink_file: Path) -> None:
    ink_file.write_bytes(gzip.compress(json.dumps(SEVEN).encode() * 1000)[:-20])
    with pytest.raises(InkError, match=r"damaged|line"):
        list(read_ink_file(ink_file))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(InkError, match="cannot be read"):
            list(read_ink_file(path))
