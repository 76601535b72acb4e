"""The journal's schema, one step a version (``schema/``); ``user_version`` says which it has.

Rows are appended and deleted whole, never changed: triggers refuse every update. Each row has a
checksum (see ``rows.py``), so that what comes back can be told from what was written.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.faults import damaged
from mnist_desktop.journal.instant import stamp
from mnist_desktop.journal.schema import version_1, version_2, version_3

Migration = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x4D4E4A4C
"""``MNJL`` in the file's header: a journal of MNIST Desktop, not some other SQLite database."""

MIGRATIONS: tuple[Migration, ...] = (version_1.upgrade, version_2.upgrade, version_3.upgrade)
"""``MIGRATIONS[n]`` takes a file from version n to n + 1."""


def check_version(connection: sqlite3.Connection, path: Path, newest: int = len(MIGRATIONS)) -> int:
    """The file's schema version; 0 for one with nothing in it yet. Reads only.

    Raises:
        JournalError: another program's database, or a journal of a newer version of this one.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (things or version or application):
        raise JournalError(
            f"{path} is a database of another program.", "Move it away; it was left untouched."
        )
    if version > newest:
        raise JournalError(
            f"The journal {path} was written by a newer version of MNIST Desktop.",
            "Install that version; the journal was left untouched.",
        )
    return int(version)


def migrate(
    connection: sqlite3.Connection, path: Path, steps: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Bring the file to the newest version, each step whole or not at all.

    A journal that holds something is copied beside itself before each step.

    Raises:
        JournalError: as :func:`check_version`, or no sound copy can be made.
        sqlite3.Error: the file cannot be written.
    """
    version = check_version(connection, path, len(steps))
    for number, step in enumerate(steps[version:], start=version + 1):
        if version:  # a new file holds nothing yet
            _back_up(connection, path, number)
        connection.execute("BEGIN EXCLUSIVE")
        try:
            step(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _back_up(connection: sqlite3.Connection, path: Path, number: int) -> None:
    copy = path.with_name(f"{path.stem}.before-v{number}-{stamp()}.sqlite3")
    copy.unlink(missing_ok=True)  # of a try in this very second
    connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as copied:
        (verdict,) = copied.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        copy.unlink()
        raise damaged(path, verdict)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
