"""The shared log put together: settings and passwords say where it is, the journal sends.

Knows no Qt. Nothing of the journal or of psycopg is imported before it is used.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mnist_desktop.settings.schema import Settings
from mnist_desktop.settings.secrets import Passwords
from mnist_desktop.settings.server import Server, resolve

if TYPE_CHECKING:  # loads SQLite
    from mnist_desktop.journal.postgres.connection import Connection
    from mnist_desktop.journal.sender import Sender
    from mnist_desktop.journal.sharing import SharingListener
    from mnist_desktop.journal.tasks import Tasks


class SharedLog:
    """One journal's way to the server that its person chose.

    Attributes:
        passwords: where the server's password is.
        environment: the process's variables; what they say wins.
    """

    def __init__(self, journal: Path, passwords: Passwords, environment: Mapping[str, str]) -> None:
        self._journal = journal
        self.passwords = passwords
        self.environment = environment

    def server(self, settings: Settings, password: str = "") -> Server:
        """The server that these settings mean here and now; asks no keychain."""
        return resolve(settings, self.environment, password)

    def connection(self, settings: Settings, password: str = "") -> "Connection":
        """The same with its password; may wait for the keychain as long as the person does."""
        from mnist_desktop.journal.postgres.connection import Connection

        server = self.server(settings, password)
        if not server.password:
            server = replace(server, password=self.passwords.read(server.account).password)
        return Connection(**server.parameters())

    def known_connection(self, settings: Settings) -> "Connection | None":
        """The same where some server is named or the log is on; else None."""
        server = self.server(settings)
        is_known = settings.shared_log or server.host or server.database
        return self.connection(settings) if is_known else None

    def check(self, settings: Settings, password: str = "") -> str:
        """Try the connection; one sentence on what is there.

        Raises:
            SharedLogError: what is wrong and what to do.
        """
        from mnist_desktop.journal.postgres.check import check

        return check(self.connection(settings, password))

    def sender(self, settings: Settings, writer: "Tasks", listener: "SharingListener") -> "Sender":
        """Who sends what waits; not started. May wait for the keychain."""
        from mnist_desktop.journal.sender import Sender

        return Sender(self._journal, writer, self.connection(settings), listener)

    def queue(self, writer: "Tasks", everything: bool) -> "Future[None]":
        """Have each commit queued from now on, and with ``everything`` all that is there."""
        from mnist_desktop.journal.outbox import turn_on_sharing

        return writer.run(partial(turn_on_sharing, everything=everything))

    def queue_nothing(self, writer: "Tasks") -> "Future[None]":
        """Have nothing queued any more."""
        from mnist_desktop.journal.outbox import turn_off_sharing

        return writer.run(turn_off_sharing)

    def drawings(self) -> int:
        """How many drawings the journal holds.

        Raises:
            JournalError: the journal cannot be read.
        """
        from mnist_desktop.journal.reading import Journal

        with Journal.open_readonly(self._journal) as journal:
            return journal.count()

    def count(self) -> tuple[int, int]:
        """How many drawings and labels wait, and how many were set aside.

        Raises:
            JournalError: the journal cannot be read.
        """
        from mnist_desktop.journal.outbox import Outbox

        with Outbox.open_readonly(self._journal) as outbox:
            return outbox.count()

    def reasons(self) -> list[tuple[str, int]]:
        """Why drawings and labels were set aside, and how many for each reason.

        Raises:
            JournalError: the journal cannot be read.
        """
        from mnist_desktop.journal.outbox import Outbox

        with Outbox.open_readonly(self._journal) as outbox:
            return outbox.set_aside()
