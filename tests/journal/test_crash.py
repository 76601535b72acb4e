"""The process is killed at random moments; what was said to be saved is there afterwards."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore

ROUNDS = 20

_DRAW_FOR_EVER = """
import sys
from pathlib import Path
from uuid import UUID
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import make_entry

class Aloud:
    def saved(self, drawing: UUID) -> None:
        print(drawing, flush=True)
    def failing(self, error: Exception, waiting: int) -> None:
        print("failing", error, flush=True)
    def recovered(self) -> None:
        pass

writer = JournalWriter(Path(sys.argv[1]), Aloud())
session = writer.start_session()
seed = 0
while True:
    if writer.pending() < 8:
        seed += 1
        entry = make_entry(session, label=1, seed=seed)
        writer.append(entry)
        writer.relabel(entry.id, 2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_no_drawing_that_was_called_saved_is_lost_when_the_program_is_killed(path: Path) -> None:
    """GIVEN a journal, WHEN its program is killed twenty times, THEN nothing is lost or halved."""
    chance = random.Random(20)  # noqa: S311  # repeatable, not secret
    said: Counter[str] = Counter()
    for _ in range(ROUNDS):
        said.update(_draw_and_be_killed(path, chance.uniform(0.0, 0.12)))
        JournalStore(path).close()  # as the next start does: checks it whole, unlocks, recovers
    assert len(said) >= ROUNDS
    with Journal.open_readonly(path) as journal:
        kept = {str(drawing.entry.id): drawing for drawing in journal.drawings()}
        assert journal.count() == len(kept)
        assert journal.unsound == set()
    assert said.keys() <= kept.keys()
    assert all(len(drawing.entry.predictions) == 5 for drawing in kept.values())
    for drawing, times in said.items():  # the first time for the drawing, the second for its label
        assert kept[drawing].label == 2 or times == 1
    assert not list(path.parent.glob("*damaged*"))


def _draw_and_be_killed(path: Path, seconds: float) -> list[str]:
    """Let a process draw, kill it so many seconds after its first word; what it had said."""
    with subprocess.Popen(
        [sys.executable, "-c", _DRAW_FOR_EVER, str(path)],
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
