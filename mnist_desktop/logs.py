"""The log file, and crash reports."""

import logging
import sys
import threading
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from types import TracebackType

from mnist_desktop import __version__, paths

LOG_FILE = "mnist-desktop.log"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_logging() -> None:
    """Write warnings and worse to the log file, and crashes to a report of their own.

    A folder that cannot be written leaves the program without a log, never without a window.
    """
    logging.raiseExceptions = False  # a full log disk is no reason to bother the person
    root = logging.getLogger()
    try:
        paths.logs_dir().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            paths.logs_dir() / LOG_FILE,
            maxBytes=1_000_000,
            backupCount=3,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _report_crash
    threading.excepthook = lambda args: _report_crash(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _report_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical("crash", exc_info=(kind, error, trace))
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    report = paths.logs_dir() / f"crash-{moment}.txt"
    formatted = f"MNIST Desktop {__version__}\n{_formatted(kind, error, trace)}\n"
    try:
        report.write_text(formatted, encoding="utf-8", errors="backslashreplace")
        where = f"The report is in {report}"
    except OSError as failure:
        where = f"No report could be written ({failure.strerror})"
    if sys.stderr is not None:  # a window's program may have none
        sys.stderr.write(f"mnist-desktop: {kind.__name__}: {error}. {where}.\n")


def _formatted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    return logging.Formatter().formatException((kind, error, trace))
