"""The app's own sender, as a role that the team's scripts made."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from mnist_desktop.journal import sender
from mnist_desktop.journal.outbox import Outbox, turn_on_sharing
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.postgres.test_sending import all_sent, commit, keys, keys_of, sending
from tests.packaging.conftest import Fleet


@pytest.fixture(autouse=True)
def _soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_DELAY", 0.05)
    monkeypatch.setattr(sender, "LONGEST_DELAY", 0.2)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def own_device(journal: Path) -> UUID:
    with closing(JournalStore(journal)) as store:
        turn_on_sharing(store)
        return store.origin.device


@pytest.fixture
def writer(journal: Path, own_device: UUID) -> Iterator[JournalWriter]:
    opened = JournalWriter(journal, Heard())
    yield opened
    assert opened.close(30)


@pytest.fixture(params=[("01_tables.sql", "02_roles.sql"), ("04_partitions.sql", "02_roles.sql")])
def team(fleet: Fleet, request: pytest.FixtureRequest) -> Fleet:
    for name in request.param:
        fleet.script(name)
    return fleet


def test_a_device_waits_until_the_server_knows_it(
    team: Fleet, journal: Path, own_device: UUID, writer: JournalWriter
) -> None:
    # GIVEN a role that was made before anybody knew the device's key
    role = f"room {team.database.name}"
    team.roles.append(role)
    team.script("03_new_device.sql", device_role=role)
    entries = commit(writer, 5)
    writer.relabel(entries[0].id, 9)
    writer.run(lambda _: None).result(60)  # it is on disk
    with sending(journal, writer, team.as_role(role)) as (_, told):
        # THEN everything waits, nothing is set aside, and the key is named
        state = told.wait_for(lambda state: "does not know this device" in state.trouble)
        assert (state.waiting, state.set_aside) == (6, 0)
        assert str(own_device) in state.trouble
        # WHEN whoever runs the server adds it
        team.script("03_new_device.sql", device_role=role, device_uuid=own_device)
        # THEN all is sent
        told.wait_for(all_sent)
    assert keys(team.database) == keys_of(entries)
    assert team.database.run("SELECT count(*) FROM user_prediction_labels") == [(1,)]


def test_what_another_device_drew_is_set_aside_and_holds_up_nothing(
    team: Fleet, journal: Path, own_device: UUID, writer: JournalWriter
) -> None:
    # GIVEN a journal with a drawing of another device between its own
    entries = commit(writer, 3)
    foreign = UUID(int=7)

    def import_one(store: JournalStore) -> None:
        own, store.origin = store.origin, type(store.origin)(store.origin.app_version, foreign)
        store.append(made)
        store.origin = own

    made = make_entry(seed=9)
    writer.run(import_one).result(60)
    entries += commit(writer, 3)
    with sending(journal, writer, team.device(own_device)) as (sender_, told):
        # WHEN all are sent
        state = told.wait_for(all_sent)
        # THEN only that one is set aside, with its reason
        assert (state.sent, state.set_aside) == (6, 1)
        assert keys(team.database) == keys_of(entries)
        with Outbox.open_readonly(journal) as outbox:
            ((reason, count),) = outbox.set_aside()
        assert (reason, count) == ("The server takes only what was drawn on this device.", 1)
        # AND goes once the server takes it from this role
        team.script("03_new_device.sql", device_role=team.roles[-1], device_uuid=foreign)
        sender_.retry()
        told.wait_for(lambda state: all_sent(state) and not state.set_aside)
    assert keys(team.database) == keys_of([*entries, made])
