"""What the shared log has still to get, as the journal's outbox names it. Knows no server.

Triggers fill the outbox in the transaction that commits a drawing or a label (schema/version_2).
Reading is done beside the writer; each change is a task for the writer's own connection.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from mnist_desktop.journal.faults import explain
from mnist_desktop.journal.location import open_to_read
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.rows import RelabelRow, StoredDrawing, checksum
from mnist_desktop.journal.store import JournalStore

Task = Callable[[JournalStore], None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Some of what waits, oldest first, read for sending.

    Attributes:
        numbers: the places in the outbox that this parcel settles, also of drawings that are gone.
        drawings: by place.
        labels: later labels, by place.
        unsound: places whose drawing does not match its checksum.
    """

    numbers: tuple[int, ...]
    drawings: dict[int, StoredDrawing]
    labels: dict[int, RelabelRow]
    unsound: tuple[int, ...]


class Outbox:
    """The open journal's outbox, read only; used on one thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._journal = Journal(connection, path)
        ((device,),) = connection.execute("SELECT value FROM property WHERE name = 'device'")
        self.device = UUID(bytes=device)

    @classmethod
    @contextmanager
    def open_readonly(cls, path: Path) -> "Iterator[Outbox]":
        """Open the journal at ``path`` and close it at the end.

        Raises:
            JournalError: it cannot be read.
        """
        path = path.resolve()
        with closing(open_to_read(path)) as connection:
            try:
                yield cls(connection, path)
            except sqlite3.Error as error:
                raise explain(error, path) from error

    def count(self) -> tuple[int, int]:
        """How many drawings and labels wait, and how many were set aside."""
        ((every, aside),) = self._connection.execute("SELECT count(*), count(reason) FROM outbox")
        return every - aside, aside

    def set_aside(self) -> list[tuple[str, int]]:
        """The reasons for which something was set aside, and how often, commonest first."""
        return self._connection.execute(
            """SELECT reason, count(*) FROM outbox WHERE reason IS NOT NULL
            GROUP BY reason ORDER BY count(*) DESC, reason"""
        ).fetchall()

    def first(self, count: int, after: int = 0) -> Parcel:
        """The oldest ``count`` that wait behind the place ``after``, with all their rows."""
        waiting = self._connection.execute(
            """SELECT o.number, o.kind, o.key, d.number FROM outbox o
            LEFT JOIN drawing d ON o.kind = 'drawing' AND d.id = o.key
            WHERE o.reason IS NULL AND o.number > ? ORDER BY o.number LIMIT ?""",
            (after, count),
        ).fetchall()
        places = {key: place for place, kind, key, _ in waiting if kind == "drawing"}
        there = [number for *_, number in waiting if number is not None]
        drawings = {
            places[stored.drawing.id]: stored for stored in self._journal.stored(sorted(there))
        }
        labels, broken = self._labels([row[0] for row in waiting if row[1] == "label"])
        lost = (row[0] for row in waiting if row[3] is not None and row[0] not in drawings)
        return Parcel(tuple(row[0] for row in waiting), drawings, labels, (*sorted(lost), *broken))

    def _labels(self, places: Sequence[int]) -> tuple[dict[int, RelabelRow], list[int]]:
        sound, broken = {}, []
        for place in places:
            row = self._connection.execute(
                """SELECT e.checksum, e.id, e.drawing, e.at, e.label FROM outbox o
                JOIN label_event e ON e.id = o.key WHERE o.number = ?""",
                (place,),
            ).fetchone()
            if row and row[0] == checksum(*row[1:]):
                sound[place] = RelabelRow(*row[1:])
            elif row:
                broken.append(place)
        return sound, broken


def settle(numbers: Sequence[int]) -> Task:
    """A task: these are on the server, or nowhere any more."""
    return _task("DELETE FROM outbox WHERE number = ?", [(number,) for number in numbers])


def put_aside(reasons: Sequence[tuple[int, str]]) -> Task:
    """A task: the server will never take these as they are; each with its reason."""
    return _task(
        "UPDATE outbox SET reason = ? WHERE number = ?",
        [(reason, number) for number, reason in reasons],
    )


def take_up_again(store: JournalStore) -> None:
    """A task: all that was set aside waits again."""
    _task("UPDATE outbox SET reason = NULL WHERE reason IS NOT NULL", [()])(store)


def turn_on_sharing(store: JournalStore, everything: bool = False) -> None:
    """A task: from now on each commit is queued; with ``everything`` so is all that is there."""
    with store.transaction() as connection:
        connection.execute("UPDATE property SET value = 1 WHERE name = 'sharing'")
        if everything:
            for kind, table in (("drawing", "drawing"), ("label", "label_event")):
                connection.execute(
                    f"""INSERT INTO outbox (kind, key) SELECT ?, id FROM {table} WHERE true
                    ORDER BY number ON CONFLICT (kind, key) DO NOTHING""",  # noqa: S608  # two constants
                    (kind,),
                )


def turn_off_sharing(store: JournalStore) -> None:
    """A task: nothing more is queued, and what waits is not sent: it stays in the journal only."""
    with store.transaction() as connection:
        connection.execute("UPDATE property SET value = 0 WHERE name = 'sharing'")
        connection.execute("DELETE FROM outbox")


def _task(statement: str, rows: list[tuple[object, ...]]) -> Task:
    def do(store: JournalStore) -> None:
        with store.transaction() as connection:
            connection.executemany(statement, rows)

    return do
