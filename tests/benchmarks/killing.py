"""Kill the program at random moments of drawing, labelling, exporting and sending.

    python -m tests.benchmarks.killing [--times 1000]

Each time the journal must open again; in the end every drawing that was said to be saved must be
there, whole and once, and on the server once. Any miss is an AssertionError.
"""

import argparse
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from mnist_desktop.journal.outbox import turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from tests.benchmarks.sending import drain
from tests.journal.killing import check_nothing_lost, kill_often
from tests.journal.serving import Database, running_server


def main() -> None:
    """Kill, look, and print a row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        running_server(Path(name)) as dsn,
        Progress(console=Console(stderr=True), transient=True) as bar,
    ):
        path = Path(name) / "files" / "journal.sqlite3"
        store = JournalStore(path)
        turn_on_sharing(store)
        store.close()
        database = Database(dsn)
        database.create()
        task = bar.add_task("", total=options.times)
        began = time.monotonic()
        said = kill_often(
            path,
            options.times,
            database.connection,
            lambda done: bar.update(task, completed=done),
        )
        seconds = time.monotonic() - began
        count = check_nothing_lost(path, said)
        drain(path, database.connection)
        ((rows, keys),) = database.run(
            "SELECT count(*), count(DISTINCT uuid) FROM user_predictions"
        )
        assert rows == keys == 5 * count, (rows, keys, count)
    print(
        f"| {options.times:,} kills in {seconds:.0f} s | {len(said):,} drawings said to be saved, "
        f"all of {count:,} sound, {rows:,} predictions on the server, each once |"
    )


if __name__ == "__main__":
    main()
