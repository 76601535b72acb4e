"""The app in a process of its own: start, first answer, and pen-up to repainted bars.

Prints one JSON object; times are in milliseconds.
"""

import json
import os
import sys
import time
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from mnist_desktop import app, paths
from mnist_desktop.ink.inkfile import read_ink_file

STARTED = "MNIST_DESKTOP_BENCHMARK_STARTED"
_DRAWINGS = 60
_POLL = 8  # ms between two events of a mouse at 125 Hz
_QUIET = 40  # ms between drawings: the pen is up, nothing is under way


class Run:
    """Draws with the mouse and takes the times."""

    def __init__(self, window) -> None:
        self.window = window
        self.times: dict[str, float | list[float]] = {"pen_up": []}
        self.golden = list(read_ink_file(paths.resources_dir() / "golden.jsonl"))
        self.drawn = 0
        self.pen_up: float | None = None
        window.painted.connect(self.note_painted)
        window.answer_shown.connect(self.note_answer)

    def note_painted(self) -> None:
        self.times["painted"] = since_start()
        QTimer.singleShot(0, self.draw)

    def draw(self) -> None:
        self.window.desk.next_drawing()
        self.steps = self.strokes()
        self.step()

    def step(self) -> None:
        """One event of the mouse, as a mouse sends them."""
        if next(self.steps, None) is not None:
            QTimer.singleShot(_POLL, self.step)

    def strokes(self) -> Iterator[bool]:
        canvas = self.window.canvas
        line = self.golden[self.drawn % len(self.golden)]
        scale = min(canvas.width(), canvas.height()) / 280
        for stroke in line.ink.strokes:
            points = [QPoint(round(p.x * scale), round(p.y * scale)) for p in stroke.points]
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
            for point in points[1:]:
                yield True
                QTest.mouseMove(canvas, point)
            yield True
            self.pen_up = time.perf_counter() if stroke is line.ink.strokes[-1] else None
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])
            yield True

    def note_answer(self, number: int) -> None:
        if self.window.canvas.sketch.is_empty or self.pen_up is None:
            return
        if "first_answer" not in self.times:
            self.times["first_answer"] = since_start()
        if number < self.window.live.last_question:
            return  # an answer to an earlier state of the drawing
        if self.drawn:  # the models may still load during the first drawing
            self.times["pen_up"].append((time.perf_counter() - self.pen_up) * 1000)
        self.pen_up = None
        self.drawn += 1
        if self.drawn < _DRAWINGS:
            QTimer.singleShot(_QUIET, self.draw)
        else:
            self.window.close()


def since_start() -> float:
    """Since the parent started this process; both use the system's one monotonic clock."""
    return (time.monotonic() - float(os.environ[STARTED])) * 1000


def main() -> int:
    app.check_display(sys.argv)
    application = app.make_application(sys.argv)
    window = app.build_window(application)
    run = Run(window)
    window.painted.connect(lambda: app.start_behind(window))
    window.show()
    application.exec()
    print(json.dumps(run.times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
