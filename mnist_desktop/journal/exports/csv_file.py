"""CSV by RFC 4180, UTF-8 with a byte order mark: a row for each prediction, for spreadsheets."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from mnist_desktop.beside import beside
from mnist_desktop.journal.instant import to_text
from mnist_desktop.journal.rows import DIGITS, PredictionRow, StoredDrawing

COLUMNS = (
    "drawing", "session", "drawn_at", "label", "first_label",
    "model", "digit", "verdict", "familiarity", *(f"p{digit}" for digit in range(DIGITS)),
    "model_sha256", "milliseconds",
    "pen_width", "pen_colour", "paper_colour", "source", "app_version", "device",
)  # fmt: skip

_Value = str | int | float | None
_STARTS_FORMULA = tuple("=+-@\t\r\n'＝＋－＠")  # noqa: RUF001  # full-width ones are formulas too
_NEEDS_QUOTES = re.compile('[",\r\n]')
_EMPTY = "," * (4 + DIGITS + 2 - 1)


def write(stored: Iterator[StoredDrawing], out: Path) -> int:
    """Write ``out``; a drawing that no model answered has one row without a prediction.

    Numbers are in full precision. A text that a spreadsheet would take for a formula has an
    apostrophe before it, and so has one that begins with an apostrophe: to read a cell back, take
    one apostrophe away.

    Raises:
        ExportError: it cannot be written.
    """
    count = 0
    with beside(out) as (part,), part.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(COLUMNS) + "\r\n")
        for drawing in stored:
            file.writelines(_lines(drawing))
            count += 1
    return count


def cell(value: _Value) -> str:
    """One cell: a text is defused, and quoted where it must be; None is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value)
    text = f"'{value}" if value.startswith(_STARTS_FORMULA) else value
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


_cell_again = lru_cache(maxsize=256)(cell)  # for the few texts that come again and again


def _lines(drawing: StoredDrawing) -> Iterator[str]:
    """The drawing's lines. Joined here: ``csv.writer`` would look at each digit of each number."""
    row, origin = drawing.drawing, drawing.origin
    keys = f"{UUID(bytes=row.id)},{UUID(bytes=row.session)},{to_text(row.drawn_at)}"
    labels = f"{cell(drawing.label)},{cell(row.label)}"
    pen = f"{row.pen_width!r},{_cell_again(row.pen_colour)},{_cell_again(row.paper_colour)}"
    made = f"{cell(row.source)},{_cell_again(origin.app_version)},{origin.device}"
    for answer in map(_prediction, drawing.predictions) if drawing.predictions else [_EMPTY]:
        yield f"{keys},{labels},{answer},{pen},{made}\r\n"


def _prediction(answer: PredictionRow) -> str:
    probabilities = answer.probabilities[1:-1]  # the text of ten numbers, as it is kept
    said = f"{_cell_again(answer.model)},{cell(answer.digit)},{_cell_again(answer.verdict)}"
    how = f"{_cell_again(answer.model_sha256)},{answer.milliseconds!r}"
    return f"{said},{cell(answer.familiarity)},{probabilities},{how}"
