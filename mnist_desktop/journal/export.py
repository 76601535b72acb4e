"""The journal as files that others read; streamed, written beside and renamed."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from mnist_desktop.errors import ExportError
from mnist_desktop.journal.exports import arrays, csv_file, jsonl_file, png_folder
from mnist_desktop.journal.location import shared_memory_of, wal_of
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.rows import StoredDrawing
from mnist_desktop.journal.selection import Selection

Progress = Callable[[int, int], None]
"""Told how many drawings are done and how many there are."""
_STEP = 100  # drawings between two reports


class ExportFormat(StrEnum):
    """What the journal is written as; the values are the command line's contract."""

    CSV = "csv"
    JSONL = "jsonl"
    NPZ = "npz"
    IDX = "idx"
    PNG = "png"


class ExportCancelledError(ExportError):
    """The person called the export off; nothing was written."""


_WRITERS: dict[ExportFormat, Callable[[Iterator[StoredDrawing], Path], int]] = {
    ExportFormat.CSV: csv_file.write,
    ExportFormat.JSONL: jsonl_file.write,
    ExportFormat.NPZ: arrays.write_npz,
    ExportFormat.IDX: arrays.write_idx,
    ExportFormat.PNG: png_folder.write,
}


def export(
    journal: Journal,
    form: ExportFormat | str,
    out: Path,
    session: Selection = "all",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write drawings of the journal to ``out``.

    Args:
        journal: open for reading; its ``unsound`` then names what could not be written.
        form: ``csv`` (a row a prediction), ``jsonl`` (ink; gzipped where the name ends in
            ``.gz``), ``npz`` or ``idx`` (drawings labelled 0 to 9), ``png`` (a folder a label).
        out: the file; for ``idx`` and ``png`` a folder. Files are replaced; a ``png`` folder must
            be new or empty.
        session: whose drawings.
        progress: told at the start, every hundred drawings, and at the end.
        cancelled: asked as often.

    Returns:
        How many drawings were written.

    Raises:
        ExportError: ``out`` cannot be written, or the export was cancelled; nothing is left.
        JournalError: no such session, or the journal cannot be read.
    """
    form = ExportFormat(form)
    _refuse_journal(journal.path, out)
    total = journal.count(session)
    stored = journal.stored(session, ink=form is not ExportFormat.CSV)
    return _WRITERS[form](_watched(stored, total, progress, cancelled), out)


def _watched(
    stored: Iterator[StoredDrawing],
    total: int,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[StoredDrawing]:
    done = 0
    for drawing in stored:
        if done % _STEP == 0:
            if cancelled is not None and cancelled():
                raise ExportCancelledError("The export was cancelled; nothing was written.")
            if progress is not None:
                progress(done, total)
        yield drawing
        done += 1
    if progress is not None:
        progress(done, total)


def _refuse_journal(journal: Path, out: Path) -> None:
    if out.resolve() in (journal, wal_of(journal), shared_memory_of(journal)):
        raise ExportError(f"{out} is the journal itself.", "Choose another file.")
