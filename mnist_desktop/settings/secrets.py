"""Passwords: in the system's keychain, or in memory until the program ends where there is none.

They are never written to a file or a log. A keychain may ask the person to unlock it and be silent
for as long as that takes, so nothing here but ``hold`` is called on the window's thread.
"""

import logging
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loads slowly, and only who has a password needs it
    from keyring.backend import KeyringBackend

SERVICE = "MNIST Desktop shared log"
"""Under which the keychain lists our passwords."""
_LOG = logging.getLogger(__name__)
_PLAIN_FILES = "keyrings.alt"  # its backends write files, some of them readable to anybody


class Place(Enum):
    """Where a password is."""

    NOWHERE = auto()
    KEYCHAIN = auto()
    SESSION = auto()


@dataclass(frozen=True, slots=True)
class Kept:
    """A password and where it is.

    Attributes:
        password: empty where none is known.
        place: where it is kept.
        trouble: one sentence why the keychain does not keep it; else empty.
    """

    password: str = field(default="", repr=False)
    place: Place = Place.NOWHERE
    trouble: str = ""


class NoKeychainError(Exception):
    """There is no keychain that could keep a password; its text says why in a sentence."""


class Passwords:
    """Knows one password for each account; safe to use from several threads."""

    def __init__(self) -> None:
        self._session: dict[str, Kept] = {}

    def hold(self, account: str, password: str) -> None:
        """Use a password from now on, in memory only; returns at once."""
        self._session[account] = Kept(password, Place.SESSION)

    def read(self, account: str) -> Kept:
        """What is known of an account's password; it may take as long as the person does."""
        if held := self._session.get(account):
            return held
        try:
            stored = _keychain().get_password(SERVICE, account) or ""
        except Exception as error:  # whatever a keychain fails with, the person can go on
            return Kept(trouble=_explain(error))
        return Kept(stored, Place.KEYCHAIN if stored else Place.NOWHERE)

    def keep(self, account: str, password: str) -> Kept:
        """Have the keychain keep a password, and use it in any case."""
        self.hold(account, password)
        try:
            keychain = _keychain()
            keychain.set_password(SERVICE, account, password)
            if keychain.get_password(SERVICE, account) != password:  # some drop what they get
                raise NoKeychainError("The keychain does not keep passwords.")
        except Exception as error:
            kept = self._session[account] = Kept(password, Place.SESSION, _explain(error))
            return kept
        self._session.pop(account, None)
        return Kept(password, Place.KEYCHAIN)

    def forget(self, account: str) -> Kept:
        """Take a password out of memory and keychain."""
        self._session.pop(account, None)
        try:
            keychain = _keychain()
            if keychain.get_password(SERVICE, account) is not None:
                keychain.delete_password(SERVICE, account)
        except NoKeychainError:
            return Kept()
        except Exception as error:
            return Kept(trouble=_explain(error))
        return Kept()


def _keychain() -> "KeyringBackend":
    """The system's keychain.

    Raises:
        NoKeychainError: there is none that is worth the name.
    """
    import keyring
    from keyring.backends import chainer, fail, null

    backend = keyring.get_keyring()
    backends = backend.backends if isinstance(backend, chainer.ChainerBackend) else [backend]
    if not backends or isinstance(backends[0], fail.Keyring | null.Keyring):
        raise NoKeychainError("This computer has no keychain.")
    if type(backends[0]).__module__.startswith(_PLAIN_FILES):
        raise NoKeychainError("The only keychain here would write the password to a file.")
    return backends[0]


def _explain(error: Exception) -> str:
    """One sentence; the text of a foreign error is not repeated, for it may quote anything."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, NoKeychainError):
        return str(error)
    _LOG.warning("the keychain fails (%s)", type(error).__name__)
    if isinstance(error, NoKeyringError):
        return "This computer has no keychain."
    if isinstance(error, KeyringLocked | InitError):
        return "The keychain is locked."
    return "The keychain does not work."
