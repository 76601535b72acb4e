"""A journal as an older version of the program left it."""

import sqlite3
from contextlib import closing
from pathlib import Path


def to_version_2(path: Path) -> None:
    """Take away what version 3 of the schema added."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%report_%'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for table in ("report_fact", "report_model", "report_session"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 2")
