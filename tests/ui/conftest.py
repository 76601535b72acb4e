"""The real window on Qt's offscreen platform, with real models, worker and journal."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from mnist_desktop import app, paths
from mnist_desktop.ui.main_window import MainWindow
from tests.recognition.made_models import make_all
from tests.ui.hands import PATIENCE

Opener = Callable[..., MainWindow]


OFFSCREEN_SAYS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every Qt warning fails a test, but for what the offscreen platform says of itself."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_SAYS))


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """pytest-qt makes the application the way the program does."""
    return app.make_application


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """No test leaves a thread, a running timer or a window behind."""
    threads = set(threading.enumerate())
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()], "a window is left"
    timers = [t for w in qapp.topLevelWidgets() for t in w.findChildren(QTimer) if t.isActive()]
    assert not timers, "a timer still runs"
    left = [thread for thread in threading.enumerate() if thread not in threads]
    # Python's note of a thread that Qt made and ended stays "alive" for ever; Qt itself aborts the
    # tests when a QThread of its own is left running.
    left = [thread for thread in left if not isinstance(thread, threading._DummyThread)]
    assert not [thread for thread in left if thread.is_alive()], f"threads are left: {left}"


@pytest.fixture(scope="session")
def made_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small models whose answer is the row of the raster that holds most ink."""
    return make_all(tmp_path_factory.mktemp("models"))


@pytest.fixture
def open_window(
    qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch, home: Path
) -> Iterator[Opener]:
    """Opens the window as the program does; what is not closed by the test is closed after it."""
    opened: list[MainWindow] = []

    def make(models: Path | None = None, wait: bool = True) -> MainWindow:
        if models is not None:
            monkeypatch.setattr(paths, "models_dir", lambda: models)
        window = app.build_window(qapp)
        opened.append(window)
        awaited = [window.painted, *([window.worker.loaded] if wait else [])]
        with qtbot.waitSignals(awaited, timeout=PATIENCE):
            window.painted.connect(lambda: app.start_behind(window))
            window.show()
        return window

    yield make
    for window in opened:
        window.close()
        window.close()  # a first refusal asks; the second time it goes
        window.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
