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

from mnist_desktop.commands.common import ALL, Failures, add_model_option, asked_models, load_models
from mnist_desktop.errors import ExportError, KnownError
from mnist_desktop.evaluation.metrics import Figures, Tally
from mnist_desktop.evaluation.samples import Batch, read_samples
from mnist_desktop.recognition.judging import Judgement
from mnist_desktop.recognition.recogniser import Recogniser

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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure every path; a bad file is told and the rest still runs."""
    failures = Failures()
    recogniser = load_models(options.model, failures)
    names = [name for name in asked_models(options.model) if name in recogniser.cards]
    files: dict[str, dict[str, Figures]] = {}
    with _samples_file(options.samples) as rows:
        for path in options.paths if names else []:
            try:
                batches = read_samples(
                    path, y_up=options.y_up, as_is=options.as_is, skipped=failures.tell
                )
                files[str(path)] = _measure(path, batches, recogniser, names, rows)
            except KnownError as error:
                failures.tell(error)
    if options.json:
        json.dump({"files": files}, sys.stdout, indent=1)
        print()
    else:
        _print(files)
    return failures.exit_code()


def _measure(
    path: Path,
    batches: Iterator[Batch],
    recogniser: Recogniser,
    names: Sequence[str],
    rows: TextIO | None,
) -> dict[str, Figures]:
    tallies = {name: Tally() for name in names}
    for batch in batches:
        judged = recogniser.recognise_many(batch.rasters)
        for name in names:
            tallies[name].add(judged[name], batch.labels)
            if rows is not None:
                _write_rows(rows, path, batch, name, judged[name])
    return {name: tally.figures() for name, tally in tallies.items()}


@contextlib.contextmanager
def _samples_file(path: Path | None) -> Iterator[TextIO | None]:
    """The CSV of samples, written beside and renamed; None where it was not asked for."""
    if path is None:
        yield None
        return
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(_COLUMNS)
            yield file
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"{path}: cannot be written ({reason}).", "Choose another.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_rows(file: TextIO, path: Path, batch: Batch, name: str, judged: Judgement) -> None:
    digits = judged.digits
    writer = csv.writer(file)
    for row, (index, label) in enumerate(zip(batch.indices, batch.labels, strict=True)):
        digit = "" if digits[row] < 0 else int(digits[row])
        familiarity = judged.familiarity[row]
        writer.writerow([
            path, index, "" if label is None else label, name, digit,
            *judged.probabilities[row].tolist(),
            "" if np.isnan(familiarity) else float(familiarity), judged.verdicts[row],
        ])  # fmt: skip


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
