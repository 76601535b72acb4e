"""What was drawn against what one model answered; a cell shows its drawings."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip

from mnist_desktop.ui.accessible import announce
from mnist_desktop.ui.report.painted import Painted
from mnist_desktop.ui.report.shades import between, readable_on
from mnist_desktop.ui.style import large
from mnist_desktop.ui.theme import Theme

SIDE = 11
"""Ten digits and no digit."""
_NONE = "–"
_MARGIN = 46  # pixels left and above, for titles and digits
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_FAINTEST, _STRONGEST = 0.12, 0.9  # of a cell that counts anything


class ConfusionMatrix(Painted):
    """Right answers in one hue, wrong ones in another; arrows and Enter do what the mouse does."""

    cell_chosen = Signal(int, int)
    """The person wants to see the drawings of this row (label) and column (answer), 10 is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Confusion matrix", is_tall=True)
        self._counts: Sequence[Sequence[int]] = ((0,) * SIDE,) * SIDE
        self.cell = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_counts(self, counts: Sequence[Sequence[int]]) -> None:
        """Show other counts, 11 rows by label and 11 columns by answer."""
        self._counts = counts
        self.update()

    def spoken(self) -> str:
        """The cell that the keys are at, in words."""
        return self._words(*self.cell)

    def sizeHint(self) -> QSize:
        """Cells that four figures fit in."""
        side = SIDE * (self.fontMetrics().horizontalAdvance("0000") + 6)
        return QSize(_MARGIN + side, _MARGIN + SIDE * (self.fontMetrics().height() + 10))

    def minimumSizeHint(self) -> QSize:
        """Cells can be read in no less."""
        return self.sizeHint()

    def where(self, row: int, column: int) -> QRectF:
        """A cell's place."""
        width, height = (self.width() - _MARGIN) / SIDE, (self.height() - _MARGIN) / SIDE
        return QRectF(_MARGIN + column * width, _MARGIN + row * height, width, height)

    # --- hands ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and (
            cell := self._at(event.position().toPoint())
        ):
            self._move_to(cell)
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter chooses."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            row, column = (at + by for at, by in zip(self.cell, step, strict=True))
            self._move_to((min(max(row, 0), SIDE - 1), min(max(column, 0), SIDE - 1)))
        elif event.key() in _CHOOSE:
            self._choose()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say under the mouse what a cell counts."""
        if isinstance(event, QHelpEvent):
            cell = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(*cell) if cell else "", self)
            return True
        return super().event(event)

    def _at(self, place: QPoint) -> tuple[int, int] | None:
        first = self.where(0, 0)
        column = int((place.x() - _MARGIN) // first.width())
        row = int((place.y() - _MARGIN) // first.height())
        return (row, column) if 0 <= row < SIDE and 0 <= column < SIDE else None

    def _move_to(self, cell: tuple[int, int]) -> None:
        self.cell = cell
        self.update()
        announce(self, self.spoken())

    def _choose(self) -> None:
        row, column = self.cell
        if self._counts[row][column]:  # nothing to be seen elsewhere
            self.cell_chosen.emit(row, column)

    def _words(self, row: int, column: int) -> str:
        count, all_ = self._counts[row][column], sum(self._counts[row])
        drawn = "no digit" if row == SIDE - 1 else str(row)
        answer = "none" if column == SIDE - 1 else str(column)
        return f"Drawn {drawn}, answer {answer}: {count:,} of {all_:,}"

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint titles, cells, and where the keys are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_titles(painter)
        for row in range(SIDE):
            for column in range(SIDE):
                self._paint_cell(painter, row, column)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.where(*self.cell).adjusted(1, 1, -1, -1), 3, 3)

    def _paint_titles(self, painter: QPainter) -> None:
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(_MARGIN, 0, self.width() - _MARGIN, _MARGIN / 2), middle, "Answer")
        painter.save()
        painter.rotate(-90)
        across = QRectF(-self.height(), 0, self.height() - _MARGIN, _MARGIN / 2)
        painter.drawText(across, middle, "Drawn")
        painter.restore()
        for place in range(SIDE):
            text = _NONE if place == SIDE - 1 else str(place)
            above, left = self.where(0, place), self.where(place, 0)
            above.moveBottom(_MARGIN)
            above.setTop(_MARGIN / 2)
            painter.drawText(above, middle, text)
            painter.drawText(
                QRectF(_MARGIN / 2, left.top(), _MARGIN / 2, left.height()), middle, text
            )

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        theme, count = self._theme, self._counts[row][column]
        where = self.where(row, column).adjusted(1, 1, -1, -1)
        hue = theme.accent if row == column else theme.unsure
        if row == SIDE - 1:  # no digit was drawn: no answer is right or wrong
            hue = theme.bar
        share = count / max(sum(self._counts[row]), 1)
        strength = _FAINTEST + (_STRONGEST - _FAINTEST) * share**0.4
        ground = between(theme.surface, hue, strength) if count else theme.window
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(where, 3, 3)
        if count:
            weight = QFont.Weight.DemiBold if row == column else QFont.Weight.Normal
            painter.setFont(large(self.font(), 0.92, weight))
            painter.setPen(QColor(readable_on(ground)))
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, short_count(count))


def short_count(count: int) -> str:
    """At most four figures: ``9,999`` and ``12k``."""
    if count < 10_000:
        return str(count)
    return f"{count / 1000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.1f}M"
