"""What can go wrong: the window says it in a sentence, and goes on."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mnist_desktop import app, paths
from mnist_desktop.errors import DisplayError
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.journal.reading import Journal
from mnist_desktop.recognition.card import MODEL_FILE
from mnist_desktop.ui.model_panel import MODELS
from mnist_desktop.ui.reading import NO_MODEL
from tests.recognition.made_models import make_all
from tests.ui.digits import ONE, SEVEN
from tests.ui.hands import PATIENCE, Hand


def test_an_altered_model_is_named_and_the_others_work(open_window, qtbot, tmp_path) -> None:
    # GIVEN a model file that somebody altered
    models = make_all(tmp_path / "models")
    file = models / "svm" / MODEL_FILE
    file.write_bytes(file.read_bytes() + b"\0")
    # WHEN the window opens and something is drawn
    window = open_window(models)
    Hand(window.canvas).tablet(SEVEN)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    # THEN it says which and why, greys it, and the others answer
    assert "SVM is not available" in window.banner.text
    assert "is not the file its card names" in window.banner.text
    assert not window.panel.models.rows["svm"].isEnabled()
    assert "is not the file" in window.panel.models.rows["svm"].toolTip()
    index = list(MODELS).index("svm")
    assert not window.panel.models.selector.model().item(index).isEnabled()
    assert window.panel.chart.bars.best is not None


def test_a_chosen_model_that_is_missing_is_replaced_and_remembered(open_window, tmp_path) -> None:
    # GIVEN a person who chose the SVM, and an installation that lost it
    window = open_window()
    window.panel.models.choose("svm")
    assert window.close()
    models = make_all(tmp_path / "models")
    shutil.rmtree(models / "svm")
    # WHEN the window opens
    window = open_window(models)
    # THEN another answers, and the choice is not forgotten
    assert window.panel.models.model == "vote"
    assert window.panel.models.wanted == "svm"


def test_without_any_model_the_window_draws_and_says_so(open_window, qtbot, tmp_path) -> None:
    window = open_window(tmp_path / "nothing here")
    Hand(window.canvas).tablet(SEVEN)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.answer.reading.words == NO_MODEL
    assert window.banner.text.startswith("No model is available")
    assert any(window.panel.raster.raster)


def test_a_journal_that_cannot_be_written_is_told_until_it_can(open_window, qtbot, home) -> None:
    # GIVEN a file where the journal's folder should be
    home.mkdir()
    paths.data_dir().write_text("in the way")
    window = open_window()
    # WHEN something is drawn and put away
    Hand(window.canvas).tablet(SEVEN)
    window.desk.next_drawing()
    qtbot.waitUntil(lambda: "Nothing is being saved" in window.banner.text, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.journal.state.waiting == 1, timeout=PATIENCE)
    # THEN recognition goes on, and nothing says "saved"
    Hand(window.canvas).tablet(ONE)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.chart.bars.best == 1
    assert not window.status.text().startswith("Saved")
    # and WHEN the way is free again, all is saved and the banner goes
    paths.data_dir().unlink()
    qtbot.waitUntil(lambda: window.status.text().startswith("Saved"), timeout=PATIENCE)
    assert window.banner.isHidden()
    assert window.journal.state.saved == 1


def test_closing_with_unsaved_drawings_asks_once_and_offers_a_file(
    open_window, qtbot: QtBot, home: Path, tmp_path: Path
) -> None:
    # GIVEN a drawing that the journal cannot take
    home.mkdir()
    paths.data_dir().write_text("in the way")
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    window.labels.press(7)
    window.desk.next_drawing()
    qtbot.waitUntil(lambda: window.journal.state.waiting == 1, timeout=PATIENCE)
    # WHEN the window is closed
    assert not window.close()
    # THEN it stays and says why; the drawing can be saved as a file
    assert "1 drawing is not saved" in window.banner.text
    with qtbot.waitSignal(window.files.rescued, timeout=PATIENCE):
        window.files.rescue_to(tmp_path, window.journal.rescue)
    (rescued,) = tmp_path.glob("rescue-*.jsonl")
    (line,) = read_ink_file(rescued)
    assert (line.label, line.ink.point_count) == (7, len(SEVEN))
    # and the second time it goes
    assert window.close()


def test_a_damaged_journal_is_moved_aside_and_told(open_window, qtbot, home: Path) -> None:
    # GIVEN a journal that is no database
    paths.data_dir().mkdir(parents=True)
    paths.journal_file().write_bytes(b"this is no journal" * 500)
    # WHEN the window opens and something is drawn
    window = open_window()
    Hand(window.canvas).tablet(ONE)
    window.desk.next_drawing()
    qtbot.waitUntil(lambda: window.journal.state.saved == 1, timeout=PATIENCE)
    # THEN it is kept in a new one, and the banner says where the old one is
    assert "was damaged; a new one was started" in window.banner.text
    assert window.close()
    with Journal.open_readonly(paths.journal_file()) as journal:
        assert journal.count() == 1


def test_a_home_that_is_no_folder_leaves_a_window_that_works(open_window, qtbot, home) -> None:
    home.write_text("a file")
    window = open_window()
    Hand(window.canvas).tablet(SEVEN)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.chart.bars.best == 7


def test_unreadable_settings_are_told_and_defaults_are_used(open_window) -> None:
    paths.settings_dir().mkdir(parents=True)
    (paths.settings_dir() / "settings.json").write_text("{not json")
    window = open_window()
    assert "could not be read, so defaults are in use" in window.banner.text


def test_junk_in_the_remembered_geometry_does_no_harm(open_window) -> None:
    paths.settings_dir().mkdir(parents=True)
    (paths.settings_dir() / "settings.json").write_text('{"geometry": "AAAA////"}')
    window = open_window()
    assert window.width() >= window.minimumSizeHint().width()


def test_without_a_display_one_line_names_recognize(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(DisplayError, match="mnist-desktop recognize") as raised:
        app.check_display(["mnist-desktop"])
    assert "\n" not in str(raised.value)
    app.check_display(["mnist-desktop", "-platform", "offscreen"])
