"""Drawings that came from elsewhere, as they cross from the reading job to the window."""

from dataclasses import dataclass

from mnist_desktop.ink.strokes import Stroke
from mnist_desktop.journal.entry import Label
from mnist_desktop.ui.sketch import Picture


@dataclass(frozen=True, slots=True)
class Opened:
    """One drawing from elsewhere.

    Attributes:
        strokes: in canvas units; empty for a picture.
        picture: the 28×28, for a picture.
        label: what the file says it is.
        source: the file's name.
    """

    strokes: tuple[Stroke, ...]
    picture: Picture | None
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was opened, and one sentence for each file that could not be read to its end."""

    drawings: tuple[Opened, ...]
    problems: tuple[str, ...]
