"""Which shared log the command line speaks to: the window's settings, environment first."""

import os

from mnist_desktop import paths
from mnist_desktop.journal.postgres.connection import Connection
from mnist_desktop.settings.file import SettingsFile
from mnist_desktop.settings.secrets import Passwords
from mnist_desktop.shared_log import SharedLog


def shared_connection() -> Connection:
    """The server of settings and keychain; ``POSTGRES_*`` win, the rest is left to libpq."""
    settings = SettingsFile(paths.settings_dir()).load()
    return SharedLog(paths.journal_file(), Passwords(), os.environ).connection(settings)
