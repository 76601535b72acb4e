"""The settings, declared once: name, default, rule and words. File and dialog follow from here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from mnist_desktop.settings.rules import (
    Choice,
    FilePath,
    Flag,
    Number,
    Port,
    Rule,
    Text,
    Whole,
)

AUTO = "auto"
"""A colour that follows the theme: dark ink on white paper, or light ink on dark paper."""
PEN_WIDTHS = Number(2, 40)
"""Pen widths in units of a canvas that is 280 units wide."""
THEMES = ("system", "light", "dark")
SHARED_LOG, CONNECTION, JOURNAL = "Shared log", "Connection", "Journal on this computer"
"""The dialog's groups; a setting without a group has its place elsewhere in the window."""

_COLOUR = Text(rf"{AUTO}|#[0-9a-f]{{6}}")
_NAME = Text(r"[^\x00-\x1f\x7f]{0,255}", "Give at most 255 characters in one line.")
_FILE = FilePath(r"[^\x00-\x1f\x7f]{0,4000}", "Give the path of a file, or leave it blank.")
_TLS = Choice(
    ("", "disable", "prefer", "require", "verify-ca", "verify-full"),
    (
        "Automatic",
        "None (disable)",
        "If the server offers it (prefer)",
        "Encrypted, server not verified (require)",
        "Certificate verified (verify-ca)",
        "Certificate and host name verified (verify-full)",
    ),
)
_TLS_HINT = (
    "Automatic verifies the server’s certificate and name (verify-full), so that nobody in between "
    "can read along; a server on this computer needs no TLS."
)
_CA_HINT = "The certificate that your server’s is signed with, where it is not a public one."


@dataclass(frozen=True, slots=True)
class About:
    """What the dialog and messages say of a setting.

    Attributes:
        rule: which values it may take.
        title: its name.
        group: the dialog's group; empty for a setting that has its place elsewhere.
        hint: one more sentence, where one is needed.
        variable: the environment variable that wins over it; empty for none.
        blank: what leaving it blank means.
    """

    rule: Rule
    title: str
    group: str = ""
    hint: str = ""
    variable: str = ""
    blank: str = ""


def _declare(default: str | float, rule: Rule, title: str, group: str = "", **more: str) -> Any:
    return field(default=default, metadata={"about": About(rule, title, group, **more)})


def _connect(default: str, rule: Rule, title: str, **more: str) -> Any:
    return _declare(default, rule, title, CONNECTION, blank=_LIBPQ, **more)


_LIBPQ = "left to libpq’s own settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the program remembers; each field carries its rule and its words."""

    pen_width: float = _declare(13.0, PEN_WIDTHS, "Pen width")
    pen_colour: str = _declare(AUTO, _COLOUR, "Pen colour")
    paper_colour: str = _declare(AUTO, _COLOUR, "Paper colour")
    model: str = _declare("vote", Text(r"[a-z0-9_]{1,40}"), "Model")
    theme: str = _declare("system", Choice(THEMES), "Theme")
    geometry: str = _declare("", Text(r"[A-Za-z0-9+/=]{0,4000}"), "Place and size of the window")
    shared_log: bool = _declare(False, Flag(), "Send drawings to a shared log", SHARED_LOG)
    postgres_host: str = _connect("", _NAME, "Host", variable="POSTGRES_HOST")
    postgres_port: str = _connect("", Port(), "Port", variable="POSTGRES_PORT")
    postgres_database: str = _connect("", _NAME, "Database", variable="POSTGRES_DB")
    postgres_user: str = _connect("", _NAME, "User", variable="POSTGRES_USER")
    postgres_tls_mode: str = _connect("", _TLS, "TLS", hint=_TLS_HINT)
    postgres_ca_file: str = _connect("", _FILE, "CA file", hint=_CA_HINT)
    journal_keep_days: int = _declare(
        0, Whole(0, 36_500, "days", "For ever"), "Keep drawings", JOURNAL
    )
    journal_backups: int = _declare(5, Whole(1, 100), "Backups to keep", JOURNAL)

    def to_json(self) -> dict[str, str | float]:
        """The values by name."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> tuple["Settings", tuple[str, ...]]:
        """Take what the rules accept; the rest stays at its default.

        Returns:
            The settings, and the titles of those whose value was refused.
        """
        accepted: dict[str, Any] = {}
        refused: list[str] = []
        for name, about in ABOUT.items():
            if name not in values:
                continue
            if about.rule.accepts(values[name]):
                accepted[name] = values[name]
            else:
                refused.append(about.title)
        return cls(**accepted), tuple(refused)


ABOUT: Mapping[str, About] = {item.name: item.metadata["about"] for item in fields(Settings)}
"""What is said of each setting, by its name, in the order of the dialog."""
