"""A program that draws, labels, exports and sends until it is killed; it says what was saved.

python -m tests.journal.killed_child JOURNAL EXPORT [HOST DATABASE USER]
"""

import sys
import threading
from pathlib import Path
from uuid import UUID

from mnist_desktop.journal.export import export
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.sharing import SharingState
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import make_entry


class Aloud:
    """A listener that says at once what is on disk."""

    def __init__(self) -> None:
        self.sender: Sender | None = None

    def saved(self, drawing: UUID) -> None:
        """Say so."""
        print(drawing, flush=True)
        if self.sender is not None:
            self.sender.wake()

    def failing(self, error: Exception, waiting: int) -> None:
        """Say that too: the test fails by it."""
        print("failing", error, flush=True)

    def recovered(self) -> None:
        """Nothing."""

    def sharing(self, state: SharingState) -> None:
        """Nothing: a server may be slow, and what it has is counted there."""


def main() -> None:
    """Go on for ever."""
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
    aloud = Aloud()
    writer = JournalWriter(path, aloud)
    if len(sys.argv) > 3:
        host, database, user = sys.argv[3:]
        aloud.sender = Sender(path, writer, Connection(host, "", database, user), aloud)
        aloud.sender.start()
    threading.Thread(target=_export_for_ever, args=(writer, path, out), daemon=True).start()
    session, seed = writer.start_session(), 0
    while True:
        if writer.pending() < 8:
            seed += 1
            entry = make_entry(session, label=1, seed=seed)
            writer.append(entry)
            writer.relabel(entry.id, 2)


def _export_for_ever(writer: JournalWriter, path: Path, out: Path) -> None:
    writer.run(lambda _: None).result()
    while True:
        with Journal.open_readonly(path) as journal:
            export(journal, "jsonl", out, "last")


if __name__ == "__main__":
    main()
