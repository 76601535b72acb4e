"""The shared log's tables: made on an empty server, grown from the web app's, or only checked.

Nothing is rewritten and nobody is locked out for long: new columns are nullable and have no
default, the unique index is built concurrently, and a lock that is not had at once is given up and
asked for again. A role that may only INSERT finds everything right and changes nothing.
"""

import asyncio
from typing import LiteralString

from psycopg import AsyncConnection, errors, sql

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.session import deadline
from mnist_desktop.journal.postgres.shape import Shape, read_shapes
from mnist_desktop.journal.postgres.table import (
    INDEX,
    LABEL_COLUMNS,
    LABELS,
    NEW_COLUMNS,
    OLD_COLUMNS,
    TABLE,
    Column,
)

_SCRIPT = "Ask who runs the server to run packaging/postgres/01_tables.sql and 02_roles.sql."
_ONE_AT_A_TIME = 0x4D4E4953  # advisory lock: "MNIS"
_LOCK_TRIES = 5
_LOCK_PAUSE = 0.2  # seconds
_READ_SECONDS = 15
_BUILD_SECONDS = 600  # an index over some ten million rows


async def prepare(connection: AsyncConnection) -> None:
    """Bring the tables into shape, or find that they are.

    Args:
        connection: open, in autocommit.

    Raises:
        SharedLogError: tables of another shape, or a right is missing.
        psycopg.Error: the connection fails.
    """
    async with deadline(connection, _READ_SECONDS):
        predictions, labels = await read_shapes(connection)
    refuse_other_shape(predictions, labels)
    if not _is_ready(predictions, labels):
        try:
            async with deadline(connection, _BUILD_SECONDS + _READ_SECONDS):
                await _build(connection)
        except errors.InsufficientPrivilege as error:
            raise SharedLogError(
                "The shared log is not ready, and the user may not prepare it.", _SCRIPT
            ) from error
        predictions, labels = await read_shapes(connection)
    refuse_missing_rights(predictions, labels)


def refuse_other_shape(predictions: Shape, labels: Shape) -> None:
    """Stop before a table that is not ours is touched.

    Raises:
        SharedLogError: as said.
    """
    strange = predictions.strange(OLD_COLUMNS + NEW_COLUMNS) + labels.strange(LABEL_COLUMNS)
    demanded = predictions.demanded + labels.demanded
    if predictions.columns:
        strange += [column.name for column in predictions.missing(OLD_COLUMNS[1:])]
    if not (predictions.is_table and labels.is_table):
        strange.append("a view")
    if strange or demanded:
        raise SharedLogError(
            f"The table {TABLE} has another shape ({', '.join([*strange, *demanded][:4])}).",
            "Choose another database, or have the table renamed.",
        )


def refuse_missing_rights(predictions: Shape, labels: Shape) -> None:
    """Stop where rows could not be added.

    Raises:
        SharedLogError: as said.
    """
    if not (predictions.may_insert and labels.may_insert):
        raise SharedLogError("The user may not add rows to the shared log.", _SCRIPT)
    if not predictions.may_number:
        raise SharedLogError(
            f"The user may add rows, but not number them: the right to {TABLE}_id_seq is missing.",
            _SCRIPT,
        )


def _is_ready(predictions: Shape, labels: Shape) -> bool:
    complete = not predictions.missing(NEW_COLUMNS) and not labels.missing(LABEL_COLUMNS)
    return complete and predictions.is_unique and labels.is_unique


async def _build(connection: AsyncConnection) -> None:
    """One desktop at a time: the second waits, and then finds nothing to do."""
    # Asked for again and again: a statement that waits would block the index's concurrent build.
    while not await _value(connection, "SELECT pg_try_advisory_lock(%s)", _ONE_AT_A_TIME):
        await asyncio.sleep(_LOCK_PAUSE)
    try:
        predictions, labels = await read_shapes(connection)
        if not predictions.columns:
            await connection.execute(_create(TABLE, OLD_COLUMNS + NEW_COLUMNS))
        elif missing := predictions.missing(NEW_COLUMNS):
            await _add(connection, missing)
        if not predictions.is_unique:
            await _index(connection, predictions.broken_index)
        if not labels.columns:
            await connection.execute(_create(LABELS, LABEL_COLUMNS))
    finally:
        if not connection.closed:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_ONE_AT_A_TIME,))


async def _value(connection: AsyncConnection, query: LiteralString, value: int) -> object:
    row = await (await connection.execute(query, (value,))).fetchone()
    return row[0] if row else None


def _create(table: str, columns: tuple[Column, ...]) -> sql.Composed:
    return sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(
        sql.Identifier(table), sql.SQL(", ").join(map(_declared, columns))
    )


def _declared(column: Column) -> sql.Composed:
    return sql.SQL("{} {}").format(sql.Identifier(column.name), _constant(column.made))


def _constant(text: str) -> sql.Composable:
    """A type's name from :mod:`table`; nothing that anybody typed comes here."""
    return sql.SQL(text)


async def _add(connection: AsyncConnection, columns: list[Column]) -> None:
    """In one short statement; the web app's readers and writers never wait longer than a second."""
    added = [sql.SQL("ADD COLUMN IF NOT EXISTS {}").format(_declared(c)) for c in columns]
    statement = sql.SQL("ALTER TABLE {} {}").format(
        sql.Identifier(TABLE), sql.SQL(", ").join(added)
    )
    for attempt in range(_LOCK_TRIES):
        try:
            async with connection.transaction():
                await connection.execute("SET LOCAL lock_timeout = '1s'")
                await connection.execute(statement)
            return
        except errors.LockNotAvailable:
            if attempt == _LOCK_TRIES - 1:
                raise
            await asyncio.sleep(0.5 * (attempt + 1))


async def _index(connection: AsyncConnection, broken: str | None) -> None:
    """Without stopping anybody who writes; one that was never finished is dropped first."""
    await connection.execute(
        "SELECT set_config('statement_timeout', %s, false)", (f"{_BUILD_SECONDS}s",)
    )
    if broken:
        drop = sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}")
        await connection.execute(drop.format(sql.Identifier(broken)))
    await connection.execute(
        sql.SQL("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {} ON {} (uuid)").format(
            sql.Identifier(INDEX), sql.Identifier(TABLE)
        )
    )
    await connection.execute("RESET statement_timeout")
