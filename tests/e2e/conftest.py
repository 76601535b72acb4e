"""A screen of its own for the installed app, and a hand on the mouse: Xvfb and xdotool."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_PATIENCE = 90.0  # s: a loaded machine is no failure


@dataclass
class Screen:
    """An X screen."""

    display: str
    home: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        unset = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        return {**kept, "DISPLAY": self.display, "MNIST_DESKTOP_HOME": str(self.home)}

    def start_app(self) -> subprocess.Popen[bytes]:
        """The installed program, as a person starts it."""
        program = Path(sys.executable).with_name("mnist-desktop")
        command = [str(program)] if program.exists() else [sys.executable, "-m", "mnist_desktop"]
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE)
        self.started.append(process)
        return process

    def hand(self, *words: str | int) -> str:
        """One command to xdotool."""
        done = subprocess.run(
            ["xdotool", *map(str, words)], env=self.environment, capture_output=True, text=True
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    def window(self) -> str:
        """The number of the app's window, once it is there."""
        wait_for(lambda: bool(self.hand("search", "--onlyvisible", "--name", "MNIST Desktop")))
        return self.hand("search", "--onlyvisible", "--name", "MNIST Desktop").splitlines()[0]

    def picture(self, path: Path) -> None:
        """A screenshot, where the tool for it is installed."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(path)], env=self.environment)


def wait_for(condition: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Wait until ``condition`` holds."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def screen(home: Path) -> Iterator[Screen]:
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("needs Xvfb and xdotool")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-screen", "0", "1600x1200x24", "-displayfd", str(writer)],
        pass_fds=[writer], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as file:
        made = Screen(f":{file.readline().strip()}", home)
    yield made
    for process in made.started:
        if process.poll() is None:
            process.kill()
        process.communicate()
    server.terminate()
    server.wait()
