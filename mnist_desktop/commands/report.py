"""``mnist-desktop report``: how right the models were, from the journal or the shared log."""

import argparse
import json
import sys

from rich.console import Console

from mnist_desktop import paths
from mnist_desktop.commands.report_filter import add_filter_options, filter_of
from mnist_desktop.commands.report_tables import tables
from mnist_desktop.journal.report.groups import By, grouped
from mnist_desktop.journal.report.journal_source import JournalSource
from mnist_desktop.journal.report.numbers import numbers_of
from mnist_desktop.journal.report.plain import plain
from mnist_desktop.journal.report.source import ReportSource
from mnist_desktop.journal.report.view import View
from mnist_desktop.journal.schema.version_3 import rebuild
from mnist_desktop.journal.store import JournalStore

_WIDTH = 110  # of a table that goes to a file
_JSON = """\
--json prints one object:
  source             "journal" or "shared log"
  drawings, labelled_drawings, predictions
  models             by id: n, labelled, right, accuracy, low, high, ece, confusion,
                     reliability, digits, latency_ms, verdicts
  by                 session, date, model, device: a list of key, drawings, predictions,
                     labelled, right, accuracy, low, high, models (by id: labelled to high)
labelled counts answers to drawings labelled 0 to 9, right those that named that digit; low and
high are Wilson's 95 % interval of accuracy. confusion has 11 rows by label and 11 columns by
answer, the last of each is no digit. reliability: 15 bins of low, high, n, confidence, accuracy.
digits: by digit drawn, predicted, right, recall, precision. latency_ms: median, p95, max.
verdicts: by verdict n, share, labelled, right, accuracy, low, high. A share of nothing, and
what a log does not say, is null. Days are this machine's.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "report",
        help="how right the models were",
        description="Accuracy, calibration and latency of each model over the journal, by session, "
        "day, model and device; with --shared over the shared log of the settings or of the "
        "POSTGRES_* variables.",
        epilog=_JSON,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--shared", action="store_true", help="of the shared log")
    which.add_argument(
        "--rebuild", action="store_true", help="derive the journal's facts from its drawings again"
    )
    parser.add_argument(
        "--by",
        choices=[by.value for by in By],
        default=By.DATE.value,
        help="what the second table goes by (default: %(default)s)",
    )
    add_filter_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read everything, narrow it, and print the numbers."""
    if options.rebuild:
        _rebuild()
    facts = _source(options).load()
    view = View.of(facts, filter_of(options, facts))
    numbers = numbers_of(view)
    if options.json:
        groups = {by: grouped(view, by) for by in By}
        source = "shared log" if options.shared else "journal"
        json.dump({"source": source, **plain(numbers, groups)}, sys.stdout, indent=1)
        print()
        return 0
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH)
    things = "drawing" if numbers.drawings == 1 else "drawings"
    print(f"{numbers.drawings:,} {things}, {numbers.labelled_drawings:,} labelled")
    for table in tables(numbers, By(options.by), grouped(view, By(options.by))):
        console.print()
        console.print(table)
    return 0


def _source(options: argparse.Namespace) -> ReportSource:
    if not options.shared:
        return JournalSource(paths.journal_file())
    # psycopg takes 0.15 s to import: only where it is asked for.
    from mnist_desktop.commands.shared_log import shared_connection
    from mnist_desktop.journal.postgres.report_rows import SharedSource

    return SharedSource(shared_connection())


def _rebuild() -> None:
    store = JournalStore(paths.journal_file())
    try:
        with store.transaction() as connection:
            rebuild(connection)
    finally:
        store.close()
