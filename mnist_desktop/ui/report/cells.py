"""The table's columns: what each is called, sorted by, and says of a prediction. Knows no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.reading import percent
from mnist_desktop.ui.report.names import (
    OUTCOMES,
    UNKNOWN,
    VERDICTS,
    Names,
    label_name,
    model_name,
)


@dataclass(frozen=True, slots=True)
class Cells:
    """One column.

    Attributes:
        column: what it is sorted by.
        title: above it.
        text: what it says of a row.
        widest: a text as wide as they get.
        is_number: stands right.
    """

    column: Column
    title: str
    text: Callable[[ReportRow, Names], str]
    widest: str
    is_number: bool = False


def _digit(row: ReportRow) -> str:
    return "none" if row.digit is None else str(row.digit)


def _share(row: ReportRow) -> str:
    return UNKNOWN if row.confidence is None else percent(row.confidence)


def _time(row: ReportRow) -> str:
    return UNKNOWN if row.milliseconds is None else f"{row.milliseconds:.2f} ms"


def _sign(row: ReportRow) -> str:
    sign = {"right": "✓ ", "wrong": "✗ "}.get(words := OUTCOMES[row.outcome], "")
    return sign + words


CELLS = (
    Cells(
        Column.DRAWN_AT, "Time",
        lambda row, _: f"{row.drawn_at.astimezone():%Y-%m-%d %H:%M:%S}", "2026-08-28 20:00:00",
    ),
    Cells(Column.MODEL, "Model", lambda row, _: model_name(row.model), "Vote of all four"),
    Cells(Column.LABEL, "Drawn", lambda row, _: label_name(row.label), "not labelled"),
    Cells(Column.DIGIT, "Answer", lambda row, _: _digit(row), "Answer"),
    Cells(Column.CONFIDENCE, "Confidence", lambda row, _: _share(row), "Confidence", True),
    Cells(Column.VERDICT, "Verdict", lambda row, _: VERDICTS[row.verdict], "not a digit"),
    Cells(Column.OUTCOME, "Result", lambda row, _: _sign(row), "✗ not labelled"),
    Cells(Column.MILLISECONDS, "Latency", lambda row, _: _time(row), "000.00 ms", True),
    Cells(
        Column.SESSION, "Session", lambda row, names: names.session(row.session),
        "2026-08-28 20:00",
    ),
    Cells(Column.DEVICE, "Device", lambda row, names: names.device(row.device), "00000000"),
)  # fmt: skip
"""In the order they are shown."""


def as_text(row: ReportRow, names: Names) -> str:
    """One row for a spreadsheet: cells with tabs between."""
    texts = (cells.text(row, names) for cells in CELLS)
    return "\t".join(" ".join(text.split()) for text in texts)
