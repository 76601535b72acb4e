"""From the outbox to the server, parcel by parcel, until nothing waits."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import AsyncConnection

from mnist_desktop.journal.outbox import Outbox, Parcel, Task, put_aside, settle
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.faults import concerns_a_row, explain
from mnist_desktop.journal.postgres.rows import Row, label_row, rows_of
from mnist_desktop.journal.postgres.schema import prepare
from mnist_desktop.journal.postgres.session import connect, send

_PARCEL = 250
"""Drawings and labels a transaction: some 2 MB, and few enough round trips."""
_SEND_SECONDS = 60
_UNSOUND = "The drawing is damaged in the journal."


class _Tasks(Protocol):
    def run(self, task: Task) -> "Future[None]": ...


Tell = Callable[..., None]
"""Called with what changed of a :class:`~mnist_desktop.journal.sharing.SharingState`."""
_Rows = tuple[int, list[Row], list[Row]]  # place in the outbox, predictions, labels


async def drain(journal: Path, writer: _Tasks, connection: Connection, tell: Tell) -> None:
    """Send all that waits.

    Raises:
        SharedLogError: the server cannot be reached or used; the rest waits.
        JournalError: the journal cannot be read or written.
    """
    with Outbox.open_readonly(journal) as outbox:
        waiting, aside = outbox.count()
        tell(waiting=waiting, set_aside=aside)
        if not waiting:
            return
        try:
            async with connect(connection) as opened:
                await prepare(opened)
                tell(connected=True, trouble="")
                while parcel := _next(outbox):
                    await _deliver(parcel, outbox, writer, opened, tell)
        except (psycopg.Error, OSError, TimeoutError) as error:
            raise explain(error, connection) from error


def _next(outbox: Outbox) -> Parcel | None:
    parcel = outbox.first(_PARCEL)
    return parcel if parcel.numbers else None


async def _deliver(
    parcel: Parcel, outbox: Outbox, writer: _Tasks, opened: AsyncConnection, tell: Tell
) -> None:
    refused = [(place, _UNSOUND) for place in parcel.unsound]
    async with asyncio.timeout(_SEND_SECONDS):
        refused += await _send_or_split(_rows(parcel, outbox), opened)
    bad = {place for place, _ in refused}
    # The writer's one connection changes the outbox; a crash before it sends this parcel again.
    if refused:
        await asyncio.wrap_future(writer.run(put_aside(refused)))
    await asyncio.wrap_future(writer.run(settle([n for n in parcel.numbers if n not in bad])))
    waiting, aside = outbox.count()
    delivered = len(parcel.drawings) + len(parcel.labels) + len(parcel.unsound) - len(bad)
    tell(sent=delivered, waiting=waiting, set_aside=aside)


def _rows(parcel: Parcel, outbox: Outbox) -> list[_Rows]:
    rows: list[_Rows] = [(place, rows_of(stored), []) for place, stored in parcel.drawings.items()]
    rows += [(p, [], [label_row(event, outbox.device)]) for p, event in parcel.labels.items()]
    return sorted(rows, key=itemgetter(0))


async def _send_or_split(rows: Sequence[_Rows], opened: AsyncConnection) -> list[tuple[int, str]]:
    """Send; where a row is at fault, find it by halves and leave it out, with the reason."""
    if not rows:
        return []
    try:
        await send(opened, [r for _, some, _ in rows for r in some],
                   [r for *_, some in rows for r in some])  # fmt: skip
    except psycopg.Error as error:
        if opened.closed or not concerns_a_row(error):
            raise
        if len(rows) == 1:
            return [(rows[0][0], _reason(error))]
        half = len(rows) // 2
        return [
            *await _send_or_split(rows[:half], opened),
            *await _send_or_split(rows[half:], opened),
        ]
    return []


def _reason(error: psycopg.Error) -> str:
    """What the server said, in its first line."""
    return f"The server refuses it: {str(error).strip().splitlines()[0]}."
