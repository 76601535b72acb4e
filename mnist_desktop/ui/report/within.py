"""The filter that shows one group of those that a filter shows. Knows no Qt."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.report.days import midnight
from mnist_desktop.journal.report.filter import Filter
from mnist_desktop.journal.report.groups import By, Key

Days = tuple[date, date]


def within(wanted: Filter, by: By, key: Key) -> tuple[Filter, Days | None]:
    """The narrower filter, and its days where the group is one."""
    if isinstance(key, date):
        since, until = (from_micros(midnight(day)) for day in (key, key + timedelta(days=1)))
        return replace(wanted, since=since, until=until), (key, key)
    if isinstance(key, str):
        return replace(wanted, models=frozenset([key])), None
    return replace(wanted, **{_PARTS[by]: _only(key)}), None  # type: ignore[arg-type]


def _only(key: UUID | None) -> frozenset[UUID | None]:
    return frozenset([key])


_PARTS = {By.SESSION: "sessions", By.DEVICE: "devices"}
