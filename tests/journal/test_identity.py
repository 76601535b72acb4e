import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.journal import identity
from mnist_desktop.journal.identity import prediction_id, uuid7, uuid7_time


def test_keys_are_version_7_of_the_rfc() -> None:
    key = uuid7()
    assert (key.version, key.variant) == (7, RFC_4122)


def test_keys_say_when_they_were_made() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    made = uuid7_time(uuid7())
    assert made is not None
    assert before <= made <= datetime.now(UTC) + timedelta(milliseconds=50)


def test_keys_of_other_versions_say_nothing() -> None:
    assert uuid7_time(uuid4()) is None


def test_a_key_beyond_the_calendar_says_nothing() -> None:
    assert uuid7_time(UUID("ffffffff-ffff-7fff-bfff-ffffffffffff")) is None


def test_keys_grow_within_one_millisecond() -> None:
    keys = [uuid7() for _ in range(20_000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_keys_grow_while_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3_600_000_000_000)
    assert uuid7() > first


def test_keys_grow_when_the_counter_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    first = uuid7()
    monkeypatch.setattr(identity, "_last_ms", identity._last_ms + 60_000)
    monkeypatch.setattr(identity, "_last_counter", (1 << 42) - 2)
    keys = [first, *(uuid7() for _ in range(4))]
    assert keys == sorted(set(keys))


def test_threads_get_different_keys_each_growing() -> None:
    made: list[list[UUID]] = [[] for _ in range(4)]
    threads = [
        threading.Thread(target=lambda mine=mine: mine.extend(uuid7() for _ in range(2000)))
        for mine in made
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in made)
    assert len({key for mine in made for key in mine}) == 8000


@given(st.text(), st.text())
def test_a_prediction_has_one_key_for_ever(one: str, other: str) -> None:
    drawing = uuid7()
    key = prediction_id(drawing, one)
    assert key == prediction_id(drawing, one)
    assert (key.version, key.variant) == (7, RFC_4122)
    assert uuid7_time(key) == uuid7_time(drawing)
    assert (key == prediction_id(drawing, other)) == (one == other)
    assert key != prediction_id(uuid7(), one)
