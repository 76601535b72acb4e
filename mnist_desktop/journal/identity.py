"""UUIDv7 keys made on this machine (RFC 9562, section 5.7): they sort by the time they were made.

Python has had ``uuid.uuid7`` since 3.14 only.
"""

import hashlib
import os
import threading
import time
from datetime import datetime, timedelta
from uuid import UUID

from mnist_desktop.journal.instant import EPOCH

_TAIL_BITS = 32
_COUNTER_BITS = 42
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1

_lock = threading.Lock()
_last_ms = -1
_last_counter = 0


def uuid7() -> UUID:
    """A new key, larger than every one made before in this process, whatever the clock does.

    RFC 9562, section 6.2, method 1: a counter of 42 bits behind the milliseconds is seeded at
    random each millisecond and grows by one within it; 32 bits of chance follow.
    """
    global _last_ms, _last_counter
    chance = int.from_bytes(os.urandom(10), "big")
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _last_ms:
            # The top bit stays clear: room to count.
            _last_ms, _last_counter = now, chance >> _TAIL_BITS & _COUNTER_MASK >> 1
        elif _last_counter < _COUNTER_MASK:
            _last_counter += 1
        else:
            _last_ms, _last_counter = _last_ms + 1, 0
        return _build(_last_ms, _last_counter << _TAIL_BITS | chance & ((1 << _TAIL_BITS) - 1))


def uuid7_time(key: UUID) -> datetime | None:
    """When a UUIDv7 was made, in UTC to the millisecond; None for a key of another version."""
    if key.version != 7:
        return None
    try:
        return EPOCH + timedelta(milliseconds=key.int >> 80)
    except OverflowError:  # 48 bits reach past the year 9999
        return None


def prediction_id(drawing: UUID, model: str) -> UUID:
    """The key of one model's answer to one drawing.

    A UUIDv7 that has the drawing's milliseconds and, for its chance, a hash of both names: every
    replay, import or second machine makes the same key, so nothing can be stored twice.
    """
    digest = hashlib.sha256(drawing.bytes + model.encode("utf-8", "backslashreplace")).digest()
    return _build(drawing.int >> 80, int.from_bytes(digest[:10], "big") & (1 << 74) - 1)


def _build(ms: int, low74: int) -> UUID:
    """Put version and variant around 48 bits of milliseconds and 74 bits of counter and chance."""
    high12, low62 = low74 >> 62, low74 & (1 << 62) - 1
    return UUID(int=ms << 80 | 0x7 << 76 | high12 << 64 | 0b10 << 62 | low62)
