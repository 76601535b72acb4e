"""Writes drawings that the journal could not take into an ink file, so that nothing is lost."""

import json
from collections.abc import Iterable
from pathlib import Path

from mnist_desktop.errors import ExportError
from mnist_desktop.journal.entry import DrawingEntry


def write_rescue(entries: Iterable[DrawingEntry], path: Path) -> int:
    """Write an ink file, beside and renamed; returns how many drawings it holds.

    Raises:
        ExportError: the file cannot be written there.
    """
    beside = path.with_name(f"{path.name}.part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8") as file:
            for entry in entries:
                file.write(_line(entry) + "\n")
                count += 1
        beside.replace(path)
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written ({error.strerror or error}).", "Choose another folder."
        ) from error
    return count


def _line(entry: DrawingEntry) -> str:
    drawing = {
        "label": entry.label,
        "strokes": entry.ink.to_json(),
        "id": str(entry.id),
        "drawn_at": entry.drawn_at.isoformat(),
        "source": entry.source,
        "raster": entry.raster.hex(),
    }
    return json.dumps(drawing, ensure_ascii=False)
