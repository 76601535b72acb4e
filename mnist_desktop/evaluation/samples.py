"""Any file of drawings, in portions that can be read and recognised one by one, here or elsewhere.

A file is cut into portions of bounded size without looking into them; what costs time (parsing,
re-inking) happens in :meth:`Portion.read`, which another process may call.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import InkError, KnownError, PictureError
from mnist_desktop.ink.arrays import is_idx, is_npz, read_idx, read_npz
from mnist_desktop.ink.inkfile import (
    Label,
    LabelledInk,
    is_ink_file,
    parse_line,
    read_lines,
)
from mnist_desktop.ink.raster import SIZE, rasterise

BATCH = 1024
"""Most drawings of one portion."""
_MOST_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some drawings of one file.

    Attributes:
        rasters: uint8 (n, 28, 28).
        labels: n labels.
        indices: n places in the file, from 0: the line of an ink file, the image of an array.
        errors: what could not be read, and was passed over.
    """

    rasters: npt.NDArray[np.uint8]
    labels: tuple[Label, ...]
    indices: tuple[int, ...]
    errors: tuple[KnownError, ...] = ()


class Portion(Protocol):
    """A part of a file, not yet read."""

    def read(self) -> Batch:
        """Its drawings as a model sees them.

        Raises:
            PictureError: a picture that cannot be read.
        """
        ...


def portions(path: Path, *, y_up: bool = False, as_is: bool = False) -> Iterator[Portion]:
    """The portions of an ink file, an npz or IDX file, or a picture, told apart by name.

    Args:
        path: what to read.
        y_up: an ink file's y grows up.
        as_is: npz images are 28×28 normalised like MNIST's and go to the models unchanged; IDX
            images always are.

    Raises:
        InkError, PictureError: unreadable, naming the file and the remedy.
    """
    if is_ink_file(path):
        yield from _ink_portions(path, y_up)
    elif is_npz(path) or is_idx(path):
        images, labels = read_npz(path) if is_npz(path) else read_idx(path)
        as_is = as_is or is_idx(path)
        if as_is and images.shape[1:] != (SIZE, SIZE):
            size = f"{images.shape[2]}×{images.shape[1]}"
            remedy = "Put them into an .npz." if is_idx(path) else "Leave out --as-is."
            raise PictureError(f"{path}: images are {size}, not 28×28.", remedy)
        for start in range(0, len(images), BATCH):
            part = slice(start, start + BATCH)
            named = None if labels is None else labels[part]
            yield _ImagePortion(path, start, images[part], named, as_is)
    else:
        yield _PicturePortion(path)


def _ink_portions(path: Path, y_up: bool) -> Iterator[Portion]:
    lines: list[tuple[int, bytes]] = []
    size = 0
    failure: InkError | None = None
    source = read_lines(path)
    while True:
        try:
            number, line = next(source)
        except StopIteration:
            break
        except InkError as error:  # the file ends in a damage: what came before is still answered
            failure = error
            break
        lines.append((number, line))
        size += len(line)
        if len(lines) == BATCH or size > _MOST_BYTES:
            yield _InkPortion(path, tuple(lines), y_up)
            lines, size = [], 0
    if lines:
        yield _InkPortion(path, tuple(lines), y_up)
    if failure is not None:
        raise failure


@dataclass(frozen=True, slots=True)
class _InkPortion:
    path: Path
    lines: tuple[tuple[int, bytes], ...]
    y_up: bool

    def read(self) -> Batch:
        drawings, errors = [], []
        for number, line in self.lines:
            try:
                drawings.append(parse_line(line, number, self.path, y_up=self.y_up))
            except InkError as error:
                errors.append(error)
        rasters = np.zeros((len(drawings), SIZE, SIZE), dtype=np.uint8)
        for row, drawing in enumerate(drawings):
            rasters[row] = _see(drawing)
        return Batch(
            rasters,
            tuple(drawing.label for drawing in drawings),
            tuple(drawing.line - 1 for drawing in drawings),
            tuple(errors),
        )


def _see(drawing: LabelledInk) -> npt.NDArray[np.uint8]:
    """What a model sees of a line; one that came as a picture has no strokes but its 28×28."""
    kept = drawing.other.get("raster")
    if drawing.ink.is_empty and isinstance(kept, str):
        try:
            pixels = np.frombuffer(base64.b64decode(kept, validate=True), dtype=np.uint8)
            return pixels.reshape(SIZE, SIZE)
        except ValueError:
            pass  # another program's key of the same name
    return rasterise(drawing.ink)


@dataclass(frozen=True, slots=True)
class _ImagePortion:
    path: Path
    start: int
    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64] | None
    as_is: bool

    def read(self) -> Batch:
        rasters = self.images if self.as_is else self._normalised()
        named: tuple[Label, ...] = (None,) * len(rasters)
        if self.labels is not None:
            named = tuple(self.labels.tolist())
        return Batch(rasters, named, tuple(range(self.start, self.start + len(rasters))))

    def _normalised(self) -> npt.NDArray[np.uint8]:
        from mnist_desktop.ink.image import array_to_raster

        try:
            return np.stack([array_to_raster(image, ink_is_high=True) for image in self.images])
        except PictureError as error:
            raise PictureError(f"{self.path}: {error.message}", error.remedy) from error


@dataclass(frozen=True, slots=True)
class _PicturePortion:
    path: Path

    def read(self) -> Batch:
        from mnist_desktop.ink.image import read_picture

        return Batch(read_picture(self.path)[None], (None,), (0,))
