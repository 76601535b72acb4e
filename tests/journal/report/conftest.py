"""A database for all tests of the report, whose tables are dropped before each."""

from collections.abc import Iterator

import pytest

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.report.servers import Server
from tests.journal.serving import Database


@pytest.fixture(scope="session")
def report_database(postgres_server: str) -> Iterator[Database]:
    made = Database(postgres_server)
    made.create()
    yield made
    made.drop()


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
