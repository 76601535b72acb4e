"""Version 1: sessions, drawings, their ink and predictions, and labels given later."""

import sqlite3
from uuid import uuid4


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables, and the random key by which this device is known."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    connection.execute("INSERT INTO property (name, value) VALUES ('device', ?)", (uuid4().bytes,))


_IS_LABEL = """CHECK (label IS NULL OR typeof(label) = 'text'
    OR typeof(label) = 'integer' AND label BETWEEN 0 AND 9)"""

_TABLES = (
    # Facts about this file; `device` is a random key.
    "CREATE TABLE property (name TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID",
    """CREATE TABLE session (
        id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
        started_at INTEGER NOT NULL,  -- microseconds since 1970, UTC, as every instant here
        app_version TEXT NOT NULL,
        device BLOB NOT NULL CHECK (length(device) = 16),
        checksum BLOB NOT NULL
    ) WITHOUT ROWID""",
    # `number` is the order of commits and is never used twice. `label` is the first one; it has
    # no column type, so that 7 and '7' stay apart.
    f"""CREATE TABLE drawing (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        session BLOB NOT NULL REFERENCES session (id),
        drawn_at INTEGER NOT NULL,
        label {_IS_LABEL},
        pen_width REAL NOT NULL,
        pen_colour TEXT NOT NULL,
        paper_colour TEXT NOT NULL,
        source TEXT NOT NULL,
        predictions INTEGER NOT NULL CHECK (predictions >= 0),
        checksum BLOB NOT NULL
    )""",
    # Apart from `drawing`, so that a report over many drawings reads few pages.
    """CREATE TABLE ink (
        drawing INTEGER PRIMARY KEY REFERENCES drawing (number) ON DELETE CASCADE,
        raster BLOB NOT NULL CHECK (length(raster) = 784),
        strokes TEXT NOT NULL,  -- JSON, the ink contract's form
        checksum BLOB NOT NULL
    )""",
    # `probabilities` is JSON: Python's shortest text of a double reads back bit for bit.
    """CREATE TABLE prediction (
        drawing INTEGER NOT NULL REFERENCES drawing (number) ON DELETE CASCADE,
        model TEXT NOT NULL,
        position INTEGER NOT NULL,
        digit INTEGER CHECK (digit IS NULL OR digit BETWEEN 0 AND 9),
        probabilities TEXT NOT NULL,
        verdict TEXT NOT NULL,
        familiarity REAL,
        model_sha256 TEXT NOT NULL,
        milliseconds REAL NOT NULL,
        checksum BLOB NOT NULL,
        PRIMARY KEY (drawing, model)
    ) WITHOUT ROWID""",
    # By the drawing's own key, not its number: an event may outlive a damaged file's drawing.
    f"""CREATE TABLE label_event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        drawing BLOB NOT NULL CHECK (length(drawing) = 16),
        at INTEGER NOT NULL,
        label {_IS_LABEL},
        checksum BLOB NOT NULL
    )""",
    "CREATE INDEX drawing_by_session ON drawing (session)",
    "CREATE INDEX label_event_by_drawing ON label_event (drawing)",
)
_STATEMENTS = _TABLES + tuple(
    f"""CREATE TRIGGER {table}_is_append_only BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    for table in ("session", "drawing", "ink", "prediction", "label_event")
)
