"""One pen out of many devices: mouse, tablet and finger events become pen moves.

A tablet's or a finger's move also arrives as a mouse event on many systems; whichever device put
the pen down first owns the stroke, and mouse events that another device caused are dropped.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QMouseEvent,
    QPointerEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)

_PALM_REST = 500.0  # ms after a pen was near, hovering or drawing, in which a touch is a palm


class Action(Enum):
    """What the pen did."""

    DOWN = auto()
    MOVE = auto()
    UP = auto()


class Device(Enum):
    """Which kind of device holds the pen."""

    MOUSE = auto()
    TABLET = auto()
    FINGER = auto()


@dataclass(frozen=True, slots=True)
class PenMove:
    """One move of the pen in widget coordinates.

    Attributes:
        action: down, move or up.
        at: where, in device-independent pixels with fractions.
        clock: milliseconds of the event.
        pressure: 0–1; None where the device has none.
        eraser: the eraser end of the pen.
    """

    action: Action
    at: QPointF
    clock: float
    pressure: float | None = None
    eraser: bool = False


class PenInput:
    """Decides which events move the pen."""

    def __init__(self) -> None:
        self._holder: Device | None = None
        self._finger = -1
        self._tablet_near = float("-inf")

    @property
    def is_down(self) -> bool:
        """Whether a stroke or an erasure is going on."""
        return self._holder is not None

    def lift(self) -> None:
        """Forget the stroke: the events that would end it may never come."""
        self._holder = None

    def from_mouse(self, event: QMouseEvent) -> PenMove | None:
        """The left button draws; None for what another device caused."""
        if event.source() != Qt.MouseEventSource.MouseEventNotSynthesized:
            return None
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        released = event.type() == QEvent.Type.MouseButtonRelease
        if (pressed or released) and event.button() != Qt.MouseButton.LeftButton:
            return None
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        action = self._action(Device.MOUSE, pressed, released or not held)
        return None if action is None else PenMove(action, event.position(), _clock(event))

    def from_tablet(self, event: QTabletEvent) -> PenMove | None:
        """The pen's tip draws, its other end erases; hovering does nothing."""
        self._tablet_near = _clock(event)
        pressed = event.type() == QEvent.Type.TabletPress
        if pressed and event.button() != Qt.MouseButton.LeftButton:
            return None
        released = event.type() == QEvent.Type.TabletRelease
        action = self._action(Device.TABLET, pressed, released)
        if action is None:
            return None
        eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
        pressure = event.pressure() if _has_pressure(event) else None
        return PenMove(action, event.position(), _clock(event), pressure, eraser)

    def from_touch(self, event: QTouchEvent) -> Iterator[PenMove]:
        """The first finger draws; a second one, or a palm beside a pen, does not."""
        clock = _clock(event)
        if event.type() == QEvent.Type.TouchCancel:
            if self._action(Device.FINGER, False, True) is not None:
                yield PenMove(Action.UP, event.point(0).position(), clock)
            return
        for point in event.points():
            pressed = point.state() == QEventPoint.State.Pressed
            if pressed and (self._holder or clock - self._tablet_near < _PALM_REST):
                continue
            if pressed:
                self._finger = point.id()
            if point.id() != self._finger or point.state() == QEventPoint.State.Stationary:
                continue
            released = point.state() == QEventPoint.State.Released
            action = self._action(Device.FINGER, pressed, released)
            if action is not None:
                pressure = point.pressure() if _has_pressure(event) else None
                yield PenMove(action, point.position(), clock, pressure)

    def _action(self, device: Device, pressed: bool, released: bool) -> Action | None:
        """Follow who holds the pen; None when this device does not."""
        if pressed and self._holder in (None, device):
            self._holder = device
            return Action.DOWN
        if pressed or self._holder is not device:
            return None
        if released:
            self._holder = None
            return Action.UP
        return Action.MOVE


def _has_pressure(event: QPointerEvent) -> bool:
    return bool(event.device().capabilities() & QInputDevice.Capability.Pressure)


def _clock(event: QPointerEvent) -> float:
    """The event's own time; programs that make events leave it 0."""
    return float(event.timestamp()) or time.monotonic() * 1000
