"""The Test button, on a real server: what is wrong in plain words, and the dialog stays usable."""

import threading

from PySide6.QtCore import QTimer

from mnist_desktop.ui.connection_test import SILENT
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database
from tests.ui.sharing.bench import type_in, type_server
from tests.ui.sharing.conftest import Start


def test_a_server_that_serves_is_named(start: Start, database: Database) -> None:
    # GIVEN a dialog with the place of a server, not applied
    bench = start()
    dialog = bench.open()
    type_server(dialog, database)
    # WHEN it is tested
    dialog.test.button.click()
    assert dialog.test.is_running
    bench.until(lambda: not dialog.test.is_running)
    # THEN it says what was found, and has changed nothing here or there
    assert dialog.test.result.text().startswith(f"✓  Connected to {database.name} on ")
    assert dialog.test.result.objectName() == "good"
    assert database.run("SELECT to_regclass('user_predictions')") == [(None,)]
    assert bench.choices.settings.postgres_database == ""


def test_what_is_wrong_is_told_until_something_is_edited(start: Start, database: Database) -> None:
    # GIVEN a database that is not there
    bench = start()
    dialog = bench.open()
    type_server(dialog, database)
    type_in(dialog.rows["postgres_database"], "nowhere")
    # WHEN it is tested
    dialog.test.button.click()
    bench.until(lambda: not dialog.test.is_running)
    # THEN a sentence and a remedy say so, and what was typed is still there
    assert "has no database of this name. Check the name" in dialog.test.result.text()
    assert dialog.test.result.objectName() == "problem"
    assert dialog.rows["postgres_database"].editor.value() == "nowhere"
    # and the sentence goes as soon as it may not hold any more
    type_in(dialog.rows["postgres_database"], database.name)
    assert not dialog.test.result.isVisible()


def test_the_password_just_typed_is_the_one_that_is_tried(
    start: Start, database: Database, proxy: Proxy, monkeypatch
) -> None:
    tried: list[str] = []
    bench = start()
    dialog = bench.open()
    check = bench.shared_log.check
    monkeypatch.setattr(
        type(bench.shared_log),
        "check",
        lambda _, settings, password: tried.append(password) or check(settings, password),
    )
    type_server(dialog, database, proxy.port)
    type_in(dialog.password, "just typed")
    dialog.test.button.click()
    bench.until(lambda: not dialog.test.is_running)
    assert tried == ["just typed"]
    assert dialog.password.typed == "just typed"


def test_a_field_that_cannot_be_is_mended_before_a_test(start: Start) -> None:
    dialog = start().open()
    type_in(dialog.rows["postgres_port"], "many")
    dialog.test.button.click()
    assert not dialog.test.is_running
    assert dialog.rows["postgres_port"].problem.isVisible()


def test_a_silent_server_freezes_nothing_and_the_test_can_be_called_off(
    start: Start, database: Database, proxy: Proxy
) -> None:
    # GIVEN a server that accepts and never answers
    proxy.swallows = True
    bench = start()
    dialog = bench.open()
    type_server(dialog, database, proxy.port)
    # WHEN it is tested
    dialog.test.button.click()
    bench.until(lambda: proxy.connections > 0)
    # THEN the window's thread is free while it waits
    turns: list[bool] = []
    clock = QTimer(interval=1)
    clock.timeout.connect(lambda: turns.append(dialog.test.is_running))
    clock.start()
    bench.until(lambda: len(turns) >= 20)
    clock.stop()
    assert all(turns)
    # and the same button calls it off
    assert dialog.test.button.text() == "Cancel the test"
    dialog.test.button.click()
    assert not dialog.test.is_running
    assert not dialog.test.result.isVisible()
    # and so does closing the dialog
    dialog.test.button.click()
    dialog.reject()
    assert bench.preferences.dialog is None


def test_an_answer_that_does_not_come_is_told_as_one(start: Start, monkeypatch) -> None:
    # GIVEN a test that waits for ever: a keychain that nobody unlocks, a name server
    bench, release = start(), threading.Event()
    monkeypatch.setattr("mnist_desktop.ui.connection_test.MOST", 1)
    monkeypatch.setattr(type(bench.shared_log), "check", lambda *_: str(release.wait(60)))
    dialog = bench.open()
    # WHEN its time is over
    dialog.test.button.click()
    bench.until(lambda: not dialog.test.is_running)
    # THEN that is said, and a late answer is not
    assert dialog.test.result.text() == f"✗  {SILENT}"
    release.set()
    dialog.test.button.click()
    bench.until(lambda: not dialog.test.is_running)
    assert dialog.test.result.objectName() in ("good", "problem")
