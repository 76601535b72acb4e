"""The drawing on the canvas: points, steps back and forth, and fresh sheets."""

import math

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mnist_desktop.ink.strokes import MAX_POINTS, Ink, Point, Stroke
from mnist_desktop.ui.sketch import HISTORY, Picture, Sketch


def draw(sketch: Sketch, *places: tuple[float, float], clock: float = 1000.0) -> None:
    for index, (x, y) in enumerate(places):
        assert sketch.add_point(x, y, clock + 10 * index, None)
    assert sketch.finish_stroke()


def test_time_counts_from_the_first_point_and_never_runs_back() -> None:
    # GIVEN a clock that jumps back between two strokes
    sketch = Sketch()
    draw(sketch, (1, 1), (2, 2), clock=5_000)
    draw(sketch, (3, 3), (4, 4), clock=4_000)
    # THEN time starts at 0 and only grows
    times = [point.time for point in sketch.sheet.ink.points()]
    assert times == [0, 10, 10, 10]


def test_time_starts_at_0_again_after_everything_was_undone_or_rubbed_out() -> None:
    sketch = Sketch()
    draw(sketch, (1, 1), clock=1_000)
    sketch.undo()
    draw(sketch, (1, 1), clock=9_000)
    assert sketch.sheet.ink.to_json() == [[[1, 1, 0]]]
    sketch.erase((1, 1), (1, 1), 9)
    sketch.finish_erasing()
    draw(sketch, (2, 2), clock=20_000)
    assert sketch.sheet.ink.to_json() == [[[2, 2, 0]]]


def test_a_tap_leaves_a_dot() -> None:
    sketch = Sketch()
    draw(sketch, (140, 140))
    assert sketch.sheet.ink.to_json() == [[[140, 140, 0]]]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e12])
def test_what_is_no_place_is_not_recorded(bad: float) -> None:
    sketch = Sketch()
    assert not sketch.add_point(bad, 1, 0, None)
    assert not sketch.add_point(1, bad, 0, None)
    assert sketch.is_empty
    assert sketch.sheet.origin is None


def test_pressure_stays_between_0_and_1() -> None:
    sketch = Sketch()
    for pressure in (-0.5, 0.25, 7.0, math.nan, None):
        sketch.add_point(1, 1, 0, pressure)
    sketch.finish_stroke()
    assert [p.pressure for p in sketch.sheet.ink.points()] == [0, 0.25, 1, None, None]


def test_the_pen_stops_when_the_sheet_is_full() -> None:
    # GIVEN a drawing with as many points as there may be, but one
    sketch = Sketch()
    almost = (Stroke(tuple(Point(1, 1) for _ in range(MAX_POINTS - 1))),)
    sketch.lay_out(almost, None, "test")
    # WHEN two more come
    first, second = sketch.add_point(1, 1, 0, None), sketch.add_point(1, 1, 0, None)
    # THEN one is recorded, and what there is can be read back as ink
    assert (first, second, sketch.is_full) == (True, False, True)
    sketch.finish_stroke()
    assert Ink.from_json(sketch.sheet.ink.to_json()).point_count == MAX_POINTS


def test_undo_after_clear_brings_the_same_drawing_back() -> None:
    # GIVEN a drawing that was put away
    sketch = Sketch()
    draw(sketch, (1, 1), (2, 2))
    drawn = sketch.sheet
    assert sketch.put_away()
    assert sketch.is_empty
    # WHEN that is undone
    sketch.undo()
    # THEN it is the same drawing under the same number
    assert sketch.sheet == drawn


def test_an_empty_sheet_is_not_put_away() -> None:
    sketch = Sketch()
    assert not sketch.put_away()
    assert not sketch.can_undo


def test_a_new_drawing_after_undo_gets_a_number_of_its_own() -> None:
    # GIVEN drawing 0 put away, brought back, and put away again
    sketch = Sketch()
    draw(sketch, (1, 1), (2, 2))
    sketch.put_away()
    second = sketch.sheet.drawing
    sketch.undo()
    sketch.put_away()
    # THEN the fresh sheet is not taken for the one before
    assert sketch.sheet.drawing not in (0, second)


def test_one_rub_is_one_step() -> None:
    # GIVEN a line, rubbed by many moves of the eraser
    sketch = Sketch()
    draw(sketch, (0, 100), (280, 100))
    for x in range(20, 200, 5):
        sketch.erase((x, 100), (x + 5, 100), 9)
    sketch.finish_erasing()
    assert len(sketch.sheet.strokes) == 2
    # WHEN it is undone once
    sketch.undo()
    # THEN the line is whole
    assert len(sketch.sheet.strokes) == 1
    assert sketch.redo()
    assert len(sketch.sheet.strokes) == 2


def test_rubbing_nothing_is_no_step() -> None:
    sketch = Sketch()
    draw(sketch, (0, 0), (10, 0))
    sketch.undo()
    sketch.erase((200, 200), (210, 200), 9)
    sketch.finish_erasing()
    assert sketch.can_redo


def test_history_is_bounded() -> None:
    sketch = Sketch()
    for _ in range(HISTORY + 50):
        draw(sketch, (1, 1))
    steps = 0
    while sketch.undo():
        steps += 1
    assert steps == HISTORY


def test_a_draft_does_not_change_while_the_pen_moves_on() -> None:
    # GIVEN a draft taken in the middle of a stroke
    sketch = Sketch()
    sketch.add_point(1, 1, 0, None)
    sketch.add_point(2, 2, 10, None)
    draft = sketch.draft()
    # WHEN the stroke goes on and ends
    sketch.add_point(3, 3, 20, None)
    sketch.finish_stroke()
    # THEN the draft still shows two points
    assert draft.ink().to_json() == [[[1, 1, 0], [2, 2, 10]]]


def test_a_picture_lies_on_a_sheet_of_its_own() -> None:
    sketch = Sketch()
    draw(sketch, (1, 1))
    sketch.lay_out((), Picture(bytes(784)), "seven.png")
    assert sketch.sheet.drawing != 0
    assert not sketch.sheet.is_empty
    assert sketch.sheet.source == "seven.png"


class Steps(RuleBasedStateMachine):
    """Undo and redo against a plain list of all states."""

    def __init__(self) -> None:
        super().__init__()
        self.sketch = Sketch()
        self.states = [self.sketch.sheet]
        self.at = 0

    def done(self) -> None:
        if self.sketch.sheet != self.states[self.at]:
            self.states[self.at + 1 :] = [self.sketch.sheet]
            self.at += 1

    @rule(places=st.lists(st.tuples(st.integers(0, 280), st.integers(0, 280)), min_size=1))
    def stroke(self, places: list[tuple[int, int]]) -> None:
        draw(self.sketch, *places)
        self.done()

    @rule(x=st.integers(0, 280), y=st.integers(0, 280))
    def rub(self, x: int, y: int) -> None:
        self.sketch.erase((x, y), (280 - x, 280 - y), 12)
        self.sketch.finish_erasing()
        self.done()

    @rule()
    def put_away(self) -> None:
        self.sketch.put_away()
        self.done()

    @rule()
    def undo(self) -> None:
        assert self.sketch.undo() == (self.at > 0)
        self.at = max(self.at - 1, 0)

    @rule()
    def redo(self) -> None:
        assert self.sketch.redo() == (self.at < len(self.states) - 1)
        self.at = min(self.at + 1, len(self.states) - 1)

    @invariant()
    def shows_the_state(self) -> None:
        assert self.sketch.sheet == self.states[self.at]


Steps.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestSteps = Steps.TestCase
