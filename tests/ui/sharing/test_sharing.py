"""Drawings on their way to a real server, as the window tells of it."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from mnist_desktop import paths
from mnist_desktop.journal.outbox import Outbox
from mnist_desktop.settings.file import SettingsFile
from mnist_desktop.settings.schema import Settings
from mnist_desktop.ui import sharing_link
from mnist_desktop.ui.sharing_link import Sharing
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database
from tests.ui.sharing.bench import Bench, turn_on, type_in, type_server
from tests.ui.sharing.conftest import Start

UP_TO_DATE = "shared log: up to date"
Button = QDialogButtonBox.StandardButton


def drawings_on(database: Database) -> int:
    """Drawings that the server has; none before the first sending made the table."""
    if database.run("SELECT to_regclass('user_predictions')") == [(None,)]:
        return 0
    ((count,),) = database.run("SELECT count(DISTINCT drawing_uuid) FROM user_predictions")
    return int(count)


def share(bench: Bench, database: Database, port: int | None = None, *, everything=False) -> None:
    """Turn the shared log on, by the dialog."""
    dialog = bench.open()
    type_server(dialog, database, port)
    turn_on(dialog)
    if everything:
        bench.until(dialog.sharing.everything.isVisible)
        dialog.sharing.everything.click()
    dialog.buttons.button(Button.Ok).click()
    assert bench.preferences.dialog is None


def remember(database: Database, port: int | None = None) -> None:
    """Settings of an earlier start in which the shared log was on."""
    known = database.connection
    SettingsFile(paths.settings_dir()).save(
        Settings(
            shared_log=True,
            postgres_host=known.host if port is None else "127.0.0.1",
            postgres_port=known.port if port is None else str(port),
            postgres_database=known.database,
            postgres_user=known.user,
        )
    )


def waiting() -> int:
    with Outbox.open_readonly(paths.journal_file()) as outbox:
        return outbox.count()[0]


@pytest.mark.parametrize("everything", [False, True])
def test_turned_on_it_sends_at_once_and_earlier_drawings_only_if_asked(
    start: Start, database: Database, everything: bool
) -> None:
    # GIVEN two drawings that were made while the shared log was off
    bench = start()
    bench.draw(2)
    # WHEN it is turned on and another is made
    share(bench, database, everything=everything)
    bench.draw()
    # THEN the server gets what it should, and the status bar says so
    expected = 3 if everything else 1
    bench.until(lambda: bench.status == UP_TO_DATE and waiting() == 0)
    bench.until(lambda: drawings_on(database) == expected)
    assert bench.preferences.status.toolTip() == "Press for more."


def test_a_later_start_goes_on_with_what_waited(start: Start, database: Database) -> None:
    # GIVEN drawings that an earlier start could not send
    remember(database, port=1)  # nobody listens there
    first = start()
    first.draw(2)
    first.until(lambda: first.status == "shared log: server away, 2 waiting")
    first.close()
    assert waiting() == 2
    # WHEN the program starts again and the server is there
    remember(database)
    second = start()
    # THEN they are sent
    second.until(lambda: second.status == UP_TO_DATE)
    assert drawings_on(database) == 2


def test_a_server_that_is_away_is_told_and_tried_again_on_request(
    start: Start, database: Database, monkeypatch
) -> None:
    # GIVEN a server that is away, for longer than the person wants to wait
    monkeypatch.setattr("mnist_desktop.journal.sender.FIRST_DELAY", 1000.0)
    monkeypatch.setattr("mnist_desktop.journal.sender.LONGEST_DELAY", 1000.0)
    remember(database, port=1)
    bench = start()
    bench.draw()
    bench.until(lambda: bench.status == "shared log: server away, 1 waiting")
    assert "Nothing answers on 127.0.0.1:1." in bench.preferences.status.toolTip()
    # WHEN another drawing is made THEN it is counted
    bench.draw()
    bench.until(lambda: bench.status == "shared log: server away, 2 waiting")
    # and WHEN the person asks, it is tried at once
    bench.preferences.status.click()
    details = bench.preferences.details
    assert details is not None
    assert "Nothing answers" in details.trouble.text()
    assert "2 wait to be sent" in details.words.text()
    assert "safe in the journal" in details.words.text()
    seen: list[Sharing] = []
    bench.link.changed.connect(seen.append)
    details.retry.click()
    bench.until(lambda: bool(seen) and bool(seen[-1].trouble))
    assert next(s.words() for s in seen) == "shared log: starting…"


def test_a_change_of_the_connection_takes_effect_at_once(start: Start, database: Database) -> None:
    # GIVEN a database's name that is wrong
    bench = start()
    share(bench, replace_name(database, "nowhere"))
    bench.draw()
    bench.until(lambda: bench.status == "shared log: server away, 1 waiting")
    # WHEN it is corrected
    dialog = bench.open()
    type_in(dialog.rows["postgres_database"], database.name)
    assert dialog.apply()
    # THEN what waited is sent
    bench.until(lambda: bench.status == UP_TO_DATE)
    assert drawings_on(database) == 1


def replace_name(database: Database, name: str) -> Database:
    """The same server, another database."""
    other = object.__new__(Database)
    other.connection = replace(database.connection, database=name)
    return other


def test_what_the_server_refuses_is_listed_and_can_be_sent_again(
    start: Start, database: Database
) -> None:
    # GIVEN a table that refuses red ink
    bench = start()
    share(bench, database)
    bench.draw()
    bench.until(lambda: bench.status == UP_TO_DATE and drawings_on(database) == 1)
    database.run("ALTER TABLE user_predictions ADD CONSTRAINT c CHECK (pen_color <> '#ff0000')")
    # WHEN two red drawings and a black one are made
    bench.draw(2, pen="#ff0000")
    bench.draw(1)
    # THEN the red ones are set aside, with the reason, and the black one is sent
    bench.until(lambda: bench.status == "shared log: 2 set aside")
    assert drawings_on(database) == 2
    details = bench.preferences.open_details()
    bench.until(lambda: details.reasons.count() == 1)
    assert details.reasons.item(0).text().startswith("2 × The server refuses it")
    # and WHEN the table is mended THEN another try sends them
    database.run("ALTER TABLE user_predictions DROP CONSTRAINT c")
    details.retry.click()
    bench.until(lambda: bench.status == UP_TO_DATE)
    assert drawings_on(database) == 4
    assert details.reasons.isHidden()
    (settings,) = [b for b in details.findChildren(QPushButton) if b.text() == "Settings…"]
    settings.click()
    assert bench.preferences.dialog is not None


def test_turned_off_nothing_is_sent_or_queued(start: Start, database: Database) -> None:
    # GIVEN a shared log that is on, with a drawing that waits
    remember(database, port=1)
    bench = start()
    bench.draw()
    bench.until(lambda: bench.status == "shared log: server away, 1 waiting")
    # WHEN it is turned off, which says what becomes of that one
    dialog = bench.open()
    dialog.rows["shared_log"].editor.control.click()
    assert "1 drawings and labels that wait will not be sent" in dialog.sharing.left_over.text()
    assert dialog.sharing.left_over.isVisible()
    dialog.buttons.button(Button.Ok).click()
    bench.draw()
    # THEN nothing waits any more, and the status bar is silent
    bench.until(lambda: waiting() == 0)
    assert bench.status == ""
    assert bench.journal.state.saved == 2


def test_a_lost_settings_file_means_off(start: Start, database: Database) -> None:
    # GIVEN a journal that queues, and settings that were lost, so that the shared log is off
    remember(database, port=1)
    first = start()
    first.draw()
    first.close()
    (paths.settings_dir() / "settings.json").unlink()
    # WHEN the program starts and a drawing is made
    second = start()
    second.draw()
    # THEN nothing is queued that the person did not want to be sent
    second.until(lambda: waiting() == 0)


def test_a_journal_that_cannot_be_written_is_tried_again(
    start: Start, database: Database, home, monkeypatch
) -> None:
    # GIVEN a file where the journal's folder should be
    monkeypatch.setattr(sharing_link, "_RETRY", 0.05)
    remember(database)
    paths.data_dir().write_text("in the way")
    bench = start()
    bench.until(
        lambda: bench.status == "shared log: server away" and bool(bench.link.state.trouble)
    )
    # WHEN the way is free again
    paths.data_dir().unlink()
    # THEN sharing begins
    bench.until(lambda: bench.status == UP_TO_DATE)
    bench.draw()
    bench.until(lambda: drawings_on(database) == 1)


def test_the_end_sends_the_last_drawing_if_the_server_is_there(
    start: Start, database: Database
) -> None:
    remember(database)
    bench = start()
    bench.until(lambda: bench.status == UP_TO_DATE)
    for count in (1, 2, 3):
        bench.draw()
        if count == 3:
            bench.close()
    assert drawings_on(database) == 3
    assert waiting() == 0


def test_the_end_does_not_wait_for_a_silent_server(
    start: Start, database: Database, proxy: Proxy
) -> None:
    # GIVEN a server that accepts and never answers, and a drawing on its way
    proxy.swallows = True
    remember(database, proxy.port)
    bench = start()
    bench.draw()
    bench.until(lambda: proxy.connections > 0)
    # WHEN the window closes THEN no thread is left, and what waits is in the journal
    bench.close()
    assert waiting() == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Sharing(), ""),
        (Sharing(on=True), "shared log: starting…"),
        (Sharing(on=True, known=True), "shared log: up to date"),
        (Sharing(on=True, known=True, waiting=1_234), "shared log: 1,234 waiting"),
        (Sharing(True, True, 3, 2), "shared log: 3 waiting, 2 set aside"),
        (Sharing(True, True, 3, 0, "Away."), "shared log: server away, 3 waiting"),
        (Sharing(True, False, 0, 0, "Away."), "shared log: server away"),
    ],
)
def test_the_status_in_a_few_words(state: Sharing, words: str) -> None:
    assert state.words() == words
