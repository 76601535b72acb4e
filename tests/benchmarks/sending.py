"""How fast what waits reaches the server: ``python -m tests.benchmarks.sending``.

Prints a row for a local server and one for a server behind 50 ms of round trip, then how long the
window's thread is held up while a server swallows everything that is sent to it.
"""

import argparse
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.sharing import SharingState
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import MODELS, Heard, make_entry
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database, running_server

_POINTS = 50


class Watch:
    """A listener that knows when nothing waits any more."""

    def __init__(self) -> None:
        self.state = SharingState()
        self.empty = threading.Event()

    def sharing(self, state: SharingState) -> None:
        """Remember."""
        self.state = state
        if state.connected and not state.waiting:
            self.empty.set()


def fill(path: Path, drawings: int) -> None:
    """A journal with drawings that wait, four predictions each."""
    store = JournalStore(path)
    turn_on_sharing(store)
    with store.transaction():
        for number in range(drawings):
            store.append(_four(make_entry(label=number % 10, seed=number, points=_POINTS)))
    store.close()


def _four(entry: DrawingEntry) -> DrawingEntry:
    ink = Ink.from_json(
        [[[round(n, 2) for n in point] for point in stroke] for stroke in entry.ink.to_json()]
    )
    return replace(entry, ink=ink, predictions=entry.predictions[: len(MODELS) - 1])


def drain(path: Path, connection: Connection) -> float:
    """Seconds until the outbox is empty."""
    writer, watch = JournalWriter(path, Heard()), Watch()
    sender = Sender(path, writer, connection, watch)
    began = time.perf_counter()
    sender.start()
    if not watch.empty.wait(120):
        raise SystemExit(f"not drained: {watch.state}")
    seconds = time.perf_counter() - began
    sender.close(5)
    writer.close(5)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--drawings", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, running_server(Path(name)) as dsn:
        for what, delay in (("local server", 0.0), ("50 ms round trip", 0.025)):
            path = Path(name) / f"{delay}.sqlite3"
            fill(path, options.drawings)
            database = Database(dsn)
            database.create()
            with Proxy(database.socket) as proxy:
                proxy.delay = delay
                through = Connection(
                    "127.0.0.1", str(proxy.port), database.name, database.connection.user
                )
                seconds = drain(path, through if delay else database.connection)
            ((rows, keys),) = database.run(
                "SELECT count(*), count(DISTINCT uuid) FROM user_predictions"
            )
            assert rows == keys == options.drawings * (len(MODELS) - 1)
            print(f"| {options.drawings:,} drawings, {rows:,} rows, {what} | {seconds:.1f} s |")
            database.drop()


if __name__ == "__main__":
    main()
