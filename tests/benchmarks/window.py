"""Start, first answer, and pen-up to repainted bars, of the app in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.window_child import STARTED

_RUNS = 3
_SCREEN = ["Xvfb", "-screen", "0", "1600x1200x24", "-displayfd"]


def measure() -> Iterator[Figure]:
    """Several runs of the app; the first warms the page cache and is not counted."""
    with _screen() as environment:
        runs = [_run(environment) for _ in range(_RUNS + 1)][1:]
    where = "offscreen" if "QT_QPA_PLATFORM" in environment else "under Xvfb"
    painted = tuple(float(run["painted"]) for run in runs)
    first = tuple(float(run["first_answer"]) for run in runs)
    pen_up = tuple(time for run in runs for time in run["pen_up"])
    yield Figure(f"start to painted window, warm ({where})", painted, "≤ 500")
    yield Figure(f"start to first answer, warm ({where})", first, "≤ 1500")
    yield Figure(f"pen-up to repainted bars, four models ({where})", pen_up, "median ≤ 10")


def _run(environment: dict[str, str]) -> dict:
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**environment, "MNIST_DESKTOP_HOME": home, STARTED: str(time.monotonic())}
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.window_child"],
            env=surroundings, capture_output=True, text=True, check=True, timeout=300,
        )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """A virtual screen where there is Xvfb, else Qt's offscreen platform."""
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    if shutil.which("Xvfb") is None:
        yield {**environment, "QT_QPA_PLATFORM": "offscreen"}
        return
    reader, writer = os.pipe()
    screen = subprocess.Popen([*_SCREEN, str(writer)], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with Path(f"/dev/fd/{reader}").open() as file:
            number = file.readline().strip()
        yield {**environment, "DISPLAY": f":{number}"}
    finally:
        screen.terminate()
        screen.wait()
        os.close(reader)
