"""Passwords: kept by the keychain, or for this session, and nowhere else."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from mnist_desktop.settings.secrets import SERVICE, Kept, Passwords, Place
from tests.settings.keychains import (
    BrokenKeychain,
    ForgetfulKeychain,
    LockedKeychain,
    MemoryKeychain,
)

ACCOUNT, SECRET = "ada@log.example.org:5432", "s3cr3t-p4ssw0rd"
WITHOUT = {
    "none": (fail.Keyring, "This computer has no keychain."),
    "null": (null.Keyring, "This computer has no keychain."),
    "empty chain": (chainer.ChainerBackend, "This computer has no keychain."),
    "locked": (LockedKeychain, "The keychain is locked."),
    "broken": (BrokenKeychain, "The keychain does not work."),
    "forgetful": (ForgetfulKeychain, "The keychain does not keep passwords."),
}


def test_the_keychain_keeps_a_password_over_a_restart(keychain: MemoryKeychain) -> None:
    # GIVEN a system with a keychain
    # WHEN a password is kept, and the program starts anew
    assert Passwords().keep(ACCOUNT, SECRET) == Kept(SECRET, Place.KEYCHAIN)
    # THEN it is known again, for this account only
    assert Passwords().read(ACCOUNT) == Kept(SECRET, Place.KEYCHAIN)
    assert Passwords().read("ada@elsewhere:5432") == Kept()
    assert keychain.passwords == {(SERVICE, ACCOUNT): SECRET}


def test_a_forgotten_password_is_gone(keychain: MemoryKeychain) -> None:
    passwords = Passwords()
    passwords.keep(ACCOUNT, SECRET)
    assert passwords.forget(ACCOUNT) == Kept()
    assert passwords.read(ACCOUNT) == Kept()
    assert keychain.passwords == {}
    assert passwords.forget(ACCOUNT) == Kept()  # there is nothing to forget, and no fault


def test_a_password_just_typed_holds_before_the_keychain_answers(keychain: MemoryKeychain) -> None:
    passwords = Passwords()
    passwords.keep(ACCOUNT, "the old one")
    passwords.hold(ACCOUNT, SECRET)
    assert passwords.read(ACCOUNT) == Kept(SECRET, Place.SESSION)


@pytest.mark.parametrize(("backend", "trouble"), WITHOUT.values(), ids=WITHOUT)
def test_without_a_keychain_it_is_known_until_the_program_ends(
    use_keychain: Callable[[KeyringBackend], None],
    backend: type[KeyringBackend],
    trouble: str,
    home: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # GIVEN a system whose keychain is missing or fails
    use_keychain(backend())
    caplog.set_level(logging.DEBUG)
    # WHEN a password is to be kept
    passwords = Passwords()
    kept = passwords.keep(ACCOUNT, SECRET)
    # THEN it is used, the reason is said, and the next start does not know it
    assert (kept.place, kept.trouble) == (Place.SESSION, trouble)
    assert passwords.read(ACCOUNT).password == SECRET
    assert passwords.read(ACCOUNT).place is Place.SESSION
    assert Passwords().read(ACCOUNT).password == ""
    # and no line and no file has it
    assert SECRET not in caplog.text
    assert SECRET not in repr(kept)
    assert not home.exists()
    passwords.forget(ACCOUNT)
    assert passwords.read(ACCOUNT).password == ""


def test_a_keychain_that_is_a_plain_file_is_none(
    use_keychain: Callable[[KeyringBackend], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a backend of the package whose keychains are files
    monkeypatch.setattr(MemoryKeychain, "__module__", "keyrings.alt.file")
    keychain = MemoryKeychain()
    use_keychain(keychain)
    # WHEN a password is to be kept THEN it is not written there
    kept = Passwords().keep(ACCOUNT, SECRET)
    assert (kept.place, kept.trouble) == (
        Place.SESSION,
        "The only keychain here would write the password to a file.",
    )
    assert keychain.passwords == {}
