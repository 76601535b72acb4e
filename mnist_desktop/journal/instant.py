"""Instants as the journal keeps them: whole microseconds since 1970 in UTC, exact both ways."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL_EPOCH = EPOCH.replace(tzinfo=None)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970.

    Raises:
        ValueError: the instant has no time zone, so nobody can say when it was.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be kept")
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The instant in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def to_text(micros: int) -> str:
    """ISO 8601 in UTC with six decimals, such as ``2025-11-23T14:02:07.250000Z``."""
    return (_LOCAL_EPOCH + timedelta(microseconds=micros)).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """Read ISO 8601 that names its zone.

    Raises:
        ValueError: no such time, or none that names its zone.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return instant.astimezone(UTC)


def stamp() -> str:
    """Now, for a file's name: ``20251123T140207Z``."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def free_name(folder: Path, base: str, suffix: str) -> Path:
    """A path in ``folder`` that is not taken: ``<base>-<now><suffix>``, numbered if need be."""
    name = f"{base}-{stamp()}"
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{suffix}"
    return path
