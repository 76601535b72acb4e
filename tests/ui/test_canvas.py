"""What devices do becomes ink: nothing lost, nothing twice."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mnist_desktop.ink.strokes import MAX_POINTS, Point, Stroke
from mnist_desktop.ui.canvas import Canvas
from mnist_desktop.ui.look import Look
from mnist_desktop.ui.theme import LIGHT
from tests.ui.hands import LEFT, NONE, Hand

LOOK = Look(12.0, "#000000", "#ffffff")
LINE = [(50.0, 60.0), (120.5, 90.25), (200.0, 210.0)]


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    widget = Canvas(LOOK, LIGHT)
    qtbot.addWidget(widget)
    widget.resize(560, 560)
    widget.show()
    return widget


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    return Hand(canvas)


def ink(canvas: Canvas) -> list[list[list[float]]]:
    return canvas.sketch.sheet.ink.to_json()


def dark_pixels(canvas: Canvas) -> int:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(value < 128 for row in range(image.height()) for value in image.constScanLine(row))


def test_mouse_points_are_recorded_in_canvas_units_with_time(canvas: Canvas, hand: Hand) -> None:
    hand.mouse(LINE)
    assert ink(canvas) == [[[50, 60, 0], [120.5, 90.25, 10], [200, 210, 20]]]


def test_tablet_points_carry_pressure(canvas: Canvas, hand: Hand) -> None:
    hand.tablet([(50, 60, 0, 0.25), (60, 70, 4, 0.5), (70, 80, 9, 0.75)])
    assert ink(canvas) == [[[50, 60, 0, 0.25], [60, 70, 4, 0.5], [70, 80, 9, 0.75]]]


def test_a_tap_leaves_a_visible_dot(canvas: Canvas, hand: Hand) -> None:
    hand.mouse([(140, 140)])
    hand.tablet([(60, 60)])
    assert [len(stroke) for stroke in ink(canvas)] == [1, 1]
    assert dark_pixels(canvas) > 300


def test_two_quick_taps_are_two_dots(canvas: Canvas, hand: Hand) -> None:
    hand.mouse([(140, 140)])
    hand.mouse_event(QEvent.Type.MouseButtonDblClick, (141, 140), LEFT, LEFT)
    hand.mouse_event(QEvent.Type.MouseButtonRelease, (141, 140), LEFT, NONE)
    assert len(ink(canvas)) == 2


@pytest.mark.parametrize(
    "source",
    [
        Qt.MouseEventSource.MouseEventSynthesizedByQt,
        Qt.MouseEventSource.MouseEventSynthesizedBySystem,
    ],
)
def test_mouse_events_that_a_tablet_makes_draw_nothing(canvas, hand, source) -> None:
    # GIVEN a pen stroke
    hand.tablet(LINE, lift=False)
    # WHEN the same moves arrive as mouse events, marked as made up
    hand.mouse_event(QEvent.Type.MouseButtonPress, LINE[0], LEFT, LEFT, source)
    hand.mouse_event(QEvent.Type.MouseMove, LINE[1], NONE, LEFT, source)
    hand.mouse_event(QEvent.Type.MouseButtonRelease, LINE[2], LEFT, NONE, source)
    hand.tablet_event(QEvent.Type.TabletRelease, LINE[2], LEFT, NONE)
    # THEN there is one stroke
    assert [len(stroke) for stroke in ink(canvas)] == [3]


def test_unmarked_mouse_events_during_a_pen_stroke_draw_nothing(canvas, hand) -> None:
    hand.tablet(LINE, lift=False)
    hand.mouse(LINE)
    hand.tablet_event(QEvent.Type.TabletRelease, LINE[-1], LEFT, NONE)
    assert [len(stroke) for stroke in ink(canvas)] == [3]


def test_tablet_events_are_taken_so_that_qt_makes_no_mouse_of_them(canvas, hand) -> None:
    assert hand.tablet_event(QEvent.Type.TabletPress, (50, 50), LEFT, LEFT).isAccepted()
    assert hand.tablet_event(QEvent.Type.TabletMove, (60, 50), NONE, LEFT).isAccepted()
    assert hand.tablet_event(QEvent.Type.TabletRelease, (60, 50), LEFT, NONE).isAccepted()


def test_hovering_draws_nothing(canvas: Canvas, hand: Hand) -> None:
    hand.tablet_event(QEvent.Type.TabletMove, (50, 50), NONE, NONE)
    hand.mouse_event(QEvent.Type.MouseMove, (60, 60), NONE, NONE)
    assert canvas.sketch.is_empty


def test_the_right_button_draws_nothing(canvas: Canvas, hand: Hand) -> None:
    right = Qt.MouseButton.RightButton
    hand.mouse_event(QEvent.Type.MouseButtonPress, (50, 50), right, right)
    hand.mouse_event(QEvent.Type.MouseMove, (60, 60), NONE, right)
    hand.mouse_event(QEvent.Type.MouseButtonRelease, (60, 60), right, NONE)
    assert canvas.sketch.is_empty


def test_a_finger_draws_and_a_second_one_does_not(canvas: Canvas, hand: Hand) -> None:
    screen = QTest.createTouchDevice()
    first, second, third = (hand.at(*place).toPoint() for place in ((50, 50), (90, 90), (10, 10)))
    QTest.touchEvent(canvas, screen).press(0, first, canvas).commit()
    QTest.touchEvent(canvas, screen).stationary(0).press(1, third, canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, second, canvas).stationary(1).commit()
    QTest.touchEvent(canvas, screen).release(1, third, canvas).stationary(0).commit()
    QTest.touchEvent(canvas, screen).release(0, second, canvas).commit()
    assert [[point[:2] for point in stroke] for stroke in ink(canvas)] == [[[50, 50], [90, 90]]]
    assert canvas.sketch.sheet.strokes[0].points[0].pressure is None


def test_a_palm_beside_the_pen_draws_nothing(canvas: Canvas, hand: Hand) -> None:
    screen = QTest.createTouchDevice()
    hand.tablet(LINE, lift=False)
    palm = hand.at(250, 250).toPoint()
    QTest.touchEvent(canvas, screen).press(0, palm, canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, palm, canvas).commit()
    hand.tablet_event(QEvent.Type.TabletRelease, LINE[-1], LEFT, NONE)
    assert len(ink(canvas)) == 1


def test_the_eraser_end_cuts_and_one_undo_brings_it_back(canvas: Canvas, hand: Hand) -> None:
    hand.tablet([(20, 140), (260, 140)])
    hand.tablet([(140, 100), (140, 180)], eraser=True)
    assert len(ink(canvas)) == 2
    canvas.undo()
    assert len(ink(canvas)) == 1


def test_the_eraser_tool_erases_with_the_mouse(canvas: Canvas, hand: Hand) -> None:
    hand.mouse([(20, 140), (260, 140)])
    full = dark_pixels(canvas)
    canvas.set_erasing(True)
    hand.mouse([(20, 140), (140, 140)])
    canvas.set_erasing(False)
    assert len(ink(canvas)) == 1
    assert dark_pixels(canvas) < 0.6 * full


def test_a_stroke_whose_end_got_lost_is_kept(canvas: Canvas, hand: Hand) -> None:
    # GIVEN a stroke during which the window loses the screen, and with it the release
    hand.tablet(LINE, lift=False)
    canvas.hide()
    # THEN the stroke is there, and the mouse can draw on
    canvas.show()
    hand.mouse(LINE)
    assert len(ink(canvas)) == 2


def test_resizing_scales_the_picture_and_keeps_the_ink(canvas: Canvas, hand: Hand) -> None:
    hand.tablet(LINE)
    before, small = ink(canvas), dark_pixels(canvas)
    canvas.resize(1120, 1120)
    assert ink(canvas) == before
    assert dark_pixels(canvas) == pytest.approx(4 * small, rel=0.03)
    # and what is drawn now lies at the same place in canvas units
    hand.tablet([(50, 60), (200, 210)])
    assert ink(canvas)[1][0][:2] == [50, 60]


def test_pen_and_colours_change_the_look_only(canvas: Canvas, hand: Hand) -> None:
    hand.tablet(LINE)
    before, thin = ink(canvas), dark_pixels(canvas)
    canvas.set_look(Look(30.0, "#000000", "#ffffff"))
    assert dark_pixels(canvas) > 1.8 * thin
    canvas.set_look(Look(30.0, "#ffffff", "#202020"))
    assert ink(canvas) == before


def test_the_line_drawn_live_is_the_line_painted_anew(canvas: Canvas, hand: Hand) -> None:
    # GIVEN a curve drawn point by point
    hand.tablet(
        [(30 + 4 * i, 140 + 60 * ((i % 7) - 3) / 3, 8 * i, 0.2 + i / 80) for i in range(50)]
    )
    live = canvas.grab().toImage()
    # WHEN all is painted anew
    canvas._repaint_ink()
    anew = canvas.grab().toImage()
    # THEN no pixel moved
    assert live == anew


def test_a_full_sheet_is_told_once_and_the_pen_stops(canvas, hand, qtbot: QtBot) -> None:
    canvas.lay_out((Stroke(tuple(Point(1, 1) for _ in range(MAX_POINTS - 2))),), None, "test")
    with qtbot.waitSignal(canvas.filled_up):
        hand.mouse([(10 + i, 10) for i in range(50)])
    assert canvas.sketch.sheet.ink.point_count == MAX_POINTS


def test_pressing_beside_the_paper_draws_nothing(canvas: Canvas, hand: Hand) -> None:
    canvas.resize(900, 560)
    hand.mouse([(-20, 100), (100, 100)])
    assert canvas.sketch.is_empty
    hand.mouse([(100, 100), (400, 100)])  # out over the edge: as far as the pen went
    assert ink(canvas)[0][1][:2] == [400, 100]


def test_a_place_that_is_none_is_dropped(canvas: Canvas, hand: Hand) -> None:
    hand.at = lambda x, y: QPointF(x, y)  # type: ignore[method-assign]
    hand.mouse([(50, 50), (float("nan"), 50), (float("inf"), 60), (90, 90)])
    assert len(ink(canvas)[0]) == 2
