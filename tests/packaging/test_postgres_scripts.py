"""The team's SQL on a real server: what each role may do, and that no row is lost or doubled."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.postgres.check import check
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.postgres.report_rows import SharedSource
from tests.journal.postgres.test_tables import OLD_INSERT, OLD_ROW, OLD_TABLE, prepare_now
from tests.journal.serving import Database
from tests.packaging.conftest import Fleet

INSERT = """INSERT INTO user_predictions (uuid, drawing_uuid, device_uuid, model_name)
    VALUES (%s, %s, %s, 'Vote') ON CONFLICT DO NOTHING"""
LABEL = """INSERT INTO user_prediction_labels (uuid, drawing_uuid, device_uuid, drawn_digit)
    VALUES (%s, %s, %s, 4) ON CONFLICT DO NOTHING"""
COUNT = "SELECT count(*) FROM user_predictions"
PARTITIONS = """SELECT inhrelid::regclass::text FROM pg_inherits
    WHERE inhparent = 'user_predictions'::regclass ORDER BY 1"""
WHERE = "SELECT tableoid::regclass::text FROM user_predictions WHERE drawing_uuid = %s"


def run_as(who: Connection, statement: str, values: Any = None) -> list[Any]:
    """One statement by plain psycopg."""
    with psycopg.connect(**who.parameters()) as connection:  # type: ignore[arg-type]  # libpq's keywords
        cursor = connection.execute(statement, values)  # type: ignore[arg-type]  # constants of this file
        return cursor.fetchall() if cursor.description else []


def key_at(when: datetime, tail: int = 1) -> UUID:
    """A UUIDv7 made at an instant."""
    ms = round(when.timestamp() * 1000)
    return UUID(int=ms << 80 | 0x7 << 76 | 0b10 << 62 | tail)


def shape(database: Database) -> list[Any]:
    """Columns with types and defaults, and the unique indexes."""
    return database.run(
        """SELECT a.attrelid::regclass::text, a.attnum::int, a.attname,
            format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND a.attrelid IN
            ('user_predictions'::regclass, 'user_prediction_labels'::regclass)
        UNION ALL SELECT tablename, 0, indexname, indexdef, true, NULL FROM pg_indexes
        WHERE indexdef LIKE 'CREATE UNIQUE%' ORDER BY 1, 2, 3"""
    )


def test_the_tables_are_those_that_the_app_makes(fleet: Fleet, postgres_server: str) -> None:
    fleet.script("01_tables.sql")
    by_app = Database(postgres_server)
    by_app.create()
    try:
        prepare_now(by_app.connection)
        assert shape(fleet.database) == shape(by_app)
    finally:
        by_app.drop()


def test_the_web_apps_table_grows_and_its_rows_stay(fleet: Fleet) -> None:
    # GIVEN the web app's table, with rows that were copied in and a sequence that lags behind them
    fleet.database.run(OLD_TABLE)
    fleet.database.run("INSERT INTO user_predictions (id) SELECT generate_series(1, 50)")
    # WHEN the script runs, twice
    fleet.script("01_tables.sql")
    fleet.script("01_tables.sql")
    # THEN the web app goes on, and the next ids are free: no row is passed over for its id
    fleet.database.run(OLD_TABLE)
    fleet.database.run(OLD_INSERT, OLD_ROW)
    fleet.database.run(INSERT, (uuid4(), uuid7(), uuid4()))
    assert fleet.database.run("SELECT count(*), max(id) FROM user_predictions") == [(52, 52)]
    assert "ready" in check(fleet.database.connection)


def test_an_index_that_was_never_finished_is_built_again(fleet: Fleet) -> None:
    fleet.database.run(OLD_TABLE)
    fleet.database.run("ALTER TABLE user_predictions ADD uuid UUID DEFAULT gen_random_uuid()")
    same = uuid4()
    for _ in range(2):
        fleet.database.run("INSERT INTO user_predictions (uuid) VALUES (%s)", (same,))
    with pytest.raises(psycopg.errors.UniqueViolation):
        fleet.database.run(
            "CREATE UNIQUE INDEX CONCURRENTLY user_predictions_uuid ON user_predictions (uuid)"
        )
    fleet.database.run("UPDATE user_predictions SET uuid = NULL")
    fleet.script("01_tables.sql")
    assert "ready" in check(fleet.database.connection)


@pytest.fixture(params=["plain", "partitioned", "partitioned first"])
def team(fleet: Fleet, request: pytest.FixtureRequest) -> Fleet:
    """Tables with roles, each script run twice, in every order that makes sense."""
    scripts = {
        "plain": ["01_tables.sql", "02_roles.sql"],
        "partitioned": ["01_tables.sql", "02_roles.sql", "04_partitions.sql"],
        "partitioned first": ["04_partitions.sql", "02_roles.sql"],
    }[request.param]
    for name in scripts:
        fleet.script(name)
        fleet.script(name)
    return fleet


def test_a_device_adds_its_own_rows_and_nothing_else(team: Fleet) -> None:
    # GIVEN two devices
    mine, others = uuid4(), uuid4()
    device = team.device(mine)
    team.device(others)
    prediction, drawing = uuid4(), uuid7()
    # WHEN one sends twice
    for _ in range(2):
        run_as(device, INSERT, (prediction, drawing, mine))
        run_as(device, LABEL, (prediction, drawing, mine))
    # THEN each row is there once, and the app finds all it needs
    assert team.database.run(COUNT) == [(1,)]
    assert team.database.run("SELECT count(*) FROM user_prediction_labels") == [(1,)]
    assert "ready" in check(device)
    prepare_now(device)
    # AND nothing in another's name, in no name, with an id of its own choice
    for statement in (INSERT, LABEL):
        for name in (others, uuid4(), None):
            for key in (prediction, uuid4()):
                with pytest.raises(InsufficientPrivilege):
                    run_as(device, statement, (key, drawing, name))
    with pytest.raises(InsufficientPrivilege):
        run_as(device, "INSERT INTO user_predictions (id, device_uuid) VALUES (9, %s)", (mine,))
    # AND it neither reads, changes, deletes, nor makes itself known as another
    for statement in (
        COUNT, "SELECT count(*) FROM user_prediction_labels",
        "UPDATE user_predictions SET model_name = ''", "DELETE FROM user_predictions",
        "DELETE FROM user_prediction_labels", "TRUNCATE user_predictions",
        "UPDATE mnist_desktop_devices SET role_name = current_user",
        "INSERT INTO mnist_desktop_devices VALUES (gen_random_uuid(), current_user)",
        "SELECT setval('user_predictions_id_seq', 1)",
        "ALTER TABLE user_predictions DISABLE ROW LEVEL SECURITY",
    ):  # fmt: skip
        with pytest.raises(InsufficientPrivilege):
            run_as(device, statement)
    assert run_as(device, "SELECT device_uuid FROM mnist_desktop_devices") == [(mine,)]
    assert team.database.run(COUNT) == [(1,)]


def test_no_partition_is_a_way_around_the_rules(team: Fleet) -> None:
    device = team.device(uuid4())
    for (name,) in team.database.run(PARTITIONS):
        for statement in (INSERT.replace("user_predictions", name), f"SELECT * FROM {name}"):  # noqa: S608  # names of the catalogue
            with pytest.raises(InsufficientPrivilege):
                run_as(device, statement, (uuid4(), uuid7(), uuid4()) if "%s" in statement else ())


def test_a_reader_reads_and_changes_nothing(team: Fleet) -> None:
    mine = uuid4()
    run_as(team.device(mine), INSERT, (uuid4(), uuid7(), mine))
    team.database.run(OLD_INSERT, OLD_ROW)
    reader = team.role("mnist_desktop_reader")
    assert run_as(reader, COUNT) == [(2,)]
    assert len(SharedSource(reader).load().model) == 2
    for statement in (
        "DELETE FROM user_predictions",
        "INSERT INTO user_predictions DEFAULT VALUES",
    ):
        with pytest.raises(InsufficientPrivilege):
            run_as(reader, statement)


@pytest.mark.parametrize("partitions", [False, True])
def test_the_web_apps_role_keeps_the_rights_that_it_has(fleet: Fleet, partitions: bool) -> None:
    # GIVEN a role of the web app with rights of its own
    fleet.database.run(OLD_TABLE)
    fleet.database.run(OLD_INSERT, OLD_ROW)
    web_app = fleet.role()
    name = psycopg.sql.Identifier(web_app.user)
    fleet.database.run(
        psycopg.sql.SQL(
            "GRANT SELECT, INSERT ON user_predictions TO {0};"
            "GRANT USAGE ON user_predictions_id_seq TO {0}; GRANT CREATE ON SCHEMA public TO {0}"
        ).format(name)
    )
    # WHEN the team's scripts run
    for script in ("01_tables.sql", "02_roles.sql", *["04_partitions.sql"] * partitions):
        fleet.script(script)
    # THEN the web app's own statements do what they did
    run_as(web_app, OLD_TABLE)
    run_as(web_app, OLD_INSERT, OLD_ROW)
    assert run_as(web_app, COUNT) == [(2,)]


def test_a_role_for_a_device_is_made_with_care(fleet: Fleet) -> None:
    fleet.script("01_tables.sql")
    fleet.script("02_roles.sql")
    mine = uuid4()
    device = fleet.device(mine)
    hashes = fleet.database.run(
        "SELECT rolpassword LIKE 'SCRAM-SHA-256$%%', rolsuper, rolcreaterole, rolbypassrls"
        " FROM pg_authid WHERE rolname = %s",
        (device.user,),
    )
    assert hashes == [(True, False, False, False)]
    # another's key, a role that is no device, and no role at all are refused
    taken = fleet.try_script("03_new_device.sql", "x", device_role="other", device_uuid=mine)
    owner = fleet.database.connection.user
    no_device = fleet.try_script("03_new_device.sql", "x", device_role=owner, device_uuid=uuid4())
    nobody = fleet.try_script("03_new_device.sql", "x", device_uuid=uuid4())
    assert [run.returncode for run in (taken, no_device, nobody)] == [3, 3, 3]
    assert "another role's" in taken.stderr
    assert "no device" in no_device.stderr
    # and a second key, with the password typed, is added
    second = uuid4()
    fleet.script("03_new_device.sql", device_role=device.user, device_uuid=second)
    for key in (mine, second):
        run_as(device, INSERT, (uuid4(), uuid7(), key))
    assert fleet.database.run(COUNT) == [(2,)]


def test_rows_move_to_their_months_and_none_is_lost(fleet: Fleet) -> None:
    # GIVEN rows at both sides of a month's first millisecond, the web app's, and strange keys
    fleet.database.run(OLD_TABLE)
    fleet.database.run(OLD_INSERT, OLD_ROW)
    fleet.script("01_tables.sql")
    now = datetime.now(UTC)
    this = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    moment = timedelta(milliseconds=1)
    last_key = UUID(int=key_at(this - moment).int | (1 << 62) - 1 | 0xFFF << 64)
    before, after = last_key, key_at(this, 0)
    strange = [uuid4(), key_at(datetime(1970, 1, 2, tzinfo=UTC)), key_at(now + timedelta(3000))]
    sent = [(uuid4(), drawing, uuid4()) for drawing in (before, after, *strange, uuid7())]
    for values in sent:
        fleet.database.run(INSERT, values)
    contents = "SELECT id, timestamp, model_name, uuid, drawing_uuid FROM user_predictions"
    rows = fleet.database.run(f"{contents} ORDER BY id")
    # WHEN the table is split, twice
    fleet.script("04_partitions.sql")
    fleet.script("04_partitions.sql")
    # THEN all rows are there as they were, each in its month
    assert fleet.database.run(f"{contents} ORDER BY id") == rows
    assert fleet.database.run(WHERE, (before,)) == [
        ((this - moment).strftime("user_predictions_%Y_%m"),)
    ]
    assert fleet.database.run(WHERE, (after,)) == [(this.strftime("user_predictions_%Y_%m"),)]
    for key in strange:
        assert fleet.database.run(WHERE, (key,)) == [("user_predictions_default",)]
    # AND what is sent once more is still there once, and numbering goes on
    for values in sent:
        fleet.database.run(INSERT, values)
    fleet.database.run(OLD_INSERT, OLD_ROW)
    assert fleet.database.run("SELECT count(*), count(DISTINCT id) FROM user_predictions") == [
        (len(rows) + 1, len(rows) + 1)
    ]
    assert "ready" in check(fleet.database.connection)


def test_a_month_that_was_forgotten_is_made_later_with_its_rows(fleet: Fleet) -> None:
    fleet.script("04_partitions.sql")
    later = datetime.now(UTC) + timedelta(days=200)
    key = key_at(later)
    values = (uuid4(), key, uuid4())
    fleet.database.run(INSERT, values)
    assert fleet.database.run(WHERE, (key,)) == [("user_predictions_default",)]
    fleet.database.run("CALL mnist_desktop_add_months(8)")
    fleet.database.run(INSERT, values)
    assert fleet.database.run(WHERE, (key,)) == [(later.strftime("user_predictions_%Y_%m"),)]


def test_old_months_are_taken_out_and_deleted_with_their_labels(fleet: Fleet) -> None:
    # GIVEN drawings of now and of two years ago, one of them sent again later, and the web app's
    fleet.script("01_tables.sql")
    old, new = key_at(datetime.now(UTC) - timedelta(days=730)), uuid7()
    for key in (old, new):
        fleet.database.run(INSERT, (uuid4(), key, uuid4()))
        fleet.database.run(LABEL, (uuid4(), key, uuid4()))
    fleet.database.run(OLD_INSERT, OLD_ROW)
    fleet.script("04_partitions.sql")
    # WHEN what is older than twelve months is taken out, THEN it stays as a table of its own
    ((name,),) = fleet.database.run(WHERE, (old,))
    fleet.database.run("CALL mnist_desktop_retire_months(12)")
    assert fleet.database.run(COUNT) == [(2,)]
    assert fleet.database.run(f"SELECT drawing_uuid FROM {name}") == [(old,)]  # noqa: S608  # of the catalogue
    # AND WHEN it is sent again and all is deleted, THEN only the new ones and the web app's stay
    fleet.database.run(INSERT, (uuid4(), old, uuid4()))
    fleet.database.run("CALL mnist_desktop_retire_months(12, true)")
    drawings = fleet.database.run("SELECT drawing_uuid FROM user_predictions ORDER BY 1")
    assert drawings == [(new,), (None,)]
    assert fleet.database.run("SELECT drawing_uuid FROM user_prediction_labels") == [(new,)]


def test_what_would_stay_behind_stops_the_split(fleet: Fleet) -> None:
    fleet.script("01_tables.sql")
    fleet.database.run("CREATE VIEW lesson AS SELECT model_name FROM user_predictions")
    done = fleet.try_script("04_partitions.sql")
    assert done.returncode == 3
    assert "view lesson" in done.stderr
    assert fleet.database.run(
        "SELECT relkind::text FROM pg_class WHERE oid = 'user_predictions'::regclass"
    ) == [("r",)]


@pytest.mark.parametrize(
    ("extension", "script"), [("citus", "05_citus.sql"), ("timescaledb", "06_timescale.sql")]
)
def test_an_extension_that_is_not_there_is_named_and_nothing_changed(
    fleet: Fleet, extension: str, script: str
) -> None:
    if _has(fleet.database, extension):
        pytest.skip(f"this server has {extension}")
    for name in ("01_tables.sql", "02_roles.sql"):
        fleet.script(name)
    before = shape(fleet.database)
    done = fleet.try_script(script)
    assert done.returncode == 3
    assert "This server has no" in done.stderr
    assert shape(fleet.database) == before


@pytest.mark.parametrize(
    ("extension", "script"), [("citus", "05_citus.sql"), ("timescaledb", "06_timescale.sql")]
)
def test_on_an_extension_each_row_is_there_once(fleet: Fleet, extension: str, script: str) -> None:
    if not _has(fleet.database, extension):
        pytest.skip(f"this server has no {extension}: name one by --postgres-dsn")
    for name in ("01_tables.sql", "02_roles.sql", script):
        fleet.script(name)
    mine = uuid4()
    device = fleet.device(mine)
    at = datetime(2026, 11, 1, tzinfo=UTC)
    statement = INSERT.replace("model_name)", "model_name, timestamp)").replace(
        "'Vote')", "'Vote', %s)"
    )
    values = (uuid4(), uuid7(), mine, at)
    for _ in range(2):
        run_as(device, statement, values)
    with pytest.raises(InsufficientPrivilege):
        run_as(device, statement, (uuid4(), uuid7(), uuid4(), at))
    fleet.database.run(OLD_INSERT, OLD_ROW)
    assert fleet.database.run(COUNT) == [(2,)]
    assert "ready" in check(device)


def _has(database: Database, extension: str) -> bool:
    return bool(database.run("SELECT FROM pg_available_extensions WHERE name = %s", (extension,)))
