"""Does this connection serve as a shared log? Within five seconds, in plain words."""

import asyncio

import psycopg

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.faults import explain
from mnist_desktop.journal.postgres.schema import refuse_missing_rights, refuse_other_shape
from mnist_desktop.journal.postgres.session import connect, deadline
from mnist_desktop.journal.postgres.shape import read_shapes

_CONNECT_SECONDS = 3.5
_LOOK_SECONDS = 1.3


def check(connection: Connection) -> str:
    """Connect and look, changing nothing.

    Returns:
        One sentence: the log is ready, or what the first sending will prepare.

    Raises:
        SharedLogError: what is wrong and what to do.
    """
    loop = make_loop()
    try:
        return loop.run_until_complete(_look(connection))
    except (psycopg.Error, OSError, TimeoutError) as error:
        raise explain(error, connection) from error
    finally:
        loop.close()  # does not wait for a name server that never answers


async def _look(connection: Connection) -> str:
    async with connect(connection, _CONNECT_SECONDS) as opened, deadline(opened, _LOOK_SECONDS):
        predictions, labels = await read_shapes(opened)
        refuse_other_shape(predictions, labels)
        if predictions.columns and labels.columns:
            refuse_missing_rights(predictions, labels)
        where = f"{opened.info.dbname} on {connection.place()}"
        if predictions.is_unique and labels.columns:
            return f"The shared log in {where} is ready."
        if not await _may_prepare(opened, exists=bool(predictions.columns)):
            raise SharedLogError(
                "The tables of the shared log are missing, and the user may not make them.",
                "Ask who runs the server to run packaging/postgres/01_tables.sql.",
            )
        return f"Connected to {where}; the tables are prepared with the first drawing."


async def _may_prepare(opened: psycopg.AsyncConnection, *, exists: bool) -> bool:
    """Whether this role may make tables, and owns the one that is there."""
    cursor = await opened.execute(
        """SELECT has_schema_privilege(current_schema(), 'CREATE') AND (NOT %s
            OR (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
                WHERE oid = to_regclass('user_predictions')))""",
        (exists,),
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


def make_loop() -> asyncio.SelectorEventLoop:
    """The kind of loop that psycopg runs on, on every system."""
    return asyncio.SelectorEventLoop()
