"""The program's own icons: one-colour drawings that take the theme's colour."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mnist_desktop import paths

SIZE = 20
"""Of toolbar icons, in device-independent pixels."""
_RATIOS = (1.0, 1.25, 1.5, 2.0, 3.0)
_INK = "#000000"  # the colour that the drawings are made in


def icon(name: str, colour: str, faint: str) -> QIcon:
    """A toolbar icon, sharp at every usual scale of the screen.

    Args:
        name: of the drawing in ``resources/icons``.
        colour: ``#rrggbb`` of the icon.
        faint: ``#rrggbb`` while it is disabled.
    """
    drawing = (paths.resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint)):
        renderer = QSvgRenderer(QByteArray(drawing.replace(_INK, tint).encode()))
        for ratio in _RATIOS:
            made.addPixmap(_pixmap(renderer, ratio), mode)
    return made


def application_icon() -> QIcon:
    """The window's icon."""
    return QIcon(str(paths.resources_dir() / "icons" / "mnist-desktop.svg"))


def _pixmap(renderer: QSvgRenderer, ratio: float) -> QPixmap:
    pixels = round(SIZE * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
