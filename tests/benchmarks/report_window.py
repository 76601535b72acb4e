"""The report's window over a journal of 1,000,000 predictions, opened from the running app.

    python -m tests.benchmarks.report_window [JOURNAL]

JOURNAL is made where it is not there (40 s), and kept; without it a temporary one is made. Each run
is the real app in a process of its own, under Xvfb where there is one, models loaded, a journal of
its own open for writing. A stall is the longest time between two ticks of a timer of 1 ms on the
window's thread.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer

from mnist_desktop import app
from mnist_desktop.journal.report.facts import Outcome, Verdict
from mnist_desktop.journal.report.filter import EVERYTHING, Filter
from tests.benchmarks.figures import HEADER, Figure
from tests.benchmarks.making import journal_of
from tests.benchmarks.window import _screen

_RUNS = 5
_FRAME = 16  # ms between two steps of a scroll
_STEPS = 250
_ASKED = {
    "open to first page painted": "≤ 500",
    "memory growth, MB": "≤ 100",
    "stall of the drawing window while opening": "≤ 50",
    "stall while scrolling": "≤ 50",
}


class Stall(QObject):
    """The longest time, in ms, that the window's thread did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self._since, self._timer, self.longest = QElapsedTimer(), QTimer(self), 0.0
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        self.longest = 0.0
        self._since.start()
        self._timer.start(1)

    def end(self) -> float:
        self._tick()
        self._timer.stop()
        return self.longest

    def _tick(self) -> None:
        self.longest = max(self.longest, self._since.nsecsElapsed() / 1e6)
        self._since.start()


class Painted(QObject):
    """Waits until a widget has painted once more."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.loop, self.is_ready, self.was_painted = QEventLoop(), lambda: False, False
        widget.installEventFilter(self)

    def eventFilter(self, thing, event) -> bool:
        if event.type() == QEvent.Type.Paint and self.is_ready():
            self.was_painted = True
            QTimer.singleShot(0, self.loop.quit)
        return False

    def wait(self, is_ready: Callable[[], bool]) -> None:
        self.is_ready, self.was_painted = is_ready, False
        while not self.was_painted:
            self.loop.exec()


def child(journal: Path) -> None:
    """One run; prints one JSON object."""
    application = app.make_application([""])
    window = app.build_window(application)
    window.painted.connect(lambda: app.start_behind(window))
    loop = QEventLoop()
    window.worker.loaded.connect(loop.quit)
    window.show()
    loop.exec()
    wait(500)
    window.reports._journal = journal
    times = measure(window)
    window.close()
    print(json.dumps(times))


def measure(window) -> dict[str, float]:
    stall, times, before = Stall(), {}, memory()
    stall.begin()
    start = time.perf_counter()
    window.commands["report"].trigger()
    while window.reports.window is None:
        wait(1)
    report = window.reports.window
    painted = Painted(report.table.viewport())
    painted.wait(lambda: report.table.rows.rowCount() > 0)
    times["open to first page painted"] = since(start)
    times["stall of the drawing window while opening"] = stall.end()
    for name, wanted in filters(report).items():
        times[f"filter by {name}, repainted"] = narrow(report, painted, wanted)
        narrow(report, painted, EVERYTHING)
    for place in (2, 5, 8):
        start, view = time.perf_counter(), report.inquiry.view
        report.table._choose_order(place)
        painted.wait(lambda view=view: report.inquiry.view is not view)
        title = report.table.rows.headerData(place, Qt.Orientation.Horizontal)
        times[f"sort by {title.lower()}, repainted"] = since(start)
    stall.begin()
    scroll(report.table)
    times["stall while scrolling"] = stall.end()
    stall.begin()
    start, loop = time.perf_counter(), QEventLoop()
    report.inquiry.counted.connect(loop.quit)
    report.tabs.setCurrentIndex(1)
    loop.exec()
    times["all numbers"] = since(start)
    wait(700)
    times["stall while counting"] = stall.end()
    start = time.perf_counter()
    report.inquiry.loaded.connect(loop.quit)
    report.refresh()
    loop.exec()
    wait(700)
    times["memory growth, MB"] = memory() - before
    return times


def filters(report) -> dict[str, Filter]:
    facts = report.inquiry.facts
    middle = facts.sessions[len(facts.sessions) // 2]
    return {
        "session": replace(EVERYTHING, sessions=frozenset([middle.id])),
        "device": replace(EVERYTHING, devices=frozenset([middle.device])),
        "model": replace(EVERYTHING, models=frozenset(["svm"])),
        "label": replace(EVERYTHING, labels=frozenset([4])),
        "result": replace(EVERYTHING, outcomes=frozenset([Outcome.WRONG])),
        "verdict": replace(EVERYTHING, verdicts=frozenset([Verdict.SURE])),
    }


def narrow(report, painted: Painted, wanted: Filter) -> float:
    start, view = time.perf_counter(), report.inquiry.view
    report.filter.show_filter(wanted)
    painted.wait(lambda: report.inquiry.view is not view)
    return since(start)


def scroll(table) -> None:
    """A page a frame, with a leap to another part of the million now and then."""
    bar = table.verticalScrollBar()
    for step in range(_STEPS):
        leap = step * 7919 * bar.pageStep() % bar.maximum()
        bar.setValue(leap if step % 10 == 0 else bar.value() + bar.pageStep())
        wait(_FRAME)


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def memory() -> float:
    """What this process holds now, in MB; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def figures(journal: Path) -> Iterator[Figure]:
    """Several runs; the first warms the page cache and is not counted."""
    with _screen() as environment, tempfile.TemporaryDirectory() as home:
        runs = []
        for _ in range(_RUNS + 1):
            done = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.report_window", "--child", journal],
                env={**environment, "MNIST_DESKTOP_HOME": home},
                capture_output=True, text=True, timeout=300, check=True,
            )  # fmt: skip
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    for name in runs[0]:
        yield Figure(name, tuple(run[name] for run in runs[1:]), _asked(name))


def _asked(name: str) -> str:
    return _ASKED.get(name, "≤ 300" if name.startswith(("filter", "sort", "all")) else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("journal", type=Path, nargs="?")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.journal)
        return
    print(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        path = journal_of(options.journal or Path(folder) / "journal.sqlite3")
        for figure in figures(path):
            print(figure, flush=True)


if __name__ == "__main__":
    main()
