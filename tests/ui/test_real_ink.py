"""Real people's pen-tablet digits, replayed into the running window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mnist_desktop import paths
from mnist_desktop.ink.inkfile import LabelledInk, read_ink_file
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.journal.reading import Journal
from mnist_desktop.recognition.registry import Registry
from mnist_desktop.ui.main_window import MainWindow
from tests.ui.hands import PATIENCE, Hand, on_canvas

WITH_TABLET, WITH_MOUSE = 220, 60


def strangers(count: int, pen_ink: Path) -> Iterator[LabelledInk]:
    """Digits by writers that the models were not trained on, as many of each writer."""
    card = json.loads((paths.models_dir() / "svm" / "manifest.json").read_text())
    left_out = {name.split(":")[-1] for name in card["training"]["writers_left_out"]}
    drawings = [d for d in read_ink_file(pen_ink, y_up=True) if str(d.writer) in left_out]
    return iter(drawings[:: len(drawings) // count][:count])


def replay(window: MainWindow, qtbot: QtBot, drawings: Iterator[LabelledInk], device: str):
    """Draw each, label it, and read the answer off the chart; then the next sheet."""
    hand = Hand(window.canvas)
    for drawing in drawings:
        for line in on_canvas(drawing.ink):
            getattr(hand, device)(line)
        qtbot.waitUntil(lambda: window.live.is_settled, timeout=PATIENCE)
        yield drawing.label, window.panel.chart.bars, window.canvas.sketch.sheet.ink
        window.labels.press(drawing.label)
        window.desk.next_drawing()


@pytest.mark.parametrize(("device", "count"), [("tablet", WITH_TABLET), ("mouse", WITH_MOUSE)])
def test_strangers_digits_through_the_window(open_window, qtbot, pen_ink, device, count) -> None:
    # GIVEN digits of writers that no model was trained on
    window = open_window()
    recogniser = Registry(paths.models_dir()).load().recogniser
    # WHEN they are drawn into the window with a device
    drawn = list(replay(window, qtbot, strangers(count, pen_ink), device))
    assert window.close()
    # THEN what the bars show is what the recogniser says of the same ink, to the last bit
    for _, bars, ink in drawn:
        assert bars.shares == recogniser.recognise(rasterise(ink))["vote"].probabilities
    # and it is right
    right = sum(label == bars.best for label, bars, _ in drawn)
    assert len(drawn) == count
    assert right >= 0.98 * count, f"{right} of {count}"
    # and the journal holds every drawing as it was drawn
    with Journal.open_readonly(paths.journal_file()) as journal:
        entries = [drawing.entry for drawing in journal.drawings()]
        assert not journal.unsound
    assert [entry.ink for entry in entries] == [ink for _, _, ink in drawn]
    assert [entry.label for entry in entries] == [label for label, _, _ in drawn]
    votes = [{p.model: p.digit for p in entry.predictions}["vote"] for entry in entries]
    assert votes == [bars.best for _, bars, _ in drawn]
