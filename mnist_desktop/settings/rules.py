"""Which values a setting may take. A rule knows nothing of the setting that it guards."""

import re
from dataclasses import dataclass
from typing import Protocol


class Rule(Protocol):
    """Tells whether a value read from a file may be used."""

    def accepts(self, value: object) -> bool:
        """Whether ``value`` may be used as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number from ``low`` to ``high``, both included."""

    low: float
    high: float

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is a number in range; truth values are no numbers."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.low <= value <= self.high  # never true of NaN


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is one of the words."""
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True, slots=True)
class Text:
    """A text that matches ``pattern`` from end to end."""

    pattern: str

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is such a text."""
        return isinstance(value, str) and re.fullmatch(self.pattern, value) is not None
