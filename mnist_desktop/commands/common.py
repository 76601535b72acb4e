"""What several commands share: which models, and how failures are told."""

import argparse
import sys
from dataclasses import dataclass, field

from mnist_desktop import paths
from mnist_desktop.errors import KnownError
from mnist_desktop.evaluation.answering import Work, load
from mnist_desktop.recognition.recogniser import VOTE
from mnist_desktop.recognition.registry import MODEL_IDS

ALL = "all"
_MOST_LINES = 20


@dataclass
class Failures:
    """Tells each failure on stderr, at most so many lines, and remembers that there was one."""

    count: int = field(default=0)

    def tell(self, error: KnownError) -> None:
        """Print one line."""
        self.count += 1
        if self.count <= _MOST_LINES:
            print(f"mnist-desktop: {error}", file=sys.stderr)

    def exit_code(self) -> int:
        """0 where nothing failed, else 1."""
        if self.count > _MOST_LINES:
            more = self.count - _MOST_LINES
            print(f"mnist-desktop: {more} more lines like these.", file=sys.stderr)
        return 1 if self.count else 0


def add_model_option(parser: argparse.ArgumentParser, default: str) -> None:
    """Declare ``--model``."""
    parser.add_argument(
        "--model",
        choices=(*MODEL_IDS, VOTE, ALL),
        default=default,
        help="which model answers (default: %(default)s)",
    )


def add_work_options(parser: argparse.ArgumentParser) -> None:
    """Declare ``--jobs`` and ``--scheduler``."""
    parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="processes (default: %(default)s)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster to work on")


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: which models answer, and who does the work."""

    names: tuple[str, ...]
    work: Work


def load_asked(options: argparse.Namespace, failures: Failures) -> Asked:
    """Load what ``--model`` names; what is missing is told, and the rest works."""
    ids = (*MODEL_IDS, VOTE) if options.model == ALL else (options.model,)
    loaded = load(paths.models_dir(), ids)
    for error in loaded.unavailable.values():
        failures.tell(error)
    names = tuple(name for name in ids if name in loaded.recogniser.cards)
    return Asked(names, Work(paths.models_dir(), ids, options.jobs, bool(options.scheduler)))
