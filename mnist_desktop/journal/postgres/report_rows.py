"""The shared log as a source of reports: what all devices sent, and the old app's rows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.read_only import Reading, read_only
from mnist_desktop.journal.postgres.report_query import (
    COLUMNS,
    LABELS_TABLE,
    MODELS,
    Queries,
    missing,
)
from mnist_desktop.journal.postgres.table import MODEL_NAMES
from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.gathering_runs import RunGathering
from mnist_desktop.journal.report.source import DrawingDetails, Progress

_CHUNK = 16_384  # rows in memory as text at once
_OLD_PROBABILITY = re.compile(r"([0-9.eE+-]+) \(([0-9])\)")
_RASTER_BYTES = 784
MODEL_IDS = {name: model for model, name in MODEL_NAMES.items()}
"""The app's ids by the names that the shared log knows."""


class SharedSource:
    """The shared log; see :class:`~mnist_desktop.journal.report.source.ReportSource`.

    Reads in one read-only transaction, a chunk at a time, and never waits for ever.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, progress: Progress | None = None) -> Facts:
        """Read a packed value a row by a cursor on the server."""
        with self._open() as (reading, queries):
            names = [name for (name,) in reading.execute(MODELS)]
            gathering = RunGathering([MODEL_IDS.get(name, name) for name in names])
            with reading.cursor("facts", binary=True) as cursor:
                cursor.execute(queries.facts, (names,))
                while rows := cursor.fetchmany(_CHUNK):
                    gathering.add(b"".join([row[0] for row in rows]))
                    if progress is not None:
                        progress(gathering.count)
            with reading.cursor("texts") as cursor:
                cursor.execute(queries.texts)
                return gathering.facts(cursor)

    def find(self, text: str) -> npt.NDArray[np.int64]:
        """Scan the sources."""
        with self._open() as (reading, queries):
            ids = [key for (key,) in reading.execute(queries.found, (text.lower(),))]
            return np.unique(np.array(ids, dtype=np.int64))

    def details(self, keys: Sequence[int]) -> dict[int, DrawingDetails]:
        """Read pictures and probabilities of some drawings."""
        asked = [int(key) for key in keys]
        with self._open() as (reading, queries):
            rows = reading.execute(queries.keys, (asked,)).fetchall()
            drawings = [drawing for _, drawing, _, _ in rows if drawing is not None]
            answers: dict[UUID | int, dict[str, tuple[float, ...]]] = defaultdict(dict)
            for key, drawing, model, vector, text in reading.execute(
                queries.vectors,
                (asked, drawings),
                binary=True,  # singles as they are, not their shortest text
            ):
                probabilities = tuple(vector) if vector else _old_probabilities(text)
                answers[drawing or key][MODEL_IDS.get(model, model)] = probabilities
        return {
            key: DrawingDetails(drawing, _raster(raster), source or "", answers[drawing or key])
            for key, drawing, raster, source in rows
        }

    def state(self) -> object:
        """The last row and the last label."""
        with self._open() as (reading, queries):
            last = reading.execute("SELECT min(id), max(id) FROM user_predictions").fetchone()
            if not queries.has_labels:
                return last
            return last, reading.execute("SELECT count(*) FROM user_prediction_labels").fetchone()

    @contextmanager
    def _open(self) -> "Iterator[tuple[Reading, Queries]]":
        with read_only(self._connection) as reading:
            columns = frozenset(name for (name,) in reading.execute(COLUMNS))
            if not columns:
                raise SharedLogError(
                    "The shared log has no table user_predictions yet.",
                    "Turn the shared log on: the first drawing that is sent makes it.",
                )
            if missing(columns):
                raise SharedLogError(
                    f"The table user_predictions lacks {', '.join(missing(columns))}.",
                    "Use the database that the app's table is in.",
                )
            found = reading.execute(LABELS_TABLE).fetchone()
            yield reading, Queries(columns, has_labels=bool(found and found[0]))


def _old_probabilities(text: str | None) -> tuple[float, ...]:
    """The old app's ``0.01 (0), 0.93 (1), …``; none where it is another text."""
    found = {int(digit): share for share, digit in _OLD_PROBABILITY.findall(text or "")}
    try:
        shares = tuple(float(found.get(digit, 0)) for digit in range(10))
    except ValueError:
        return ()
    return shares if found and all(0 <= share <= 1 for share in shares) else ()


def _raster(raster: bytes | None) -> bytes | None:
    return raster if raster is not None and len(raster) == _RASTER_BYTES else None
