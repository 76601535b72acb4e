"""``mnist-desktop sync``: send what waits to the shared log, now, and say what became of it."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import Progress

from mnist_desktop import paths
from mnist_desktop.errors import JournalError, KnownError
from mnist_desktop.journal.outbox import Outbox, take_up_again, turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter

_CLOSE_SECONDS = 30.0


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "sync",
        help="send what waits to the shared log",
        description="Sends what the journal has queued for the shared log of the settings, or of "
        "the POSTGRES_* variables; the window must be closed. Each drawing is there once, however "
        "often it is sent.",
    )
    parser.add_argument(
        "--everything", action="store_true", help="queue all that the journal holds first"
    )
    parser.add_argument(
        "--retry", action="store_true", help="try what the server refused before once more"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Send with a progress bar; 1 when something is left."""
    path = paths.journal_file()
    with Outbox.open_readonly(path):
        pass  # there is a journal, and it can be read
    writer = JournalWriter(path, _Nobody())
    try:
        writer.run(JournalStore.count).result()  # before anything is sent: nobody else writes it
        if options.everything:
            writer.run(lambda store: turn_on_sharing(store, everything=True)).result()
        if options.retry:
            writer.run(take_up_again).result()
        return _send(path, writer)
    finally:
        writer.close(_CLOSE_SECONDS)


class _Nobody:
    """Tasks tell their own failures."""

    def saved(self, drawing: UUID) -> None:
        """Nothing is drawn here."""

    def failing(self, error: JournalError, waiting: int) -> None:
        """Each task fails with it."""

    def recovered(self) -> None:
        """Nothing waited."""


def _send(path: Path, writer: JournalWriter) -> int:
    from mnist_desktop.commands.shared_log import shared_connection
    from mnist_desktop.journal.postgres.check import make_loop
    from mnist_desktop.journal.postgres.draining import drain

    console = Console(stderr=True)
    counts = {"waiting": 0, "set_aside": 0, "sent": 0}
    trouble: KnownError | None = None
    with (
        closing(make_loop()) as loop,
        Progress(console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("", total=None)

        def tell(sent: int = 0, **changes: Any) -> None:
            counts.update({name: changes[name] for name in counts.keys() & changes.keys()})
            counts["sent"] += sent
            total = counts["sent"] + counts["waiting"]
            bar.update(task, completed=counts["sent"], total=total)

        try:
            loop.run_until_complete(drain(path, writer, shared_connection(), tell))
        except KnownError as error:
            trouble = error
    print(f"{counts['sent']} sent, {counts['waiting']} waiting, {counts['set_aside']} set aside")
    if trouble is not None:
        raise trouble
    if counts["set_aside"]:
        print("mnist-desktop: some were refused. See why in the window, or try --retry.",
              file=sys.stderr)  # fmt: skip
    return 1 if counts["waiting"] or counts["set_aside"] else 0
