"""A real server, and the window's parts that send to it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journal.postgres.conftest import _soon_again_too, database, proxy
from tests.settings.conftest import keychain, use_keychain
from tests.ui.sharing.bench import Bench

__all__ = ["_soon_again_too", "database", "keychain", "proxy", "use_keychain"]

Start = Callable[..., Bench]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> Iterator[Start]:
    """Starts the program's parts; the environment's variables are given by name."""
    started: list[Bench] = []

    def make(**environment: str) -> Bench:
        started.append(Bench(qapp, qtbot, environment))
        return started[-1]

    yield make
    for bench in reversed(started):
        bench.close()
