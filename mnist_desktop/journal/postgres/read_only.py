"""A connection that only reads, as of one instant, and gives up in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.faults import explain

Reading = psycopg.Connection[tuple[Any, ...]]

_SETTINGS = ("SET LOCAL statement_timeout = '60s'", "SET LOCAL timezone = 'UTC'")


@contextmanager
def read_only(connection: Connection) -> Iterator[Reading]:
    """Open, read in one transaction, and close.

    Raises:
        SharedLogError: what is wrong in plain words.
    """
    try:
        with psycopg.connect(**connection.parameters()) as opened:  # type: ignore[arg-type]  # libpq's keywords
            opened.read_only = True
            opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for setting in _SETTINGS:
                opened.execute(setting)
            yield opened
    except psycopg.errors.InsufficientPrivilege as error:
        raise SharedLogError(
            f"This user may send to the shared log on {connection.place()}, but not read it.",
            "Use one that may, or ask who runs the server.",
        ) from error
    except psycopg.Error as error:
        raise explain(error, connection) from error
