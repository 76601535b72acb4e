"""An open connection to the shared log: connect, prepare, send."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, sql

from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.table import (
    LABELS,
    SENT_COLUMNS,
    SENT_LABEL_COLUMNS,
    TABLE,
)

_STATEMENT_SECONDS = 30


@asynccontextmanager
async def connect(connection: Connection) -> AsyncIterator[AsyncConnection]:
    """Open a connection in autocommit and close it at the end.

    Raises:
        psycopg.Error: it cannot be opened.
    """
    opened = await AsyncConnection.connect(autocommit=True, **connection.parameters())  # type: ignore[arg-type]  # libpq's keywords
    try:
        await opened.execute(
            "SELECT set_config('timezone', 'UTC', false),"
            " set_config('statement_timeout', %s, false)",
            (f"{_STATEMENT_SECONDS}s",),
        )
        yield opened
    finally:
        await opened.close()


async def send(
    connection: AsyncConnection,
    predictions: Sequence[tuple[Any, ...]],
    labels: Sequence[tuple[Any, ...]],
) -> None:
    """Add rows in one transaction, all or none; what is there already is passed over.

    ``ON CONFLICT DO NOTHING`` without a target needs no right but INSERT, and works whatever the
    unique index covers.

    Raises:
        psycopg.Error: nothing was added, or the answer was lost: sending again is always right.
    """
    async with connection.transaction(), connection.cursor() as cursor:
        if predictions:
            await cursor.executemany(_ADD_PREDICTION, predictions)
        if labels:
            await cursor.executemany(_ADD_LABEL, labels)


def _insert(table: str, columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
    )


_ADD_PREDICTION = _insert(TABLE, SENT_COLUMNS)
_ADD_LABEL = _insert(LABELS, SENT_LABEL_COLUMNS)
