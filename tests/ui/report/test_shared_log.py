"""The shared log in the report's window: read off its thread, and told about in plain words."""

import socket
import threading

import pytest
from pytestqt.qtbot import QtBot

from mnist_desktop.journal.postgres.connection import Connection
from tests.journal.postgres.conftest import database
from tests.journal.report.servers import OLD_TABLE
from tests.journal.serving import Database
from tests.ui.hands import PATIENCE
from tests.ui.report.conftest import DRAWINGS, MODELS
from tests.ui.report.hands import rows, wait_for_view

ROWS = """INSERT INTO user_predictions (model_name, drawn_digit, predicted_digit, probability,
    probabilities, correct) VALUES ('Random Forest', 4, 9, 0.6, '0.6 (9), 0.4 (4)', false),
    ('SVM Classifier (pca)', 4, 4, 0.9, '0.1 (9), 0.9 (4)', true)"""


__all__ = ["database"]


@pytest.fixture
def server(database: Database) -> Connection:
    """A shared log with two rows that the old app wrote."""
    database.run(OLD_TABLE)
    database.run(ROWS)
    return database.connection


def choose_log(window, place: int) -> None:
    window.head.sources.setCurrentIndex(place)
    window.head.sources.activated.emit(place)


def test_old_rows_are_shown_and_the_journal_again(
    kept, server: Connection, open_report, qtbot: QtBot
) -> None:
    # GIVEN the journal's report, with a row chosen
    asked: list[str] = []
    window = open_report(lambda: asked.append(threading.current_thread().name) or server)
    window.table.selectRow(0)
    # WHEN the shared log is chosen
    wait_for_view(qtbot, window, lambda: choose_log(window, 1))
    # THEN its rows are shown; the server was asked for off the window's thread
    assert {(r.model, r.label, r.digit) for r in rows(window)} == {
        ("random_forest", 4, 9), ("svm_pca", 4, 4),
    }  # fmt: skip
    assert threading.main_thread().name not in asked
    # THEN nothing is chosen, and its drawings cannot be exported from here
    assert window.table.current is None
    assert not window.head.export.isEnabled()
    assert "journal" in window.head.export.toolTip()
    window.table.selectRow(0)
    qtbot.waitUntil(lambda: window.card.chart.isVisible(), timeout=PATIENCE)
    # WHEN the journal is chosen again
    wait_for_view(qtbot, window, lambda: choose_log(window, 0))
    assert len(rows(window)) == DRAWINGS * MODELS
    assert window.head.export.isEnabled()


def test_no_server_is_set_up(kept, open_report, qtbot: QtBot) -> None:
    window = open_report(lambda: None)
    with qtbot.waitSignal(window.inquiry.failed, timeout=PATIENCE):
        choose_log(window, 1)
    assert window.message.headline.text() == "The shared log cannot be read"
    assert "No shared log is set up" in window.message.words.text()
    assert window.shows_message


def test_a_server_that_is_away_is_told_and_tried_again(
    kept, server: Connection, open_report, qtbot: QtBot
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = str(closed.getsockname()[1])
    connections = [Connection(host="127.0.0.1", port=port, user="x", tls_mode="disable"), server]
    window = open_report(lambda: connections.pop(0))
    with qtbot.waitSignal(window.inquiry.failed, timeout=PATIENCE):
        choose_log(window, 1)
    assert "127.0.0.1" in window.message.words.text()
    wait_for_view(qtbot, window, window.message.button.click)
    assert len(rows(window)) == 2


def test_the_journal_is_shown_at_once_while_a_server_keeps_silent(
    kept, open_report, qtbot: QtBot
) -> None:
    # GIVEN a server that takes the connection and says nothing
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        window = open_report(
            lambda: Connection(host="127.0.0.1", port=port, user="x", tls_mode="disable")
        )
        choose_log(window, 1)
        # WHEN the person goes back to the journal
        wait_for_view(qtbot, window, lambda: choose_log(window, 0))
        # THEN it is shown, and no trouble is told of what nobody waits for
        assert not window.shows_message
        assert len(rows(window)) == DRAWINGS * MODELS
