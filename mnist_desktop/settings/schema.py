"""The settings, declared once: name, default, rule and title. File and dialog follow from here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from mnist_desktop.settings.rules import Choice, Number, Rule, Text

AUTO = "auto"
"""A colour that follows the theme: dark ink on white paper, or light ink on dark paper."""
PEN_WIDTHS = Number(2, 40)
"""Pen widths in units of a canvas that is 280 units wide."""
THEMES = ("system", "light", "dark")

_COLOUR = Text(rf"{AUTO}|#[0-9a-f]{{6}}")


def _declare(default: str | float, rule: Rule, title: str) -> Any:
    return field(default=default, metadata={"rule": rule, "title": title})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the window remembers; each field carries its rule and its title."""

    pen_width: float = _declare(13.0, PEN_WIDTHS, "Pen width")
    pen_colour: str = _declare(AUTO, _COLOUR, "Pen colour")
    paper_colour: str = _declare(AUTO, _COLOUR, "Paper colour")
    model: str = _declare("vote", Text(r"[a-z0-9_]{1,40}"), "Model")
    theme: str = _declare("system", Choice(THEMES), "Theme")
    geometry: str = _declare("", Text(r"[A-Za-z0-9+/=]{0,4000}"), "Place and size of the window")

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
        for item in fields(cls):
            if item.name not in values:
                continue
            value = values[item.name]
            if item.metadata["rule"].accepts(value):
                accepted[item.name] = value
            else:
                refused.append(item.metadata["title"])
        return cls(**accepted), tuple(refused)
