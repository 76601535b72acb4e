"""Export and import from the window: asked, written off its thread, told, called off."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from mnist_desktop.errors import ExportError
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ui.export_dialog import ExportDialog
from mnist_desktop.ui.export_forms import FORMS
from mnist_desktop.ui.exporting import Scope
from mnist_desktop.ui.main_window import MainWindow
from mnist_desktop.ui.transfer import Outcome, Transfer
from mnist_desktop.ui.transfer_dialog import TransferDialog
from tests.ui.digits import ONE, SEVEN
from tests.ui.hands import PATIENCE, Hand

EVERYTHING = Scope("Everything", "all")


def draw(window: MainWindow, qtbot: QtBot, line, key: str) -> None:
    before = window.journal.state.waiting + window.journal.state.saved
    Hand(window.canvas).tablet(line)
    qtbot.keyClick(window, key)
    window.desk.next_drawing()
    qtbot.waitUntil(
        lambda: window.journal.state.waiting + window.journal.state.saved > before,
        timeout=PATIENCE,
    )


def is_over(dialog: TransferDialog) -> bool:
    return dialog.end.text() == "Close"


def press(dialog: ExportDialog, text: str) -> None:
    (button,) = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text]
    button.click()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_format_is_written_with_what_was_drawn_last(
    open_window, qtbot: QtBot, tmp_path: Path, form
) -> None:
    # GIVEN a drawing put away this very moment
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    drawn = window.canvas.sketch.sheet.ink
    qtbot.keyClick(window, "7")
    window.desk.next_drawing()
    # WHEN it is exported
    out = tmp_path / form.file
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        qtbot.waitUntil(
            lambda: window.journal.state.waiting + window.journal.state.saved == 1,
            timeout=PATIENCE,
        )
        dialog = window.exporting.write(form, EVERYTHING, out)
    # THEN it is in the file, and the dialog says so
    assert "1 drawing written" in dialog.words.text()
    assert out.is_dir() == (not form.filters)
    assert not dialog.show_folder.isHidden()
    if form.name == "jsonl":
        (line,) = read_ink_file(out)
        assert (line.ink, line.label) == (drawn, 7)
    if form.name == "csv":
        assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 6
    dialog.close()


def test_the_dialog_asks_for_format_and_drawings(open_window, qtbot, tmp_path: Path) -> None:
    # GIVEN a session with one drawing
    window = open_window()
    draw(window, qtbot, ONE, "1")
    # WHEN the person takes Export, chooses ink, presses Export… and names a file
    window.commands["export"].trigger()
    (asked,) = window.findChildren(ExportDialog)
    assert [b.text() for b in asked.scopes.buttons()] == [
        "&This session: 1 drawing", "&Everything in the journal",
    ]  # fmt: skip
    asked.choose("jsonl")
    press(asked, "Export…")
    (chooser,) = window.findChildren(QFileDialog)
    assert chooser.defaultSuffix() == "jsonl"
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        chooser.fileSelected.emit(str(tmp_path / "mine.jsonl"))
    # THEN it is written
    assert [line.label for line in read_ink_file(tmp_path / "mine.jsonl")] == [1]
    chooser.close()
    window.findChild(TransferDialog).close()


def test_a_session_without_drawings_cannot_be_chosen(open_window) -> None:
    window = open_window()
    asked = window.exporting.ask([Scope("This session", "last", False), EVERYTHING])
    assert not asked.scopes.button(0).isEnabled()
    assert asked.scopes.checkedId() == 1
    asked.reject()


def test_an_export_that_cannot_be_written_says_so(open_window, qtbot, tmp_path: Path) -> None:
    window = open_window()
    draw(window, qtbot, SEVEN, "7")
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        dialog = window.exporting.write(FORMS[0], EVERYTHING, tmp_path / "nowhere" / "out.csv")
    assert "nowhere" in dialog.words.text()
    assert dialog.show_folder.isHidden()
    assert is_over(dialog)
    dialog.close()


def test_show_in_folder_opens_the_folder(open_window, qtbot, tmp_path, monkeypatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    window = open_window()
    dialog = TransferDialog(window, "Exporting")
    dialog.show_end("Done.", tmp_path)
    dialog.show_folder.click()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
    dialog.close()


class Slow:
    """Work that goes on until it is called off or let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.started = threading.Event()

    def __call__(self, progress, cancelled) -> Outcome:
        progress(30, 120)
        self.started.set()
        while not self.go_on.wait(0.01):
            if cancelled():
                raise ExportError("It was cancelled.")
        return Outcome("Done.")


def test_a_bar_shows_how_far_it_is_and_cancel_ends_it(open_window, qtbot: QtBot) -> None:
    window, slow = open_window(), Slow()
    dialog = window.transfers.start("Exporting drawings", slow)
    qtbot.waitUntil(lambda: dialog.words.text() == "30 of 120 drawings", timeout=PATIENCE)
    assert dialog.bar.value() * 4 == dialog.bar.maximum()
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        qtbot.mouseClick(dialog.end, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()  # until it has ended
    qtbot.waitUntil(lambda: not window.findChildren(TransferDialog), timeout=PATIENCE)
    assert not window.transfers.is_running


def test_one_can_draw_while_it_runs(open_window, qtbot: QtBot) -> None:
    window, slow = open_window(), Slow()
    dialog = window.transfers.start("Exporting drawings", slow)
    assert slow.started.wait(30)
    draw(window, qtbot, SEVEN, "7")
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        slow.go_on.set()
    assert dialog.words.text() == "Done."
    dialog.close()


def test_closing_the_window_asks_once_and_then_breaks_it_off(open_window, qtbot: QtBot) -> None:
    window, slow = open_window(), Slow()
    window.transfers.start("Exporting drawings", slow)
    assert slow.started.wait(30)
    assert not window.close()
    assert "still under way" in window.banner.text
    assert window.close()
    assert not window.transfers.is_running


def test_an_import_in_the_window_adds_what_is_new(
    open_window, qtbot: QtBot, tmp_path: Path
) -> None:
    # GIVEN an exported drawing and a line of ink from elsewhere
    window = open_window()
    draw(window, qtbot, SEVEN, "7")
    out = tmp_path / "out.jsonl"
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        exported = window.exporting.write(FORMS[1], EVERYTHING, out)
    exported.close()
    with out.open("a", encoding="utf-8") as file:
        file.write('{"label": 3, "strokes": [[[1, 2], [3, 4]]]}\n')
    # WHEN the file is imported
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        dialog = window.importing.read(out)
    # THEN the new one is in the journal
    assert dialog.words.text().startswith("1 drawing imported from")
    assert dialog.words.text().endswith("1 drawing had been there already.")
    # and a damaged one changes nothing
    out.write_text("{}\n", encoding="utf-8")
    with qtbot.waitSignal(window.transfers.ended, timeout=PATIENCE):
        damaged = window.importing.read(out)
    assert "nothing was imported" in damaged.words.text()
    dialog.close()
    damaged.close()


def test_import_asks_for_a_file(open_window) -> None:
    window = open_window()
    window.commands["import"].trigger()
    (chooser,) = window.findChildren(QFileDialog)
    assert "*.jsonl" in chooser.nameFilters()[0]
    chooser.reject()


def test_a_transfer_works_for_any_window(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    transfer = Transfer(button)
    with qtbot.waitSignal(transfer.ended, timeout=PATIENCE):
        dialog = transfer.start("Exporting", lambda progress, cancelled: Outcome("Done."))
    assert dialog.words.text() == "Done."
    dialog.close()
