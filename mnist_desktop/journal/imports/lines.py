"""A line of an ink file as a drawing with all its facts, or as a label given later."""

import json
from pathlib import Path
from uuid import UUID

from mnist_desktop.errors import InkError
from mnist_desktop.ink.inkfile import parse_line
from mnist_desktop.journal.encoding import check_label
from mnist_desktop.journal.exports.jsonl_file import from_line
from mnist_desktop.journal.imports.plain import PlainInk
from mnist_desktop.journal.instant import from_text
from mnist_desktop.journal.record import LabelEvent, RecordedDrawing

_OURS = frozenset({"first_label", "label_events"})
"""Keys that only the journal writes."""


class Lines:
    """Understands the lines of one file, in their order."""

    def __init__(self, path: Path, *, y_up: bool = False) -> None:
        """``y_up`` is of ink that comes from elsewhere; the journal's own grows down."""
        self._path = path
        self._y_up = y_up
        self._plain = PlainInk(path)

    def read(self, line: bytes, number: int) -> RecordedDrawing | LabelEvent:
        """What the line holds.

        Raises:
            InkError: it is no ink, or the journal's own and damaged; names file and line.
        """
        if b'"strokes"' not in line and (event := self._label(line, number)) is not None:
            return event
        parsed = parse_line(line, number, self._path)
        if not _OURS & parsed.other.keys():
            turned = parse_line(line, number, self._path, y_up=True) if self._y_up else parsed
            return self._plain.drawing(turned)
        try:
            drawing = from_line(parsed)
        except InkError as error:
            raise InkError(f"{self._path}: {error.message}", error.remedy) from error
        if drawing.label != parsed.label:
            raise InkError(
                f"{self._path}, line {number}: the label is not the last one of its label events.",
                "Change labels in the window, or take the journal's own keys out of the line.",
            )
        return drawing

    def _label(self, line: bytes, number: int) -> LabelEvent | None:
        """A line of ``rescue-…-labels.jsonl``: a label for a drawing that was kept before."""
        try:
            value = json.loads(line)
            if not isinstance(value, dict) or "drawing" not in value:
                return None
            check_label(value["label"])
            return LabelEvent(
                UUID(value["id"]), UUID(value["drawing"]), from_text(value["at"]), value["label"]
            )
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise InkError(
                f"{self._path}, line {number}: this is neither a drawing nor a label ({error})."
            ) from error
