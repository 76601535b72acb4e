"""The way of a drawing: onto the canvas, recognised, labelled, put away, and the next one."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from mnist_desktop.journal.entry import Label
from mnist_desktop.ui.canvas import Canvas
from mnist_desktop.ui.label_bar import LabelBar
from mnist_desktop.ui.live import LiveRecognition
from mnist_desktop.ui.opened import Opened
from mnist_desktop.ui.recorder import Recorder
from mnist_desktop.ui.sketch import Sheet


class Desk(QObject):
    """Connects canvas, recognition, labels and the recorder."""

    batch_moved = Signal(int, int, str)
    """Of opened drawings, this one, of so many, lies on the canvas; all 0 when there is none."""

    def __init__(
        self, canvas: Canvas, labels: LabelBar, live: LiveRecognition, recorder: Recorder
    ) -> None:
        super().__init__()
        self._canvas = canvas
        self._labels = labels
        self._live = live
        self._recorder = recorder
        self._opened: deque[Opened] = deque()
        self._total = 0
        canvas.sheet_replaced.connect(self._turn_over)
        canvas.ink_changed.connect(self._follow)
        labels.label_changed.connect(self._set_label)
        labels.next_wanted.connect(self.next_drawing)

    def next_drawing(self) -> None:
        """Keep what is on the canvas and take the next sheet, or the next opened drawing."""
        self._canvas.put_away()
        if self._opened:
            self._lay_out_next()
        elif self._total:
            self.drop_batch()

    def open_drawings(self, drawings: tuple[Opened, ...]) -> None:
        """Lay out the first of these; the others follow one by one."""
        self._opened = deque(drawings)
        self._total = len(drawings)
        if drawings:
            self._lay_out_next()

    def drop_batch(self) -> None:
        """No further opened drawing is wanted."""
        self._opened.clear()
        self._total = 0
        self.batch_moved.emit(0, 0, "")

    def recognise_again(self) -> None:
        """The models changed: ask anew about what is on the canvas."""
        if not self._canvas.sketch.is_empty:
            self._live.ask_again(self._canvas.draft())

    def finish(self) -> None:
        """Keep what is on the canvas, as the window closes."""
        self._canvas.settle()
        self._keep(self._canvas.sketch.sheet)

    def _lay_out_next(self) -> None:
        drawing = self._opened.popleft()
        self._canvas.lay_out(drawing.strokes, drawing.picture, drawing.source)
        if drawing.label is not None:
            self._set_label(drawing.label)
            self._labels.show_label(drawing.label)
        self.batch_moved.emit(self._total - len(self._opened), self._total, drawing.source)

    def _turn_over(self, before: Sheet, now: Sheet) -> None:
        self._keep(before)
        self._live.start_anew()
        self._labels.show_label(self._recorder.label_of(now.drawing))

    def _keep(self, sheet: Sheet) -> None:
        self._recorder.put_away(sheet, self._canvas.look)

    def _follow(self) -> None:
        if self._canvas.sketch.is_empty:
            self._live.start_anew()
        elif self._canvas.pen_is_down:
            self._live.follow(self._canvas.draft())
        else:
            self._live.settle(self._canvas.draft())

    def _set_label(self, label: Label) -> None:
        self._recorder.set_label(self._canvas.sketch.sheet.drawing, label)
