"""A folder for each label with a 28×28 picture for each drawing, white ink on black as MNIST's."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from mnist_desktop.beside import folder_beside
from mnist_desktop.journal.entry import NO_DIGIT, Label
from mnist_desktop.journal.rows import StoredDrawing

SIDE = 28
UNLABELLED = "unlabelled"
_LONGEST_NAME = 40


def write(stored: Iterator[StoredDrawing], out: Path) -> int:
    """Write the new folder ``out``: ``0`` to ``9``, ``no-digit``, ``unlabelled``, ``other-…``.

    Raises:
        ExportError: it cannot be written, or holds something already.
    """
    from PIL import Image

    count = 0
    with folder_beside(out) as part:
        for drawing in stored:
            if drawing.ink is None:
                continue
            folder = part / folder_name(drawing.label)
            folder.mkdir(exist_ok=True)
            picture = Image.frombytes("L", (SIDE, SIDE), drawing.ink.raster)
            picture.save(folder / f"{UUID(bytes=drawing.drawing.id)}.png")
            count += 1
    return count


def folder_name(label: Label) -> str:
    """A name that every file system takes, whatever the label says."""
    if label is None:
        return UNLABELLED
    if isinstance(label, int):
        return str(label)
    if label == NO_DIGIT:
        return "no-digit"
    return "other-" + re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-")[:_LONGEST_NAME]
