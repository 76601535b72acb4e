"""Where the shared log is."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the server; what is empty is left to libpq."""

    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    tls_mode: str = ""
    ca_file: str = ""
