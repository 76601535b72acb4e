"""Draws on the canvas as people do: real Qt events of mouse, pen tablet and finger."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
)
from PySide6.QtWidgets import QApplication

from mnist_desktop.ink.strokes import Ink, Point
from mnist_desktop.ui.canvas import Canvas

Line = Sequence[tuple[float, ...]]
PATIENCE = 60_000
"""Milliseconds to wait for what must come: a loaded machine is no failure."""
NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
Kind = QPointingDevice.PointerType
_CAPABILITIES = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure


def pen(kind: Kind = Kind.Pen) -> QPointingDevice:
    """A tablet's pen with pressure."""
    return QPointingDevice(
        "test pen", 77, QInputDevice.DeviceType.Stylus, kind, _CAPABILITIES, 1, 1, "",
        QPointingDeviceUniqueId(),
    )  # fmt: skip


class Hand:
    """Moves a device over the canvas; places are in canvas units, times in ms."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.clock = 100_000
        self.pen = pen()
        self.eraser = pen(Kind.Eraser)

    def at(self, x: float, y: float) -> QPointF:
        """A place on the canvas in the widget's coordinates."""
        side = min(self.canvas.width(), self.canvas.height())
        left, top = (self.canvas.width() - side) // 2, (self.canvas.height() - side) // 2
        return QPointF(left + x * side / 280, top + y * side / 280)

    def mouse(self, line: Line, lift: bool = True) -> None:
        """One stroke with the mouse."""
        self.mouse_event(QEvent.Type.MouseButtonPress, line[0], LEFT, LEFT)
        for place in line[1:]:
            self.mouse_event(QEvent.Type.MouseMove, place, NONE, LEFT)
        if lift:
            self.mouse_event(QEvent.Type.MouseButtonRelease, line[-1], LEFT, NONE)

    def tablet(self, line: Line, eraser: bool = False, lift: bool = True) -> None:
        """One stroke with a pen; a place may have time (ms) and pressure."""
        start = self.clock
        self.tablet_event(QEvent.Type.TabletPress, line[0], LEFT, LEFT, eraser)
        for place in line[1:]:
            self.clock = start + int(place[2]) if len(place) > 2 else self.clock + 10
            self.tablet_event(QEvent.Type.TabletMove, place, NONE, LEFT, eraser)
        if lift:
            self.tablet_event(QEvent.Type.TabletRelease, line[-1], LEFT, NONE, eraser)

    def mouse_event(self, kind, place, button, buttons, source=None) -> QMouseEvent:
        """One event of the mouse, or of another device that made it."""
        at = self.at(*place[:2])
        scene = self.canvas.mapTo(self.canvas.window(), at)
        event = QMouseEvent(
            kind, at, scene, self.canvas.mapToGlobal(at), button, buttons,
            Qt.KeyboardModifier.NoModifier, source or Qt.MouseEventSource.MouseEventNotSynthesized,
        )  # fmt: skip
        self.clock += 10
        event.setTimestamp(self.clock)
        QApplication.sendEvent(self.canvas, event)
        return event

    def tablet_event(self, kind, place, button, buttons, eraser=False) -> QTabletEvent:
        """One event of the pen."""
        at = self.at(*place[:2])
        pressure = 0.0 if kind == QEvent.Type.TabletRelease else 0.6
        if len(place) > 3:
            pressure = place[3]
        event = QTabletEvent(
            kind, self.eraser if eraser else self.pen, at, self.canvas.mapToGlobal(at),
            pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button, buttons,
        )  # fmt: skip
        event.setTimestamp(self.clock)
        QApplication.sendEvent(self.canvas, event)
        return event


def on_canvas(ink: Ink, margin: float = 40.0) -> list[list[tuple[float, float]]]:
    """Ink scaled into the canvas, at the tenth of a unit that a tablet resolves."""
    places: list[Point] = list(ink.points())
    left, top = min(p.x for p in places), min(p.y for p in places)
    extent = max(max(p.x for p in places) - left, max(p.y for p in places) - top, 1e-9)
    scale = (280 - 2 * margin) / extent
    return [
        [(margin + (p.x - left) * scale, margin + (p.y - top) * scale) for p in stroke.points]
        for stroke in ink.strokes
    ]
