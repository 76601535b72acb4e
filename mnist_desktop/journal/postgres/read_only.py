"""A connection that only reads, as of one instant, and gives up in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.faults import explain

_SETTINGS = ("SET LOCAL statement_timeout = '60s'", "SET LOCAL timezone = 'UTC'")


@contextmanager
def read_only(connection: Connection) -> "Iterator[psycopg.Connection[tuple[Any, ...]]]":
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
    except psycopg.Error as error:
        raise _explain(error, connection) from error


def _explain(error: psycopg.Error, connection: Connection) -> SharedLogError:
    """What a failed reading is called."""
    if isinstance(error, errors.InsufficientPrivilege):
        return SharedLogError(
            "This role may send to the shared log but not read it.",
            "Use a role that may, or ask the person who keeps the server.",
        )
    return explain(error, connection)
