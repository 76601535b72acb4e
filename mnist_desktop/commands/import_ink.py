"""``mnist-desktop import``: an ink file into the journal, whole or not at all."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from mnist_desktop import paths
from mnist_desktop.errors import in_one_line
from mnist_desktop.journal.importing import DamagedLinesError, Imported, import_file
from mnist_desktop.journal.store import JournalStore


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "import",
        help="take an ink file into the journal",
        description="What `export jsonl` wrote comes back as it was: keys, times, sessions, "
        "devices, labels and predictions. What the journal has already is passed over, so that a "
        "second import changes nothing. Ink from elsewhere (strokes, perhaps label and writer) "
        "becomes drawings of source `import` without predictions, dated by the file, one session a "
        "writer. With a damaged line in it, nothing of the file is imported. Imported drawings are "
        "not sent to the shared log.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a .jsonl or .jsonl.gz file")
    parser.add_argument("--y-up", action="store_true", help="y grows up in ink from elsewhere")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import with a progress bar; name the first damaged lines."""
    try:
        done = _import(options.file, y_up=options.y_up)
    except DamagedLinesError as error:
        for line in error.lines:
            print(in_one_line(line), file=sys.stderr)
        raise
    print(json.dumps(asdict(done)) if options.json else _in_words(done, options.file))
    return 0


def _import(path: Path, *, y_up: bool) -> Imported:
    console = Console(stderr=True)
    store = JournalStore(paths.journal_file())
    try:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=None)
            return import_file(
                path,
                lambda merge: merge(store),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                y_up=y_up,
            )
    finally:
        store.close()


def _in_words(done: Imported, path: Path) -> str:
    drawings = "1 drawing" if done.drawings == 1 else f"{done.drawings} drawings"
    labels = f", {done.labels} later labels" if done.labels else ""
    known = f"; {done.known} were there already" if done.known else ""
    return f"{drawings}{labels} imported from {path}{known}"
