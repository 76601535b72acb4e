"""The answer follows the pen, and is what the recogniser says of the same ink."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from mnist_desktop import paths
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.recognition.registry import Registry
from mnist_desktop.ui.main_window import MainWindow
from mnist_desktop.ui.model_panel import MODELS
from mnist_desktop.ui.reading import LOADING, NOTHING, Mood
from tests.ui.digits import ONE, SEVEN, ZERO
from tests.ui.hands import LEFT, NONE, PATIENCE, Hand


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the answer is to what lies on the canvas."""
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)


@pytest.mark.parametrize(("line", "digit"), [(SEVEN, 7), (ONE, 1), (ZERO, 0)])
def test_a_drawn_digit_is_recognised(open_window, qtbot: QtBot, line, digit: int) -> None:
    window = open_window()
    Hand(window.canvas).tablet(line)
    settled(window, qtbot)
    assert window.panel.chart.bars.best == digit
    assert window.panel.answer.reading.headline == str(digit)
    assert window.panel.answer.reading.mood is Mood.SURE


def test_the_bars_move_while_the_pen_is_down(open_window, qtbot: QtBot) -> None:
    # GIVEN a pen that is on its way
    window = open_window()
    hand = Hand(window.canvas)
    hand.tablet(SEVEN[:15], lift=False)
    settled(window, qtbot)
    first = window.panel.chart.bars
    assert first.best is not None
    # WHEN it moves on, still down
    for place in SEVEN[15:]:
        hand.tablet_event(QEvent.Type.TabletMove, place, NONE, LEFT)
    settled(window, qtbot)
    # THEN the bars have moved
    assert window.panel.chart.bars != first
    hand.tablet_event(QEvent.Type.TabletRelease, SEVEN[-1], LEFT, NONE)
    settled(window, qtbot)


def test_every_model_shows_its_answer(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    settled(window, qtbot)
    recogniser = Registry(paths.models_dir()).load().recogniser
    expected = recogniser.recognise(rasterise(window.canvas.sketch.sheet.ink))
    for model, row in window.panel.models.rows.items():
        assert row.spoken().startswith(f"{expected[model].digit}, ")
    assert window.panel.raster.raster == rasterise(window.canvas.sketch.sheet.ink).tobytes()


@pytest.mark.parametrize("model", list(MODELS))
def test_the_chosen_model_fills_the_bars(open_window, qtbot: QtBot, model: str) -> None:
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    settled(window, qtbot)
    window.panel.models.rows[model].click()
    recogniser = Registry(paths.models_dir()).load().recogniser
    expected = recogniser.recognise(rasterise(window.canvas.sketch.sheet.ink))[model]
    assert window.panel.chart.bars.shares == expected.probabilities
    assert window.panel.models.selector.currentText() == MODELS[model]


def test_clearing_empties_every_part(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    settled(window, qtbot)
    window.commands["clear"].trigger()
    assert window.panel.chart.bars.best is None
    assert window.panel.answer.reading.words == NOTHING
    assert not any(window.panel.raster.raster)


def test_an_answer_that_comes_after_clearing_is_not_shown(open_window, qtbot: QtBot) -> None:
    # GIVEN a drawing whose answer is on its way
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    # WHEN the sheet is cleared first
    window.commands["clear"].trigger()
    qtbot.waitUntil(lambda: window.journal.state.saved == 1, timeout=PATIENCE)
    # THEN nothing of it is shown
    assert window.panel.chart.bars.best is None


def test_undo_and_redo_ask_anew(open_window, qtbot: QtBot) -> None:
    window = open_window()
    hand = Hand(window.canvas)
    hand.tablet(ONE)
    settled(window, qtbot)
    one = window.panel.chart.bars
    hand.tablet(ZERO)
    settled(window, qtbot)
    window.commands["undo"].trigger()
    settled(window, qtbot)
    assert window.panel.chart.bars == one
    window.commands["redo"].trigger()
    settled(window, qtbot)
    assert window.panel.chart.bars != one


def test_the_look_never_reaches_the_model(open_window, qtbot: QtBot) -> None:
    # GIVEN the same digit drawn with a fine dark and a broad coloured pen
    window = open_window()
    hand = Hand(window.canvas)
    shares = []
    for width, pen, paper in ((2, "auto", "auto"), (40, "#f08c1a", "#000000")):
        window._choices.set_width(width)
        window._choices.set_pen(pen)
        window._choices.set_paper(paper)
        hand.mouse(SEVEN)
        settled(window, qtbot)
        shares.append(window.panel.chart.bars.shares)
        window.desk.next_drawing()
    # THEN the answers are the same to the last bit
    assert shares[0] == shares[1]


def test_what_is_drawn_while_the_models_load_is_answered(open_window, qtbot: QtBot) -> None:
    # GIVEN a window whose models are not there yet
    window = open_window(wait=False)
    Hand(window.canvas).tablet(SEVEN)
    assert window.panel.answer.reading.words in (LOADING, "Sure")
    # WHEN they come
    settled(window, qtbot)
    # THEN the drawing is answered without another stroke
    assert window.panel.chart.bars.best == 7


def test_made_models_answer_by_the_same_path(open_window, qtbot: QtBot, made_models: Path) -> None:
    window = open_window(made_models)
    Hand(window.canvas).mouse(ONE)
    settled(window, qtbot)
    recogniser = Registry(made_models).load().recogniser
    expected = recogniser.recognise(rasterise(window.canvas.sketch.sheet.ink))["vote"]
    assert window.panel.chart.bars.shares == expected.probabilities
