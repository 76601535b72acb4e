"""Kill the program again and again at random moments, and look at what is left."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore

_LONGEST = 0.12  # seconds from the first word to the kill
_LONGEST_SENDING = 0.6  # the same where there is a server: connecting takes a while


def kill_often(
    path: Path,
    times: int,
    connection: Connection | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Counter[str]:
    """Start the program so often, and kill it; how often each drawing was said to be saved.

    After each kill the journal must open, and an export that is there must be whole.
    """
    chance = random.Random(20)  # noqa: S311  # repeatable, not secret
    said: Counter[str] = Counter()
    out = path.with_name("export.jsonl")
    server = [] if connection is None else [connection.host, connection.database, connection.user]
    for done in range(times):
        seconds = chance.uniform(0.0, _LONGEST_SENDING if server else _LONGEST)
        said.update(_draw_and_be_killed([str(path), str(out), *server], seconds))
        JournalStore(path).close()  # as the next start does: checks it whole, unlocks, recovers
        if out.exists():
            for line in out.read_text(encoding="utf-8").splitlines():
                assert json.loads(line)["strokes"]
        tell(done + 1)
    return said


def check_nothing_lost(path: Path, said: Counter[str]) -> int:
    """All that was said to be saved is there, whole and once; how many drawings there are."""
    with Journal.open_readonly(path) as journal:
        kept = {str(drawing.entry.id): drawing for drawing in journal.drawings()}
        assert journal.count() == len(kept)
        assert journal.unsound == set()
    assert said.keys() <= kept.keys()
    assert all(len(drawing.entry.predictions) == 5 for drawing in kept.values())
    for drawing, times in said.items():  # the first time for the drawing, the second for its label
        assert kept[drawing].label == 2 or times == 1
    for word in ("damaged", "salvage"):
        assert not list(path.parent.glob(f"*{word}*"))
    return len(kept)


def _draw_and_be_killed(arguments: list[str], seconds: float) -> list[str]:
    """Kill a process so many seconds after its first word; what it had said."""
    with subprocess.Popen(  # our own program
        [sys.executable, "-m", "tests.journal.killed_child", *arguments],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = (first + process.stdout.read()).decode().split("\n")
    said = lines[:-1]  # the last may be cut off
    assert not [line for line in said if line.startswith("failing")]
    return said
