"""An ink file into the journal: all of it, or nothing where one of its lines is damaged.

The lines go into a journal of their own first, in a folder for passing things, so that a damaged
file is known before anything is written and the one writer is held up only while rows are copied.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mnist_desktop.errors import InkError
from mnist_desktop.ink.inkfile import read_lines
from mnist_desktop.journal.imports.lines import Lines
from mnist_desktop.journal.merging import Merged
from mnist_desktop.journal.record import LabelEvent
from mnist_desktop.journal.store import JournalStore

Task = Callable[[JournalStore], Merged]
Progress = Callable[[int, int], None]
"""Told how many lines are done and how many there are."""
_STEP = 100  # lines between two reports
_MOST_TOLD = 20


class ImportCancelledError(InkError):
    """The person called the import off; nothing was imported."""


class DamagedLinesError(InkError):
    """Lines of the file are damaged, so nothing was imported.

    Attributes:
        lines: what is wrong, for each of the first twenty.
    """

    def __init__(self, path: Path, lines: list[InkError], count: int) -> None:
        of = "1 line is" if count == 1 else f"{count:,} lines are"
        super().__init__(
            f"{path}: {of} damaged, so nothing was imported. The first: {lines[0].message}",
            "Mend or remove what is damaged, and import again.",
        )
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        drawings: that the journal did not have.
        known: drawings of the file that were there already, and stayed as they were.
        labels: later labels that the journal did not have.
    """

    drawings: int
    known: int
    labels: int


def import_file(
    path: Path,
    run: Callable[[Task], Merged],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    y_up: bool = False,
) -> Imported:
    """Import an ink file; what the journal has already is passed over by its key.

    Args:
        path: ``.jsonl`` or ``.jsonl.gz``: an export, a rescue file, or ink from elsewhere.
        run: has the task done on the open journal, such as
            ``lambda task: writer.run(task).result()``.
        progress: told at the start, every hundred lines, and at the end.
        cancelled: asked as often.
        y_up: y grows up in ink from elsewhere.

    Raises:
        InkError: the file cannot be read, has damaged lines, or it was cancelled.
        JournalError: the journal cannot be written. In each case nothing was imported.
    """
    with tempfile.TemporaryDirectory(prefix="mnist-desktop-import-") as folder:
        staged = Path(folder).resolve() / "journal.sqlite3"
        drawings = _stage(path, staged, Lines(path, y_up=y_up), _Watch(path, progress, cancelled))
        merged = run(lambda store: store.merge(staged))
    return Imported(merged.drawings, drawings - merged.drawings, merged.labels)


class _Watch:
    """Tells the progress, and stops the import where the person wants it."""

    def __init__(
        self, path: Path, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._total = sum(1 for _ in read_lines(path)) if progress else 0

    def tell(self, done: int) -> None:
        """So many lines are done."""
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelledError("The import was cancelled; nothing was imported.")
        if self._progress is not None:
            self._progress(done, self._total)


def _stage(path: Path, staged: Path, lines: Lines, watch: _Watch) -> int:
    """Write the file's drawings and labels into the journal ``staged``; how many drawings."""
    damaged: list[InkError] = []
    done = bad = 0
    store = JournalStore(staged)
    try:
        with store.transaction():
            for number, line in read_lines(path):
                if done % _STEP == 0:
                    watch.tell(done)
                done += 1
                try:
                    _keep(store, lines, line, number)
                except InkError as error:
                    bad += 1
                    damaged = [*damaged, error][:_MOST_TOLD]
            if damaged:
                raise DamagedLinesError(path, damaged, bad)
        watch.tell(done)
        return store.count()
    finally:
        store.close()


def _keep(store: JournalStore, lines: Lines, line: bytes, number: int) -> None:
    found = lines.read(line, number)
    try:
        if isinstance(found, LabelEvent):
            store.relabel(found)
        else:
            store.add(found)
    except (ValueError, sqlite3.IntegrityError) as error:
        raise InkError(f"Line {number} cannot be kept: {error}.") from error
