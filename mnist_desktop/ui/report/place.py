"""Finds predictions again after the log was read anew, sorted or filtered. Knows no Qt."""

from collections.abc import Sequence

import numpy as np

from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.view import ReportRow, View


def places_of(rows: Sequence[ReportRow], view: View) -> list[int]:
    """In which rows of ``view`` these stand, ascending; what it does not show is left out."""
    known = [place for row in rows if (place := _known(row, view.facts)) is not None]
    places: list[int] = np.flatnonzero(np.isin(view.rows, known)).tolist()
    return places


def answers_to(row: ReportRow, facts: Facts) -> View:
    """What every model said of the drawing of ``row``."""
    return View(facts, np.arange(*_answers(row, facts), dtype=np.int32))


def _known(row: ReportRow, facts: Facts) -> int | None:
    """The place in ``facts`` of one model's answer to one drawing."""
    places = range(*_answers(row, facts))
    return next((at for at in places if facts.models[facts.model[at]] == row.model), None)


def _answers(row: ReportRow, facts: Facts) -> tuple[int, int]:
    """From where to where the answers to a drawing stand in ``facts``."""
    drawing = int(np.searchsorted(facts.keys, row.drawing))
    if drawing == len(facts.keys) or facts.keys[drawing] != row.drawing:
        return 0, 0
    first, end = np.searchsorted(facts.drawing, [drawing, drawing + 1]).tolist()
    return int(first), int(end)
