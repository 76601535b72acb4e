"""What a person does with the report, and what the person sees."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mnist_desktop.journal.report.view import ReportRow
from mnist_desktop.ui.report.report_window import ReportWindow
from tests.ui.hands import PATIENCE

HORIZONTAL = Qt.Orientation.Horizontal


def rows(window: ReportWindow) -> list[ReportRow]:
    """Every row of the table."""
    return [window.table.rows.row(place) for place in range(window.table.rows.rowCount())]


def texts(window: ReportWindow, title: str) -> list[str]:
    """A column of the table as it is written."""
    model = window.table.rows
    (column,) = [
        at for at in range(model.columnCount()) if model.headerData(at, HORIZONTAL) == title
    ]
    return [model.index(place, column).data() for place in range(model.rowCount())]


def wait_for_view(qtbot: QtBot, window: ReportWindow, act) -> None:
    """Do something that changes what is shown, and wait for it."""
    with qtbot.waitSignal(window.inquiry.looked, timeout=PATIENCE):
        act()


def choose(qtbot: QtBot, window: ReportWindow, part: str, text: str) -> None:
    """Choose a line of one of the filter's boxes."""
    box = window.filter.boxes[part]
    place = box.findText(text)
    assert place >= 0, [box.itemText(at) for at in range(box.count())]

    def act() -> Any:
        box.setCurrentIndex(place)
        box.activated.emit(place)

    wait_for_view(qtbot, window, act)
