"""The window's composition root: build the parts, connect them, run.

The window is painted first. Models (numpy, onnxruntime) and journal (SQLite) are loaded behind it.
"""

import logging
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

from mnist_desktop import paths
from mnist_desktop.errors import DisplayError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mnist_desktop.recognition.registry import Loaded
    from mnist_desktop.ui.journal_link import Listener, Writer
    from mnist_desktop.ui.main_window import MainWindow

_REMEDY = "Without a display, `mnist-desktop recognize FILE` recognises pictures and ink files."
_SWITCH = 0.001  # s: so soon the window's thread gets its turn beside recognition
_PLATFORM_OPTIONS = ("-platform", "--platform")


def run(arguments: list[str]) -> int:
    """Open the window and return the exit status when it is closed.

    Raises:
        DisplayError: there is no display, or Qt's system libraries are missing.
    """
    check_display(arguments)
    from mnist_desktop.ui.background import is_busy

    application = make_application(arguments)
    window = build_window(application)
    window.painted.connect(lambda: start_behind(window))
    window.show()
    _close_on_signals(application, window)
    status = int(application.exec())
    # Models that still load, a keychain or a name server that is silent cannot be stopped; all that
    # matters is on disk.
    if window.worker.isRunning() or is_busy():
        logging.shutdown()
        os._exit(status)
    return status


def check_display(arguments: list[str]) -> None:
    """Refuse in one line where Qt would abort the process.

    Raises:
        DisplayError: see :func:`run`.
    """
    chosen = os.environ.get("QT_QPA_PLATFORM") or any(a in _PLATFORM_OPTIONS for a in arguments)
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not chosen and not shown:
        raise DisplayError("There is no display to open the window on.", _REMEDY)
    try:
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401  # both link to the system's libraries
    except ImportError as error:
        raise DisplayError(f"The window needs a system library: {error}.", _REMEDY) from error


def make_application(arguments: list[str]) -> "QApplication":
    """The one application object, with every point of the pen delivered."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from mnist_desktop.ui import accessible
    from mnist_desktop.ui.icons import application_icon

    sys.setswitchinterval(_SWITCH)
    application = QApplication(arguments)
    for attribute in (  # only now: on X11, the platform sets the first one as it starts
        Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents,
        Qt.ApplicationAttribute.AA_CompressTabletEvents,
    ):
        application.setAttribute(attribute, False)
    application.setApplicationName("mnist-desktop")
    application.setApplicationDisplayName("MNIST Desktop")
    application.setDesktopFileName("mnist-desktop")
    application.setWindowIcon(application_icon())
    accessible.install()
    return application


def build_window(application: "QApplication") -> "MainWindow":
    """The window with all its parts; nothing is loaded yet."""
    from mnist_desktop.settings.file import SettingsFile
    from mnist_desktop.settings.secrets import Passwords
    from mnist_desktop.shared_log import SharedLog
    from mnist_desktop.ui.choices import Choices
    from mnist_desktop.ui.journal_link import JournalLink
    from mnist_desktop.ui.main_window import MainWindow, Parts
    from mnist_desktop.ui.style import Style
    from mnist_desktop.ui.worker import Worker

    file = SettingsFile(paths.settings_dir())
    settings = file.load()
    choices = Choices(file, settings, Style(application, settings.theme))
    worker, journal, kept_in = Worker(_load_models), JournalLink(), paths.journal_file()
    shared_log = SharedLog(kept_in, Passwords(), os.environ)
    return MainWindow(Parts(choices, file.note, worker, journal, kept_in, shared_log))


def start_behind(window: "MainWindow") -> None:
    """Load models and journal, now that the window is on the screen."""
    from mnist_desktop.journal.upkeep import Upkeep

    window.worker.start()
    window.open_journal(_open_journal)
    settings = window.settings
    upkeep = Upkeep(
        paths.journal_file(), window.journal, settings.journal_keep_days, settings.journal_backups
    )
    window.journal.look_after(upkeep)


def _load_models() -> "Loaded":
    from mnist_desktop.recognition.registry import Registry

    return Registry(paths.models_dir()).load()


def _open_journal(listener: "Listener", *, shares: bool) -> "Writer":
    """Open it; where it ``shares``, the very first drawing is queued too."""
    from mnist_desktop.journal.outbox import turn_on_sharing
    from mnist_desktop.journal.writer import JournalWriter

    return JournalWriter(paths.journal_file(), listener, turn_on_sharing if shares else None)


def _close_on_signals(application: "QApplication", window: "MainWindow") -> None:
    """Ctrl-C in the terminal, or a system that ends the session, closes the window properly.

    Python runs its handlers only between two of its own instructions, and Qt's loop has none
    while it sleeps; a socket that Qt watches wakes it.
    """
    from PySide6.QtCore import QSocketNotifier, QTimer

    def close(*_: object) -> None:
        QTimer.singleShot(0, window.close)  # not here: this may be in the middle of painting

    ends = socket.socketpair()  # kept alive by ``wake_up``, which Qt keeps

    def wake_up() -> None:
        ends[0].recv(64)

    for end in ends:
        end.setblocking(False)
    signal.set_wakeup_fd(ends[1].fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(ends[0].fileno(), QSocketNotifier.Type.Read, application)
    notifier.activated.connect(wake_up)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)
