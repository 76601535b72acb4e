"""Which server, as whom. Knows no psycopg: the window builds one of these at no cost."""

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path

TLS_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
"""libpq's own, from none to the certificate's name being checked."""
CONNECT_SECONDS = 5
_SILENT_SECONDS = 15  # after which a peer that acknowledges nothing is gone
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)


@dataclass(frozen=True, slots=True)
class Connection:
    """How the shared log is reached.

    Every field is text; an empty one is left to libpq, with its ``PG*`` variables, service file
    and password file. An empty ``tls_mode`` means ``verify-full`` off this machine.
    """

    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    tls_mode: str = ""
    ca_file: str = ""

    def parameters(self) -> dict[str, str | int]:
        """Keywords of libpq.

        https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
        """
        named = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": self.user,
            "password": self.password,
            **self._tls(),
        }
        fixed: dict[str, str | int] = {
            "application_name": "mnist-desktop",
            "client_encoding": "utf8",
            "connect_timeout": CONNECT_SECONDS,  # psycopg's own is 130
            "keepalives_idle": _SILENT_SECONDS,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": _SILENT_SECONDS * 1000,
        }
        return fixed | {name: value for name, value in named.items() if value}

    def place(self) -> str:
        """The server in words."""
        host = self._effective_host() or "this machine"
        return f"{host}:{self.port}" if self.port else host

    def _tls(self) -> dict[str, str]:
        mode = self.tls_mode
        if not mode and not os.environ.get("PGSSLMODE") and not self._is_local():
            mode = "verify-full"
        root = self.ca_file
        if mode in ("verify-ca", "verify-full") and not root and not _has_own_root():
            root = _system_root()
        return {"sslmode": mode, "sslrootcert": root}

    def _effective_host(self) -> str:
        return self.host or os.environ.get("PGHOST", "") or os.environ.get("PGHOSTADDR", "")

    def _is_local(self) -> bool:
        host = self._effective_host()
        if not host:  # a service file may name any host and its own mode
            return True
        parts = host.split(",")
        return all(p in ("localhost", "::1") or p.startswith(("/", "@", "127.")) for p in parts)


def _has_own_root() -> bool:
    """Whether libpq finds certificates that the person put there."""
    named = os.environ.get("PGSSLROOTCERT")
    return bool(named) or (Path.home() / ".postgresql" / "root.crt").exists()


def _system_root() -> str:
    """The system's trusted certificates as a file; psycopg's own OpenSSL does not know where."""
    default = ssl.get_default_verify_paths().cafile
    found = (path for path in (default, *_BUNDLES) if path and Path(path).is_file())
    return next(found, "system")
