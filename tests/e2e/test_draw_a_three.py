"""The whole path in the installed app: draw with the mouse, label, keep, close, read."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from mnist_desktop import paths
from mnist_desktop.journal.reading import Journal
from tests.e2e.conftest import Screen, wait_for
from tests.ui.digits import THREE


def kept() -> list:
    if not paths.journal_file().exists():
        return []
    with Journal.open_readonly(paths.journal_file()) as journal:
        return [recorded.entry for recorded in journal.drawings()]


def draw(screen: Screen, window: str, line: list[tuple[float, float]]) -> int:
    """Move the mouse along a line on the canvas, which begins below the tools on the left.

    Returns:
        How many points there are to record: a mouse that does not move sends nothing.
    """
    left, top, side = 60, 130, 500
    places = [(round(left + x * side / 280), round(top + y * side / 280)) for x, y in line]
    screen.hand("mousemove", "--window", window, *places[0])
    screen.hand("mousedown", 1)
    for place in places[1:]:
        screen.hand("mousemove", "--window", window, *place)
    screen.hand("mouseup", 1)
    return 1 + sum(before != after for before, after in pairwise(places))


def test_a_three_is_drawn_labelled_kept_and_exported(screen: Screen, tmp_path: Path) -> None:
    # GIVEN the installed app on a screen
    app = screen.start_app()
    window = screen.window()
    screen.hand("windowfocus", "--sync", window)
    # WHEN a hand draws a 3 with the mouse, labels it with the keyboard, presses Enter, and quits
    sent = draw(screen, window, THREE)
    screen.picture(tmp_path / "drawn.png")
    screen.hand("key", "3")
    screen.hand("key", "Return")
    wait_for(lambda: len(kept()) == 1)
    screen.hand("key", "ctrl+q")
    _, said = app.communicate(timeout=90)
    # THEN it ends well and the journal has the 3, recognised by every model
    assert (app.returncode, said) == (0, b"")
    (entry,) = kept()
    assert entry.label == 3
    assert entry.ink.point_count == sent  # every one, also while the models were loading
    answers = {prediction.model: prediction.digit for prediction in entry.predictions}
    assert set(answers) == {"extra_trees", "random_forest", "svm", "svm_pca", "vote"}
    assert answers["vote"] == 3
    # and the exported ink is read back by the command line to the same answer
    ink = tmp_path / "ink.jsonl"
    run(screen, "export", "jsonl", str(ink))
    assert json.loads(ink.read_text())["label"] == 3
    evaluated = json.loads(run(screen, "evaluate", str(ink), "--json", "--model", "all"))
    assert evaluated["files"][str(ink)]["vote"]["accuracy"] == 1


def test_a_drawing_on_the_canvas_survives_an_end_from_outside(screen: Screen) -> None:
    # GIVEN a drawing that nobody put away
    app = screen.start_app()
    window = screen.window()
    screen.hand("windowfocus", "--sync", window)
    draw(screen, window, THREE)
    # WHEN the system ends the program
    app.terminate()
    _, said = app.communicate(timeout=90)
    # THEN the drawing is in the journal
    assert (app.returncode, said) == (0, b"")
    assert kept()[0].ink.point_count > 30


def test_without_a_display_the_program_says_so_in_one_line(home: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "MNIST_DESKTOP_HOME": str(home)}
    if not sys.platform.startswith("linux"):
        return
    done = subprocess.run(
        [sys.executable, "-m", "mnist_desktop"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "mnist-desktop recognize" in done.stderr


def run(screen: Screen, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mnist_desktop", *words],
        env=screen.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout
