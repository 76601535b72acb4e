"""Version 3: facts for the report, derived from the drawings and never the truth.

A report over a million predictions cannot read their probabilities, which are text. Here each
drawing has one short row, kept up by triggers in the transaction that commits the drawing, its
label or its deletion. Its numbers are hexadecimal digits of fixed width, so that SQLite strings
thousands of rows together and numpy reads them in one go (``report/packed.py``).
"""

import sqlite3

# What stands for "none" and "something else" where a byte holds a digit, a label or a verdict.
NONE = 255
OTHER = 254
VERDICTS = ("sure", "unsure", "not_a_digit", "empty")
"""A verdict's number is its place."""
CONFIDENCE_ONE = 2**32 - 1
"""The whole number that stands for a probability of 1."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Make the tables and triggers, and the facts of what is there already."""
    for statement in (*_TABLES, *_TRIGGERS):
        connection.execute(statement)
    rebuild(connection)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make all facts anew from the drawings; inside the caller's transaction."""
    for statement in _REBUILD:
        connection.execute(statement)


_TABLES = (
    "CREATE TABLE report_model (code INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE report_session (code INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE)",
    """CREATE TABLE report_fact (
        number INTEGER PRIMARY KEY,  -- the drawing's
        label,  -- what the drawing is said to be now
        head TEXT NOT NULL,  -- label 2, session 8, number 8, drawn_at 16 hexadecimal digits
        answers TEXT NOT NULL  -- each: model 4, digit 2, verdict 2, confidence 8, microseconds 8
    )""",
    "CREATE INDEX report_fact_text ON report_fact (label) WHERE typeof(label) = 'text'",
)

_LABEL = """CASE WHEN EXISTS (SELECT 1 FROM label_event WHERE drawing = {d}.id)
    THEN (SELECT label FROM label_event WHERE drawing = {d}.id ORDER BY number DESC LIMIT 1)
    ELSE {d}.label END"""
_LABEL_CODE = f"CASE typeof({{0}}) WHEN 'null' THEN {NONE} WHEN 'text' THEN {OTHER} ELSE {{0}} END"
_HEAD = """printf('%08x%08x%016x',
    (SELECT code FROM report_session WHERE id = {d}.session), {d}.number, {d}.drawn_at)"""
_VERDICT = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(VERDICTS))
# The row may be damaged: a text that is no JSON must not stop a migration.
_CONFIDENCE = f"""CAST({CONFIDENCE_ONE} * max(0.0, min(1.0, coalesce(
    CASE WHEN json_valid({{p}}.probabilities)
    THEN CAST(json_extract({{p}}.probabilities, '$[' || {{p}}.digit || ']') AS REAL) END, 0.0)))
    + 0.5 AS INTEGER)"""
_ANSWER = f"""printf('%04x%02x%02x%08x%08x',
    min(65535, (SELECT code FROM report_model WHERE name = {{p}}.model)),
    coalesce({{p}}.digit, {NONE}),
    CASE {{p}}.verdict {_VERDICT} ELSE {OTHER} END,
    {_CONFIDENCE},
    CAST(max(0.0, min(4e9, {{p}}.milliseconds * 1000.0)) + 0.5 AS INTEGER))"""  # noqa: S608  # of fixed texts
_ANSWERS = f"""coalesce((SELECT group_concat(answer, '') FROM (
    SELECT {_ANSWER.format(p="p")} AS answer FROM prediction p
    WHERE p.drawing = {{number}} ORDER BY p.position, p.model)), '')"""  # noqa: S608  # of fixed texts

_FACT = f"""SELECT number, label, printf('%02x', {_LABEL_CODE.format("label")}) || head, {{answers}}
    FROM (SELECT {{d}}.number AS number, {_LABEL} AS label, {_HEAD} AS head{{source}})"""  # noqa: S608  # of fixed texts
EXPECTED = _FACT.format(d="d", source=" FROM drawing d", answers=_ANSWERS.format(number="number"))
"""Every row that ``report_fact`` must hold, but for the order of a row's answers."""
_REBUILD = (
    "DELETE FROM report_fact",
    "DELETE FROM report_session",
    "DELETE FROM report_model",
    "INSERT INTO report_session (id) SELECT id FROM session ORDER BY started_at, id",
    "INSERT INTO report_model (name) SELECT DISTINCT model FROM prediction",
    f"INSERT INTO report_fact {EXPECTED}",
)

_RELABELLED = f"""UPDATE report_fact
    SET (label, head) = (
        SELECT label, printf('%02x', {_LABEL_CODE.format("label")}) || substr(head, 3)
        FROM (SELECT {_LABEL.format(d="d")} AS label FROM drawing d
            WHERE d.number = report_fact.number))
    WHERE number = (SELECT number FROM drawing WHERE id = {{row}}.drawing)"""  # noqa: S608  # of fixed texts
_TRIGGERS = (
    """CREATE TRIGGER session_has_code AFTER INSERT ON session
        BEGIN INSERT INTO report_session (id) VALUES (NEW.id); END""",
    """CREATE TRIGGER session_loses_code AFTER DELETE ON session
        BEGIN DELETE FROM report_session WHERE id = OLD.id; END""",
    f"""CREATE TRIGGER drawing_has_fact AFTER INSERT ON drawing
        BEGIN INSERT INTO report_fact {_FACT.format(d="NEW", source="", answers="''")}; END""",
    # Before: the predictions go with their drawing, and then find no fact to change.
    """CREATE TRIGGER drawing_loses_fact BEFORE DELETE ON drawing
        BEGIN DELETE FROM report_fact WHERE number = OLD.number; END""",
    f"""CREATE TRIGGER prediction_in_fact AFTER INSERT ON prediction
        BEGIN
            INSERT INTO report_model (name) VALUES (NEW.model) ON CONFLICT (name) DO NOTHING;
            UPDATE report_fact SET answers = answers || {_ANSWER.format(p="NEW")}
                WHERE number = NEW.drawing;
        END""",  # noqa: S608  # of fixed texts
    f"""CREATE TRIGGER prediction_out_of_fact AFTER DELETE ON prediction
        BEGIN UPDATE report_fact SET answers = {_ANSWERS.format(number="OLD.drawing")}
            WHERE number = OLD.drawing; END""",  # noqa: S608  # of fixed texts
    f"""CREATE TRIGGER label_event_in_fact AFTER INSERT ON label_event
        BEGIN {_RELABELLED.format(row="NEW")}; END""",
    f"""CREATE TRIGGER label_event_out_of_fact AFTER DELETE ON label_event
        BEGIN {_RELABELLED.format(row="OLD")}; END""",
)
