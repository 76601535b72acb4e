"""An open connection to the shared log: connect, prepare, send."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import CONNECT_SECONDS, Connection
from mnist_desktop.journal.postgres.rows import Values
from mnist_desktop.journal.postgres.table import (
    LABELS,
    PREDICTION_COLUMNS,
    SENT_COLUMNS,
    SENT_LABEL_COLUMNS,
    TABLE,
)

_STATEMENT_SECONDS = 30


@asynccontextmanager
async def connect(
    connection: Connection, seconds: float = CONNECT_SECONDS
) -> AsyncIterator[AsyncConnection]:
    """Open a connection in autocommit and close it at the end.

    Args:
        connection: where to.
        seconds: how long opening it may take.

    Raises:
        TimeoutError: it took longer.
        SharedLogError: the port is no port.
        psycopg.Error: it cannot be opened.
    """
    if not all(port.isdecimal() for port in connection.port.split(",") if port):
        raise SharedLogError("The port must be a number.", "Use 5432 unless you were told another.")
    until = asyncio.get_running_loop().time() + seconds
    async with asyncio.timeout_at(until):
        opened = await AsyncConnection.connect(autocommit=True, **connection.parameters())  # type: ignore[arg-type]  # libpq's keywords
    try:
        async with deadline(opened, until - asyncio.get_running_loop().time()):
            await opened.execute(
                "SELECT set_config('timezone', 'UTC', false),"
                " set_config('statement_timeout', %s, false)",
                (f"{_STATEMENT_SECONDS}s",),
            )
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def deadline(connection: AsyncConnection, seconds: float) -> AsyncIterator[None]:
    """Hang up when what is inside takes longer, whatever the network swallows.

    Cancelling a task is no way out: psycopg would first ask the silent server to cancel the query.

    Raises:
        TimeoutError: it took longer.
    """
    late = False

    def give_up() -> None:
        nonlocal late
        late = True
        hang_up(connection)

    timer = asyncio.get_running_loop().call_later(seconds, give_up)
    try:
        yield
    except psycopg.Error as error:
        if late:
            raise TimeoutError("the server does not answer") from error
        raise
    finally:
        timer.cancel()


async def or_hang_up(connection: AsyncConnection, work: Coroutine[Any, Any, None]) -> None:
    """Do it; when this task is cancelled, hang up and let it end by itself."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        hang_up(connection)
        await asyncio.gather(task, return_exceptions=True)
        raise


def hang_up(connection: AsyncConnection) -> None:
    """Break the connection off at once; who waits for the server gets an error."""
    if connection.closed:
        return
    try:
        with socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as line:
            line.shutdown(socket.SHUT_RDWR)
    except (OSError, psycopg.Error):
        return  # it is broken already


async def send(
    connection: AsyncConnection, drawings: Iterable[Values], labels: Sequence[Values]
) -> None:
    """Add rows in one transaction, all or none; what is there already is passed over.

    ``ON CONFLICT DO NOTHING`` without a target needs no right but INSERT, and works whatever the
    unique index covers.

    Args:
        connection: open, in autocommit.
        drawings: of :func:`~mnist_desktop.journal.postgres.rows.drawing_values`.
        labels: of :func:`~mnist_desktop.journal.postgres.rows.label_values`.

    Raises:
        psycopg.Error: nothing was added, or the answer was lost: sending again is always right.
    """
    by_size: dict[int, list[Values]] = defaultdict(list)
    for values in drawings:
        by_size[sum(name.startswith("uuid_") for name in values)].append(values)
    async with connection.transaction(), connection.cursor() as cursor:
        for size, some in by_size.items():
            if size:  # a drawing that no model saw has nothing to say here
                await cursor.executemany(_add_drawing(size), some)
        if labels:
            await cursor.executemany(_ADD_LABEL, labels)


@cache
def _add_drawing(size: int) -> sql.Composed:
    """One statement for all predictions of a drawing; ink and raster go over the wire once."""
    rows = [
        [f"{name}_{place}" if name in PREDICTION_COLUMNS else name for name in SENT_COLUMNS]
        for place in range(size)
    ]
    return _insert(TABLE, SENT_COLUMNS, rows)


def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> sql.Composed:
    comma = sql.SQL(", ")
    return sql.SQL("INSERT INTO {} ({}) VALUES {} ON CONFLICT DO NOTHING").format(
        sql.Identifier(table),
        comma.join(map(sql.Identifier, columns)),
        comma.join(
            sql.SQL("({})").format(comma.join(map(sql.Placeholder, names))) for names in rows
        ),
    )


_ADD_LABEL = _insert(LABELS, SENT_LABEL_COLUMNS, [SENT_LABEL_COLUMNS])
