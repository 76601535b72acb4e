"""Where the shared log is: environment and settings put together.

``POSTGRES_*`` variables win over the settings; what neither names is left to libpq (its ``PG*``
variables, service file and passfile). Knows neither Qt nor psycopg.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from mnist_desktop.settings.schema import ABOUT, Settings

PASSWORD_VARIABLE = "POSTGRES_PASSWORD"  # noqa: S105  # its name, not a password
_PREFIX = "postgres_"


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach the shared log; an empty text leaves it to libpq.

    The fields are those of the journal's ``Connection``: ``Connection(**server.parameters())``.
    """

    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    tls_mode: str = ""
    ca_file: str = ""

    def parameters(self) -> dict[str, str]:
        """The values by name, the password among them."""
        return asdict(self)

    @property
    def account(self) -> str:
        """By which the keychain knows the password, so that no other server ever gets it."""
        return f"{self.user}@{self.host}:{self.port}"


def fixed_by(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment variable that wins, by the name of the setting that it wins over."""
    return {
        name: about.variable
        for name, about in ABOUT.items()
        if about.variable and environment.get(about.variable)
    }


def resolve(settings: Settings, environment: Mapping[str, str], password: str = "") -> Server:
    """The server that holds now.

    Args:
        settings: what the person chose.
        environment: the process's variables.
        password: the keychain's, or one just typed; ``POSTGRES_PASSWORD`` wins over it.
    """
    chosen = {
        name.removeprefix(_PREFIX): str(value)
        for name, value in settings.to_json().items()
        if name.startswith(_PREFIX)
    }
    for name, variable in fixed_by(environment).items():
        chosen[name.removeprefix(_PREFIX)] = environment[variable]
    return Server(password=environment.get(PASSWORD_VARIABLE) or password, **chosen)
