"""The logs that a report can be about, each opened off the window's thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.report.source import ReportSource

if TYPE_CHECKING:
    from mnist_desktop.journal.postgres.connection import Connection

Shared = Callable[[], "Connection | None"]
"""The shared log's server with its password, or None where none is set up; may take long."""


def open_journal(path: Path) -> ReportSource:
    """This computer's journal."""
    from mnist_desktop.journal.report.journal_source import JournalSource  # loads SQLite

    return JournalSource(path)


def open_shared(shared: Shared) -> ReportSource:
    """The shared log.

    Raises:
        SharedLogError: none is set up, or the password cannot be had.
    """
    from mnist_desktop.journal.postgres.report_rows import SharedSource  # loads psycopg

    connection = shared()
    if connection is None:
        raise SharedLogError(
            "No shared log is set up.", "Turn it on in the settings, and name its server there."
        )
    return SharedSource(connection)
