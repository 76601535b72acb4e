"""What the journal could not take, as an ink file: the last resort when the window closes."""

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from mnist_desktop.beside import beside, cannot_write
from mnist_desktop.journal.backlog import Item, gather
from mnist_desktop.journal.encoding import encode
from mnist_desktop.journal.exports.jsonl_file import write
from mnist_desktop.journal.instant import free_name, to_micros, to_text
from mnist_desktop.journal.record import LabelEvent, RecordedDrawing
from mnist_desktop.journal.rows import StoredDrawing

_log = logging.getLogger(__name__)


def write_rescue(items: Sequence[Item], folder: Path) -> Path:
    """Write ``rescue-<time>.jsonl`` into ``folder``, made where it is missing; return the file.

    Raises:
        ExportError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(error, folder) from error
    out = free_name(folder, "rescue", ".jsonl")
    write_unsaved(items, out)
    return out


def write_unsaved(items: Sequence[Item], out: Path) -> int:
    """Write drawings with their labels as the ink file ``out``.

    Labels of drawings that are in the journal already go to ``<out's stem>-labels.jsonl``.

    Returns:
        How many drawings were written.

    Raises:
        ExportError: it cannot be written.
    """
    drawings, labels = gather(items)
    if labels:
        with beside(out.with_name(f"{out.stem}-labels.jsonl")) as (part,):
            part.write_text("".join(map(_label_line, labels)), encoding="utf-8")
    return write(_encoded(drawings), out)


def _encoded(drawings: Sequence[RecordedDrawing]) -> Iterator[StoredDrawing]:
    for drawing in drawings:
        try:
            yield encode(drawing)
        except ValueError:  # its points are no numbers: no ink file can hold it either
            _log.exception("drawing %s cannot be rescued", drawing.entry.id)


def _label_line(event: LabelEvent) -> str:
    at = to_text(to_micros(event.at))
    value = {"drawing": str(event.drawing), "id": str(event.id), "at": at, "label": event.label}
    return json.dumps(value) + "\n"
