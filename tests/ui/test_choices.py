"""Pen, colours and eraser as the person chooses them, by mouse and by key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QColorDialog, QSlider
from pytestqt.qtbot import QtBot

from mnist_desktop.settings.schema import AUTO
from mnist_desktop.ui.main_window import MainWindow
from mnist_desktop.ui.swatch import Swatch
from tests.ui.digits import SEVEN
from tests.ui.hands import Hand


def swatch(window: MainWindow, name: str) -> Swatch:
    found = {s.accessibleName(): s for s in window.pen_panel.findChildren(Swatch)}
    return found[name]


def paper_colour(window: MainWindow) -> str:
    image: QImage = window.canvas.grab().toImage()
    return image.pixelColor(window.canvas.rect().center()).name()


def test_the_slider_and_keys_set_the_pen_width(open_window, qtbot: QtBot) -> None:
    window = open_window()
    slider = window.pen_panel.findChild(QSlider)
    slider.setValue(20)
    assert window.canvas.look.pen_width == 20
    qtbot.keyClick(window, "]")
    assert (window.canvas.look.pen_width, slider.value()) == (21, 21)
    for _ in range(50):
        qtbot.keyClick(window, "[")
    assert window.canvas.look.pen_width == 2


def test_swatches_set_the_colours_at_once(open_window, qtbot: QtBot) -> None:
    window = open_window()
    Hand(window.canvas).mouse([(140, 140)])
    swatch(window, "Pen: red").click()
    swatch(window, "Paper: cream").click()
    assert (window.canvas.look.pen_colour, window.canvas.look.paper_colour) == (
        "#c62828",
        "#faf3e0",
    )
    assert paper_colour(window) == "#c62828"  # the dot in the middle


def test_any_other_colour_can_be_picked(open_window, qtbot: QtBot) -> None:
    window = open_window()
    swatch(window, "Paper: another colour…").click()
    (dialog,) = window.findChildren(QColorDialog)
    dialog.setCurrentColor(Qt.GlobalColor.darkCyan)
    dialog.accept()
    assert paper_colour(window) == "#008080"
    assert swatch(window, "Paper: another colour…").isChecked()


def test_choices_are_remembered(open_window) -> None:
    window = open_window()
    swatch(window, "Pen: blue").click()
    window._choices.set_width(25)
    window.panel.models.choose("svm_pca")
    window.resize(790, 700)
    window.close()
    again = open_window()
    assert again.canvas.look.pen_colour == "#1d4ed8"
    assert again.canvas.look.paper_colour == again._choices.theme.paper
    assert again._choices.settings.paper_colour == AUTO
    assert again.canvas.look.pen_width == 25
    assert again.panel.models.model == "svm_pca"
    assert again.size() == window.size()


def test_the_pen_panel_drops_down_and_goes_with_escape(open_window, qtbot: QtBot) -> None:
    window = open_window()
    window.commands["pen"].trigger()
    assert window.pen_panel.isVisible()
    qtbot.keyClick(QApplication.focusWidget() or window.pen_panel, Qt.Key.Key_Escape)
    assert not window.pen_panel.isVisible()


def test_the_eraser_is_a_tool_that_stays(open_window, qtbot: QtBot) -> None:
    window = open_window()
    hand = Hand(window.canvas)
    hand.mouse(SEVEN)
    qtbot.keyClick(window, "e")
    assert window.commands["eraser"].isChecked()
    hand.mouse([(60, 70), (220, 70)])
    qtbot.keyClick(window, "e")
    assert not window.commands["eraser"].isChecked()
    assert min(p.y for p in window.canvas.sketch.sheet.ink.points()) > 75


def test_steps_are_offered_only_where_there_are_any(open_window) -> None:
    window = open_window()
    undo, redo, clear = (window.commands[name] for name in ("undo", "redo", "clear"))
    assert not any(action.isEnabled() for action in (undo, redo, clear))
    Hand(window.canvas).mouse(SEVEN)
    assert undo.isEnabled()
    assert clear.isEnabled()
    undo.trigger()
    assert redo.isEnabled()
    assert not clear.isEnabled()
