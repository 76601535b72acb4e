"""Questions off the window's thread: the newest of each kind wins."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mnist_desktop.errors import JournalError
from mnist_desktop.ui.report.lane import Lane
from tests.ui.hands import PATIENCE


@pytest.fixture
def lane(qapp) -> Iterator[Lane]:
    parent = QObject()
    made = Lane(("first", "second"), parent)
    yield made
    made.close()
    assert made.wait(PATIENCE / 1000)


def never(value: object) -> None:
    raise AssertionError(value)


def test_stale_questions_are_neither_begun_nor_answered(lane: Lane, qtbot: QtBot) -> None:
    # GIVEN work that is under way
    go, answers, begun = threading.Event(), [], []
    lane.ask("first", lambda _: go.wait(60), never, never)
    # WHEN others of the same kind follow
    for number in range(5):
        lane.ask("first", lambda _, n=number: begun.append(n) or n, answers.append, never)
    go.set()
    # THEN only the last is begun, and only it is answered
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    assert answers == begun == [4]


def test_work_can_see_that_nobody_waits(lane: Lane, qtbot: QtBot) -> None:
    seen: list[bool] = []
    go = threading.Event()

    def work(asked) -> None:
        seen.append(asked.is_stale)
        go.wait(60)
        seen.append(asked.is_stale)
        asked.tell("not heard")

    lane.told.connect(never)
    lane.ask("first", work, never, never)
    qtbot.waitUntil(lambda: seen == [False], timeout=PATIENCE)
    lane.forget("first")
    go.set()
    qtbot.waitUntil(lambda: seen == [False, True], timeout=PATIENCE)


def test_kinds_do_not_overtake_each_other_and_have_an_order(lane: Lane, qtbot: QtBot) -> None:
    go, answers = threading.Event(), []
    lane.ask("first", lambda _: go.wait(60) and "a", answers.append, never)
    qtbot.waitUntil(lambda: not lane._waiting, timeout=PATIENCE)
    lane.ask("second", lambda _: "b", answers.append, never)
    lane.ask("first", lambda _: "c", answers.append, never)
    go.set()
    qtbot.waitUntil(lambda: len(answers) == 2, timeout=PATIENCE)
    assert answers == ["c", "b"]


def test_errors_are_sentences(lane: Lane, qtbot: QtBot, caplog) -> None:
    said: list[str] = []

    def known(_) -> None:
        raise JournalError("It is away.", "Bring it back.")

    def bug(_) -> None:
        raise ZeroDivisionError("a bug")

    lane.ask("first", known, never, said.append)
    lane.ask("second", bug, never, said.append)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=PATIENCE)
    assert said == ["It is away. Bring it back.", "That did not work (a bug)."]
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_told_after_closing(qapp, qtbot: QtBot) -> None:
    # GIVEN work under way when the lane is closed, and its parent deleted
    parent, go = QObject(), threading.Event()
    lane = Lane(("first",), parent)
    begun = threading.Event()
    lane.ask("first", lambda _: begun.set() or go.wait(60), never, never)
    assert begun.wait(60)
    lane.close()
    parent.deleteLater()
    qapp.processEvents()
    # WHEN it ends
    go.set()
    # THEN its thread ends too, without a word
    assert lane.wait(PATIENCE / 1000)
    qapp.processEvents()
