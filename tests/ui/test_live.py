"""Which answer counts: the newest to what lies on the canvas; kept drawings get theirs."""

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from mnist_desktop.ink.strokes import Point, Stroke
from mnist_desktop.ui.live import LiveRecognition
from mnist_desktop.ui.sketch import Draft, Sheet
from mnist_desktop.ui.worker import Answer
from tests.ui.hands import PATIENCE


class ByHand(QObject):
    """A worker that answers when the test says so, in any order."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.questions: dict[int, tuple[Draft, bool]] = {}

    def ask(self, number: int, draft: Draft, *, keep: bool = False) -> None:
        self.questions[number] = draft, keep

    def answer(self, number: int) -> None:
        self.answered.emit(Answer(number, bytes(784)))


def draft(count: int, drawing: int = 0) -> Draft:
    return Draft(Sheet(drawing, (Stroke(tuple(Point(i, i) for i in range(count))),)))


@pytest.fixture
def worker(qapp) -> ByHand:
    return ByHand()


@pytest.fixture
def live(worker: ByHand) -> LiveRecognition:
    return LiveRecognition(worker)


def test_an_older_answer_never_replaces_a_newer_one(live, worker) -> None:
    shown: list[int] = []
    live.answer_changed.connect(lambda answer: shown.append(answer.number))
    for count in (1, 2, 3):
        live.settle(draft(count))
    for number in (2, 1, 3):
        worker.answer(number)
    assert shown == [2, 3]
    assert live.is_settled


def test_an_answer_to_the_drawing_before_is_dropped(live, worker) -> None:
    shown: list[object] = []
    live.settle(draft(1))
    live.start_anew()
    live.answer_changed.connect(shown.append)
    worker.answer(1)
    assert shown == []


def test_a_moving_pen_asks_no_faster_than_its_pace(live, worker, qtbot: QtBot) -> None:
    # GIVEN a pen that sends a hundred points at once
    for count in range(1, 101):
        live.follow(draft(count))
    assert len(worker.questions) == 1
    # THEN the last of them is asked about when the pace allows, and nothing between
    qtbot.waitUntil(lambda: len(worker.questions) == 2, timeout=PATIENCE)
    assert worker.questions[2][0] == draft(100)


def test_a_pen_that_rests_is_asked_about_at_once_and_once(live, worker) -> None:
    live.follow(draft(1))
    live.follow(draft(2))
    live.settle(draft(2))
    live.settle(draft(2))
    assert [question.ink().point_count for question, _ in worker.questions.values()] == [1, 2]


def test_a_known_answer_is_handed_over_at_once(live, worker) -> None:
    heirs: list[Answer | None] = []
    live.settle(draft(1))
    worker.answer(1)
    live.bequeath(draft(1), heirs.append)
    assert [answer.number for answer in heirs if answer] == [1]


def test_an_answer_that_is_still_due_is_handed_over_when_it_comes(live, worker) -> None:
    # GIVEN a drawing that is put away before its answer came
    heirs: list[Answer | None] = []
    live.settle(draft(5))
    live.bequeath(draft(5), heirs.append)
    (kept,) = (number for number, (_, keep) in worker.questions.items() if keep)
    # WHEN the next drawing is begun, and then the answer comes
    live.start_anew()
    live.settle(draft(1, drawing=1))
    worker.answer(kept)
    # THEN it goes to the drawing that was put away, and is not shown for the next
    assert [answer.number for answer in heirs if answer] == [kept]
    assert not live.is_settled


def test_when_the_program_ends_everyone_waiting_is_told(live, worker) -> None:
    heirs: list[Answer | None] = []
    live.bequeath(draft(5), heirs.append)
    live.give_up()
    live.give_up()
    assert heirs == [None]
