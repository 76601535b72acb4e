"""The journal as a source of reports."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import explain
from mnist_desktop.journal.location import open_to_read
from mnist_desktop.journal.report.facts import Facts, SessionFact
from mnist_desktop.journal.report.gathering import Gathering
from mnist_desktop.journal.report.source import DrawingDetails, Progress

_CHUNK = 4096  # drawings a query: half a megabyte of text
# A range of an integer key is read in its order; to ask for that order costs a third more.
_FACTS = """SELECT group_concat(head, ''), group_concat(answers, ',') FROM report_fact
    WHERE number > ? AND number <= ?"""
_LAST = "SELECT coalesce(min(number), 1), coalesce(max(number), 0) FROM report_fact"
_SESSIONS = """SELECT r.code, s.id, s.device, s.started_at FROM report_session r
    JOIN session s ON s.id = r.id"""
_TEXTS = "SELECT number, label FROM report_fact WHERE typeof(label) = 'text'"
_DETAILS = """SELECT d.number, d.id, d.source, i.raster FROM drawing d
    LEFT JOIN ink i ON i.drawing = d.number WHERE d.number IN (SELECT value FROM json_each(?))"""
_ANSWERS = """SELECT drawing, model, probabilities FROM prediction
    WHERE drawing IN (SELECT value FROM json_each(?)) ORDER BY drawing, position"""

_STATE = """SELECT name, seq FROM sqlite_sequence WHERE name IN ('drawing', 'label_event')
    UNION ALL SELECT 'drawings', count(*) FROM drawing"""


class JournalSource:
    """The journal at a path; see :class:`~mnist_desktop.journal.report.source.ReportSource`."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def load(self, progress: Progress | None = None) -> Facts:
        """Read every fact, a few thousand drawings at a time."""
        with self._open() as connection:
            connection.execute("BEGIN")  # one instant, whatever the writer does meanwhile
            first, last = connection.execute(_LAST).fetchone()
            gathering = Gathering(
                connection.execute("SELECT code, name FROM report_model").fetchall(),
                [
                    (code, SessionFact(UUID(bytes=key), UUID(bytes=device), began))
                    for code, key, device, began in connection.execute(_SESSIONS)
                ],
            )
            connection.text_factory = bytes
            for after in range(first - 1, last, _CHUNK):
                heads, answers = connection.execute(_FACTS, (after, after + _CHUNK)).fetchone()
                if heads is not None:
                    gathering.add(heads, answers)
                if progress is not None:
                    progress(gathering.count)
            connection.text_factory = str
            return gathering.facts(connection.execute(_TEXTS).fetchall())

    def find(self, text: str) -> npt.NDArray[np.int64]:
        """Scan the sources; each different one is looked at once."""
        wanted = text.casefold()
        known: dict[str, bool] = {}

        def has_text(source: str) -> bool:
            if source not in known:
                if len(known) > 1000:
                    known.clear()
                known[source] = wanted in source.casefold()
            return known[source]

        with self._open() as connection:
            connection.create_function("has_text", 1, has_text, deterministic=True)
            query = "SELECT number FROM drawing WHERE has_text(source) ORDER BY number"
            rows = connection.execute(query)
            return np.fromiter((number for (number,) in rows), dtype=np.int64)

    def details(self, keys: Sequence[int]) -> dict[int, DrawingDetails]:
        """Read pictures and probabilities of some drawings."""
        asked = json.dumps([int(key) for key in keys])
        answers: dict[int, dict[str, tuple[float, ...]]] = defaultdict(dict)
        with self._open() as connection:
            connection.execute("BEGIN")
            for number, model, probabilities in connection.execute(_ANSWERS, (asked,)):
                answers[number][model] = tuple(json.loads(probabilities))
            return {
                number: DrawingDetails(UUID(bytes=key), raster, source, answers[number])
                for number, key, source, raster in connection.execute(_DETAILS, (asked,))
            }

    def state(self) -> object:
        """The last event's numbers and how many drawings there are."""
        with self._open() as connection:
            return tuple(connection.execute(_STATE).fetchall())

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(open_to_read(self._path)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise explain(error, self._path) from error
        except ValueError as error:
            raise JournalError(
                f"The report's facts in {self._path} are damaged.",
                "Run mnist-desktop report --rebuild.",
            ) from error
