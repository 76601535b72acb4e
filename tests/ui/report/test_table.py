"""The report's table: what it shows, in which order, and what can be done with a row."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.ui.report.cells import CELLS
from tests.ui.hands import PATIENCE
from tests.ui.report.conftest import DRAWINGS, MODELS, made
from tests.ui.report.hands import rows, texts, wait_for_view


def test_every_prediction_of_the_journal_is_shown_newest_first(
    kept: list[DrawingEntry], open_report
) -> None:
    # GIVEN a journal with drawings
    # WHEN the report is opened
    window = open_report()
    # THEN each answer of each is a row, and the line above says how many there are
    shown = [(row.drawn_at, row.model, row.digit) for row in rows(window)]
    wanted = [(e.drawn_at, p.model, p.digit) for e in kept for p in e.predictions]
    assert sorted(shown) == sorted(wanted)
    assert [at for at, *_ in shown] == sorted((at for at, *_ in shown), reverse=True)
    assert window.head.words.text() == f"{DRAWINGS * MODELS} predictions · {DRAWINGS} drawings"
    assert not window.shows_message


@pytest.mark.parametrize("place", range(len(CELLS)), ids=[c.title for c in CELLS])
def test_a_click_on_a_title_sorts_and_another_turns_it_round(
    kept, open_report, qtbot: QtBot, place: int
) -> None:
    # GIVEN an open report
    window = open_report()
    titles, attribute = window.table.horizontalHeader(), CELLS[place].column.value
    at = titles.sectionPosition(place) - titles.offset() + 5
    # WHEN a title is clicked, and clicked again
    orders = []
    for _ in range(2):
        wait_for_view(
            qtbot, window, lambda: qtbot.mouseClick(
                titles.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, 8)
            ),
        )  # fmt: skip
        known = [getattr(row, attribute, None) for row in rows(window)]
        orders.append([value for value in known if isinstance(value, int | float)])
    # THEN the rows are in order, then in the other
    assert window.inquiry.order[0] is CELLS[place].column
    if attribute in ("confidence", "milliseconds", "digit", "outcome", "verdict"):
        one, other = orders
        assert sorted(one) == sorted(other)
        assert one in (sorted(one), sorted(one, reverse=True))
        assert other == sorted(other, reverse=one == sorted(one))


def test_s_sorts_by_the_column_that_the_keys_are_in(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    window.table.setCurrentIndex(window.table.rows.index(0, 1))
    wait_for_view(qtbot, window, lambda: qtbot.keyClick(window.table, Qt.Key.Key_S))
    assert texts(window, "Model") == sorted(texts(window, "Model"), key=str.casefold)


def test_a_chosen_row_shows_the_drawing_and_what_every_model_said(
    kept: list[DrawingEntry], open_report, qtbot: QtBot
) -> None:
    window = open_report()
    # WHEN a row is chosen
    window.table.selectRow(7)
    row = window.table.current
    (entry,) = [e for e in kept if e.drawn_at == row.drawn_at]
    # THEN its picture, read from the journal, and all answers stand beside the table
    qtbot.waitUntil(lambda: window.card.picture.raster == entry.raster, timeout=PATIENCE)
    (answer,) = [p for p in entry.predictions if p.model == row.model]
    assert window.card.chart.bars.shares == answer.probabilities
    spoken = window.card.answers.spoken()
    assert spoken.count(";") == MODELS - 1
    assert f"Vote of all four: {row.digit if row.model == 'vote' else ''}" in spoken


def test_a_drawing_that_was_deleted_meanwhile_is_told(
    kept: list[DrawingEntry], store: JournalStore, open_report, qtbot: QtBot
) -> None:
    window = open_report()
    # GIVEN a drawing that is shown, and forgotten in the journal
    with store.transaction() as connection:
        for table in ("prediction", "ink"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours
        connection.execute("DELETE FROM drawing")
    # WHEN it is chosen
    window.table.selectRow(0)
    # THEN the card says so
    qtbot.waitUntil(lambda: "not in the log any more" in window.card.words.text(), timeout=PATIENCE)


def test_ctrl_c_copies_the_selected_rows_as_a_table(kept, open_report, qtbot: QtBot) -> None:
    window = open_report()
    window.table.selectAll()
    qtbot.keyClick(window.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == [cells.title for cells in CELLS]
    assert len(lines) == 1 + DRAWINGS * MODELS
    assert [line.split("\t")[1] for line in lines[1:]] == texts(window, "Model")
    assert window.head.words.text() == f"{DRAWINGS * MODELS} lines copied"


def test_what_is_copied_is_bounded_and_said(kept, open_report, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("mnist_desktop.ui.report.prediction_table.COPIED", 4)
    window = open_report()
    window.table.selectAll()
    window.table.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 5
    assert window.head.words.text() == f"4 lines copied of {DRAWINGS * MODELS}. Export has them all"


def test_typing_a_letter_looks_at_no_row(kept, open_report, qtbot: QtBot, monkeypatch) -> None:
    # Qt's own search would read a million rows on the window's thread.
    window = open_report()
    looked: list[int] = []
    read = window.table.rows.row
    monkeypatch.setattr(window.table.rows, "row", lambda at: looked.append(at) or read(at))
    window.table.keyboardSearch("x")
    assert not looked


def test_news_keep_place_and_selection(
    kept: list[DrawingEntry], store: JournalStore, open_report, qtbot: QtBot
) -> None:
    # GIVEN a report scrolled down, with three rows selected
    window = open_report()
    table = window.table
    table.verticalScrollBar().setValue(100)
    table.selectRow(105)
    table.selectionModel().select(
        table._ranges([107, 110]), table.selectionModel().SelectionFlag.Select
    )
    top, current = table.rows.row(100), table.current
    selected = table._selected(10)
    # WHEN drawings come and the report is read again
    for entry in made(4, DRAWINGS):
        store.append(entry)
    with qtbot.waitSignal(window.inquiry.loaded, timeout=PATIENCE):
        wait_for_view(qtbot, window, lambda: qtbot.keyClick(window, Qt.Key.Key_F5))
    # THEN the same row is on top, the same one current, and the same are selected
    assert table.rows.rowCount() == (DRAWINGS + 4) * MODELS
    assert table.rows.row(table.verticalScrollBar().value()) == top
    assert table.current == current
    assert table._selected(10) == selected
