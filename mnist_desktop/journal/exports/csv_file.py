"""CSV by RFC 4180, UTF-8 with a byte order mark: a row for each prediction, for spreadsheets."""

from collections.abc import Callable, Iterable
from pathlib import Path

from mnist_desktop.beside import beside
from mnist_desktop.journal.exports.csv_rows import lines_of
from mnist_desktop.journal.reading import Portion
from mnist_desktop.journal.rows import DIGITS

COLUMNS = (
    "drawing", "session", "drawn_at", "label", "first_label",
    "model", "digit", "verdict", "familiarity", *(f"p{digit}" for digit in range(DIGITS)),
    "model_sha256", "milliseconds",
    "pen_width", "pen_colour", "paper_colour", "source", "app_version", "device",
)  # fmt: skip


def write(portions: Iterable[Portion], out: Path, pass_over: Callable[[int, bytes], None]) -> int:
    """Write ``out``; a drawing that no model answered has one row without a prediction.

    Numbers are in full precision, and texts are defused (see ``csv_cells.py``).

    Args:
        portions: the rows as they are kept.
        out: the file.
        pass_over: told of number and key of each drawing with a row that does not match its
            checksum; it is left out.

    Returns:
        How many drawings were written.

    Raises:
        ExportError: it cannot be written.
    """
    count = 0
    with beside(out) as (part,), part.open("wb") as file:
        file.write((",".join(COLUMNS) + "\r\n").encode("utf-8-sig"))
        for portion in portions:
            lines, unsound = lines_of(portion)
            file.write("".join(lines).encode())
            count += len(portion.drawings) - len(unsound)
            for number, drawing in unsound:
                pass_over(number, drawing)
    return count
