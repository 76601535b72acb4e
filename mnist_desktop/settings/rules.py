"""Which values a setting may take, and what to tell a person whose value it may not.

A rule knows nothing of the setting that it guards.
"""

import re
from dataclasses import dataclass
from typing import Protocol


class Rule(Protocol):
    """Tells whether a value read from a file, or typed by a person, may be used."""

    @property
    def remedy(self) -> str:
        """One sentence on what may be given instead."""
        ...

    def accepts(self, value: object) -> bool:
        """Whether ``value`` may be used as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number from ``low`` to ``high``, both included."""

    low: float
    high: float

    @property
    def remedy(self) -> str:
        """The range."""
        return f"Give a number from {self.low:g} to {self.high:g}."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is a number in range; truth values are no numbers."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return self.low <= value <= self.high  # never true of NaN


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``, both included.

    Attributes:
        low: the least.
        high: the largest.
        unit: what is counted, after the number.
        lowest: what ``low`` means, where it means something of its own; else empty.
    """

    low: int
    high: int
    unit: str = ""
    lowest: str = ""

    @property
    def remedy(self) -> str:
        """The range."""
        return f"Give a whole number from {self.low} to {self.high}."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is a whole number in range; truth values are none."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and self.low <= value <= self.high  # type: ignore[operator]  # an int by now


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off."""

    remedy: str = "Choose on or off."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is a truth value."""
        return isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words.

    Attributes:
        words: as the file holds them.
        titles: as a person reads them, in the same order; empty where the words do.
    """

    words: tuple[str, ...]
    titles: tuple[str, ...] = ()

    @property
    def remedy(self) -> str:
        """The words."""
        return f"Choose one of: {', '.join(filter(None, self.words))}."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is one of the words."""
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True, slots=True)
class Text:
    """A text that matches ``pattern`` from end to end."""

    pattern: str
    remedy: str = "Give a text of the right form."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is such a text."""
        return isinstance(value, str) and re.fullmatch(self.pattern, value) is not None


@dataclass(frozen=True, slots=True)
class FilePath(Text):
    """The place of a file; whether it is there is for its user to find out."""


@dataclass(frozen=True, slots=True)
class Port:
    """The number of a network port as a text, or nothing."""

    remedy: str = "Give a whole number from 1 to 65535, or leave it blank."

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is empty or such a number."""
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{0,5}", value):
            return False
        return value == "" or 1 <= int(value) <= 65535
