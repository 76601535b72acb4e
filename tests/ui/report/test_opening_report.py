"""The report opened from the drawing window, which goes on all the while."""

import subprocess
import sys

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mnist_desktop.ui.main_window import MainWindow
from mnist_desktop.ui.report.report_window import ReportWindow
from tests.ui.digits import ONE, SEVEN
from tests.ui.hands import PATIENCE, Hand
from tests.ui.report.conftest import settle
from tests.ui.report.hands import rows, wait_for_view


def draw(window: MainWindow, qtbot: QtBot, line, key: str) -> None:
    saved = window.journal.state.saved
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    Hand(window.canvas).tablet(line)
    qtbot.keyClick(window, key)
    window.desk.next_drawing()
    qtbot.waitUntil(lambda: window.journal.state.saved > saved, timeout=PATIENCE)


def opened(window: MainWindow, qtbot: QtBot) -> ReportWindow:
    """The report, by its key."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.reports.window is not None, timeout=PATIENCE)
    report = window.reports.window
    settle(qtbot, report)
    return report


def test_what_was_drawn_is_in_the_report(open_window, made_models, qtbot: QtBot) -> None:
    # GIVEN a drawing with a label
    window = open_window(made_models)
    draw(window, qtbot, SEVEN, "7")
    # WHEN the report is opened
    report = opened(window, qtbot)
    # THEN its answers are there, of every model
    assert {row.label for row in rows(report)} == {7}
    assert len({row.model for row in rows(report)}) == len(rows(report)) > 1
    # WHEN another is drawn while the report is open
    draw(window, qtbot, ONE, "1")
    # THEN the report tells, and shows it when asked
    assert report.head.refresh.text() == "1 new"
    wait_for_view(qtbot, report, report.head.refresh.click)
    assert {row.label for row in rows(report)} == {1, 7}


def test_asked_for_again_it_is_the_same_window_until_it_is_closed(open_window, qtbot) -> None:
    window = open_window()
    report = opened(window, qtbot)
    window.commands["report"].trigger()
    assert window.reports.window is report
    report.close()
    assert window.reports.window is None
    assert opened(window, qtbot) is not report


def test_the_report_follows_the_theme(open_window, qtbot: QtBot) -> None:
    window = open_window()
    report = opened(window, qtbot)
    before = report.styleSheet()
    window.commands["theme_dark"].trigger()
    dark = report.styleSheet()
    window.commands["theme_light"].trigger()
    assert report.styleSheet() == before != dark


def test_leaving_closes_the_report_and_its_threads(open_window, qtbot: QtBot) -> None:
    window = open_window()
    opened(window, qtbot)
    window.close()
    assert window.reports.window is None


def test_leaving_while_the_report_opens_opens_none(open_window, qtbot: QtBot) -> None:
    window = open_window()
    window.commands["report"].trigger()
    window.close()
    qtbot.wait(100)
    assert window.reports.window is None


def test_nothing_of_the_report_is_loaded_before_it_is_opened() -> None:
    code = """
import sys
from mnist_desktop import app
application = app.make_application([""])
window = app.build_window(application)
window.show()
application.processEvents()
print([name for name in sys.modules if "report." in name or "psycopg" in name])
window.close()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
