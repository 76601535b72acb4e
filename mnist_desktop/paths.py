"""Where files are: what ships with the program, and what belongs to the person.

``MNIST_DESKTOP_HOME`` moves every user file under one folder.
"""

import os
from pathlib import Path

from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).resolve().parent
_DIRS = PlatformDirs("mnist-desktop", appauthor=False, roaming=False)


def models_dir() -> Path:
    """The shipped models, one folder each."""
    return _shipped("SavedModels")


def resources_dir() -> Path:
    """Icons and translations."""
    return _shipped("resources")


def data_dir() -> Path:
    """The person's journal, backups and own models."""
    return _user("data", _DIRS.user_data_path)


def settings_dir() -> Path:
    """The person's settings file."""
    return _user("settings", _DIRS.user_config_path)


def logs_dir() -> Path:
    """Log files and crash reports."""
    return _user("logs", _DIRS.user_log_path)


def journal_file() -> Path:
    """The SQLite journal of everything drawn."""
    return data_dir() / "journal.sqlite3"


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name  # an installed wheel
    return inside if inside.is_dir() else _PACKAGE.parent / name  # a checkout


def _user(name: str, default: Path) -> Path:
    home = os.environ.get("MNIST_DESKTOP_HOME")
    return Path(home) / name if home else default
