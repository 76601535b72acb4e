"""A window that is closed while its models still load ends well and keeps the drawing."""

import subprocess
import sys

from mnist_desktop import paths
from mnist_desktop.journal.reading import Journal

CLOSED_EARLY = """
import time
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from mnist_desktop import app
from mnist_desktop.ui import leaving

leaving._ANSWER_WAIT = 300
app._load_models = lambda: time.sleep(60)
build = app.build_window

def draw_and_close(window):
    middle = window.canvas.rect().center()
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(window.canvas, middle + QPoint(0, 40))
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 40))
    window.close()

def build_and_close(application):
    window = build(application)
    window.painted.connect(lambda: QTimer.singleShot(300, lambda: draw_and_close(window)))
    return window

app.build_window = build_and_close
raise SystemExit(app.run(["mnist-desktop"]))
"""


def test_closing_while_the_models_load_keeps_the_drawing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSED_EARLY], capture_output=True, text=True, timeout=50
    )
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
    with Journal.open_readonly(paths.journal_file()) as journal:
        (drawing,) = journal.drawings("all")
    assert drawing.entry.ink.point_count >= 2
    assert drawing.entry.predictions == ()
