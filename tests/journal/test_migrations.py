import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mnist_desktop.errors import JournalError
from mnist_desktop.journal.migrations import APPLICATION_ID, MIGRATIONS, migrate
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry


def _next_version(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE novelty (x)")


def _broken(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (x)")
    connection.execute("no SQL at all")


def _filled(path: Path) -> None:
    store = JournalStore(path)
    store.append(make_entry(label=4))
    store.close()


def _pragma(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def test_a_new_journal_has_the_newest_version_and_our_mark(path: Path) -> None:
    _filled(path)
    assert _pragma(path, "user_version") == len(MIGRATIONS)
    assert _pragma(path, "application_id") == APPLICATION_ID


def test_a_step_keeps_a_sound_copy_of_what_was_there(path: Path) -> None:
    _filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, (*MIGRATIONS, _next_version))
        connection.execute("SELECT * FROM novelty")
    (copy,) = path.parent.glob(f"journal.before-v{len(MIGRATIONS) + 1}-*.sqlite3")
    with Journal.open_readonly(copy) as journal:
        assert [drawing.label for drawing in journal.drawings()] == [4]


def test_a_step_that_fails_leaves_the_version_before(path: Path) -> None:
    _filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.Error):
            migrate(connection, path, (*MIGRATIONS, _broken))
        assert not connection.in_transaction
    with Journal.open_readonly(path) as journal:
        assert journal.count() == 1


def test_a_file_of_no_bytes_becomes_a_journal(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    _filled(path)
    with Journal.open_readonly(path) as journal:
        assert journal.count() == 1


@pytest.mark.parametrize("open_it", [JournalStore, lambda p: Journal.open_readonly(p).__enter__()])
def test_a_newer_journal_is_refused_untouched(path: Path, open_it: object) -> None:
    _filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="newer version"):
        open_it(path)  # type: ignore[operator]
    assert path.read_bytes() == before


@pytest.mark.parametrize("open_it", [JournalStore, lambda p: Journal.open_readonly(p).__enter__()])
def test_another_programs_database_is_refused_untouched(path: Path, open_it: object) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="another program"):
        open_it(path)  # type: ignore[operator]
    assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["session", "drawing", "ink", "prediction", "label_event"])
def test_what_is_written_cannot_be_changed(path: Path, table: str) -> None:
    _filled(path)
    with closing(sqlite3.connect(path)) as connection:
        if table == "label_event":
            connection.execute(
                "INSERT INTO label_event VALUES (1, zeroblob(16), zeroblob(16), 0, 3, x'00')"
            )
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(f"UPDATE {table} SET checksum = x'00'")  # noqa: S608  # a fixed list
