"""Which shared log the command line reads."""

import os

from mnist_desktop.journal.postgres.connection import Connection


def shared_connection() -> Connection:
    """What the ``POSTGRES_*`` variables name; the rest is left to libpq."""
    return Connection(
        host=os.environ.get("POSTGRES_HOST", ""),
        port=os.environ.get("POSTGRES_PORT", ""),
        database=os.environ.get("POSTGRES_DB", ""),
        user=os.environ.get("POSTGRES_USER", ""),
        password=os.environ.get("POSTGRES_PASSWORD", ""),
    )
