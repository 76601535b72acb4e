"""``--session``, as export and report take it."""

import argparse
from uuid import UUID

from mnist_desktop.journal.selection import Session


def add_session_option(parser: argparse.ArgumentParser) -> None:
    """Declare it; what it gives is ``last``, ``all`` or a key."""
    parser.add_argument(
        "--session",
        type=_session,
        default="all",
        metavar="last|all|ID",
        help="whose drawings (default: %(default)s)",
    )


def _session(text: str) -> Session:
    if text == "last":
        return "last"
    if text == "all":
        return "all"
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be last, all, or a session's ID") from None
