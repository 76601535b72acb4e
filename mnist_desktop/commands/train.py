"""``mnist-desktop train``: fit, calibrate and convert the models, and write their cards."""

import argparse
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from mnist_desktop.commands.common import positive_count
from mnist_desktop.errors import TrainingError
from mnist_desktop.recognition.registry import MODEL_IDS

_Y_UP = ":y-up"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("train", help="train the models on MNIST and ink files")
    parser.add_argument(
        "--mnist", type=Path, metavar="DIR", help="MNIST's IDX files (default: from OpenML)"
    )
    parser.add_argument(
        "--ink",
        action="append",
        default=[],
        metavar="FILE[:y-up]",
        help="labelled ink to train on too; :y-up for files whose y grows up",
    )
    parser.add_argument(
        "--out", type=Path, default=Path("SavedModels"), metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument(
        "--models",
        nargs="+",
        choices=MODEL_IDS,
        default=list(MODEL_IDS),
        metavar="ID",
        help=f"which to train (default: {' '.join(MODEL_IDS)})",
    )
    parser.add_argument(
        "--jobs", type=positive_count, default=1, metavar="N", help="processes (default: 1)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster to work on")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train with a progress bar."""
    try:
        from mnist_desktop.training.fit import TrainOptions, train
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"This installation cannot train: {error.name} is missing.",
            "Install the app with pip to train models.",
        ) from error
    with _Bar() as bar:
        train(
            TrainOptions(
                mnist=options.mnist,
                ink=tuple(_ink(text) for text in options.ink),
                out=options.out,
                models=tuple(options.models),
                jobs=options.jobs,
                scheduler=options.scheduler,
                seed=options.seed,
            ),
            bar,
        )
    return 0


def _ink(text: str) -> tuple[Path, bool]:
    """A file and whether its y grows up, from ``FILE[:y-up]``."""
    return Path(text.removesuffix(_Y_UP)), text.endswith(_Y_UP)


class _Bar:
    """Draws what training reports as one progress bar."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.percentage:3.0f} %"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        self._task: TaskID = self._progress.add_task("", total=1.0)

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, done: float, text: str) -> None:
        """Show that a share ``done``, 0–1, is ready, and what is being done."""
        self._progress.update(self._task, completed=done, description=text)
