"""``mnist-desktop export``: the journal, or one session of it, as files that others read."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.progress import Progress

from mnist_desktop import paths
from mnist_desktop.journal.export import ExportFormat, export
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.selection import Selection


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
    parser.add_argument(
        "--session",
        type=_session,
        default="all",
        metavar="last|all|ID",
        help="whose drawings (default: %(default)s)",
    )
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


def _session(text: str) -> Selection:
    if text == "last":
        return "last"
    if text == "all":
        return "all"
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be last, all, or a session's ID") from None
