"""What the model sees: the 28×28, each pixel large enough to be seen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, qRgb
from PySide6.QtWidgets import QSizePolicy, QWidget

from mnist_desktop.ui.theme import Theme

_SIDE = 28
_TIMES = 4  # device-independent pixels to the raster's pixel
_FRAME = 1


class RasterView(QWidget):
    """Paints one raster of 784 bytes, 255 = ink; blank until there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ramp = _ramp(theme.sunken, theme.text)
        self._raster = bytes(_SIDE * _SIDE)
        self.setAccessibleName("What the model sees")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def raster(self) -> bytes:
        """What is shown, 784 bytes."""
        return self._raster

    def show_raster(self, raster: bytes) -> None:
        """Show another raster."""
        if raster != self._raster:
            self._raster = raster
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self._ramp = _ramp(theme.sunken, theme.text)
        self.update()

    def spoken(self) -> str:
        """Whether there is something to see."""
        return "the drawing as 28 by 28 pixels" if any(self._raster) else "blank"

    def sizeHint(self) -> QSize:
        """Whole pixels and a frame."""
        side = _SIDE * _TIMES + 2 * _FRAME
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pixels with hard edges."""
        painter = QPainter(self)
        image = QImage(self._raster, _SIDE, _SIDE, _SIDE, QImage.Format.Format_Indexed8)
        image.setColorTable(self._ramp)
        side = self.width() - 2 * _FRAME
        painter.drawImage(QRectF(_FRAME, _FRAME, side, side), image)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _ramp(paper: str, ink: str) -> list[int]:
    """256 colours from paper to ink."""
    low, high = QColor(paper), QColor(ink)
    return [
        qRgb(*(round(a + (b - a) * step / 255) for a, b in zip(_rgb(low), _rgb(high), strict=True)))
        for step in range(256)
    ]


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
