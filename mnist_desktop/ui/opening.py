"""Drawings that come from files and from the clipboard. Knows no Qt; runs off the window's thread.

Importing this module loads numpy and Pillow.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from PIL import Image

from mnist_desktop.errors import InkError, KnownError, PictureError
from mnist_desktop.ink.image import picture_to_raster, read_picture
from mnist_desktop.ink.inkfile import is_ink_file, read_ink_file
from mnist_desktop.ink.strokes import Ink, Point, Stroke
from mnist_desktop.ui.opened import Batch, Opened
from mnist_desktop.ui.sketch import SIDE, Picture

MOST = 10_000
"""Drawings that are taken at once."""
CLIPBOARD = "clipboard"
_MARGIN = 30.0
_POINT = 1e-9  # an extent below this is a dot


def open_files(paths: Iterable[Path]) -> Batch:
    """Read pictures and ink files; a bad one does not stop the others."""
    drawings: list[Opened] = []
    problems: list[str] = []
    for path in paths:
        room = MOST - len(drawings)
        try:
            for drawing in islice(_read(path), room + 1):
                if len(drawings) == MOST:
                    problems.append(f"Only the first {MOST:,} drawings were opened.")
                    return Batch(tuple(drawings), tuple(problems))
                drawings.append(drawing)
        except KnownError as error:
            problems.append(str(error))
    if not drawings and not problems:
        problems.append("There is no drawing in what you opened.")
    return Batch(tuple(drawings), tuple(problems))


def open_pasted(png: bytes) -> Batch:
    """Read a picture from the clipboard, as PNG.

    Raises:
        PictureError: damaged, or too large.
    """
    try:
        image = Image.open(io.BytesIO(png), formats=("PNG",))
    except (OSError, Image.DecompressionBombError) as error:
        raise PictureError(
            "The clipboard's picture cannot be read.", "Copy it again, or open it as a file."
        ) from error
    raster = picture_to_raster(image)
    return Batch((Opened((), Picture(raster.tobytes()), None, CLIPBOARD),), ())


def _read(path: Path) -> Iterator[Opened]:
    if path.is_dir():
        raise InkError(f"{path} is a folder.", "Choose the files in it.")
    if not is_ink_file(path):
        yield Opened((), Picture(read_picture(path).tobytes()), None, path.name)
        return
    for drawing in read_ink_file(path):
        if not drawing.ink.is_empty:
            yield Opened(fit(drawing.ink), None, drawing.label, path.name)


def fit(ink: Ink) -> tuple[Stroke, ...]:
    """The strokes on the canvas: as they are where they fit, else scaled and moved into it."""
    xs = [point.x for point in ink.points()]
    ys = [point.y for point in ink.points()]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    extent = max(right - left, bottom - top)
    inside = min(left, top) >= 0 and max(right, bottom) <= SIDE
    if inside and extent >= SIDE / 8:
        return ink.strokes
    scale = (SIDE - 2 * _MARGIN) / extent if extent > _POINT else 1.0
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2

    def place(point: Point) -> Point:
        x = (point.x - middle_x) * scale + SIDE / 2
        y = (point.y - middle_y) * scale + SIDE / 2
        return point._replace(x=x, y=y)

    return tuple(Stroke(tuple(place(point) for point in stroke.points)) for stroke in ink.strokes)
