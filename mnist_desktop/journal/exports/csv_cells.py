"""The cells of a CSV file: quoted where they must be, and never a formula.

A spreadsheet takes a text for a formula when it begins with ``=``, ``+``, ``-``, ``@``, a tab, a
line break, or one of the full-width signs. It may also split lines elsewhere than we do: at ``;``
or tabs, where the system's settings say so, or at a line break inside quotes. So wherever a cell
may begin (at the start of a text, and after ``,``, ``;``, a tab or a line break) one apostrophe is
put before such a character, and before an apostrophe that stands there. To read a text back, take
one apostrophe away at each of these places. Numbers stay as they are.
"""

import re

Value = str | int | float | None

_MAY_BE_FORMULA = re.compile(r"(^|[,;\t\r\n])(?=[=+\-@\t\r\n'＝＋－＠])")  # noqa: RUF001  # full-width
_DEFUSED = re.compile(r"(^|[,;\t\r\n])'")
_NEEDS_QUOTES = re.compile('[",;\r\n\t]')


def cell(value: Value) -> str:
    """One cell; None is an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value)
    text = defuse(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def defuse(text: str) -> str:
    """The text with an apostrophe wherever a formula might begin."""
    return _MAY_BE_FORMULA.sub(r"\1'", text)


def read_back(text: str) -> str:
    """The text that :func:`defuse` was given."""
    return _DEFUSED.sub(r"\1", text)
