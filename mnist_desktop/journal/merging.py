"""Copies the rows of another journal file into the open one, in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_LAST = "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'drawing'"
_SHARING = "SELECT value FROM property WHERE name = 'sharing'"
_SET_SHARING = "UPDATE main.property SET value = ? WHERE name = 'sharing'"
_SESSIONS = """INSERT INTO main.session
    SELECT id, started_at, app_version, device, checksum FROM other.session WHERE true
    ON CONFLICT (id) DO NOTHING"""
_DRAWINGS = """INSERT INTO main.drawing
    (id, session, drawn_at, label, pen_width, pen_colour, paper_colour, source, predictions,
     checksum)
    SELECT id, session, drawn_at, label, pen_width, pen_colour, paper_colour, source, predictions,
     checksum FROM other.drawing WHERE true ORDER BY number ON CONFLICT (id) DO NOTHING"""
_INK = """INSERT INTO main.ink (drawing, raster, strokes, checksum)
    SELECT new.number, ink.raster, ink.strokes, ink.checksum
    FROM main.drawing new CROSS JOIN other.drawing was ON was.id = new.id
    CROSS JOIN other.ink ink ON ink.drawing = was.number
    WHERE new.number > ? ORDER BY new.number"""
_PREDICTIONS = """INSERT INTO main.prediction
    (drawing, model, position, digit, probabilities, verdict, familiarity, model_sha256,
     milliseconds, checksum)
    SELECT new.number, p.model, p.position, p.digit, p.probabilities, p.verdict, p.familiarity,
     p.model_sha256, p.milliseconds, p.checksum
    FROM main.drawing new CROSS JOIN other.drawing was ON was.id = new.id
    CROSS JOIN other.prediction p ON p.drawing = was.number
    WHERE new.number > ? ORDER BY new.number, p.model"""
_LABELS = """INSERT INTO main.label_event (id, drawing, at, label, checksum)
    SELECT id, drawing, at, label, checksum FROM other.label_event WHERE true ORDER BY number
    ON CONFLICT (id) DO NOTHING"""
_LAST_LABEL = "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'label_event'"
_OVERTAKEN = """SELECT DISTINCT new.drawing FROM main.label_event new
    JOIN main.label_event was ON was.drawing = new.drawing
    WHERE new.number > :last AND was.number <= :last AND was.at > new.at"""
_LABELS_OF = """SELECT id, drawing, at, label, checksum FROM main.label_event
    WHERE drawing = ? ORDER BY at, number"""
_ADD_LABEL = """INSERT INTO main.label_event (id, drawing, at, label, checksum)
    VALUES (?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many drawings and label events were not there before."""

    drawings: int
    labels: int


@contextmanager
def attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Have the journal at ``path`` as ``other``, read only; no transaction may be open."""
    uri = f"file://{'' if path.as_posix().startswith('/') else '/'}{quote(path.as_posix())}"
    connection.execute("ATTACH ? AS other", (f"{uri}?mode=ro",))
    try:
        yield
    finally:
        connection.execute("DETACH other")


def copy_rows(connection: sqlite3.Connection) -> Merged:
    """Copy what ``other`` has and the journal has not; the caller's transaction is open.

    Checksums cover the drawing's own key, not its number, so that rows are copied as they are.
    Nothing is queued for the shared log: the person agreed to share what they draw, not what
    others drew; who wants these there too turns sharing on anew, with everything.
    """
    (last,) = connection.execute(_LAST).fetchone()
    (sharing,) = connection.execute(_SHARING).fetchone()
    connection.execute(_SET_SHARING, (0,))
    connection.execute(_SESSIONS)
    drawings = connection.execute(_DRAWINGS).rowcount
    connection.execute(_INK, (last,))
    connection.execute(_PREDICTIONS, (last,))
    labels = _copy_labels(connection)
    connection.execute(_SET_SHARING, (sharing,))
    return Merged(drawings, labels)


def _copy_labels(connection: sqlite3.Connection) -> int:
    """Add the label events; what was said last of a drawing stays the last of its rows."""
    (last,) = connection.execute(_LAST_LABEL).fetchone()
    added = connection.execute(_LABELS).rowcount
    for drawing in connection.execute(_OVERTAKEN, {"last": last}).fetchall():
        events = connection.execute(_LABELS_OF, drawing).fetchall()
        connection.execute("DELETE FROM main.label_event WHERE drawing = ?", drawing)
        connection.executemany(_ADD_LABEL, events)
    return added
