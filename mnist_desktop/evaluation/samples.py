"""Any file of drawings as 28×28 pictures with labels, in batches of bounded memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import InkError, PictureError
from mnist_desktop.ink.arrays import is_idx, is_npz, read_idx, read_npz
from mnist_desktop.ink.inkfile import Label, LabelledInk, is_ink_file, read_ink_file
from mnist_desktop.ink.raster import SIZE, rasterise

BATCH = 2048
"""Drawings read and recognised at once."""

ToRaster = Callable[[npt.NDArray[np.uint8]], npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some drawings of one file.

    Attributes:
        rasters: uint8 (n, 28, 28).
        labels: n labels.
        indices: n places in the file, from 0: the line of an ink file, the image of an array.
    """

    rasters: npt.NDArray[np.uint8]
    labels: tuple[Label, ...]
    indices: tuple[int, ...]


def read_samples(
    path: Path,
    *,
    y_up: bool = False,
    as_is: bool = False,
    skipped: Callable[[InkError], None] | None = None,
) -> Iterator[Batch]:
    """The drawings of an ink file, an npz or IDX file, or a picture.

    Args:
        path: what to read; told apart by name.
        y_up: an ink file's y grows up.
        as_is: npz images are 28×28 normalised like MNIST's and go to the models unchanged; IDX
            images always are.
        skipped: told of each bad line of an ink file, which is then passed over.

    Raises:
        InkError, PictureError: unreadable, naming the file and the remedy.
    """
    if is_ink_file(path):
        yield from _ink_batches(read_ink_file(path, y_up=y_up, skipped=skipped))
    elif is_npz(path):
        images, labels = read_npz(path)
        yield from _image_batches(path, images, labels, as_is)
    elif is_idx(path):
        images, labels = read_idx(path)
        yield from _image_batches(path, images, labels, as_is=True)
    else:
        from mnist_desktop.ink.image import read_picture

        yield Batch(read_picture(path)[None], (None,), (0,))


def _ink_batches(lines: Iterator[LabelledInk]) -> Iterator[Batch]:
    while some := list(islice(lines, BATCH)):
        rasters = np.stack([rasterise(line.ink) for line in some])
        yield Batch(
            rasters,
            tuple(line.label for line in some),
            tuple(line.line - 1 for line in some),
        )


def _image_batches(
    path: Path,
    images: npt.NDArray[np.uint8],
    labels: npt.NDArray[np.int64] | None,
    as_is: bool,
) -> Iterator[Batch]:
    if as_is and images.shape[1:] != (SIZE, SIZE):
        raise PictureError(
            f"{path}: images are {images.shape[2]}×{images.shape[1]}, not 28×28.",
            "Leave out --as-is.",
        )
    for start in range(0, len(images), BATCH):
        some = images[start : start + BATCH]
        rasters = some if as_is else np.stack([_to_raster(image) for image in some])
        named: tuple[Label, ...] = (None,) * len(some)
        if labels is not None:
            named = tuple(labels[start : start + BATCH].tolist())
        yield Batch(rasters, named, tuple(range(start, start + len(some))))


def _to_raster(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    from mnist_desktop.ink.image import array_to_raster

    return array_to_raster(image, ink_is_high=True)
