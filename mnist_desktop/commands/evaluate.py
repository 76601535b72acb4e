"""``mnist-desktop evaluate``: accuracy and calibration on labelled drawings."""

import argparse
import contextlib
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from mnist_desktop.beside import beside
from mnist_desktop.cluster import work_on
from mnist_desktop.commands.common import (
    ALL,
    Failures,
    add_model_option,
    add_work_options,
    load_asked,
)
from mnist_desktop.errors import ExportError
from mnist_desktop.evaluation.answering import Answered, answer
from mnist_desktop.evaluation.metrics import Figures, Tally
from mnist_desktop.evaluation.samples import Batch, portions
from mnist_desktop.ink.inkfile import Label
from mnist_desktop.journal.exports.csv_cells import defuse
from mnist_desktop.recognition.judging import Judgement

_COLUMNS = ["file", "index", "label", "model", "digit", *(f"p{d}" for d in range(10)),
            "familiarity", "verdict"]  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "evaluate",
        help="accuracy and calibration on labelled ink, npz, or IDX",
        description="Accuracy and calibration on labelled ink files, .npz or IDX files.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add_model_option(parser, ALL)
    parser.add_argument("--y-up", action="store_true", help="y grows up in the ink files")
    parser.add_argument(
        "--as-is",
        action="store_true",
        help="npz images are MNIST-normalised already (IDX images always are)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--samples", type=Path, metavar="OUT.csv", help="write a row per sample and model"
    )
    parser.add_argument(
        "--plots",
        type=Path,
        metavar="DIR",
        help="draw confusion matrix and reliability diagram of each model as PNG",
    )
    add_work_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure every path; a bad file is told and the rest still runs."""
    failures = Failures()
    _refuse_input(options.samples, options.paths)
    asked = load_asked(options, failures)
    files: dict[str, dict[str, Figures]] = {}
    with _samples_file(options.samples) as rows, work_on(options.scheduler):
        for path in options.paths if asked.names else []:
            tallies = {name: Tally() for name in asked.names}
            whole = False
            with failures.of(path):
                parts = portions(path, y_up=options.y_up, as_is=options.as_is)
                _measure(path, answer(parts, asked.work), tallies, failures, rows)
                whole = True
            if not whole and not any(tally.samples for tally in tallies.values()):
                continue
            if options.plots is not None:
                again = sum(Path(other).name == path.name for other in files)
                title = path.name.split(".")[0] + (f"-{again + 1}" if again else "")
                with failures.of(path):
                    _draw(title, tallies, options.plots)
            files[str(path)] = {name: tally.figures() for name, tally in tallies.items()}
    if options.json:
        json.dump({"files": files}, sys.stdout, indent=1)
        print()
    else:
        _print(files)
    return failures.exit_code()


def _measure(
    path: Path,
    parts: Iterator[Answered],
    tallies: dict[str, Tally],
    failures: Failures,
    rows: TextIO | None,
) -> None:
    """Add a file's drawings to the tallies, up to where it is damaged."""
    for part in parts:
        for error in part.batch.errors:
            failures.tell_line(error)
        for name, tally in tallies.items():
            tally.add(part.answers[name], part.batch.labels)
            if rows is not None:
                _write_rows(rows, path, part.batch, name, part.answers[name])


def _draw(title: str, tallies: dict[str, Tally], folder: Path) -> None:
    """Diagrams of every model on one file that has digits."""
    try:
        from mnist_desktop.evaluation.plots import draw
    except ModuleNotFoundError as error:
        raise ExportError(
            f"This installation cannot draw diagrams: {error.name} is missing.",
            "Install the app with pip.",
        ) from error
    for name, tally in tallies.items():
        if tally.digits:
            draw(tally, f"{title} · {name}", folder, f"{title}-{name}")


@contextlib.contextmanager
def _samples_file(path: Path | None) -> Iterator[TextIO | None]:
    """The CSV of samples, written beside and renamed; None where it was not asked for."""
    if path is None:
        yield None
        return
    with (
        beside(path) as (part,),
        part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file,
    ):
        csv.writer(file).writerow(_COLUMNS)
        yield file


def _refuse_input(out: Path | None, paths: Sequence[Path]) -> None:
    """Never write over what is being read."""
    if out is not None and out.exists():
        for path in paths:
            if path.exists() and path.samefile(out):
                raise ExportError(f"{out} is one of the files to read.", "Choose another name.")


def _write_rows(file: TextIO, path: Path, batch: Batch, name: str, judged: Judgement) -> None:
    digits = judged.digits
    writer = csv.writer(file)
    for row, (index, label) in enumerate(zip(batch.indices, batch.labels, strict=True)):
        digit = "" if digits[row] < 0 else int(digits[row])
        familiarity = judged.familiarity[row]
        writer.writerow([
            path, index, _as_text(label), name, digit,
            *judged.probabilities[row].tolist(),
            "" if np.isnan(familiarity) else float(familiarity), judged.verdicts[row],
        ])  # fmt: skip


def _as_text(label: Label) -> str:
    """A label as a cell; a text that a spreadsheet would take for a formula is defused."""
    return "" if label is None else defuse(str(label))


def _print(files: dict[str, dict[str, Figures]]) -> None:
    for path, models in files.items():
        print(path)
        heads = ("n", "accuracy", "log_loss", "brier", "ece", "set_coverage", "mean_set_size",
                 "unsure_rate", "not_digit_rate")  # fmt: skip
        print("  ".join(["model".ljust(13), *(head.rjust(14) for head in heads)]))
        for name, figures in models.items():
            cells = (_cell(figures[head]).rjust(14) for head in heads)
            print("  ".join([name.ljust(13), *cells]))


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
