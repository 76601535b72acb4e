"""Which drawings are meant: a session's, all, or those with certain numbers; given in portions.

A portion is a JSON array of numbers, which SQLite joins with its tables: a million numbers need
neither a statement of a million parameters nor a table of their own.
"""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

Session = UUID | Literal["last", "all"]
Selection = Session | Sequence[int]
"""A session's key, the session begun last, every drawing, or the ``drawing.number`` of each."""

Fetch = Callable[[str, Sequence[Any] | dict[str, Any]], list[tuple[Any, ...]]]
"""Runs a query and gives all its rows."""

_COUNTED = 10_000  # numbers looked up at once
_COUNT = "SELECT count(*) FROM drawing WHERE :session IS NULL OR session = :session"
_COUNT_LISTED = """SELECT count(*) FROM json_each(?) listed
    CROSS JOIN drawing d ON d.number = listed.value"""
_LAST = "SELECT coalesce(max(number), 0) FROM drawing"
_ALL = """SELECT number FROM drawing
    WHERE number > :after AND number <= :last ORDER BY number LIMIT :size"""
_OF_SESSION = """SELECT number FROM drawing
    WHERE session = :session AND number > :after AND number <= :last ORDER BY number LIMIT :size"""
_LAST_SESSION = """SELECT s.id FROM session s
    WHERE EXISTS (SELECT 1 FROM drawing d WHERE d.session = s.id)
    ORDER BY s.started_at DESC, s.id DESC LIMIT 1"""


class NoSuchSessionError(LookupError):
    """The journal has no session of this key."""


def count(fetch: Fetch, selection: Selection) -> int:
    """How many of the selected drawings there are.

    Raises:
        NoSuchSessionError: as said.
    """
    if isinstance(selection, UUID | str):
        return int(fetch(_COUNT, {"session": _key(fetch, selection)})[0][0])
    listed = _in_order(selection)
    return sum(int(fetch(_COUNT_LISTED, (part,))[0][0]) for part in _parts(listed, _COUNTED))


def portions(fetch: Fetch, selection: Selection, size: int) -> Iterator[str]:
    """The selected numbers, ascending, at most ``size`` at a time.

    Some of a list may not be there. What is committed after the first portion is left out.

    Raises:
        NoSuchSessionError: as said.
    """
    if isinstance(selection, UUID | str):
        yield from _of_session(fetch, _key(fetch, selection), size)
    else:
        yield from _parts(_in_order(selection), size)


def _of_session(fetch: Fetch, key: bytes | None, size: int) -> Iterator[str]:
    bounds = {"after": 0, "last": fetch(_LAST, ())[0][0], "session": key, "size": size}
    while found := fetch(_ALL if key is None else _OF_SESSION, bounds):
        numbers = [row[0] for row in found]
        yield json.dumps(numbers)
        bounds["after"] = numbers[-1]


def _key(fetch: Fetch, session: Session) -> bytes | None:
    """The session's key as stored; None for every session."""
    if session == "all":
        return None
    if session == "last":
        found = fetch(_LAST_SESSION, ())
        return bytes(found[0][0]) if found else b""
    if not fetch("SELECT id FROM session WHERE id = ?", (session.bytes,)):
        raise NoSuchSessionError(str(session))
    return session.bytes


def _in_order(numbers: Sequence[int]) -> "array[int]":
    """Ascending, each once, eight bytes a number."""
    return array("q", (number for number, _ in groupby(sorted(numbers))))


def _parts(numbers: "array[int]", size: int) -> Iterator[str]:
    for start in range(0, len(numbers), size):
        yield json.dumps(numbers[start : start + size].tolist())
