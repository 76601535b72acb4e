"""The drawing on the canvas, and everything that was done to it. Knows no Qt.

A sketch shows one :class:`Sheet` at a time. Putting a drawing away (Next, Clear) takes a fresh
sheet with the next number; undo brings the old sheet back under its old number, so that whoever
keeps drawings can tell "the same one again" from "a new one".
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mnist_desktop.ink.strokes import MAX_COORDINATE, MAX_POINTS, Ink, Point, Stroke
from mnist_desktop.ui.eraser import Place, erase

SIDE = 280.0
"""Width and height of the canvas in ink units, whatever its size on the screen."""
HISTORY = 200
"""Steps that can be undone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A digit that came as a picture instead of ink: the 28×28 that models see, 784 bytes."""

    raster: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies on the canvas between two strokes.

    Attributes:
        drawing: which drawing this is; counts up as drawings are put away.
        strokes: finished strokes in canvas units.
        origin: the clock's milliseconds at the first point; None before it.
        picture: set where the drawing came as a picture.
        source: ``canvas`` or the name of the file that it came from.
    """

    drawing: int
    strokes: tuple[Stroke, ...] = ()
    origin: float | None = None
    picture: Picture | None = None
    source: str = "canvas"

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to see or to keep."""
        return not self.strokes and self.picture is None

    @property
    def ink(self) -> Ink:
        """The strokes as ink."""
        return Ink(self.strokes)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet with the stroke that is being drawn, cheap to take at every move of the pen.

    ``live`` only ever grows, so its first ``count`` points may be read from any thread.
    """

    sheet: Sheet
    live: Sequence[Point] = ()
    count: int = 0

    def ink(self) -> Ink:
        """All strokes, the unfinished one last."""
        if not self.count:
            return self.sheet.ink
        return Ink((*self.sheet.strokes, Stroke(tuple(self.live[: self.count]))))


class Sketch:
    """The sheet, the stroke or erasure in progress, and the steps back and forth."""

    def __init__(self) -> None:
        self.sheet = Sheet(0)
        self.live: list[Point] = []
        self._latest = 0  # the highest drawing number in use
        self._origin = 0.0  # the clock at the first point of the drawing, while a stroke lives
        self._count = 0  # points of the finished strokes
        self._undo: deque[Sheet] = deque(maxlen=HISTORY)
        self._redo: list[Sheet] = []
        self._before_erasing: Sheet | None = None

    @property
    def is_empty(self) -> bool:
        """True when there is nothing on the canvas, not even an unfinished stroke."""
        return self.sheet.is_empty and not self.live

    @property
    def is_full(self) -> bool:
        """True when the drawing holds as many points as ink may have."""
        return self._count + len(self.live) >= MAX_POINTS

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forth."""
        return bool(self._redo)

    def draft(self) -> Draft:
        """What is on the canvas now, for recognition."""
        return Draft(self.sheet, self.live, len(self.live)) if self.live else Draft(self.sheet)

    def add_point(self, x: float, y: float, clock: float, pressure: float | None) -> bool:
        """Begin a stroke or go on with it.

        Args:
            x: in canvas units, from the left.
            y: in canvas units, from the top.
            clock: milliseconds of any steady clock.
            pressure: 0–1, or None where the device has none.

        Returns:
            False when the point was not recorded: not finite, out of range, or the sheet is full.
        """
        if self.is_full or not (abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):
            return False
        if not self.live:
            self._origin = clock if self.sheet.origin is None else self.sheet.origin
        time = max(clock - self._origin, self._last_time())
        if pressure is not None:
            pressure = min(max(pressure, 0.0), 1.0) if math.isfinite(pressure) else None
        self.live.append(Point(x, y, time, pressure))
        return True

    def finish_stroke(self) -> bool:
        """The pen is up: the live stroke joins the sheet. False when there was none."""
        if not self.live:
            return False
        strokes = (*self.sheet.strokes, Stroke(tuple(self.live)))
        self.live = []
        self._step(replace(self.sheet, strokes=strokes, origin=self._origin))
        return True

    def erase(self, start: Place, end: Place, radius: float) -> bool:
        """Cut away what the eraser covers; moves up to :meth:`finish_erasing` are one step."""
        strokes = erase(self.sheet.strokes, start, end, radius)
        if strokes is self.sheet.strokes:
            return False
        if self._before_erasing is None:
            self._before_erasing = self.sheet
        origin = self.sheet.origin if strokes else None
        self._show(replace(self.sheet, strokes=strokes, origin=origin))
        return True

    def finish_erasing(self) -> None:
        """The eraser is up: all that it took is one step to undo."""
        before, self._before_erasing = self._before_erasing, None
        if before is not None:
            erased, self.sheet = self.sheet, before
            self._step(erased)

    def put_away(self) -> bool:
        """Take a fresh sheet; False, and nothing happens, when this one is empty."""
        self.settle()
        if self.sheet.is_empty:
            return False
        self._step(Sheet(self._next_number()))
        return True

    def lay_out(self, strokes: tuple[Stroke, ...], picture: Picture | None, source: str) -> None:
        """Show a drawing that came from elsewhere, under a number of its own."""
        self.settle()
        number = self.sheet.drawing if self.sheet.is_empty else self._next_number()
        self._step(Sheet(number, strokes, None, picture, source))

    def undo(self) -> bool:
        """One step back."""
        self.settle()
        if not self._undo:
            return False
        self._redo.append(self.sheet)
        self._show(self._undo.pop())
        return True

    def redo(self) -> bool:
        """One step forth."""
        self.settle()
        if not self._redo:
            return False
        self._undo.append(self.sheet)
        self._show(self._redo.pop())
        return True

    def settle(self) -> None:
        """Finish the stroke or erasure in progress, if any."""
        self.finish_stroke()
        self.finish_erasing()

    def _last_time(self) -> float:
        last = self.live or (self.sheet.strokes[-1].points if self.sheet.strokes else ())
        return (last[-1].time or 0.0) if last else 0.0

    def _next_number(self) -> int:
        self._latest += 1
        return self._latest

    def _step(self, sheet: Sheet) -> None:
        self._undo.append(self.sheet)
        self._redo.clear()
        self._show(sheet)

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._count = sum(len(stroke.points) for stroke in sheet.strokes)
