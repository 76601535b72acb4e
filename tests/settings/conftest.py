"""A system with a keychain, and systems without."""

from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.settings.keychains import MemoryKeychain


@pytest.fixture
def use_keychain() -> Iterator[Callable[[KeyringBackend], None]]:
    """Makes a keychain the system's, until the test ends."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def keychain(use_keychain: Callable[[KeyringBackend], None]) -> MemoryKeychain:
    """A keychain that works."""
    made = MemoryKeychain()
    use_keychain(made)
    return made
