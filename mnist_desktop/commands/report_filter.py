"""What ``mnist-desktop report`` is about, from its options."""

import argparse
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from mnist_desktop.commands.session_option import add_session_option
from mnist_desktop.errors import KnownError
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.days import midnight
from mnist_desktop.journal.report.facts import Facts
from mnist_desktop.journal.report.filter import Filter


class NothingSuchError(KnownError):
    """The log has nothing of that name."""


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that narrow a report."""
    add_session_option(parser)
    parser.add_argument(
        "--model", action="append", default=[], metavar="ID", help="only this one; may come again"
    )
    parser.add_argument(
        "--device", metavar="ID", help="only devices whose key begins so; see by device"
    )
    parser.add_argument(
        "--since", type=_since, metavar="TIME", help="drawn on this day or at this time, or later"
    )
    parser.add_argument(
        "--until", type=_until, metavar="TIME", help="drawn on this day or before, or before a time"
    )


def filter_of(options: argparse.Namespace, facts: Facts) -> Filter:
    """The filter that the options describe.

    Raises:
        NothingSuchError: a name that the log does not have.
    """
    sessions = _sessions(options.session, facts)
    return Filter(
        sessions=sessions,
        devices=_devices(options.device, facts) if options.device else frozenset(),
        since=options.since,
        until=options.until,
        models=_models(options.model, facts),
    )


def _sessions(asked: UUID | str, facts: Facts) -> frozenset[UUID | None]:
    if asked == "all":
        return frozenset()
    if asked == "last":
        drawn = [facts.sessions[place] for place in sorted(set(facts.session.tolist()))]
        last = max(drawn, key=lambda each: (each.started_at or 0, str(each.id)), default=None)
        return frozenset([last.id]) if last else frozenset()
    if all(session.id != asked for session in facts.sessions):
        raise NothingSuchError(f"There is no session {asked}.", "Use last, all, or a session's ID.")
    return frozenset([UUID(str(asked))])


def _devices(prefix: str, facts: Facts) -> frozenset[UUID | None]:
    wanted = prefix.casefold()
    found = frozenset(device for device in facts.devices if str(device).startswith(wanted))
    if not found:
        raise NothingSuchError(f"There is no device {prefix}.", _among(facts.devices))
    return found


def _models(names: list[str], facts: Facts) -> frozenset[str]:
    for name in names:
        if name not in facts.models:
            raise NothingSuchError(f"There is no answer of a model {name}.", _among(facts.models))
    return frozenset(names)


def _among(names: Iterable[object]) -> str:
    shown = ", ".join(sorted(str(name) for name in names))
    return f"There are: {shown}." if shown else "Draw something first."


def _since(text: str) -> datetime:
    return _instant(text, 0)


def _until(text: str) -> datetime:
    return _instant(text, 1)


def _instant(text: str, days: int) -> datetime:
    """A time, or the midnight so many days after a day begins; this machine's where no zone is."""
    try:
        try:
            return from_micros(midnight(date.fromisoformat(text) + timedelta(days=days)))
        except ValueError:
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise argparse.ArgumentTypeError(
            "must be a day or a time, such as 2026-01-31 or 2026-01-31T14:30"
        ) from None
