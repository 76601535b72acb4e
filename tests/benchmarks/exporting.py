"""How fast a journal of a million predictions is exported and imported, and in how much memory.

    python -m tests.benchmarks.exporting [--journal FILE] [--formats csv jsonl npz idx png]

Each format runs in a process of its own. "of a core" is the processor's time: where that is much
less than the seconds, the machine was busy with something else. Memory is what the process grew by
at most while it worked, as Linux and macOS tell it. The journal is made where it is not there.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mnist_desktop.journal.export import ExportFormat, export
from mnist_desktop.journal.importing import import_file
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.benchmarks.making import DRAWINGS, MODELS, journal_of

_UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss in a MB
_ASKED = {"csv": "≥ 100,000 rows/s, ≤ 100 MB"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--journal", type=Path, help="made where it is not there")
    parser.add_argument("--drawings", type=int, default=DRAWINGS)
    parser.add_argument("--formats", nargs="*", default=["csv", "jsonl", "npz", "idx"])
    parser.add_argument("--runs", type=int, default=3, help="of csv; the others run once")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _measure(options.journal, options.child[0], Path(options.child[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        path = journal_of(options.journal or place / "journal.sqlite3", options.drawings)
        print(
            f"{'what':22} {'seconds':>8} {'of a core':>9} {'a second':>18} {'MB grown':>9}  asked"
        )
        for form in options.formats:
            for _ in range(options.runs if form == "csv" else 1):
                _run(path, form, place / f"out.{form}")
        if "jsonl" in options.formats:
            _run(path, "import", place / "out.jsonl")


def _run(path: Path, what: str, out: Path) -> None:
    command = [sys.executable, "-m", __spec__.name, "--journal", path, "--child", what, out]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    rate = f"{found['count'] / found['seconds']:,.0f} {found['unit']}"
    asked = _ASKED.get(what, "")
    figures = f"{found['seconds']:8.2f} {found['core']:9.2f} {rate:>18} {found['grown']:9.1f}"
    print(f"{what:22} {figures}  {asked}", flush=True)


def _measure(path: Path, what: str, out: Path) -> None:
    """In the child: one JSON object."""
    before, start, core = _memory(), time.perf_counter(), time.process_time()
    if what == "import":
        store = JournalStore(out.with_name("imported.sqlite3"))
        drawings = import_file(out, lambda task: task(store), lambda *_: None).drawings
        store.close()
    else:
        with Journal.open_readonly(path) as journal:
            drawings = export(journal, ExportFormat(what), out, progress=lambda *_: None)
    seconds = time.perf_counter() - start
    rows = what == "csv"
    count, unit = (drawings * len(MODELS), "rows") if rows else (drawings, "drawings")
    found = {"seconds": seconds, "core": time.process_time() - core, "grown": _memory() - before}
    print(json.dumps({"count": count, "unit": unit, **found}))


def _memory() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT


if __name__ == "__main__":
    main()
