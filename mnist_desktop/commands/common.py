"""What several commands share: which models, and how failures are told."""

import argparse
import contextlib
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mnist_desktop import paths
from mnist_desktop.errors import KnownError, in_one_line
from mnist_desktop.evaluation.answering import Work, load
from mnist_desktop.recognition.recogniser import VOTE
from mnist_desktop.recognition.registry import MODEL_IDS

ALL = "all"
_MOST_LINES = 20


class Failures:
    """Tells each failure on stderr in one line, and remembers that there was one."""

    def __init__(self) -> None:
        self._any = False
        self._lines = 0  # bad lines of the file that is being read

    def tell(self, error: KnownError) -> None:
        """Print one line."""
        self._any = True
        print(in_one_line(error), file=sys.stderr)

    def tell_line(self, error: KnownError) -> None:
        """Print what is wrong with one line of a file, for the first lines of each."""
        self._lines += 1
        self._any = True
        if self._lines <= _MOST_LINES:
            self.tell(error)

    @contextlib.contextmanager
    def of(self, path: Path) -> Iterator[None]:
        """Whatever fails inside is told of ``path``, and the next file is still read."""
        self._lines = 0
        try:
            yield
        except KnownError as error:
            self.tell(error)
        except BrokenPipeError:
            raise
        except Exception as error:  # a bug must not take the rest of a batch with it
            logging.getLogger(__name__).exception("%s", path)
            kind = type(error).__name__
            self.tell(KnownError(f"{path}: failed ({kind}).", "The log file tells more."))
        if self._lines > _MOST_LINES:
            self.tell(KnownError(f"{path}: {self._lines - _MOST_LINES} more lines like these."))

    def exit_code(self) -> int:
        """0 where nothing failed, else 1."""
        return 1 if self._any else 0


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
        "--jobs",
        type=positive_count,
        default=1,
        metavar="N",
        help="processes (default: %(default)s)",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster to work on")


def positive_count(text: str) -> int:
    """A number of at least 1, or wrong usage."""
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
