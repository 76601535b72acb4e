"""Which day an instant falls on, for many at once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mnist_desktop.journal.instant import from_micros, to_micros

_DAY = 86_400_000_000
_Micros = npt.NDArray[np.int64]


class Days(NamedTuple):
    """Days from the oldest, and the place of each instant's."""

    dates: Sequence[date]
    places: npt.NDArray[np.int32]


def days_of(instants: _Micros, zone: tzinfo | None = None) -> Days:
    """Days by the clock of ``zone``, this machine's where None.

    A day begins where its zone says; only midnights near some instant are asked for.
    """
    near = np.unique(instants // _DAY)
    dates = sorted({
        day for place in near.tolist() for day in _around(place) if day is not None
    })  # fmt: skip
    midnights = np.array([midnight(day, zone) for day in dates], dtype=np.int64)
    places = np.searchsorted(midnights, instants, side="right") - 1
    # The calendar has no day before its first.
    return Days(dates, np.maximum(places, 0).astype(np.int32))


def midnight(day: date, zone: tzinfo | None = None) -> int:
    """When a day begins, in microseconds since 1970."""
    begin = datetime(day.year, day.month, day.day, tzinfo=zone)
    try:
        return to_micros(begin.astimezone(UTC))
    except (OverflowError, ValueError, OSError):  # the ends of the calendar have no other zones
        return to_micros(begin.replace(tzinfo=UTC))


def _around(place: int) -> list[date | None]:
    """The day in UTC, the one before and the one after."""
    middle = from_micros(place * _DAY).date()
    return [_shifted(middle, -1), middle, _shifted(middle, 1)]


def _shifted(day: date, by: int) -> date | None:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None
