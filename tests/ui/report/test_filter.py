"""The report's filter: boxes, cells of the matrix and groups all narrow the same table."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mnist_desktop.journal.report.facts import Outcome, Verdict
from mnist_desktop.journal.report.filter import EVERYTHING
from mnist_desktop.journal.report.groups import By
from mnist_desktop.ui.report.report_window import ReportWindow
from tests.ui.hands import PATIENCE
from tests.ui.report.conftest import BEGIN, DRAWINGS, MODELS
from tests.ui.report.hands import choose, rows, wait_for_view

PARTS = {
    ("models", "SVM + PCA"): lambda row: row.model == "svm_pca",
    ("labels", "Drawn 3"): lambda row: row.label == 3,
    ("labels", "Drawn no digit"): lambda row: isinstance(row.label, str),
    ("labels", "Not labelled"): lambda row: row.label is None,
    ("digits", "Answer 4"): lambda row: row.digit == 4,
    ("outcomes", "Wrong"): lambda row: row.outcome is Outcome.WRONG,
    ("outcomes", "Right"): lambda row: row.outcome is Outcome.RIGHT,
    ("outcomes", "Not labelled"): lambda row: row.outcome is Outcome.UNLABELLED,
    ("verdicts", "Not sure"): lambda row: row.verdict is Verdict.UNSURE,
}


@pytest.mark.parametrize(("part", "text"), PARTS, ids=[text for _, text in PARTS])
def test_a_box_narrows_the_table(kept, open_report, qtbot: QtBot, part: str, text: str) -> None:
    # GIVEN an open report
    window = open_report()
    wanted = [row for row in rows(window) if PARTS[part, text](row)]
    # WHEN one thing is chosen
    choose(qtbot, window, part, text)
    # THEN those rows are shown, and how many of all they are
    assert rows(window) == wanted
    assert wanted
    drawings = len({row.drawing for row in wanted})
    assert window.head.words.text() == (
        f"{len(wanted)} of {DRAWINGS * MODELS} predictions · {drawings} drawings"
    )


def test_a_session_and_a_device_can_be_chosen(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    session = window.filter.boxes["sessions"].itemText(1)
    choose(qtbot, window, "sessions", session)
    assert {row.session for row in rows(window)} == {kept[-1].session}
    choose(qtbot, window, "devices", window.filter.boxes["devices"].itemText(1))
    assert len(rows(window)) == DRAWINGS * MODELS // 2


def test_parts_add_up_and_clear_filter_takes_them_all_back(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    assert not window.filter.clear.isEnabled()
    choose(qtbot, window, "models", "SVM")
    choose(qtbot, window, "labels", "Drawn 3")
    assert {(row.model, row.label) for row in rows(window)} == {("svm", 3)}
    wait_for_view(qtbot, window, window.filter.clear.click)
    assert len(rows(window)) == DRAWINGS * MODELS
    assert window.filter.wanted == EVERYTHING
    assert {box.currentIndex() for box in window.filter.boxes.values()} == {0}
    assert not window.filter.clear.isEnabled()


def test_days_can_be_chosen_in_either_order(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    period, day = window.filter.period, BEGIN.astimezone().date()
    # WHEN the person takes From … to … and names the drawings' day, the later day first
    period.box.setCurrentIndex(period.box.count() - 1)
    wait_for_view(qtbot, window, lambda: period.box.activated.emit(period.box.count() - 1))
    assert window.shows_message  # today has none
    wait_for_view(qtbot, window, lambda: period.first.setDate(_qdate(day, 1)))
    wait_for_view(qtbot, window, lambda: period.last.setDate(_qdate(day, 0)))
    # THEN they are shown
    assert len(rows(window)) == DRAWINGS * MODELS
    wait_for_view(qtbot, window, lambda: period.first.setDate(_qdate(day, -9)))
    wait_for_view(qtbot, window, lambda: period.last.setDate(_qdate(day, -1)))
    assert window.shows_message


def test_nothing_that_matches_is_said_with_a_way_back(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    choose(qtbot, window, "labels", "Drawn 3")
    choose(qtbot, window, "outcomes", "Not labelled")
    assert window.shows_message
    assert window.message.headline.text() == "Nothing matches"
    wait_for_view(qtbot, window, window.message.button.click)
    assert not window.shows_message
    assert len(rows(window)) == DRAWINGS * MODELS


def numbers(qtbot: QtBot, window: ReportWindow) -> None:
    """Open the numbers and wait for them."""
    asked = [window.inquiry.counted, window.inquiry.grouped]
    with qtbot.waitSignals(asked, timeout=PATIENCE):
        window.tabs.setCurrentIndex(1)


def full_cell(window: ReportWindow) -> tuple[int, int]:
    counts = window.numbers.confusion._counts
    return next((r, c) for r in range(10) for c in range(10) if r != c and counts[r][c])


def test_a_click_on_the_confusion_matrix_shows_those_drawings(
    kept, open_report, qtbot: QtBot
) -> None:
    # GIVEN the numbers, with a cell that counts some answers of a model
    window = open_report()
    numbers(qtbot, window)
    window.numbers.models.setCurrentIndex(1)
    matrix, cell = window.numbers.confusion, full_cell(window)
    model, count = window.numbers.models.currentData(), matrix._counts[cell[0]][cell[1]]
    # WHEN it is clicked
    middle = matrix.where(*cell).center().toPoint()
    wait_for_view(
        qtbot, window, lambda: qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=middle)
    )
    # THEN the table shows them, and the boxes say what is shown
    assert window.tabs.currentIndex() == 0
    assert {(row.model, row.label, row.digit) for row in rows(window)} == {(model, *cell)}
    assert len(rows(window)) == count
    assert window.filter.boxes["labels"].currentText() == f"Drawn {cell[0]}"
    assert window.filter.boxes["digits"].currentText() == f"Answer {cell[1]}"


def test_keys_walk_over_the_matrix_and_enter_shows_a_cell(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    numbers(qtbot, window)
    matrix, cell = window.numbers.confusion, full_cell(window)
    for key, times in ((Qt.Key.Key_Down, cell[0]), (Qt.Key.Key_Right, cell[1])):
        for _ in range(times):
            qtbot.keyClick(matrix, key)
    assert matrix.spoken().startswith(f"Drawn {cell[0]}, answer {cell[1]}: ")
    wait_for_view(qtbot, window, lambda: qtbot.keyClick(matrix, Qt.Key.Key_Return))
    assert {(row.label, row.digit) for row in rows(window)} == {cell}


def test_the_matrix_has_an_edge_and_an_empty_cell_shows_nothing(
    kept, open_report, qtbot: QtBot
) -> None:
    window = open_report()
    numbers(qtbot, window)
    matrix = window.numbers.confusion
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(matrix, key)
    assert matrix.cell == (0, 0)
    matrix.show_counts([[0] * 11] * 11)
    with qtbot.assertNotEmitted(matrix.cell_chosen):
        qtbot.keyClick(matrix, Qt.Key.Key_Return)


@pytest.mark.parametrize("by", list(By))
def test_enter_on_a_group_narrows_to_it(kept, open_report, qtbot: QtBot, by: By) -> None:
    window = open_report()
    numbers(qtbot, window)
    page = window.numbers
    with qtbot.waitSignal(window.inquiry.grouped, timeout=PATIENCE):
        page.bys.setCurrentIndex([By.SESSION, By.DATE, By.MODEL, By.DEVICE].index(by))
        page.bys.activated.emit(page.bys.currentIndex())
    table = page.groups
    group = table.groups.groups[0]
    table.setCurrentIndex(table.groups.index(0, 0))
    wait_for_view(qtbot, window, lambda: qtbot.keyClick(table, Qt.Key.Key_Return))
    assert len(rows(window)) == group.predictions
    if by is By.DATE:
        assert {row.drawn_at.astimezone().date() for row in rows(window)} == {group.key}
        assert window.filter.period.box.currentText() == "From … to …"


def test_what_is_shown_can_be_exported(kept, open_report, qtbot: QtBot) -> None:
    from mnist_desktop.ui.export_dialog import ExportDialog

    window = open_report()
    choose(qtbot, window, "labels", "Drawn 3")
    window.head.export.click()
    (dialog,) = window.findChildren(ExportDialog)
    shown, everything = dialog._scopes
    assert shown.words == "The 5 drawings shown"
    assert list(shown.selection) == [n + 1 for n, e in enumerate(kept) if e.label == 3]
    assert everything.selection == "all"
    dialog.reject()
    QApplication.processEvents()


def _qdate(day: date, shift: int) -> QDate:
    return QDate(day.year, day.month, day.day).addDays(shift)
