"""From the outbox to the server, parcel by parcel, until nothing waits."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import AsyncConnection

from mnist_desktop.journal.outbox import Outbox, Parcel, put_aside, settle
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.faults import (
    concerns_a_device,
    concerns_a_row,
    explain,
    unknown_device,
)
from mnist_desktop.journal.postgres.rows import Values, drawing_values, label_values
from mnist_desktop.journal.postgres.schema import prepare
from mnist_desktop.journal.postgres.session import connect, deadline, hang_up, or_hang_up, send
from mnist_desktop.journal.tasks import Tasks

_PARCEL = 20
"""Drawings and labels that are read at a time."""
_PARCELS = 20
"""Parcels in a load, which is one transaction: some 3 MB."""
_SEND_SECONDS = 60
_UNSOUND = "The drawing is damaged in the journal."
_ANOTHERS = "The server takes only what was drawn on this device."


Tell = Callable[..., None]
"""Called with what changed of a :class:`~mnist_desktop.journal.sharing.SharingState`."""
Refused = tuple[int, str]  # place in the outbox, and the reason
_Row = tuple[int, bool, Values]  # place in the outbox, whether it is a drawing, its values


@dataclass(slots=True)
class _Load:
    """What one transaction carries, and the places in the outbox that it settles."""

    numbers: list[int] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    unsound: list[int] = field(default_factory=list)


async def drain(journal: Path, writer: Tasks, connection: Connection, tell: Tell) -> None:
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
                await or_hang_up(opened, _deliver_all(outbox, writer, opened, tell))
        except (psycopg.Error, OSError, TimeoutError) as error:
            raise explain(error, connection) from error


async def _deliver_all(outbox: Outbox, writer: Tasks, opened: AsyncConnection, tell: Tell) -> None:
    """While the server works on one load, the next is read."""
    await prepare(opened)
    tell(connected=True, trouble="")
    load = await _read(outbox, 0)
    while load.numbers:
        sending = asyncio.ensure_future(_send(load, opened, outbox.device))
        try:
            following = await _read(outbox, load.numbers[-1])
            refused = await sending
        finally:
            if not sending.done():  # the journal fails: nothing of this load is settled
                hang_up(opened)
            await asyncio.gather(sending, return_exceptions=True)
        await _settle(load, refused, writer)
        waiting, aside = outbox.count()
        tell(sent=len(load.rows) - len(refused), waiting=waiting, set_aside=aside)
        load = following


async def _read(outbox: Outbox, after: int) -> _Load:
    """The next load behind the place ``after``; lets the sending go on every few milliseconds."""
    load = _Load()
    for _ in range(_PARCELS):
        parcel = outbox.first(_PARCEL, after)
        if not parcel.numbers:
            break
        after = parcel.numbers[-1]
        load.numbers += parcel.numbers
        load.rows += _rows(parcel, outbox.device)
        load.unsound += parcel.unsound
        await asyncio.sleep(0)
    return load


async def _send(load: _Load, opened: AsyncConnection, device: UUID) -> list[Refused]:
    async with deadline(opened, _SEND_SECONDS):
        return await _send_or_split(load.rows, opened, device)


async def _settle(load: _Load, refused: Sequence[Refused], writer: Tasks) -> None:
    """Take what was sent out of the outbox; a crash before it sends this load again."""
    aside = [*refused, *((place, _UNSOUND) for place in load.unsound)]
    bad = {place for place, _ in aside}
    if aside:
        await asyncio.wrap_future(writer.run(put_aside(aside)))
    await asyncio.wrap_future(writer.run(settle([n for n in load.numbers if n not in bad])))


def _rows(parcel: Parcel, device: UUID) -> list[_Row]:
    rows = [(place, True, drawing_values(stored)) for place, stored in parcel.drawings.items()]
    rows += [(place, False, label_values(row, device)) for place, row in parcel.labels.items()]
    return sorted(rows, key=itemgetter(0))


async def _send_or_split(
    rows: Sequence[_Row], opened: AsyncConnection, device: UUID
) -> list[Refused]:
    """Send; where a row is at fault, find it by halves and leave it out, with the reason.

    Raises:
        SharedLogError: this device itself is refused, so each of its rows would be.
    """
    if not rows:
        return []
    try:
        await send(
            opened,
            [values for _, is_drawing, values in rows if is_drawing],
            [values for _, is_drawing, values in rows if not is_drawing],
        )
    except psycopg.Error as error:
        if opened.closed or not (concerns_a_row(error) or concerns_a_device(error)):
            raise
        if len(rows) == 1:
            place, _, values = rows[0]
            return [(place, _reason(error, values["device_uuid"], device))]
        half = len(rows) // 2
        return [
            *await _send_or_split(rows[:half], opened, device),
            *await _send_or_split(rows[half:], opened, device),
        ]
    return []


def _reason(error: psycopg.Error, drawn_on: UUID, device: UUID) -> str:
    """What the server said, in its first line, or whose row it refuses."""
    if concerns_a_device(error):
        if drawn_on == device:
            raise unknown_device(device) from error
        return _ANOTHERS
    return f"The server refuses it: {str(error).strip().splitlines()[0]}."
