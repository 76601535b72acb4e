"""``mnist-desktop recognize``: pictures or ink files → digit, probabilities, verdict."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mnist_desktop.cluster import work_on
from mnist_desktop.commands.common import (
    Asked,
    Failures,
    add_model_option,
    add_work_options,
    load_asked,
)
from mnist_desktop.evaluation.answering import answer
from mnist_desktop.evaluation.samples import portions
from mnist_desktop.recognition.judging import Judgement
from mnist_desktop.recognition.recogniser import VOTE
from mnist_desktop.recognition.verdict import Verdict


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "recognize",
        help="recognise pictures or ink files",
        description="Recognise pictures, ink files (.jsonl, .jsonl.gz), .npz or IDX files.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add_model_option(parser, VOTE)
    parser.add_argument("--y-up", action="store_true", help="y grows up in the ink files")
    add_work_options(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer for every drawing of every path; a bad file is told and the rest still runs."""
    failures = Failures()
    asked = load_asked(options, failures)
    files: dict[str, list[dict[str, Any]]] = {}
    with work_on(options.scheduler):
        for path in options.paths if asked.names else []:
            answers = files.setdefault(str(path), []) if options.json else None
            with failures.of(path):
                for said in _answers(path, options.y_up, asked, failures):
                    if answers is None:
                        _print(path, said)
                    else:
                        answers.append(said)
    if options.json:
        json.dump({"files": files}, sys.stdout, indent=1)
        print()
    return failures.exit_code()


def _answers(path: Path, y_up: bool, asked: Asked, failures: Failures) -> Iterator[dict[str, Any]]:
    for answered in answer(portions(path, y_up=y_up), asked.work):
        batch = answered.batch
        for error in batch.errors:
            failures.tell_line(error)
        for row, (index, label) in enumerate(zip(batch.indices, batch.labels, strict=True)):
            models = {name: _answer(answered.answers[name], row) for name in asked.names}
            yield {"index": index, "label": label, "models": models}


def _answer(judgement: Judgement, row: int) -> dict[str, Any]:
    probabilities = judgement.probabilities[row]
    familiarity = float(judgement.familiarity[row])
    verdict = str(judgement.verdicts[row])
    blank = verdict == Verdict.EMPTY
    order = np.argsort(-probabilities, kind="stable")
    return {
        "digit": None if blank else int(order[0]),
        "confidence": float(probabilities.max()),
        "probabilities": probabilities.tolist(),
        "familiarity": None if blank or np.isnan(familiarity) else familiarity,
        "set": [int(digit) for digit in order if judgement.sets[row, digit]],
        "verdict": verdict,
    }


def _print(path: Path, answer: dict[str, Any]) -> None:
    for name, said in answer["models"].items():
        digit = "-" if said["digit"] is None else said["digit"]
        shares = " ".join(f"{share:.3f}" for share in said["probabilities"])
        words = _WORDS[said["verdict"]].format(set=" or ".join(str(d) for d in said["set"]))
        place = f"{path}[{answer['index']}]"
        print(f"{place}  {name:13} {digit}  {said['confidence']:6.1%}  {words:12} {shares}")


_WORDS = {
    Verdict.SURE: "sure",
    Verdict.UNSURE: "{set}?",
    Verdict.NOT_A_DIGIT: "not a digit",
    Verdict.EMPTY: "empty",
}
