"""What several commands share: which models, and how failures are told."""

import argparse
import sys
from dataclasses import dataclass, field

from mnist_desktop import paths
from mnist_desktop.errors import KnownError
from mnist_desktop.recognition.recogniser import VOTE, Recogniser
from mnist_desktop.recognition.registry import MODEL_IDS, Registry

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


def asked_models(choice: str) -> tuple[str, ...]:
    """The ids that ``--model`` names."""
    return (*MODEL_IDS, VOTE) if choice == ALL else (choice,)


def load_models(choice: str, failures: Failures) -> Recogniser:
    """Load what was asked for; what is missing is told, and the rest works.

    Raises:
        ModelError: no model at all could be loaded; the failures say why.
    """
    loaded = Registry(paths.models_dir()).load(asked_models(choice))
    for error in loaded.unavailable.values():
        failures.tell(error)
    return loaded.recogniser
