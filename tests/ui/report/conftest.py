"""A real journal and the report's window over it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mnist_desktop.journal.entry import NO_DIGIT, DrawingEntry, Label
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.ui.report.report_window import ReportWindow
from mnist_desktop.ui.theme import LIGHT
from tests.journal.making import make_entry
from tests.ui.hands import PATIENCE

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
LABELS: tuple[Label, ...] = (*range(10), None, NO_DIGIT)
DRAWINGS = 60
MODELS = 5
Opened = Callable[..., ReportWindow]


def made(count: int = DRAWINGS, start: int = 0) -> list[DrawingEntry]:
    """Drawings a minute apart in two sessions; labels and answers follow from the place."""
    sessions = uuid7(), uuid7()
    return [
        replace(
            make_entry(sessions[2 * place // count], LABELS[place % len(LABELS)], start + place),
            drawn_at=BEGIN + timedelta(minutes=start + place),
        )
        for place in range(count)
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[JournalStore]:
    """The journal's writer: it stays open, as the app's does."""
    opened = JournalStore(path)
    yield opened
    opened.close()


@pytest.fixture
def kept(store: JournalStore) -> list[DrawingEntry]:
    """Sixty drawings with five answers each."""
    entries = made()
    with store.transaction():
        for entry in entries:
            store.append(entry)
    return entries


@pytest.fixture
def open_report(qapp: QApplication, qtbot: QtBot, path: Path) -> Iterator[Opened]:
    """Opens a report and waits until something is shown; closes it after the test."""
    opened: list[ReportWindow] = []

    def make(shared=lambda: None, theme=LIGHT, wait: bool = True) -> ReportWindow:
        window = ReportWindow(path, shared, theme)
        opened.append(window)
        window.show()
        if wait:
            settle(qtbot, window)
        return window

    yield make
    for window in opened:
        inquiry = window.inquiry
        if isValid(window):  # the test has not closed it
            window.close()
        assert inquiry.wait(PATIENCE / 1000), "a thread is left"
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(qtbot: QtBot, window: ReportWindow) -> None:
    """Wait until the log is shown, or a message says why not."""
    qtbot.waitUntil(
        lambda: window.inquiry.view is not None or bool(window.message.headline.text()),
        timeout=PATIENCE,
    )
