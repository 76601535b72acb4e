"""Ink that people collected elsewhere, as drawings of the journal: no model answered them yet."""

from collections import Counter
from datetime import UTC, datetime
from hashlib import blake2b
from json import dumps
from pathlib import Path
from uuid import UUID, uuid5

from mnist_desktop.ink.inkfile import LabelledInk
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.record import NO_DEVICE, Origin, RecordedDrawing

SOURCE = "import"
"""What the journal calls the source of such drawings; the writer, if any, follows."""
_NAMES = UUID("5b0f6b7e-64d4-5f07-9d6e-6d6e69737464")
_ELSEWHERE = Origin("", NO_DEVICE)
_PEN_WIDTH, _PEN, _PAPER = 13.0, "#000000", "#ffffff"  # nobody said: the look of a new window


class PlainInk:
    """The plain lines of one file.

    Keys are made from what a line holds, so that the same drawing always has the same one and a
    second import changes nothing; a drawing that stands twice in a file is two. Each writer's
    drawings are one session. They are dated by the file, since the line does not say.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: Counter[bytes] = Counter()
        self._drawn_at: datetime | None = None

    def drawing(self, line: LabelledInk) -> RecordedDrawing:
        """The drawing, with the 28×28 that a model would see."""
        from mnist_desktop.ink.raster import rasterise  # loads numpy

        strokes = line.ink.to_json()
        content = dumps([strokes, line.label, line.writer])
        digest = blake2b(content.encode(), digest_size=16).digest()
        self._seen[digest] += 1
        entry = DrawingEntry(
            id=uuid5(_NAMES, f"drawing {digest.hex()} {self._seen[digest]}"),
            session=uuid5(_NAMES, f"writer {dumps(line.writer)}"),
            drawn_at=self._date(),
            ink=line.ink,
            raster=rasterise(line.ink).tobytes(),
            label=line.label,
            pen_width=_PEN_WIDTH,
            pen_colour=_PEN,
            paper_colour=_PAPER,
            source=SOURCE if line.writer is None else f"{SOURCE}, writer {line.writer}",
            predictions=(),
        )
        return RecordedDrawing(entry, _ELSEWHERE)

    def _date(self) -> datetime:
        if self._drawn_at is None:
            self._drawn_at = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        return self._drawn_at
