"""How long the window's thread is held up while a server swallows what is sent to it.

    python -m tests.benchmarks.stalling [--drawings 10000] [--seconds 20]

So many drawings wait, the sender runs behind a proxy that accepts everything and answers nothing,
or falls silent after the tables were looked at; a timer on Qt's loop ticks each 2 ms, and the
longest pause between two ticks is printed beside that of the same loop without a sender.
"""

import argparse
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.writer import JournalWriter
from tests.benchmarks.sending import Watch, fill
from tests.journal.making import Heard, make_entry
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database, running_server

_TICK = 2  # ms
_SWITCH = 0.001  # s, as the window sets it


def longest_pause(seconds: float, draw: JournalWriter | None) -> float:
    """Milliseconds between two ticks of the loop, at most; a drawing is kept each half second."""
    application = QCoreApplication.instance() or QCoreApplication([])
    ticks = [time.perf_counter()]
    clock = QTimer(interval=_TICK)
    clock.timeout.connect(lambda: ticks.append(time.perf_counter()))
    pen = QTimer(interval=500)
    if draw is not None:
        pen.timeout.connect(lambda: draw.append(make_entry()))
    for timer in (clock, pen):
        timer.start()
    QTimer.singleShot(int(seconds * 1000), application.quit)
    application.exec()
    return 1000 * max(after - before for before, after in pairwise(ticks))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--drawings", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(_SWITCH)
    with tempfile.TemporaryDirectory() as name, running_server(Path(name)) as dsn:
        path = Path(name) / "journal.sqlite3"
        fill(path, options.drawings)
        database = Database(dsn)
        database.create()
        print(f"| the loop alone | {longest_pause(options.seconds / 2, None):.0f} ms |")
        with Proxy(database.socket) as proxy:
            through = Connection(
                "127.0.0.1", str(proxy.port), database.name, database.connection.user
            )
            writer, watch = JournalWriter(path, Heard()), Watch()
            for what, swallows in (("accepts and is silent", True), ("sends", False)):
                proxy.swallows = swallows
                sender = Sender(path, writer, through, watch)
                sender.start()
                if not swallows:
                    time.sleep(1.0)  # some loads went, and then the line falls silent
                    proxy.swallows, what = True, "falls silent amid sending"
                pause = longest_pause(options.seconds, writer)
                sender.close(10)
                print(f"| {watch.state.waiting:,} waiting, server {what} | {pause:.0f} ms |")
            writer.close(10)


if __name__ == "__main__":
    main()
