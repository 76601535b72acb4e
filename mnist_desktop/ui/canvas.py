"""The sheet of paper that a person draws on.

Signals are named for facts. The ink model behind it is :class:`~mnist_desktop.ui.sketch.Sketch`.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnist_desktop.ink.strokes import Stroke
from mnist_desktop.ui.ink_painter import InkPainter
from mnist_desktop.ui.look import Look
from mnist_desktop.ui.pen_input import Action, PenInput, PenMove
from mnist_desktop.ui.sheet_painter import (
    paint_frame,
    paint_hint,
    paint_ring,
    paint_sheet,
    place_paper,
)
from mnist_desktop.ui.sketch import Draft, Picture, Sketch
from mnist_desktop.ui.theme import Theme

ERASER_RADIUS = 9.0
"""In canvas units."""
_SMALLEST = 280
_TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class Canvas(QWidget):
    """A square of paper that grows with the window; the recorded ink does not change with it."""

    ink_changed = Signal()
    """Something on the sheet changed; sent at every move of the pen too."""
    sheet_replaced = Signal(object, object)
    """Another drawing lies on the canvas: the :class:`Sheet` before and the one now."""
    history_changed = Signal()
    """What can be undone, redone or cleared changed."""
    filled_up = Signal()
    """The sheet holds as many points as a drawing may have; the pen stopped recording."""

    def __init__(self, look: Look, theme: Theme) -> None:
        super().__init__()
        self.sketch = Sketch()
        self._erasing = False  # the eraser tool is chosen
        self._theme = theme
        self._input = PenInput()
        self._ink = InkPainter(look)
        self._paper = QRectF()
        self._ring: QPointF | None = None  # where the eraser is shown
        self._rubbed_from: QPointF | None = None  # where the eraser was last, while it is down
        self._told_full = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SMALLEST, _SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("Draw a digit here with the mouse, a finger or a pen")

    @property
    def look(self) -> Look:
        """Pen and paper."""
        return self._ink.look

    @property
    def pen_is_down(self) -> bool:
        """Whether a stroke or an erasure is going on."""
        return self._input.is_down

    def draft(self) -> Draft:
        """What is on the canvas now, for recognition."""
        return self.sketch.draft()

    def undo(self) -> None:
        """One step back, also over Next and Clear."""
        self._apply(self.sketch.undo)

    def redo(self) -> None:
        """One step forth."""
        self._apply(self.sketch.redo)

    def put_away(self) -> None:
        """Take a fresh sheet, unless this one is empty."""
        self._apply(self.sketch.put_away)

    def lay_out(self, strokes: tuple[Stroke, ...], picture: Picture | None, source: str) -> None:
        """Show a drawing that came from elsewhere."""
        self._apply(lambda: self.sketch.lay_out(strokes, picture, source))

    def settle(self) -> None:
        """Finish the stroke or erasure in progress."""
        self._input.lift()
        self._finish()

    def set_look(self, look: Look) -> None:
        """Show the ink with another pen or paper; the ink stays as it is."""
        if look != self._ink.look:
            self._ink.look = look
            self._repaint_ink()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours for what surrounds the paper."""
        self._theme = theme
        self.update()

    def set_erasing(self, erasing: bool) -> None:
        """Choose the eraser or the pen."""
        self.settle()
        self._erasing = erasing
        self._show_ring(None)
        self.setCursor(Qt.CursorShape.BlankCursor if erasing else Qt.CursorShape.CrossCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        self._take_mouse(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the pen down again: the second of two quick taps is a dot like the first."""
        self._take_mouse(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the pen, or show where the eraser is."""
        if self._erasing:
            self._show_ring(event.position())
        self._take_mouse(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        self._take_mouse(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Follow a pen tablet."""
        move = self._input.from_tablet(event)
        event.setAccepted(move is not None and self._take(move))

    def event(self, event: QEvent) -> bool:
        """Follow fingers, and what concerns the canvas as a whole."""
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            for move in self._input.from_touch(event):
                self._take(move)
            event.accept()  # a refused palm must not come back as a mouse
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_paper()
        elif event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide):
            self.settle()
        elif event.type() == QEvent.Type.Leave:
            self._show_ring(None)
        return super().event(event)

    def _take_mouse(self, event: QMouseEvent) -> None:
        move = self._input.from_mouse(event)
        event.setAccepted(move is not None and self._take(move))

    def _take(self, move: PenMove) -> bool:
        """Follow the pen; False when it came down beside the paper."""
        if move.action is Action.DOWN:
            if not self._paper.contains(move.at):
                self._input.lift()
                return False
            self._begin(move)
        elif self._rubbed_from is not None:
            self._rub(move.at)
        elif self.sketch.live:
            self._record(move)
        if move.action is Action.UP:
            self._finish()
        return True

    def _begin(self, move: PenMove) -> None:
        self._finish()
        if self._erasing or move.eraser:
            self._rubbed_from = move.at
            self._rub(move.at)
            return
        if self.sketch.sheet.picture is not None:  # ink and picture are drawings apart
            self._step(self.sketch.put_away)
        self._told_full = False
        self._ink.begin_stroke()
        self._record(move)

    def _record(self, move: PenMove) -> None:
        x, y = self._place(move.at)
        live = self.sketch.live
        if move.action is Action.UP and live and live[-1][:2] == (x, y):
            return  # the pen left where it was: a tap stays one point
        if self.sketch.add_point(x, y, move.clock, move.pressure):
            self._update_paper(self._ink.add(self.sketch.live[-1]))
            self.ink_changed.emit()
        elif self.sketch.is_full and not self._told_full:
            self._told_full = True
            self.filled_up.emit()

    def _place(self, at: QPointF) -> tuple[float, float]:
        """Widget coordinates in canvas units."""
        scale = self._ink.scale
        return (at.x() - self._paper.left()) / scale, (at.y() - self._paper.top()) / scale

    def _rub(self, at: QPointF) -> None:
        start, self._rubbed_from = self._rubbed_from or at, at
        self._show_ring(at)
        first, last = (
            ((p - self._paper.topLeft()) / self._ink.scale).toTuple() for p in (start, at)
        )
        if self.sketch.erase(first, last, ERASER_RADIUS):
            self._repaint_ink()
            self.ink_changed.emit()

    def _finish(self) -> None:
        if self.sketch.live:
            self._update_paper(self._ink.end_stroke())
            self.sketch.finish_stroke()
            self._report_step()
        if self._rubbed_from is not None:
            self._rubbed_from = None
            self.sketch.finish_erasing()
            self._show_ring(self._ring if self._erasing else None)
            self._report_step()

    def _report_step(self) -> None:
        self.ink_changed.emit()
        self.history_changed.emit()

    def _apply(self, step: Callable[[], object]) -> None:
        self.settle()
        self._step(step)

    def _step(self, step: Callable[[], object]) -> None:
        before = self.sketch.sheet
        step()
        now = self.sketch.sheet
        if now is before:
            return
        self._repaint_ink()
        if now.drawing != before.drawing:
            self.sheet_replaced.emit(before, now)
        self.ink_changed.emit()
        self.history_changed.emit()

    def sizeHint(self) -> QSize:
        """Twice the smallest size."""
        return QSize(2 * _SMALLEST, 2 * _SMALLEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the drawing with the canvas; the ink stays as it is."""
        self._fit_paper()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the finished picture on the screen."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        paint_sheet(painter, self._paper, self._ink.look.paper_colour)
        painter.drawPixmap(self._paper.topLeft(), self._ink.pixmap)
        painter.translate(self._paper.topLeft())
        self._ink.paint_tip(painter)
        painter.translate(-self._paper.topLeft())
        paint_frame(painter, self._paper, self._theme, QRectF(event.rect()))
        if self.sketch.is_empty:
            paint_hint(painter, self._paper, self._ink.look.paper_colour, self.font())
        if self._ring is not None:
            paint_ring(painter, self._ring, ERASER_RADIUS * self._ink.scale, self._ink.look)

    def _fit_paper(self) -> None:
        self._paper = place_paper(self.size(), self.devicePixelRatioF())
        self._ink.resize(self._paper.width(), self.devicePixelRatioF())
        self._repaint_ink()

    def _repaint_ink(self) -> None:
        sheet = self.sketch.sheet
        self._ink.repaint(sheet.strokes, self.sketch.live, sheet.picture)
        self.update()

    def _update_paper(self, where: QRectF) -> None:
        if self.sketch.sheet.is_empty and len(self.sketch.live) == 1:
            self.update()  # the hint goes as the first point comes
        else:
            self.update(where.translated(self._paper.topLeft()).toAlignedRect())

    def _show_ring(self, at: QPointF | None) -> None:
        if at is None and self._ring is None:
            return
        self._ring = None if at is None else QPointF(at)
        self.update()
