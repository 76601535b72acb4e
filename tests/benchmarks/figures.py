"""How a time is measured and shown: many runs, median and p99."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """Times of one thing, in milliseconds."""

    name: str
    times: tuple[float, ...]
    bound: str = ""

    def __str__(self) -> str:
        median, p99 = np.percentile(self.times, [50, 99])
        count = len(self.times)
        return f"{self.name:58} {median:10.2f} {p99:10.2f} {count:7}  {self.bound}"


HEADER = f"{'what':58} {'median ms':>10} {'p99 ms':>10} {'runs':>7}  asked"


def timed(
    name: str, work: Callable[[Any], object], inputs: Iterable[Any], bound: str = ""
) -> Figure:
    """Time ``work`` on each input, after a warm-up on the first."""
    items = list(inputs)
    work(items[0])
    times = []
    for item in items:
        start = time.perf_counter()
        work(item)
        times.append((time.perf_counter() - start) * 1000)
    return Figure(name, tuple(times), bound)
