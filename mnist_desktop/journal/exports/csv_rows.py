"""From rows of the journal to lines of CSV, a million in some seconds.

A row's checksum covers Python's text of its values (``rows.checksum``), and a line of CSV holds
most of these texts again: they are made once and used for both. What comes again and again, such
as models and sessions, is made once for all rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from mnist_desktop.journal.entry import Label
from mnist_desktop.journal.exports.csv_cells import cell
from mnist_desktop.journal.instant import to_text
from mnist_desktop.journal.reading import Portion, Row
from mnist_desktop.journal.rows import DIGITS, DrawingRow, checksum

_Answer = tuple[int, str]
"""A prediction's position and its part of the line."""
_NO_ANSWER: _Answer = (0, "," * (4 + DIGITS + 2 - 1))
_UNSOUND: _Answer = (-1, "")
_HASH = blake2b(digest_size=8)  # copied, because that is faster than to make one

_cell = lru_cache(maxsize=1024)(cell)


def lines_of(portion: Portion) -> tuple[list[str], list[tuple[int, bytes]]]:
    """The portion's lines, and number and key of each drawing that has an unsound row."""
    lines: list[str] = []
    unsound: list[tuple[int, bytes]] = []
    answers, relabels = _answers(portion), _by_number(portion.relabels)
    for number, version, device, proof, *values in portion.drawings:
        row, said, events = DrawingRow(*values), answers[number], relabels.get(number, ())
        is_sound = proof == checksum(*row) and len(said) == row.predictions and _UNSOUND not in said
        if not is_sound or any(event[1] != checksum(*event[2:]) for event in events):
            unsound.append((number, row.id))
            continue
        before = _before(row, events[-1][-1] if events else row.label)
        after = _after(row, version, device)
        said.sort()
        lines += [f"{before}{text}{after}" for _, text in said or (_NO_ANSWER,)]
    return lines, unsound


def _answers(portion: Portion) -> dict[int, list[_Answer]]:
    """The predictions of each drawing, by its number. One loop: calls would cost a tenth."""
    keys = {row[0]: ascii(row[4]) for row in portion.drawings}
    answers: dict[int, list[_Answer]] = {number: [] for number in keys}
    for (
        number,
        proof,
        model,
        place,
        digit,
        numbers,
        verdict,
        familiarity,
        sha,
        took,
    ) in portion.predictions:
        if number not in keys:  # its drawing was deleted this very moment
            continue
        model_text, verdict_text, sha_text, model_cell, verdict_cell, sha_cell = _said(
            model, verdict, sha
        )
        familiar, milliseconds = repr(familiarity), repr(took)
        hashed = _HASH.copy()
        hashed.update(
            f"({keys[number]}, {model_text}, {place}, {digit}, '{numbers}', {verdict_text}, "
            f"{familiar}, {sha_text}, {milliseconds})".encode("ascii", "replace")
        )
        if hashed.digest() != proof:
            answers[number].append(_UNSOUND)
            continue
        line = (
            f"{model_cell},{'' if digit is None else digit},{verdict_cell},"
            f"{'' if familiarity is None else familiar},{numbers[1:-1]},{sha_cell},{milliseconds}"
        )
        answers[number].append((place, line))
    return answers


@lru_cache(maxsize=1024)
def _said(model: str, verdict: str, sha256: str) -> tuple[str, str, str, str, str, str]:
    """Their texts as Python has them, and as cells."""
    return (
        ascii(model), ascii(verdict), ascii(sha256), cell(model), cell(verdict), cell(sha256),
    )  # fmt: skip


def _before(row: DrawingRow, label: Label) -> str:
    """What stands before the prediction."""
    key = row.id.hex()
    drawing = f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    first = cell(row.label)
    now = first if label is row.label else cell(label)
    return f"{drawing},{_key(row.session)},{to_text(row.drawn_at)},{now},{first},"


def _after(row: DrawingRow, version: str, device: bytes) -> str:
    """What stands behind the prediction, with the line's end."""
    pen = f"{row.pen_width!r},{_cell(row.pen_colour)},{_cell(row.paper_colour)}"
    return f",{pen},{_cell(row.source)},{_cell(version)},{_key(device)}\r\n"


@lru_cache(maxsize=1024)
def _key(key: bytes) -> str:
    return str(UUID(bytes=key))


def _by_number(rows: Sequence[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups
