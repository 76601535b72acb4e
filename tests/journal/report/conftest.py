"""The shared log of the report's tests, on a real server."""

from collections.abc import Iterator

import psycopg
import pytest

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.report.servers import Server, connection_of


@pytest.fixture
def shared(postgres_server: str) -> Connection:
    """A server whose database has no table of ours."""
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute("DROP TABLE IF EXISTS user_predictions, user_prediction_labels")
    return connection_of(postgres_server)


@pytest.fixture
def server(shared: Connection, postgres_server: str) -> Iterator[Server]:
    """Somebody else's connection to it."""
    with psycopg.connect(postgres_server, autocommit=True) as opened:
        yield opened
