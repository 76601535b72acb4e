"""Which predictions a filter shows."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.instant import to_micros
from mnist_desktop.journal.report.facts import FIRST_TEXT, NO_ANSWER, NO_LABEL, Facts, Verdict
from mnist_desktop.journal.report.filter import Filter

Mask = npt.NDArray[np.bool_]
Found = npt.NDArray[np.int64] | None
"""Keys of the drawings that a text was found in by the source; None where none was asked for."""


def matching(facts: Facts, wanted: Filter, found: Found = None) -> Mask:
    """(m,) bool: which predictions all parts of ``wanted`` hold of."""
    mask = _answers(facts, wanted)
    drawings = _drawings(facts, wanted)
    if not drawings.all():
        mask &= drawings[facts.drawing]
    if wanted.text:
        mask &= _text(facts, wanted.text.casefold(), found)
    return mask


def _answers(facts: Facts, wanted: Filter) -> Mask:
    mask = np.ones(len(facts), dtype=np.bool_)
    if wanted.models:
        mask &= _among(facts.model, _places(facts.models, wanted.models), len(facts.models))
    if wanted.digits:
        digits = (NO_ANSWER if digit is None else digit for digit in wanted.digits)
        mask &= _among(facts.digit, digits, 256)
    if wanted.outcomes:
        mask &= _among(facts.outcome, wanted.outcomes, 256)
    if wanted.verdicts:
        mask &= _among(facts.verdict, wanted.verdicts, 256)
    return mask


def _drawings(facts: Facts, wanted: Filter) -> Mask:
    mask = np.ones(len(facts.keys), dtype=np.bool_)
    if wanted.since is not None:
        mask &= facts.drawn_at >= to_micros(wanted.since)
    if wanted.until is not None:
        mask &= facts.drawn_at < to_micros(wanted.until)
    if wanted.sessions or wanted.devices:
        shown = [
            (not wanted.sessions or session.id in wanted.sessions)
            and (not wanted.devices or session.device in wanted.devices)
            for session in facts.sessions
        ]
        mask &= np.array([*shown, False])[facts.session]
    if wanted.labels:
        codes = np.where(facts.label >= FIRST_TEXT, FIRST_TEXT, facts.label)
        mask &= np.isin(codes, [_label_code(label) for label in wanted.labels])
    return mask


def _label_code(label: int | str | None) -> int:
    if label is None:
        return NO_LABEL
    return label if isinstance(label, int) else FIRST_TEXT


def _text(facts: Facts, text: str, found: Found) -> Mask:
    names = np.array([*(text in name.casefold() for name in facts.models), False])
    verdicts = [text in verdict.name.casefold() for verdict in Verdict]
    said = [text == str(digit) for digit in range(FIRST_TEXT)]
    said += [text in label.casefold() for label in facts.label_texts]
    drawings = np.array([*said, False])[facts.label]
    drawings |= np.array([*(text in f"{each.id} {each.device}" for each in facts.sessions), False])[
        facts.session
    ]
    if found is not None:
        drawings[np.isin(facts.keys, found, assume_unique=True)] = True
    mask: Mask = drawings[facts.drawing] | names[facts.model]
    mask |= np.array(verdicts)[facts.verdict]
    return mask


def _places(names: Sequence[str], wanted: Iterable[str]) -> list[int]:
    chosen = set(wanted)
    return [place for place, name in enumerate(names) if name in chosen]


def _among(codes: npt.NDArray[Any], wanted: Iterable[int], size: int) -> Mask:
    """A table look-up: codes are small."""
    table = np.zeros(size, dtype=np.bool_)
    table[list(wanted)] = True
    mask: Mask = table[codes]
    return mask
