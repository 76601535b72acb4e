"""Facts made at random, and what a report must say of them, counted row by row."""

from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from mnist_desktop.journal.entry import PredictionEntry
from mnist_desktop.journal.record import RecordedDrawing
from mnist_desktop.journal.report.facts import FIRST_TEXT, NO_ANSWER, Facts, Outcome, SessionFact
from mnist_desktop.journal.report.facts import Verdict as Verdicts
from mnist_desktop.journal.report.view import ReportRow, View

BEGIN = datetime(2025, 3, 28, 22, tzinfo=UTC)
DEVICES = (UUID(int=7), UUID(int=3), None)
TEXTS = ("no digit", "Ägypten", "zigzag")


def made_facts(seed: int, drawings: int = 60) -> Facts:
    """Drawings by the hour over some days, each answered by one to three models."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 4, drawings)
    answers = int(counts.sum())
    digit = rng.choice([*range(10), NO_ANSWER], answers)
    confidence = rng.random(answers)
    confidence[(digit == NO_ANSWER) | (rng.random(answers) < 0.1)] = np.nan
    sessions = tuple(
        SessionFact(UUID(int=100 - place), DEVICES[place % 3], place * 10**6) for place in range(4)
    )
    begin = int(BEGIN.timestamp() * 10**6)
    return Facts(
        keys=np.cumsum(rng.integers(1, 5, drawings)),
        drawn_at=begin + np.arange(drawings) * 3_600_000_000,
        session=rng.integers(0, 4, drawings).astype(np.int32),
        label=rng.integers(-1, FIRST_TEXT + len(TEXTS), drawings).astype(np.int32),
        drawing=np.repeat(np.arange(drawings), counts).astype(np.int32),
        model=np.concatenate([rng.permutation(3)[:n] for n in counts] or [[]]).astype(np.uint16),
        digit=digit.astype(np.uint8),
        verdict=rng.integers(0, 5, answers).astype(np.uint8),
        confidence=confidence.astype(np.float32),
        milliseconds=np.where(rng.random(answers) < 0.1, np.nan, rng.random(answers)).astype("f4"),
        models=("vote", "extra_trees", "svm"),
        sessions=sessions,
        label_texts=TEXTS,
    )


def all_rows(facts: Facts) -> list[ReportRow]:
    return View.of(facts).page(0, len(facts))


def expected_row(number: int, recorded: RecordedDrawing, answer: PredictionEntry) -> ReportRow:
    label, blank = recorded.label, answer.digit is None
    return ReportRow(
        drawing=number,
        drawn_at=recorded.entry.drawn_at,
        session=recorded.entry.session,
        device=recorded.origin.device,
        label=label,
        model=answer.model,
        digit=answer.digit,
        outcome=Outcome.UNLABELLED if label is None
        else Outcome.NO_DIGIT if isinstance(label, str)
        else Outcome(int(label == answer.digit)),
        verdict=Verdicts.__members__.get(answer.verdict.upper(), Verdicts.OTHER)
        if answer.verdict.islower() else Verdicts.OTHER,
        confidence=None if blank else _within(answer.probabilities[answer.digit or 0], 1.0),
        milliseconds=_within(answer.milliseconds, 4e6),
    )  # fmt: skip


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)
