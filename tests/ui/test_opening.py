"""Pictures and ink files through Open and Paste."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from mnist_desktop import paths
from mnist_desktop.ink.image import read_picture
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.reading import Journal
from mnist_desktop.ui.main_window import MainWindow
from mnist_desktop.ui.opening import fit
from mnist_desktop.ui.sketch import SIDE
from tests.ui.digits import ONE, SEVEN, ZERO
from tests.ui.hands import PATIENCE, Hand


def picture_of_seven(path: Path) -> Path:
    image = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(image).line(SEVEN, fill="black", width=22, joint="curve")
    image.save(path)
    return path


def ink_file(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def drawing(line: list[tuple[float, float]], label: object = None) -> dict[str, object]:
    return {"label": label, "strokes": [line]}


def opened(window: MainWindow, qtbot: QtBot, *files: Path) -> None:
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE):
        window.files.open_paths(list(files))
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)


def kept() -> list:
    with Journal.open_readonly(paths.journal_file()) as journal:
        return [recorded.entry for recorded in journal.drawings()]


def test_a_picture_is_shown_recognised_and_kept(open_window, qtbot, tmp_path: Path) -> None:
    # GIVEN a picture of a 7
    path = picture_of_seven(tmp_path / "seven.png")
    window = open_window()
    # WHEN it is opened and put away
    opened(window, qtbot, path)
    assert window.panel.chart.bars.best == 7
    assert window.panel.raster.raster == read_picture(path).tobytes()
    window.close()
    # THEN the journal has its raster, its name, and no ink
    (entry,) = kept()
    assert entry.raster == read_picture(path).tobytes()
    assert (entry.source, entry.ink.is_empty, len(entry.predictions)) == ("seven.png", True, 5)


def test_drawing_on_a_picture_begins_a_drawing_of_its_own(open_window, qtbot, tmp_path) -> None:
    window = open_window()
    opened(window, qtbot, picture_of_seven(tmp_path / "seven.png"))
    Hand(window.canvas).mouse(ONE)
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.chart.bars.best == 1
    assert window.canvas.sketch.sheet.ink.point_count == len(ONE)
    window.close()
    assert [entry.source for entry in kept()] == ["seven.png", "canvas"]


def test_an_ink_file_is_laid_out_drawing_by_drawing(open_window, qtbot, tmp_path: Path) -> None:
    # GIVEN a drawing on the canvas, and a file of three
    path = ink_file(tmp_path / "d.jsonl", drawing(SEVEN, 7), drawing(ONE), drawing(ZERO, "ring"))
    window = open_window()
    Hand(window.canvas).mouse(ONE)
    # WHEN the file is opened and each drawing is put away
    opened(window, qtbot, path)
    assert window.banner.text.startswith("Drawing 1 of 3, from d.jsonl.")
    assert window.labels.label == 7
    window.desk.next_drawing()
    assert window.banner.text.startswith("Drawing 2 of 3")
    assert window.labels.label is None
    window.desk.next_drawing()
    window.desk.next_drawing()
    assert window.banner.isHidden()
    window.close()
    # THEN the journal has the drawing and the three, with their labels and ink
    entries = kept()
    assert [entry.label for entry in entries] == [None, 7, None, "ring"]
    assert [entry.source for entry in entries] == ["canvas", "d.jsonl", "d.jsonl", "d.jsonl"]
    assert entries[1].ink == Ink.from_json([SEVEN])


def test_the_rest_of_a_file_can_be_dropped(open_window, qtbot, tmp_path: Path) -> None:
    window = open_window()
    opened(window, qtbot, ink_file(tmp_path / "d.jsonl", drawing(SEVEN), drawing(ONE)))
    window.desk.drop_batch()
    window.desk.next_drawing()
    assert window.canvas.sketch.is_empty
    assert window.banner.isHidden()


@pytest.mark.parametrize("strokes", [[[[5, 5]]], [[[-4e8, 1], [4e8, 2]]], [[[1e-7, 0], [3e-7, 0]]]])
def test_foreign_ink_is_brought_onto_the_canvas(strokes) -> None:
    ink = Ink.from_json(strokes)
    for stroke in fit(ink):
        for point in stroke.points:
            assert 0 <= point.x <= SIDE
            assert 0 <= point.y <= SIDE
    moved = rasterise(Ink(fit(ink))).astype(int)
    assert np.abs(moved - rasterise(ink)).max() <= 2


def test_a_bad_file_costs_no_good_one(open_window, qtbot, tmp_path: Path) -> None:
    # GIVEN files that are no pictures, a folder, a missing file, and one good picture
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "bad.jsonl").write_text('{"strokes": [[[1, "x"]]]}\n')
    good = picture_of_seven(tmp_path / "good.png")
    names = ["empty.png", "text.png", "bad.jsonl", ".", "missing.png"]
    window = open_window()
    # WHEN all are opened
    opened(window, qtbot, *(tmp_path / name for name in names), good)
    # THEN the good one is there, and one sentence tells of the others
    assert window.panel.chart.bars.best == 7
    assert "empty.png" in window.banner.text
    assert "4 more could not be opened" in window.banner.text


def test_a_pasted_picture_is_recognised(open_window, qtbot, tmp_path: Path) -> None:
    window = open_window()
    QGuiApplication.clipboard().setImage(QImage(str(picture_of_seven(tmp_path / "seven.png"))))
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE):
        window.commands["paste"].trigger()
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.chart.bars.best == 7


def test_pasted_files_are_opened(open_window, qtbot, tmp_path: Path) -> None:
    window = open_window()
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(picture_of_seven(tmp_path / "seven.png")))])
    QGuiApplication.clipboard().setMimeData(content)
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE):
        window.commands["paste"].trigger()
    qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
    assert window.panel.chart.bars.best == 7


def test_a_clipboard_without_a_picture_gets_its_sentence(open_window, qtbot: QtBot) -> None:
    window = open_window()
    QGuiApplication.clipboard().setText("seven")
    window.commands["paste"].trigger()
    assert window.banner.text.startswith("There is no picture on the clipboard.")
