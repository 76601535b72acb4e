"""What stands in the report's window when there is nothing to be shown, and how it looks."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mnist_desktop.journal.store import JournalStore
from mnist_desktop.ui.report.shades import between, readable_on
from mnist_desktop.ui.theme import DARK, LIGHT, Theme, contrast
from tests.ui.hands import PATIENCE
from tests.ui.report.conftest import DRAWINGS, MODELS, made, settle
from tests.ui.report.hands import rows, wait_for_view

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_an_empty_journal_is_no_error_and_fills_by_itself(
    store: JournalStore, open_report, qtbot: QtBot
) -> None:
    # GIVEN a journal without drawings
    window = open_report()
    assert window.message.headline.text() == "Nothing drawn yet"
    assert not window.filter.isEnabled()
    assert not window.head.export.isEnabled()
    # WHEN the first drawing is saved
    store.append(made(1)[0])
    wait_for_view(qtbot, window, lambda: window.note_saved(1))
    # THEN it is shown without a click
    assert not window.shows_message
    assert len(rows(window)) == MODELS
    assert window.head.refresh.text() == "Refresh"


def test_what_is_new_is_counted_and_waits_for_a_click(
    kept, store: JournalStore, open_report, qtbot: QtBot
) -> None:
    window = open_report()
    for saved, entry in enumerate(made(2, DRAWINGS), start=1):
        store.append(entry)
        window.note_saved(saved)
    assert window.head.refresh.text() == "2 new"
    assert len(rows(window)) == DRAWINGS * MODELS
    wait_for_view(qtbot, window, window.head.refresh.click)
    assert len(rows(window)) == (DRAWINGS + 2) * MODELS
    assert window.head.refresh.text() == "Refresh"


def test_what_others_changed_is_noticed(kept, store: JournalStore, open_report, qtbot) -> None:
    window = open_report()
    with qtbot.assertNotEmitted(window.inquiry.changed, wait=200):
        window.inquiry.look_for_news()
    store.append(made(1, DRAWINGS)[0])
    with qtbot.waitSignal(window.inquiry.changed, timeout=PATIENCE):
        window.inquiry.look_for_news()
    assert window.head.refresh.text() == "Changed"


def test_a_journal_that_cannot_be_read_is_told_and_tried_again(
    path: Path, open_report, qtbot: QtBot
) -> None:
    # GIVEN a file that is no journal
    path.write_bytes(b"not a journal, but long enough to look like a file" * 100)
    window = open_report()
    # THEN the window says so in plain words
    assert window.message.headline.text() == "The journal cannot be read"
    assert path.name in window.message.words.text()
    assert window.message.button.text() == "Try again"
    # WHEN there is one and the person tries again
    path.unlink()
    store = JournalStore(path)
    store.append(made(1)[0])
    wait_for_view(qtbot, window, window.message.button.click)
    store.close()
    # THEN it is shown
    assert len(rows(window)) == MODELS


def test_closing_while_it_is_read_leaves_no_thread(kept, open_report, qtbot: QtBot) -> None:
    # The fixture waits for the threads, and the tests' own for what else is left.
    window = open_report(wait=False)
    assert window.inquiry.view is None
    assert window.close()


def test_reading_is_hinted_at_only_when_it_takes_long(kept, open_report, qtbot: QtBot) -> None:
    window = open_report(wait=False)
    assert window.head.words.text() == ""
    window.head.expect("Reading…")
    qtbot.waitUntil(
        lambda: window.head.words.text() == "Reading…" or window.inquiry.view is not None,
        timeout=PATIENCE,
    )
    settle(qtbot, window)
    assert "predictions" in window.head.words.text()


@THEMES
def test_everything_is_painted_and_can_be_said(kept, open_report, qtbot, theme: Theme) -> None:
    # GIVEN the numbers in a theme, then in the other
    window = open_report(theme=theme)
    window.table.selectRow(0)
    with qtbot.waitSignals([window.inquiry.counted, window.inquiry.grouped], timeout=PATIENCE):
        window.tabs.setCurrentIndex(1)
    page = window.numbers
    for shown in (theme, LIGHT if theme is DARK else DARK):
        window.set_theme(shown)
        for widget in (page.accuracy, page.confusion, page.reliability, page.digits, window.card):
            image = widget.grab().toImage()
            colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3)
                       for y in range(0, image.height(), 3)}  # fmt: skip
            assert len(colours) > 3, widget
    # THEN each says in words what it shows
    assert "Vote of all four: right" in page.accuracy.spoken()
    assert page.reliability.spoken().count("answers") >= 1
    assert page.digits.spoken().startswith("0: drawn 5")
    interface = QAccessible.queryAccessibleInterface(page.confusion)
    assert interface.text(QAccessible.Text.Value).startswith("Drawn 0, answer 0: ")


def test_every_control_has_a_name(kept, open_report) -> None:
    window = open_report()
    made_by_qt = ("QComboBoxPrivateContainer", "QComboBoxListView", "QHeaderView", "QScrollBar")
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & 1  # by the tab key
        and widget.metaObject().className() not in made_by_qt
        and not widget.objectName().startswith("qt_")
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert not nameless


@THEMES
@pytest.mark.parametrize("hue", ["accent", "unsure", "bar"])
def test_counts_can_be_read_on_every_shade(theme: Theme, hue: str) -> None:
    for step in range(12, 91):
        ground = between(theme.surface, getattr(theme, hue), step / 100)
        assert contrast(readable_on(ground), ground) >= 4.5, step
