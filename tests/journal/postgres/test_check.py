"""What the Test button says: each way in which a connection can be wrong, within five seconds."""

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.check import check
from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database


def said(connection: Connection) -> str:
    """What is wrong, in words; within five seconds."""
    began = time.monotonic()
    with pytest.raises(SharedLogError) as caught:
        check(connection)
    assert time.monotonic() - began < 6  # five, and a loaded machine
    assert caught.value.remedy
    return str(caught.value)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    assert "Nothing answers on localhost" in said(Connection("localhost", port))


def test_no_such_host() -> None:
    assert "There is no host" in said(Connection("no-such-host.invalid"))


def test_the_server_swallows_everything(proxy: Proxy) -> None:
    proxy.swallows = True
    assert "does not answer in time" in said(Connection("127.0.0.1", str(proxy.port)))


def test_the_server_falls_silent_after_the_greeting(proxy: Proxy, database: Database) -> None:
    proxy.delay = 1.5
    given = database.connection
    assert "does not answer in time" in said(
        Connection("127.0.0.1", str(proxy.port), given.database, given.user)
    )


def test_no_such_database(database: Database) -> None:
    given = database.connection
    assert "no database of this name" in said(
        Connection(given.host, given.port, "no_such", given.user, given.password)
    )


def test_no_such_user(database: Database) -> None:
    given = database.connection
    assert "does not let this user in" in said(
        Connection(given.host, given.port, given.database, "nobody_here")
    )


def test_a_port_that_is_no_number() -> None:
    assert "must be a number" in said(Connection("localhost", "a"))


@pytest.fixture
def with_passwords(database: Database) -> Iterator[str]:
    """A role that needs a password: the server's rules say so for as long as the test runs."""
    name = f"role_{database.name}"
    ((rules,),) = database.run("SHOW hba_file")
    before = Path(rules).read_text()
    database.run(f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
    Path(rules).write_text(f"local all {name} scram-sha-256\n{before}")
    database.run("SELECT pg_reload_conf()")
    yield name
    Path(rules).write_text(before)
    database.run("SELECT pg_reload_conf()")
    database.run(f"DROP ROLE {name}")


def test_the_password_is_wrong_or_missing(database: Database, with_passwords: str) -> None:
    given = database.connection

    def as_(password: str) -> Connection:
        return Connection(given.host, given.port, given.database, with_passwords, password)

    assert "does not accept the user's password" in said(as_("wrong"))
    assert "wants a password" in said(as_(""))
    assert "password" not in said(as_("right"))  # what is wrong now is another thing
    assert "wrong" not in repr(as_("wrong"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made CA with a certificate for localhost, by the openssl command."""
    folder = tmp_path_factory.mktemp("tls")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    (folder / "names.cnf").write_text("subjectAltName=DNS:localhost\n")
    key = ("-newkey", "rsa:2048", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=Test CA")  # fmt: skip
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
    openssl("x509", "-req", "-in", "server.csr", *signed, "-extfile", "names.cnf",
            "-out", "server.pem")  # fmt: skip
    return folder


@pytest.fixture
def tls_proxy(database: Database, authority: Path) -> Iterator[Proxy]:
    """The test server cannot do TLS; the proxy before it does."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority / "server.pem", authority / "server.key")
    with Proxy(database.socket, context) as opened:
        yield opened


def through(proxy: Proxy, database: Database, host: str, mode: str, ca: str = "") -> Connection:
    given = database.connection
    return Connection(host, str(proxy.port), given.database, given.user, tls_mode=mode, ca_file=ca)


def test_a_certificate_is_trusted_by_its_authority_alone(
    tls_proxy: Proxy, database: Database, authority: Path
) -> None:
    ca = str(authority / "ca.pem")
    assert "Connected" in check(through(tls_proxy, database, "localhost", "verify-full", ca))
    assert "not trusted" in said(through(tls_proxy, database, "localhost", "verify-full"))
    assert "not trusted" in said(through(tls_proxy, database, "127.0.0.1", "verify-full", ca))
    assert "Connected" in check(through(tls_proxy, database, "127.0.0.1", "verify-ca", ca))
    assert "CA file" in said(
        through(tls_proxy, database, "localhost", "verify-full", str(authority / "none.pem"))
    )


def test_a_server_without_tls_is_refused_where_tls_is_wanted(
    proxy: Proxy, database: Database
) -> None:
    assert "no encrypted connection" in said(through(proxy, database, "localhost", "require"))


@pytest.mark.parametrize(
    ("host", "mode"),
    [("localhost", None), ("127.0.0.1", None), ("/tmp", None), ("log.example", "verify-full")],  # noqa: S108
)
def test_off_this_machine_the_certificate_is_always_checked(host: str, mode: str | None) -> None:
    assert Connection(host).parameters().get("sslmode") == mode


def test_what_libpq_was_told_is_not_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "log.example")
    assert Connection().parameters()["sslmode"] == "verify-full"
    monkeypatch.setenv("PGSSLMODE", "require")
    assert "sslmode" not in Connection().parameters()
    assert "host" not in Connection().parameters()
