"""The report over a journal of 1,000,000 predictions: open, filter, sort, group, memory.

    python -m tests.benchmarks.report [JOURNAL] [--shared]

JOURNAL is made where it is not there (40 s), and kept; without it a temporary one is made. With
``--shared`` a PostgreSQL server is started too, filled with as many rows, and read.
"""

import argparse
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.facts import Facts, Outcome, Verdict
from mnist_desktop.journal.report.filter import Filter
from mnist_desktop.journal.report.groups import By, grouped
from mnist_desktop.journal.report.journal_source import JournalSource
from mnist_desktop.journal.report.numbers import numbers_of
from mnist_desktop.journal.report.ordering import Column
from mnist_desktop.journal.report.source import ReportSource
from mnist_desktop.journal.report.view import View, look
from mnist_desktop.journal.schema.version_3 import rebuild
from tests.benchmarks.figures import HEADER, Figure, timed
from tests.benchmarks.making import journal_of

_RUNS = 7
_PAGE = 100
_SHARED = """INSERT INTO user_predictions (timestamp, model_name, drawn_digit, predicted_digit,
    probability, drawing_uuid, session_uuid, device_uuid, verdict, latency_ms)
    SELECT timestamp '2025-01-01' + n / 4 * interval '5 s',
        (ARRAY['ExtraTreesClassifier', 'Random Forest', 'SVM Classifier (non linear)',
            'SVM Classifier (pca)'])[n %% 4 + 1],
        n / 4 %% 10, (n / 4 + (n %% 17) / 16) %% 10, 0.9 + (n %% 100) / 1000.0,
        md5((n / 4)::text)::uuid, md5((n / 400)::text || 's')::uuid,
        md5((n / 40000 %% 3)::text || 'd')::uuid, 'sure', 0.4
    FROM generate_series(0, %s) AS n"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("journal", type=Path, nargs="?")
    parser.add_argument("--shared", action="store_true")
    options = parser.parse_args()
    print(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        path = journal_of(options.journal or Path(folder) / "journal.sqlite3")
        before = _most_memory()
        source = JournalSource(path)
        facts = source.load()
        for figure in _measure(source, facts):
            print(figure, flush=True)
        growth = (_most_memory() - before) / 2**20
        print(f"{'memory at its most, above the start, MB':58} {growth:10.1f} {'≤ 100':>29}")
        del facts
        print(timed("open: facts, first page, numbers", _open, [source] * _RUNS, "≤ 500"))
        print(timed("derive all facts again, as the migration does", _rebuild, [path]))
    if options.shared:
        with _shared_log() as shared:
            before = _most_memory()
            print(timed("open the shared log", _open, [shared] * 3))
            growth = (_most_memory() - before) / 2**20
            print(f"{'memory at its most, above what it was before, MB':58} {growth:10.1f}")


def _open(source: ReportSource) -> None:
    view = View.of(source.load())
    view.page(0, _PAGE)
    numbers_of(view)


def _rebuild(path: Path) -> None:
    """Nothing is kept of it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        rebuild(connection)
        connection.execute("ROLLBACK")


def _measure(source: ReportSource, facts: Facts) -> Iterator[Figure]:
    everything = View.of(facts)
    yield _timed("all numbers", lambda: numbers_of(everything))
    for name, wanted in _filters(facts).items():
        yield _timed(
            f"filter by {name}, first page", lambda w=wanted: look(source, facts, w).page(0, _PAGE)
        )
        yield _timed(
            f"filter by {name}, numbers", lambda w=wanted: numbers_of(look(source, facts, w))
        )
    for column in Column:
        yield _timed(
            f"sort by {column}, first page",
            lambda c=column: everything.sorted_by(c, descending=True).page(0, _PAGE),
        )
    for by in By:
        yield _timed(f"group by {by}", lambda b=by: grouped(everything, b))


def _timed(name: str, work: Callable[[], object]) -> Figure:
    return timed(name, lambda _: work(), range(_RUNS), "≤ 300")


def _filters(facts: Facts) -> dict[str, Filter]:
    middle = from_micros(int(facts.drawn_at[len(facts.drawn_at) // 2]))
    return {
        "session": Filter(sessions=frozenset([facts.sessions[7].id])),
        "device": Filter(devices=frozenset([facts.sessions[0].device])),
        "date": Filter(since=middle, until=middle + timedelta(days=90)),
        "model": Filter(models=frozenset(["svm"])),
        "label": Filter(labels=frozenset([4, "no digit"])),
        "digit": Filter(digits=frozenset([9])),
        "outcome": Filter(outcomes=frozenset([Outcome.WRONG])),
        "verdict": Filter(verdicts=frozenset([Verdict.SURE])),
        "text": Filter(text="page-7"),
    }


def _most_memory() -> int:
    """The most bytes that this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@contextmanager
def _shared_log() -> Iterator[ReportSource]:
    from mnist_desktop.journal.postgres.report_rows import SharedSource
    from tests.journal.report.servers import LABELS_TABLE, OLD_TABLE, OUR_COLUMNS
    from tests.journal.serving import Database, running_server

    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder)) as uri:
        database = Database(uri)
        database.create()
        for statement in (OLD_TABLE, OUR_COLUMNS, LABELS_TABLE):
            database.run(statement)
        database.run(_SHARED, (999_999,))
        yield SharedSource(database.connection)


if __name__ == "__main__":
    main()
