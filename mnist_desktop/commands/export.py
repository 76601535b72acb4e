"""``mnist-desktop export``: the journal, or one session of it, as files that others read."""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from mnist_desktop import paths
from mnist_desktop.commands.session_option import add_session_option
from mnist_desktop.journal.export import ExportFormat, export
from mnist_desktop.journal.reading import Journal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export",
        help="write the journal as csv, jsonl, npz, idx or png",
        description="csv: a row a prediction; a text that a spreadsheet could take for a formula "
        "has an apostrophe before it. jsonl: everything, which `import` takes back without loss "
        "and evaluate and train read as ink. npz, idx: drawings labelled 0 to 9 as MNIST has them. "
        "png: a folder a label.",
    )
    parser.add_argument("format", choices=[form.value for form in ExportFormat], metavar="FORMAT")
    parser.add_argument("out", type=Path, metavar="OUT", help="a file; a folder for idx and png")
    add_session_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Export with a progress bar, and say how much was written."""
    console = Console(stderr=True)
    with (
        Journal.open_readonly(paths.journal_file()) as journal,
        Progress(console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("", total=None)
        written = export(
            journal,
            options.format,
            options.out,
            options.session,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        unsound = len(journal.unsound)
    print(f"{written} {'drawing' if written == 1 else 'drawings'} written to {options.out}")
    if unsound:
        print(
            f"mnist-desktop: damaged drawings were left out ({unsound}). Use a backup of "
            f"{paths.journal_file()} if you have one.",
            file=sys.stderr,
        )
    return 1 if unsound else 0
