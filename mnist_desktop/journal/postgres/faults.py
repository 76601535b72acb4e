"""What the server or the way to it says, as one sentence with a remedy."""

from uuid import UUID

import psycopg

from mnist_desktop.errors import SharedLogError
from mnist_desktop.journal.postgres.connection import Connection

_ASK = "Ask who runs the server"
_SCRIPT = f"{_ASK} to run packaging/postgres/01_tables.sql and 02_roles.sql."

_PASSWORD = ("{place} does not accept the user's password.", "Check user name and password.")
_USER = ("{place} does not let this user in.", f"Check the user name; {_ASK.lower()} for access.")
_DATABASE = ("{place} has no database of this name.", f"Check the name, or {_ASK.lower()}.")
_RIGHTS = ("The user may not write to the shared log on {place}.", _SCRIPT)
_BUSY = ("{place} is too busy or is starting.", "It is tried again by itself.")
_TIMEOUT = (
    "{place} does not answer in time.",
    "Check host, port and network; a firewall may swallow the connection.",
)
_UNTRUSTED = (
    "The certificate of {place} is not trusted.",
    "Name the CA file of whoever runs the server, or correct the host.",
)

_BY_STATE = {
    "28P01": _PASSWORD,
    "28000": _USER,
    "3D000": _DATABASE,
    "42501": _RIGHTS,
    "25006": ("{place} takes no writes: it is a copy of another server.", "Use the main server."),
    "53100": ("The disk of {place} is full.", f"{_ASK} to free some space."),
    "53300": _BUSY,
    "55P03": _BUSY,
    "57014": _TIMEOUT,
    "57P03": _BUSY,
}
# libpq gives no code for a connection that fails, only text; the first that matches counts.
_BY_TEXT = (
    ("does not match host name", _UNTRUSTED),
    ("certificate verify failed", _UNTRUSTED),
    ("root certificate file", ("The CA file cannot be read.", "Choose the server's CA file.")),
    ("could not read root cert", ("The CA file cannot be read.", "Choose the server's CA file.")),
    (
        "does not support SSL",
        (
            "{place} offers no encrypted connection.",
            f"{_ASK} to turn TLS on, or choose another TLS mode on a network that you trust.",
        ),
    ),
    ("connection refused", ("Nothing answers on {place}.", "Check host and port; is it running?")),
    ("resolve host", ("There is no host {place}.", "Check the spelling and the network.")),
    ("translate host", ("There is no host {place}.", "Check the spelling and the network.")),
    ("getaddrinfo", ("There is no host {place}.", "Check the spelling and the network.")),
    ("name or service not known", ("There is no host {place}.", "Check the spelling.")),
    ("no such file or directory", ("No server runs on this machine.", "Name the host.")),
    ("password authentication failed", _PASSWORD),
    ("no password supplied", ("{place} wants a password.", "Enter it.")),
    ("no pg_hba.conf entry", _USER),
    ('role "', _USER),
    ('database "', _DATABASE),
    ("timeout", _TIMEOUT),
    ("timed out", _TIMEOUT),
    ("starting up", _BUSY),
    ("connection slots", _BUSY),
    ("too many", _BUSY),
    ("network is unreachable", ("The network is away.", "It is tried again by itself.")),
    ("closed", ("{place} broke the connection off.", "It is tried again by itself.")),
    ("lost", ("{place} broke the connection off.", "It is tried again by itself.")),
)


def explain(error: BaseException, connection: Connection) -> SharedLogError:
    """The known error behind what psycopg, libpq or the server reports."""
    if isinstance(error, SharedLogError):
        return error
    sentence, remedy = _find(error)
    return SharedLogError(sentence.format(place=connection.place()), remedy)


def _find(error: BaseException) -> tuple[str, str]:
    if isinstance(error, TimeoutError | psycopg.errors.ConnectionTimeout):
        return _TIMEOUT
    state = error.sqlstate if isinstance(error, psycopg.Error) else None
    if state in _BY_STATE:
        return _BY_STATE[state]
    text = str(error).lower()
    for part, answer in _BY_TEXT if state is None else ():
        if part.lower() in text:
            return answer
    first = str(error).strip().split("\n")[0].replace("{", "{{").replace("}", "}}")
    return f"The shared log on {{place}} fails: {first}.", f"{_ASK}."


def concerns_a_row(error: psycopg.Error) -> bool:
    """Whether some row is at fault, so that it will fail the same way for ever.

    SQLSTATE classes: 22 data exception, 23 integrity, 54 limit exceeded; without one, psycopg
    itself could not put a value into the server's form.
    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    if error.sqlstate is None:
        return isinstance(error, psycopg.DataError)
    return error.sqlstate[:2] in ("22", "23", "54")


def concerns_a_device(error: psycopg.Error) -> bool:
    """Whether row-level security refuses a row: see packaging/postgres/02_roles.sql.

    Its SQLSTATE is that of every missing right; the words come in the server's language.
    """
    return error.sqlstate == "42501" and error.diag.source_function == "ExecWithCheckOptions"


def unknown_device(device: UUID) -> SharedLogError:
    """The server lets this role in, but not with this device's drawings."""
    return SharedLogError(
        "The shared log does not know this device.",
        f"{_ASK} to run packaging/postgres/03_new_device.sql for device_uuid {device}.",
    )
