"""``mnist-desktop models``: which models there are, and whether they are sound."""

import argparse

from mnist_desktop import paths
from mnist_desktop.commands.common import Failures
from mnist_desktop.recognition.recogniser import VOTE
from mnist_desktop.recognition.registry import MODEL_IDS, Registry


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("models", help="list or verify the models")
    actions = parser.add_subparsers(metavar="ACTION")
    verify = actions.add_parser("verify", help="check every model file against its card")
    verify.set_defaults(run=run)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load every model, which verifies it, and print a line of its card each."""
    failures = Failures()
    loaded = Registry(paths.models_dir()).load((*MODEL_IDS, VOTE))
    for name, card in loaded.recogniser.cards.items():
        size = f"{card.size / 2**20:5.1f} MiB" if card.size else " " * 9
        print(f"{name:13}  {size}  {card.sha256[:12] or '-':12}  {card.name}")
    for error in loaded.unavailable.values():
        failures.tell(error)
    return failures.exit_code()
