"""The journal as files that others read; streamed, written beside and renamed."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from mnist_desktop.errors import ExportError
from mnist_desktop.journal.exports import arrays, csv_file, jsonl_file, png_folder
from mnist_desktop.journal.location import shared_memory_of, wal_of
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.rows import StoredDrawing
from mnist_desktop.journal.selection import Selection

Progress = Callable[[int, int], None]
"""Told how many drawings are done and how many there are."""
_STEP = 100  # drawings between two reports
_T = TypeVar("_T")


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
    ExportFormat.JSONL: jsonl_file.write,
    ExportFormat.PNG: png_folder.write,
}
_ARRAYS = {ExportFormat.NPZ: arrays.write_npz, ExportFormat.IDX: arrays.write_idx}


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
    watch = _Watch(journal.count(session), progress, cancelled)
    if form is ExportFormat.CSV:
        portions = watch.over(journal.portions(session), lambda portion: len(portion.drawings))
        return csv_file.write(portions, out, journal.pass_over)
    stored = watch.over(journal.stored(session), lambda _: 1)
    if form in _ARRAYS:
        return _ARRAYS[form](stored, out, watch.check)
    return _WRITERS[form](stored, out)


class _Watch:
    """Tells the progress, and stops the export where the person wants it."""

    def __init__(
        self, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled

    def over(self, items: Iterator[_T], drawings: Callable[[_T], int]) -> Iterator[_T]:
        """The items, each of so many drawings."""
        done = due = 0
        for item in items:
            if done >= due:
                self._tell(done)
                due += _STEP
            yield item
            done += drawings(item)
        self._tell(done)

    def check(self) -> None:
        """Stop here where the person wants it.

        Raises:
            ExportCancelledError: as said.
        """
        if self._cancelled is not None and self._cancelled():
            raise ExportCancelledError("The export was cancelled; nothing was written.")

    def _tell(self, done: int) -> None:
        self.check()
        if self._progress is not None:
            self._progress(done, self._total)


def _refuse_journal(journal: Path, out: Path) -> None:
    if out.resolve() in (journal, wal_of(journal), shared_memory_of(journal)):
        raise ExportError(f"{out} is the journal itself.", "Choose another file.")
