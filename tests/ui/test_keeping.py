"""What is drawn is kept, once, with everything that belongs to it."""

import sqlite3
from contextlib import closing

import numpy as np
from pytestqt.qtbot import QtBot

from mnist_desktop import paths
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.journal.entry import NO_DIGIT
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import RecordedDrawing
from mnist_desktop.recognition.registry import Registry
from mnist_desktop.ui.main_window import MainWindow
from tests.ui.digits import ONE, SEVEN, ZERO
from tests.ui.hands import PATIENCE, Hand


def kept() -> list[RecordedDrawing]:
    """The journal on the disk."""
    if not paths.journal_file().exists():
        return []
    with Journal.open_readonly(paths.journal_file()) as journal:
        return list(journal.drawings())


def saved(window: MainWindow, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: window.journal.state.saved == count, timeout=PATIENCE)


def test_the_journal_holds_what_was_drawn(open_window, qtbot: QtBot) -> None:
    # GIVEN a labelled drawing in a pen and colours of its own
    window = open_window()
    window._choices.set_width(21)
    window._choices.set_pen("#c62828")
    window._choices.set_paper("#faf3e0")
    Hand(window.canvas).tablet([(x, y, 7.0 * i, 0.5) for i, (x, y) in enumerate(SEVEN)])
    drawn = window.canvas.sketch.sheet.ink
    qtbot.keyClick(window, "7")
    # WHEN the person presses Enter
    qtbot.keyClick(window, "\r")
    saved(window, qtbot, 1)
    # THEN the disk holds the ink, the raster, the look, the label and every model's answer
    entry = kept()[0].entry
    assert entry.ink == drawn
    assert entry.raster == rasterise(drawn).tobytes()
    assert (entry.pen_width, entry.pen_colour, entry.paper_colour) == (21, "#c62828", "#faf3e0")
    assert (entry.label, entry.source) == (7, "canvas")
    recogniser = Registry(paths.models_dir()).load().recogniser
    expected = recogniser.recognise(rasterise(drawn))
    assert {p.model for p in entry.predictions} == set(expected)
    for prediction in entry.predictions:
        answer = expected[prediction.model]
        assert prediction.probabilities == answer.probabilities
        assert prediction.model_sha256 == answer.sha256
        assert prediction.verdict == answer.verdict.value
    # and the window has a fresh sheet without a label
    assert window.canvas.sketch.is_empty
    assert window.labels.label is None
    assert "Saved" in window.status.text()
    assert "1 drawing" in window.status.text()


def test_clearing_keeps_the_drawing_too(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).mouse(ONE)
    qtbot.keyClick(window, "\b")
    saved(window, qtbot, 1)
    assert kept()[0].entry.label is None


def test_an_empty_sheet_is_not_kept(open_window, qtbot: QtBot) -> None:
    window = open_window()
    for key in ("\r", "\b", "7", "\r"):
        qtbot.keyClick(window, key)
    window.close()
    assert kept() == []


def test_many_drawings_are_kept_in_order_each_with_its_own_answer(open_window, qtbot) -> None:
    # GIVEN drawings put away faster than they can be answered
    window = open_window()
    hand = Hand(window.canvas)
    lines = [SEVEN, ONE, ZERO] * 7
    for line in lines:
        hand.tablet(line)
        window.desk.next_drawing()
    saved(window, qtbot, len(lines))
    # THEN each is there, with the answers to its own ink
    entries = [drawing.entry for drawing in kept()]
    answers = [{p.model: p.digit for p in entry.predictions}["vote"] for entry in entries]
    assert answers == [7, 1, 0] * 7
    for entry in entries:
        assert entry.raster == rasterise(entry.ink).tobytes()


def test_undo_after_clear_does_not_keep_the_drawing_twice(open_window, qtbot: QtBot) -> None:
    # GIVEN a drawing that was cleared and brought back
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    window.commands["clear"].trigger()
    saved(window, qtbot, 1)
    window.commands["undo"].trigger()
    assert not window.canvas.sketch.is_empty
    # WHEN it is labelled and put away again
    qtbot.keyClick(window, "7")
    qtbot.keyClick(window, "\r")
    window.close()
    # THEN it is one drawing, with a label that came later
    drawings = kept()
    assert len(drawings) == 1
    assert drawings[0].entry.label is None
    assert [event.label for event in drawings[0].relabels] == [7]


def test_a_drawing_that_came_back_shows_its_label(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    qtbot.keyClick(window, "7")
    qtbot.keyClick(window, "\r")
    assert window.labels.label is None
    window.commands["undo"].trigger()
    assert window.labels.label == 7
    window.commands["redo"].trigger()
    assert window.labels.label is None
    window.close()
    assert [(d.entry.label, d.relabels) for d in kept()] == [(7, ())]


def test_a_drawing_that_was_drawn_on_is_another_drawing(open_window, qtbot: QtBot) -> None:
    window = open_window()
    hand = Hand(window.canvas)
    hand.tablet(ONE)
    window.commands["clear"].trigger()
    window.commands["undo"].trigger()
    hand.tablet([(100, 100), (180, 100)])
    window.commands["next"].trigger()
    window.close()
    assert [len(d.entry.ink.strokes) for d in kept()] == [1, 2]


def test_keys_label_and_take_the_label_back(open_window, qtbot: QtBot) -> None:
    window = open_window()
    for key, label in (("3", 3), ("3", None), ("n", NO_DIGIT), ("0", 0), ("9", 9)):
        qtbot.keyClick(window, key)
        assert window.labels.label == label


def test_closing_keeps_the_drawing_on_the_canvas(open_window, qtbot: QtBot) -> None:
    # GIVEN a stroke that is still being drawn, a moment before the window closes
    window = open_window()
    Hand(window.canvas).tablet(SEVEN, lift=False)
    window.labels.press(7)
    # WHEN it closes
    assert window.close()
    # THEN the drawing is on the disk with its label and answers
    entry = kept()[0].entry
    assert (entry.label, len(entry.predictions)) == (7, 5)


def test_closing_while_the_models_load_keeps_the_drawing(open_window, qtbot: QtBot) -> None:
    window = open_window(wait=False)
    Hand(window.canvas).tablet(SEVEN)
    assert window.close()
    assert kept()[0].entry.ink.point_count == len(SEVEN)


def test_without_a_model_the_drawing_is_kept_all_the_same(open_window, qtbot, tmp_path) -> None:
    window = open_window(tmp_path / "no models")
    Hand(window.canvas).tablet(SEVEN)
    window.desk.next_drawing()
    saved(window, qtbot, 1)
    entry = kept()[0].entry
    assert entry.predictions == ()
    assert np.frombuffer(entry.raster, dtype=np.uint8).any()


def test_a_session_is_one_start_of_the_window(open_window, qtbot: QtBot) -> None:
    for _ in range(2):
        window = open_window()
        for _ in range(2):
            Hand(window.canvas).tablet(ONE)
            window.desk.next_drawing()
        assert window.close()
    sessions = [drawing.entry.session for drawing in kept()]
    assert sessions[0] == sessions[1] != sessions[2] == sessions[3]


def test_the_window_does_not_wait_for_the_disk(open_window, qtbot: QtBot) -> None:
    # GIVEN a journal that another program holds locked
    window = open_window()
    hand = Hand(window.canvas)
    hand.tablet(ONE)
    window.desk.next_drawing()
    saved(window, qtbot, 1)
    with closing(sqlite3.connect(paths.journal_file(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # WHEN drawings are put away
        for line in (SEVEN, ZERO):
            hand.tablet(line)
            qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
            window.desk.next_drawing()
            # THEN the next sheet is there at once, and nothing says that they are saved
            assert window.canvas.sketch.is_empty
            assert window.journal.state.saved == 1
            assert not window.status.text().startswith("Saved")
        other.execute("ROLLBACK")
    # and all is saved when the lock is gone
    saved(window, qtbot, 3)
