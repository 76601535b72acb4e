"""CSV by RFC 4180, UTF-8 with a byte order mark: a row for each prediction, for spreadsheets."""

import csv
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from mnist_desktop.journal.entry import Label
from mnist_desktop.journal.exports.beside import beside
from mnist_desktop.journal.instant import to_text
from mnist_desktop.journal.rows import DIGITS, PredictionRow, StoredDrawing

COLUMNS = (
    "drawing", "session", "drawn_at", "label", "first_label",
    "model", "digit", "verdict", "familiarity", *(f"p{digit}" for digit in range(DIGITS)),
    "model_sha256", "milliseconds",
    "pen_width", "pen_colour", "paper_colour", "source", "app_version", "device",
)  # fmt: skip

_Cell = str | int | float | None
_STARTS_FORMULA = tuple("=+-@\t\r\n'＝＋－＠")  # noqa: RUF001  # full-width ones are formulas too
_NO_PREDICTION = (None,) * (4 + DIGITS + 2)


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
        rows = csv.writer(file)  # RFC 4180: CRLF, quotes doubled
        rows.writerow(COLUMNS)
        for drawing in stored:
            rows.writerows(_rows(drawing))
            count += 1
    return count


def defused(text: str) -> str:
    """The text, as one that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _rows(drawing: StoredDrawing) -> Iterator[tuple[_Cell, ...]]:
    row, origin = drawing.drawing, drawing.origin
    before = (
        str(UUID(bytes=row.id)),
        str(UUID(bytes=row.session)),
        to_text(row.drawn_at),
        _label(drawing.label),
        _label(row.label),
    )
    after = (
        row.pen_width,
        defused(row.pen_colour),
        defused(row.paper_colour),
        defused(row.source),
        defused(origin.app_version),
        str(origin.device),
    )
    if not drawing.predictions:
        yield *before, *_NO_PREDICTION, *after
    for answer in drawing.predictions:
        yield *before, *_prediction(answer), *after


def _prediction(answer: PredictionRow) -> tuple[_Cell, ...]:
    return (
        defused(answer.model),
        answer.digit,
        defused(answer.verdict),
        answer.familiarity,
        *answer.probabilities[1:-1].split(","),  # the text of the numbers, as it is kept
        defused(answer.model_sha256),
        answer.milliseconds,
    )


def _label(label: Label) -> _Cell:
    return defused(label) if isinstance(label, str) else label
