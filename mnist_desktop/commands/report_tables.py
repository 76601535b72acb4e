"""The report's numbers as tables for people."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from rich.table import Table

from mnist_desktop.journal.report.accuracy import Accuracy
from mnist_desktop.journal.report.facts import Verdict
from mnist_desktop.journal.report.groups import By, Group, Key
from mnist_desktop.journal.report.numbers import ModelNumbers, Numbers

_SHORT = 8  # digits of a device's key, as the window shows it


def tables(numbers: Numbers, by: By, groups: Sequence[Group]) -> Iterator[Table]:
    """Models, groups, and the digits of a single model."""
    yield _models(numbers)
    if len(numbers.models) == 1:
        yield _confusion(numbers.models[0])
    yield _groups(by, groups)


def _models(numbers: Numbers) -> Table:
    table = _table(
        "model", "answers", "labelled", "right", "95 %", "ECE", "sure", "median ms", "p95 ms"
    )
    for model in numbers.models:
        sure = sum(each.share for each in model.verdicts if each.verdict is Verdict.SURE)
        latency = model.latency
        table.add_row(
            model.model or "-",
            f"{model.n:,}",
            f"{model.accuracy.labelled:,}",
            _share(model.accuracy.value),
            _interval(model.accuracy),
            "-" if model.reliability.ece is None else f"{model.reliability.ece:.3f}",
            _share(sure),
            f"{latency.median:.2f}" if latency else "-",
            f"{latency.p95:.2f}" if latency else "-",
        )
    return table


def _confusion(model: ModelNumbers) -> Table:
    """Rows are what was drawn, columns what the model named."""
    table = _table("drawn", *map(str, range(10)), "none", "found")
    for digit, row in enumerate(model.confusion):
        found = _share(model.digits[digit].recall) if digit < len(model.digits) else ""
        name = str(digit) if digit < len(model.digits) else "no digit"
        table.add_row(name, *(f"{count:,}" if count else "·" for count in row), found)
    return table


def _groups(by: By, groups: Sequence[Group]) -> Table:
    table = _table(by.value, "drawings", "answers", "labelled", "right", "95 %")
    for group in groups:
        table.add_row(
            _key(group.key),
            f"{group.drawings:,}",
            f"{group.predictions:,}",
            f"{group.accuracy.labelled:,}",
            _share(group.accuracy.value),
            _interval(group.accuracy),
        )
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _key(key: Key) -> str:
    if key is None:
        return "unknown"
    return str(key) if isinstance(key, UUID | date) else key


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}".replace("%", " %")


def _interval(accuracy: Accuracy) -> str:
    if accuracy.interval is None:
        return "-"
    low, high = accuracy.interval
    return f"{low * 100:.1f}–{high * 100:.1f}"
