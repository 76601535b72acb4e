"""What holds of every source of reports, whatever log is behind it."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from mnist_desktop.journal.entry import NO_DIGIT
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.record import NO_DEVICE, LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.report.filter import Filter
from mnist_desktop.journal.report.groups import By, grouped
from mnist_desktop.journal.report.numbers import numbers_of
from mnist_desktop.journal.report.source import ReportCancelledError, ReportSource
from mnist_desktop.journal.report.view import ReportRow, View, look
from tests.journal.making import make_entry
from tests.journal.report.building import all_rows, expected_row

Add = Callable[[RecordedDrawing], None]
Relabel = Callable[[LabelEvent], None]
_SAID = (7, None, NO_DIGIT, 0, "null", 3)


def drawn(device: UUID) -> list[RecordedDrawing]:
    """Two sessions; the first drawing is relabelled, the second labelled later."""
    sessions = (uuid7(), uuid7())
    entries = [make_entry(sessions[place // 3], label, place) for place, label in enumerate(_SAID)]
    blank = replace(
        entries[5].predictions[0], digit=None, probabilities=(0.0,) * 10, verdict="empty"
    )
    entries[5] = replace(entries[5], predictions=(blank,), source="Page 12.PNG")
    events: dict[int, list[int | str | None]] = {0: [1, 9], 1: ["a cat"], 3: [None]}
    return [
        RecordedDrawing(
            entry, Origin("0.1", device),
            tuple(event(entry.id, label) for label in events.get(place, [])),
        )
        for place, entry in enumerate(entries)
    ]  # fmt: skip


def event(drawing: UUID, label: int | str | None) -> LabelEvent:
    return LabelEvent(uuid7(), drawing, datetime.now(UTC), label)


class ReportSourceContract:
    """A subclass gives ``source``, ``add`` and ``relabel`` of a log, and ``recorded``, in it."""

    @pytest.fixture
    def expected(self, recorded: list[RecordedDrawing]) -> list[ReportRow]:
        return [
            expected_row(place, drawing, answer)
            for place, drawing in enumerate(recorded)
            for answer in drawing.entry.predictions
        ]

    def test_every_prediction_is_a_row(
        self, source: ReportSource, expected: list[ReportRow]
    ) -> None:
        rows = all_rows(source.load())
        assert len(rows) == len(expected)
        numbers = list(dict.fromkeys(row.drawing for row in rows))
        assert numbers == sorted(numbers)
        for row, wanted in zip(rows, expected, strict=True):
            self._check(replace(row, drawing=numbers.index(row.drawing)), wanted)

    def _check(self, row: ReportRow, wanted: ReportRow) -> None:
        assert math.isclose(row.milliseconds or -1, wanted.milliseconds or -1, abs_tol=1e-3)
        assert math.isclose(row.confidence or -1, wanted.confidence or -1, abs_tol=1e-6)
        assert wanted == replace(
            row, confidence=wanted.confidence, milliseconds=wanted.milliseconds
        )

    def test_numbers_count_the_labels_of_now(
        self, source: ReportSource, recorded: list[RecordedDrawing]
    ) -> None:
        numbers = numbers_of(View.of(source.load()))
        assert (numbers.drawings, numbers.predictions) == (6, 26)
        assert numbers.labelled_drawings == 5  # one was taken back, one given later
        assert [model.model for model in numbers.models] == [
            "extra_trees", "random_forest", "svm", "svm_pca", "vote"
        ]  # fmt: skip
        trees = numbers.models[0]
        right = sum(
            drawing.label == drawing.entry.predictions[0].digit
            for drawing in recorded if isinstance(drawing.label, int)
        )  # fmt: skip
        assert (trees.accuracy.labelled, trees.accuracy.right) == (2, right)
        assert trees.confusion[3][10] == 1  # a 3 that was taken for blank
        assert sum(trees.confusion[10]) == 3  # texts

    def test_sessions_devices_and_days(
        self, source: ReportSource, recorded: list[RecordedDrawing]
    ) -> None:
        view = View.of(source.load())
        sessions = list(dict.fromkeys(drawing.entry.session for drawing in recorded))
        assert [group.key for group in grouped(view, By.SESSION)] == sessions
        assert [group.key for group in grouped(view, By.DEVICE)] == [recorded[0].origin.device]
        day = recorded[0].entry.drawn_at.date()
        assert grouped(view, By.DATE, UTC)[0].key == day

    def test_a_text_is_found_in_sources_and_labels(
        self, source: ReportSource, recorded: list[RecordedDrawing]
    ) -> None:
        facts = source.load()
        assert len(look(source, facts, Filter(text="page 12"))) == 1
        assert {row.label for row in look(source, facts, Filter(text="CAT")).page(0, 9)} == {
            "a cat"
        }
        assert len(look(source, facts, Filter(text="%"))) == 0

    def test_details_of_drawings(
        self, source: ReportSource, recorded: list[RecordedDrawing]
    ) -> None:
        keys = source.load().keys.tolist()
        details = source.details([keys[0], keys[5], 10**9])
        assert set(details) == {keys[0], keys[5]}
        for key, drawing in ((keys[0], recorded[0]), (keys[5], recorded[5])):
            entry, found = drawing.entry, details[key]
            assert (found.id, found.raster, found.source) == (entry.id, entry.raster, entry.source)
            assert found.probabilities == {a.model: a.probabilities for a in entry.predictions}

    def test_its_state_changes_with_what_is_in_it(
        self, source: ReportSource, add: Add, relabel: Relabel, recorded: list[RecordedDrawing]
    ) -> None:
        states = [source.state(), source.state()]
        assert states[0] == states[1]
        add(RecordedDrawing(make_entry(label=1, seed=9), Origin("0.1", NO_DEVICE)))
        states.append(source.state())
        relabel(event(recorded[0].entry.id, 4))
        states.append(source.state())
        assert len(set(states)) == 3
        assert View.of(source.load()).page(0, 1)[0].label == 4

    def test_reading_can_be_called_off(
        self, source: ReportSource, recorded: list[RecordedDrawing]
    ) -> None:
        def stop(count: int) -> None:
            assert count > 0
            raise ReportCancelledError("The report was closed.")

        assert recorded
        with pytest.raises(ReportCancelledError):
            source.load(stop)
