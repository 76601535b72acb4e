"""A connection that only reads, as of one instant, and gives up in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection

_CONNECT_SECONDS = 5
_SETTINGS = ("SET LOCAL statement_timeout = '60s'", "SET LOCAL timezone = 'UTC'")
_NAMES = {
    "host": "host",
    "port": "port",
    "database": "dbname",
    "user": "user",
    "password": "password",
    "tls_mode": "sslmode",
    "ca_file": "sslrootcert",
}


@contextmanager
def read_only(connection: Connection) -> "Iterator[psycopg.Connection[tuple[Any, ...]]]":
    """Open, read in one transaction, and close.

    Raises:
        SharedLogError: what is wrong in plain words.
    """
    try:
        with psycopg.connect(
            connect_timeout=_CONNECT_SECONDS,
            application_name="mnist-desktop report",
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=30_000,
            **{
                name: value
                for field, name in _NAMES.items()
                if (value := getattr(connection, field))
            },
        ) as opened:
            opened.read_only = True
            opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for setting in _SETTINGS:
                opened.execute(setting)
            yield opened
    except psycopg.Error as error:
        raise explain(error) from error


def explain(error: psycopg.Error) -> SharedLogError:
    """What a failed reading is called."""
    if isinstance(error, errors.InsufficientPrivilege):
        return SharedLogError(
            "This role may send to the shared log but not read it.",
            "Use a role that may, or ask the person who keeps the server.",
        )
    if isinstance(error, errors.QueryCanceled):
        return SharedLogError("The shared log takes too long to answer.", "Try again later.")
    reason = str(error).strip().splitlines()
    return SharedLogError(
        f"The shared log cannot be read: {reason[0] if reason else type(error).__name__}.",
        "Test the connection in the settings.",
    )
