"""A real PostgreSQL server for all tests of the report."""

from collections.abc import Iterator

import psycopg
import pytest

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.report.servers import Server, connection_of, started


@pytest.fixture(scope="session")
def server_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg")
    with started(tmp_path_factory.mktemp("pg")) as uri:
        yield uri


@pytest.fixture
def shared(server_uri: str) -> Connection:
    """A server whose database has no table of ours."""
    with psycopg.connect(server_uri, autocommit=True) as admin:
        admin.execute("DROP TABLE IF EXISTS user_predictions, user_prediction_labels")
    return connection_of(server_uri)


@pytest.fixture
def server(shared: Connection, server_uri: str) -> Iterator[Server]:
    """Somebody else's connection to it."""
    with psycopg.connect(server_uri, autocommit=True) as opened:
        yield opened
