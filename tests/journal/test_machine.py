"""Any course of drawing, labelling, ending, sending and restoring, against a plain model."""

import shutil
import tempfile
import time
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mnist_desktop.journal.backups import back_up
from mnist_desktop.journal.entry import NO_DIGIT, Label
from mnist_desktop.journal.location import shared_memory_of, wal_of
from mnist_desktop.journal.outbox import Outbox, turn_on_sharing
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.retention import forget_everything
from mnist_desktop.journal.sender import Sender
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.downgrading import to_version_2
from tests.journal.making import Heard, make_entry
from tests.journal.postgres.proxy import Proxy
from tests.journal.serving import Database
from tests.journal.sharing import Told

LABELS = st.sampled_from([None, 0, 7, 9, NO_DIGIT, "=1+1"])
_SECONDS = 60.0


class JournalMachine(RuleBasedStateMachine):
    """The journal with its sender, and beside it what must hold: a label for each drawing.

    ``labels`` is what the journal must hold, ``at_backup`` what a backup would bring back,
    ``ever`` all that the server may hold.
    """

    server = ""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mnist-desktop-machine-"))
        self.database = Database(self.server)
        self.database.create()
        self.proxy = Proxy(self.database.socket).__enter__()
        self.labels: dict[UUID, Label] = {}
        self.at_backup: dict[UUID, Label] | None = None
        self.ever: set[UUID] = set()
        self.sender: Sender | None = None
        self.lives = 0
        self._live()
        self.writer.run(turn_on_sharing).result(_SECONDS)

    # --- what a person does -----------------------------------------------------------------

    @rule(label=LABELS)
    def draw(self, label: Label) -> None:
        entry = make_entry(label=label, seed=len(self.ever), points=3)
        self.writer.append(entry)
        self._wait()
        self.labels[entry.id] = label
        self.ever.add(entry.id)
        if self.sender is not None:
            self.sender.wake()

    @precondition(lambda self: self.labels)
    @rule(which=st.integers(0), label=LABELS)
    def relabel(self, which: int, label: Label) -> None:
        drawing = list(self.labels)[which % len(self.labels)]
        self.writer.relabel(drawing, label)
        self._wait()
        self.labels[drawing] = label

    @rule()
    def forget(self) -> None:
        self.writer.run(forget_everything).result(_SECONDS)
        self.labels, self.at_backup = {}, None

    # --- what happens to the program ----------------------------------------------------------

    @rule(drawn=st.integers(0, 2))
    def kill(self, drawn: int) -> None:
        """The files as they are between two commits: what was never said to be saved is gone."""
        after = self.folder / f"life-{self.lives + 1}"
        self.writer.run(lambda _: shutil.copytree(self.path.parent, after)).result(_SECONDS)
        for _ in range(drawn):
            self.writer.append(make_entry(points=3))
        self._die()
        self._live()

    @rule()
    def end_and_start(self) -> None:
        self._die()
        shutil.copytree(self.path.parent, self.folder / f"life-{self.lives + 1}")
        self._live()

    @rule()
    def start_with_an_older_version(self) -> None:
        self._die()
        to_version_2(self.path)
        shutil.copytree(self.path.parent, self.folder / f"life-{self.lives + 1}")
        self.at_backup = None if not self.labels else dict(self.labels)  # made before the step
        self._live()

    @rule()
    def keep_a_backup(self) -> None:
        back_up(self.path)
        self.at_backup = dict(self.labels)

    @rule()
    def damage_beyond_repair(self) -> None:
        self._die()
        self.path.write_bytes(b"This was a journal once. " * 400)
        for beside in (wal_of, shared_memory_of):
            beside(self.path).unlink(missing_ok=True)
        shutil.copytree(self.path.parent, self.folder / f"life-{self.lives + 1}")
        self.labels = dict(self.at_backup or {})
        self._live()
        self.writer.run(turn_on_sharing).result(_SECONDS)

    # --- what happens to the network ----------------------------------------------------------

    @precondition(lambda self: self.sender is None)
    @rule()
    def go_online(self) -> None:
        given = self.database.connection
        self.told = Told()
        self.sender = Sender(
            self.path,
            self.writer,
            type(given)("127.0.0.1", str(self.proxy.port), given.database, given.user),
            self.told,
        )
        self.sender.start()

    @precondition(lambda self: self.sender is not None)
    @rule()
    def go_offline(self) -> None:
        assert self.sender is not None
        assert self.sender.close(30)
        self.sender = None

    @rule(after=st.integers(0, 20_000))
    def cut_the_line(self, after: int) -> None:
        self.proxy.cut_after_sent = after

    @rule()
    def lose_an_answer(self) -> None:
        self.proxy.drop_commit_answer = True

    @rule()
    def send_all_again(self) -> None:
        self.writer.run(lambda store: turn_on_sharing(store, everything=True)).result(_SECONDS)

    # --- what must hold -------------------------------------------------------------------------

    @invariant()
    def the_journal_holds_what_was_said_to_be_saved(self) -> None:
        with Journal.open_readonly(self.path) as journal:
            held = {drawing.entry.id: drawing.label for drawing in journal.drawings()}
            assert not journal.unsound
        assert held == self.labels

    def teardown(self) -> None:
        if not hasattr(self, "proxy"):
            return
        try:
            self._send_all()
            rows = self._rows()
            assert len({key for _, key in rows}) == len(rows)
            assert {drawing for drawing, _ in rows} >= set(self.labels)
            assert {drawing for drawing, _ in rows} <= self.ever
        finally:
            self._die()
            self.proxy.__exit__(None, None, None)
            self.database.drop()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _send_all(self) -> None:
        self.send_all_again()
        if self.sender is None:
            self.go_online()
        self.sender.wake()  # type: ignore[union-attr]  # it is online now
        end = time.monotonic() + _SECONDS
        while self._outbox() != (0, 0):
            assert time.monotonic() < end, self.told.states[-3:]
            time.sleep(0.01)

    def _rows(self) -> list[tuple[UUID, UUID]]:
        """What the server has; no table where nothing was ever sent."""
        if self.database.run("SELECT to_regclass('user_predictions')") == [(None,)]:
            return []
        return self.database.run("SELECT drawing_uuid, uuid FROM user_predictions")

    def _outbox(self) -> tuple[int, int]:
        with Outbox.open_readonly(self.path) as outbox:
            return outbox.count()

    def _live(self) -> None:
        self.lives += 1
        self.path = self.folder / f"life-{self.lives}" / "journal.sqlite3"
        self.writer = JournalWriter(self.path, Heard())
        self._wait()

    def _die(self) -> None:
        if self.sender is not None:
            self.go_offline()
        assert self.writer.close(_SECONDS)

    def _wait(self) -> None:
        self.writer.run(lambda _: None).result(_SECONDS)


def test_the_journal_holds_whatever_happens(
    postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mnist_desktop.journal import sender

    monkeypatch.setattr(sender, "FIRST_DELAY", 0.02)
    monkeypatch.setattr(sender, "LONGEST_DELAY", 0.05)
    machine = type("Machine", (JournalMachine,), {"server": postgres_server})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # hypothesis names no types here
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
