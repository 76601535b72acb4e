"""The tables on the server: made, grown from the web app's, or left alone."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import sql

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.check import check, make_loop
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.schema import prepare
from mnist_desktop.journal.postgres.session import connect
from mnist_desktop.journal.postgres.table import SENT_COLUMNS
from tests.journal.serving import Database

OLD_TABLE = """CREATE TABLE IF NOT EXISTS user_predictions (
    id SERIAL PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, model_name VARCHAR(64),
    drawn_digit INTEGER, predicted_digit INTEGER, probability FLOAT, probabilities TEXT,
    correct BOOLEAN, background_color VARCHAR(16), pen_color VARCHAR(16))"""
OLD_INSERT = """INSERT INTO user_predictions (model_name, drawn_digit, predicted_digit, probability,
    probabilities, correct, background_color, pen_color) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
OLD_ROW = ("Random Forest", 1, 1, 0.93, "0.01 (0), 0.93 (1)", True, "#000000", "#FFFFFF")


def prepare_now(connection: Connection) -> None:
    """As the sender does."""

    async def work() -> None:
        async with connect(connection) as opened:
            await prepare(opened)

    loop = make_loop()
    try:
        loop.run_until_complete(work())
    finally:
        loop.close()


def columns(database: Database) -> set[str]:
    found = database.run(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'user_predictions'"
    )
    return {name for (name,) in found}


def indexes(database: Database) -> list[Any]:
    return database.run(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('user_predictions_uuid')"
    )


def empty(database: Database) -> None:
    """Nothing is there."""


def old(database: Database) -> None:
    database.run(OLD_TABLE)
    for _ in range(50):
        database.run(OLD_INSERT, OLD_ROW)


def half_grown(database: Database) -> None:
    """The program ended between the first columns and the index."""
    old(database)
    database.run("ALTER TABLE user_predictions ADD COLUMN uuid UUID, ADD COLUMN ink JSONB")


def broken_index(database: Database) -> None:
    """A concurrent build that failed leaves an index that is not valid."""
    half_grown(database)
    database.run("UPDATE user_predictions SET uuid = '00000000-0000-7000-8000-000000000001'")
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.run(
            "CREATE UNIQUE INDEX CONCURRENTLY user_predictions_uuid ON user_predictions (uuid)"
        )
    database.run("UPDATE user_predictions SET uuid = NULL")
    assert indexes(database) == [(False,)]


def ours(database: Database) -> None:
    prepare_now(database.connection)


@pytest.mark.parametrize("state", [empty, old, half_grown, broken_index, ours])
def test_every_state_of_the_table_becomes_ours(
    database: Database, state: Callable[[Database], None]
) -> None:
    # GIVEN a server in some state
    state(database)
    before = database.run("SELECT count(*) FROM user_predictions") if state is not empty else [(0,)]
    # WHEN a sender prepares it, twice
    prepare_now(database.connection)
    prepare_now(database.connection)
    # THEN all columns are there, the index is sound, and no row was lost
    assert {"id", *SENT_COLUMNS} <= columns(database)
    assert indexes(database) == [(True,)]
    assert database.run("SELECT count(*) FROM user_predictions") == before
    assert "ready" in check(database.connection)


def test_the_web_app_goes_on_with_the_grown_table(database: Database) -> None:
    # GIVEN the web app's table, grown by ours
    old(database)
    prepare_now(database.connection)
    # WHEN the web app's own statements run
    database.run(OLD_TABLE)
    database.run(OLD_INSERT, OLD_ROW)
    # THEN they find what they wrote, as before
    rows = database.run(
        "SELECT model_name, drawn_digit, predicted_digit, probability, probabilities, correct,"
        " background_color, pen_color FROM user_predictions ORDER BY timestamp DESC, id DESC"
    )
    assert rows == [OLD_ROW] * 51
    assert database.run("SELECT max(id) FROM user_predictions") == [(51,)]


def test_growing_gives_way_to_who_reads_and_writes(database: Database) -> None:
    # GIVEN a reader of the web app in a transaction
    old(database)
    with database.open() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM user_predictions")

        # WHEN a sender wants to add columns, and gives up or waits
        async def work() -> None:
            async with connect(database.connection) as opened:
                growing = asyncio.ensure_future(prepare(opened))
                await asyncio.sleep(1.3)  # past the first try's second
                # THEN the web app's INSERT goes through meanwhile
                await asyncio.to_thread(database.run, OLD_INSERT, OLD_ROW)
                reader.execute("COMMIT")
                await growing

        loop = make_loop()
        loop.run_until_complete(work())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
    assert indexes(database) == [(True,)]


def test_two_desktops_may_prepare_at_once(database: Database) -> None:
    old(database)

    async def work() -> None:
        async with connect(database.connection) as one, connect(database.connection) as two:
            await asyncio.gather(prepare(one), prepare(two))

    loop = make_loop()
    loop.run_until_complete(work())
    loop.close()
    assert indexes(database) == [(True,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE user_predictions (id SERIAL, name TEXT)",
        "CREATE VIEW user_predictions AS SELECT 1 AS id",
        OLD_TABLE.replace("correct BOOLEAN", "correct TEXT"),
        OLD_TABLE.replace("pen_color VARCHAR(16)", "pen_color VARCHAR(16), school TEXT NOT NULL"),
    ],
)
def test_another_table_of_that_name_is_left_alone(database: Database, statement: str) -> None:
    database.run(statement)
    before = columns(database)
    with pytest.raises(SharedLogError, match="another shape"):
        prepare_now(database.connection)
    with pytest.raises(SharedLogError, match="another shape"):
        check(database.connection)
    assert columns(database) == before


def role(database: Database, *grants: str) -> Connection:
    """A new role with some rights, and the connection as it."""
    name = f"role_{database.name}"
    known = {"role": sql.Identifier(name)}
    database.run(sql.SQL("CREATE ROLE {role} LOGIN").format(**known))
    for grant in grants:
        database.run(sql.SQL(grant).format(**known))
    given = database.connection
    return Connection(given.host, given.port, given.database, name)


@pytest.fixture
def role_gone(database: Database) -> Any:
    yield
    name = sql.Identifier(f"role_{database.name}")
    database.run(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(name))


INSERT = "GRANT INSERT ON user_predictions, user_prediction_labels TO {role}"
NUMBER = "GRANT USAGE ON SEQUENCE user_predictions_id_seq TO {role}"


@pytest.mark.usefixtures("role_gone")
def test_a_role_that_may_only_insert_is_enough(database: Database) -> None:
    prepare_now(database.connection)
    device = role(database, INSERT, NUMBER)
    prepare_now(device)
    assert "ready" in check(device)


@pytest.mark.usefixtures("role_gone")
@pytest.mark.parametrize(
    ("grants", "said"), [((), "may not add rows"), ((INSERT,), "not number them")]
)
def test_a_missing_right_is_named(database: Database, grants: tuple[str, ...], said: str) -> None:
    prepare_now(database.connection)
    device = role(database, *grants)
    for ask in (prepare_now, check):
        with pytest.raises(SharedLogError, match=said):
            ask(device)


@pytest.mark.usefixtures("role_gone")
def test_a_role_that_may_not_make_tables_is_told_so(database: Database) -> None:
    device = role(database)
    for ask in (prepare_now, check):
        with pytest.raises(SharedLogError, match=r"01_tables\.sql"):
            ask(device)
