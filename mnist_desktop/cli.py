"""The command line; without a subcommand it opens the window.

Exit status: 0 done, 1 failed, 2 wrong usage. Errors are one line on stderr with the remedy.
"""

import argparse
import contextlib
import errno
import io
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from mnist_desktop import __version__
from mnist_desktop.errors import KnownError, in_one_line
from mnist_desktop.logs import start_logging

_COMMANDS = (
    "recognize",
    "evaluate",
    "train",
    "export",
    "import_ink",
    "report",
    "sync",
    "models",
    "self_test",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        start_logging()
        if not words:
            from mnist_desktop.app import run

            return run(sys.argv[:1])
        _show_any_name()
        options = _parser().parse_args(words)
        status = int(options.run(options))
        sys.stdout.flush()
    except KnownError as error:
        logging.getLogger(__name__).info("failed", exc_info=error)
        print(in_one_line(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("mnist-desktop: stopped.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _drop_output()
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("mnist-desktop: The disk is full. Free some space.", file=sys.stderr)
        _drop_output()
        return 1
    return status


def _show_any_name() -> None:
    """File names need not be valid text; what cannot be printed is escaped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Let Python's last flush of stdout go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mnist-desktop",
        description="Draw a digit and see four classical models recognise it. "
        "Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"mnist-desktop {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in _COMMANDS:
        import_module(f"mnist_desktop.commands.{name}").add(commands)
    return parser
