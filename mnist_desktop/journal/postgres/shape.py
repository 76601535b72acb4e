"""What the server holds so far, read from the catalogue that every role may read."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from mnist_desktop.journal.postgres.table import (
    LABEL_COLUMNS,
    LABELS,
    NEW_COLUMNS,
    OLD_COLUMNS,
    SENT_COLUMNS,
    SENT_LABEL_COLUMNS,
    TABLE,
    Column,
)

_COLUMNS = """SELECT a.attname,
        regexp_replace(format_type(a.atttypid, a.atttypmod), '\\(.*\\)', ''),
        a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
    FROM pg_attribute a
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped"""
# A unique index that names every prediction once: on `uuid`, and on the key of partitions where
# there are some. One that a broken build left behind is not valid.
_INDEXES = """SELECT i.indisvalid, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = to_regclass(%s) AND i.indisunique AND i.indpred IS NULL
    AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid
        AND a.attname = 'uuid' AND a.attnum = ANY (i.indkey))"""
# The right to each column that is sent is enough: 02_roles.sql leaves out `id`.
_RIGHTS = """SELECT c.relkind::text, coalesce((
            SELECT bool_and(has_column_privilege(c.oid, a.attnum, 'INSERT')) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = ANY (%(sent)s) AND NOT a.attisdropped), false),
        coalesce(has_sequence_privilege(to_regclass(
            CASE WHEN EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                AND a.attname = 'id' AND a.attidentity = '')
            THEN pg_get_serial_sequence(%(table)s, 'id') END), 'USAGE'), true)
    FROM pg_class c WHERE c.oid = to_regclass(%(table)s)"""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table as the server has it.

    Attributes:
        columns: type by name; empty where there is no table.
        demanded: columns that must be given and that we do not know.
        is_table: plain or partitioned; else a view or something foreign.
        is_unique: a valid unique index on ``uuid``.
        broken_index: the name of one that was never finished, or None.
        may_insert: this role may add rows.
        may_number: this role may use the sequence of ``id``.
    """

    columns: dict[str, str]
    demanded: tuple[str, ...] = ()
    is_table: bool = True
    is_unique: bool = False
    broken_index: str | None = None
    may_insert: bool = False
    may_number: bool = True

    def missing(self, wanted: tuple[Column, ...]) -> list[Column]:
        """Columns that are not there."""
        return [column for column in wanted if column.name not in self.columns]

    def strange(self, wanted: tuple[Column, ...]) -> list[str]:
        """Columns that are there with a type that cannot take our values."""
        return [
            column.name
            for column in wanted
            if self.columns.get(column.name, column.accepted[0]) not in column.accepted
        ]


async def read_shapes(connection: AsyncConnection) -> tuple[Shape, Shape]:
    """The predictions' table and the labels', as the search path finds them."""
    return (
        await _read(connection, TABLE, OLD_COLUMNS + NEW_COLUMNS, SENT_COLUMNS),
        await _read(connection, LABELS, LABEL_COLUMNS, SENT_LABEL_COLUMNS),
    )


async def _read(
    connection: AsyncConnection, table: str, known: tuple[Column, ...], sent: tuple[str, ...]
) -> Shape:
    async with connection.pipeline():
        columns = await connection.execute(_COLUMNS, (table,))
        indexes = await connection.execute(_INDEXES, (table,))
        rights = await connection.execute(_RIGHTS, {"table": table, "sent": list(sent)})
        found = await columns.fetchall()
        built = await indexes.fetchall()
        right = await rights.fetchone()
    names = {column.name for column in known}
    kind, may_insert, may_number = right or ("r", False, True)
    return Shape(
        columns={name: type_ for name, type_, _ in found},
        demanded=tuple(name for name, _, demanded in found if demanded and name not in names),
        is_table=kind in ("r", "p"),
        is_unique=any(valid for valid, _ in built),
        broken_index=next((name for valid, name in built if not valid), None),
        may_insert=may_insert,
        may_number=may_number,
    )
