"""Ink files: one JSON object a line, plain or gzipped (the design's ink contract)."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

from mnist_desktop.errors import InkError
from mnist_desktop.ink.strokes import Ink

SUFFIXES = (".jsonl", ".jsonl.gz")
MAX_LINE_BYTES = 64 * 2**20
"""Longest line read: over 200,000 points with time and pressure."""

Label = int | str | None
"""A digit 0–9, any other text for a thing that is no digit, or None where nobody said."""


@dataclass(frozen=True, slots=True)
class LabelledInk:
    """One line of an ink file.

    Attributes:
        ink: the drawing, y growing down.
        label: what it is said to be.
        writer: who drew it, as the file says it.
        line: its number in the file, from 1.
        other: the line's other keys, kept as they were.
    """

    ink: Ink
    label: Label = None
    writer: str | int | None = None
    line: int = 0
    other: dict[str, Any] = field(default_factory=dict)


def is_ink_file(path: Path) -> bool:
    """Whether the name says that this is an ink file."""
    return path.name.lower().endswith(SUFFIXES)


def read_ink_file(
    path: Path, *, y_up: bool = False, skipped: Callable[[InkError], None] | None = None
) -> Iterator[LabelledInk]:
    """Read an ink file line by line; empty lines are passed over.

    Args:
        path: ``.jsonl`` or ``.jsonl.gz``; what is gzipped is told by content, not by name.
        y_up: the file's y grows up.
        skipped: told of each bad line, which is then passed over; without it the first one raises.

    Raises:
        InkError: unreadable file or line, naming file and line.
    """
    for number, line in read_lines(path):
        try:
            drawing = parse_line(line, number, path, y_up=y_up)
        except InkError as error:
            if skipped is None:
                raise
            skipped(error)
        else:
            yield drawing


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of an ink file that are not empty, with their numbers from 1, not yet parsed.

    Raises:
        InkError: the file cannot be read, or a line is longer than ``MAX_LINE_BYTES``.
    """
    try:
        with _open(path) as lines:
            yield from _numbered(lines, path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkError(
            f"{path}: the compressed file is damaged ({error}).", "Copy or export it again."
        ) from error
    except OSError as error:
        raise InkError(
            f"{path}: cannot be read ({error.strerror or error}).", "Check the path and its rights."
        ) from error


def _open(path: Path) -> gzip.GzipFile | BufferedReader:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if zipped else path.open("rb")


def _numbered(lines: gzip.GzipFile | BufferedReader, path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := lines.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise InkError(
                f"{path}, line {number}: longer than {MAX_LINE_BYTES // 2**20} MiB.",
                "Split the drawing or drop points.",
            )
        if line.strip():
            yield number, line


def parse_line(line: bytes, number: int, path: Path, *, y_up: bool = False) -> LabelledInk:
    """One line of an ink file.

    Raises:
        InkError: it is no ink; the error names ``path`` and ``number``.
    """
    try:
        value = json.loads(line)
        if not isinstance(value, dict) or "strokes" not in value:
            raise InkError("There is no object with strokes.")
        ink = Ink.from_json(value.pop("strokes"), y_up=y_up)
        label = _label(value.pop("label", None))
        writer = value.pop("writer", None)
        return LabelledInk(ink, label, writer, number, value)
    except InkError as error:
        reason = error.message
    except (ValueError, RecursionError):
        reason = "This is not JSON."
    raise InkError(f"{path}, line {number}: {reason}", _REMEDY)


def _label(value: object) -> Label:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9:
        return value
    raise InkError("The label is not a digit 0 to 9, a text, or null.")


_REMEDY = 'Each line must be like {"label": 7, "strokes": [[[x, y], ...], ...]}.'
