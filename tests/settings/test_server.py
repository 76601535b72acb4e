"""Which server the shared log is on: environment before settings before libpq."""

from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.settings.schema import Settings
from mnist_desktop.settings.server import Server, fixed_by, resolve

CHOSEN = Settings(
    postgres_host="log.example.org",
    postgres_port="6432",
    postgres_database="digits",
    postgres_user="ada",
    postgres_tls_mode="require",
    postgres_ca_file="/etc/ca.pem",
)
ENVIRONMENT = {
    "POSTGRES_HOST": "other.example.org",
    "POSTGRES_PORT": "5433",
    "POSTGRES_DB": "mnist",
    "POSTGRES_USER": "bob",
    "POSTGRES_PASSWORD": "from outside",
}


def test_the_settings_hold_where_the_environment_is_silent() -> None:
    assert resolve(CHOSEN, {}, "typed") == Server(
        "log.example.org", "6432", "digits", "ada", "typed", "require", "/etc/ca.pem"
    )
    assert fixed_by({}) == {}


def test_each_variable_wins_over_its_setting() -> None:
    assert resolve(CHOSEN, ENVIRONMENT, "typed") == Server(
        "other.example.org", "5433", "mnist", "bob", "from outside", "require", "/etc/ca.pem"
    )
    assert fixed_by(ENVIRONMENT) == {
        "postgres_host": "POSTGRES_HOST",
        "postgres_port": "POSTGRES_PORT",
        "postgres_database": "POSTGRES_DB",
        "postgres_user": "POSTGRES_USER",
    }


def test_an_empty_variable_says_nothing() -> None:
    empty = dict.fromkeys(ENVIRONMENT, "")
    assert resolve(CHOSEN, empty, "typed") == resolve(CHOSEN, {}, "typed")
    assert fixed_by(empty) == {}


def test_what_nobody_names_is_left_to_libpq() -> None:
    assert resolve(Settings(), {}) == Server()
    assert set(Server().parameters().values()) == {""}


def test_no_password_is_in_what_is_printed_or_in_the_account() -> None:
    server = resolve(CHOSEN, {}, "hush")
    assert server.account == "ada@log.example.org:6432"
    assert "hush" not in f"{server!r} {server} {server.account}"


VALUES = st.text(st.characters(exclude_categories=("C",)), max_size=20)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ENVIRONMENT, VALUES)), VALUES)
def test_a_set_variable_always_wins_and_never_gets_lost(
    environment: dict[str, str], host: str
) -> None:
    server = resolve(Settings(postgres_host=host), environment, "typed")
    assert server.host == (environment.get("POSTGRES_HOST") or host)
    assert server.port == environment.get("POSTGRES_PORT", "")
    assert server.password == (environment.get("POSTGRES_PASSWORD") or "typed")
