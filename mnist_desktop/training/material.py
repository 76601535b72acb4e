"""All that a training run works on, gathered once: what is fitted on, and what is kept apart."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mnist_desktop.errors import TrainingError
from mnist_desktop.training.augment import (
    Pictures,
    Recipe,
    plain_ink,
    redrawn_ink,
    training_pictures,
)
from mnist_desktop.training.datasets import (
    Drawn,
    Mnist,
    WriterSplit,
    hash_file,
    load_ink,
    load_mnist,
    of_writers,
    split_writers,
)
from mnist_desktop.training.features import Features, extract

_REDRAWN = 3  # variants of each calibration digit: the redrawn stand for stranger hands


@dataclass(frozen=True, slots=True)
class Material:
    """What one training run works on.

    Attributes:
        features: uint8 (n, 512), what the estimators are fitted on.
        labels: (n,).
        apart: real digits that no estimator sees, as drawn; ranks of familiarity come from them.
        calibration: ``apart`` and variants of it; scales, thresholds and vote come from them.
        left_out: ink of writers that nothing is fitted on; only figures come from it.
        held_back: MNIST digits that no estimator sees.
        provenance: where it all came from, for the model card.
    """

    features: Features
    labels: Any
    apart: Pictures
    calibration: Pictures
    left_out: Pictures
    held_back: Pictures
    provenance: dict[str, Any]


def gather(
    mnist_folder: Path | None,
    ink_files: tuple[tuple[Path, bool], ...],
    recipe: Recipe,
    seed: int,
    jobs: int,
) -> Material:
    """Read, split and vary.

    Raises:
        TrainingError: what is there cannot give a model.
        InkError, PictureError: a file that cannot be read.
    """
    mnist = load_mnist(mnist_folder)
    drawn = load_ink(ink_files)
    split = split_writers(drawn, seed)
    pictures = training_pictures(mnist, of_writers(drawn, split.training), recipe, seed, jobs)
    if len(set(pictures.labels.tolist())) < 10:
        raise TrainingError("A digit is missing from the training data.", "Add samples of it.")
    held_back = Pictures(mnist.images[mnist.fitted :], mnist.labels[mnist.fitted :])
    between = of_writers(drawn, split.calibration)
    apart = held_back + plain_ink(between, jobs)
    varied = redrawn_ink(between, _REDRAWN, seed + 1, jobs)
    order = np.random.default_rng(seed).permutation(len(pictures.labels))
    return Material(
        features=extract(pictures.images[order]),
        labels=pictures.labels[order],
        apart=apart,
        calibration=apart + varied,
        left_out=plain_ink(of_writers(drawn, split.left_out), jobs),
        held_back=held_back,
        provenance=_provenance(mnist_folder, mnist, ink_files, drawn, split, recipe),
    )


def _provenance(
    folder: Path | None,
    mnist: Mnist,
    ink_files: tuple[tuple[Path, bool], ...],
    drawn: list[Drawn],
    split: WriterSplit,
    recipe: Recipe,
) -> dict[str, Any]:
    hashes = {path.name: hash_file(path) for path, _ in ink_files}
    if folder is not None:
        hashes |= {path.name: hash_file(path) for path in sorted(folder.glob("train-*"))}
    return {
        "mnist": "OpenML mnist_784" if folder is None else "IDX files",
        "mnist_fitted": mnist.fitted,
        "mnist_held_back": len(mnist.labels) - mnist.fitted,
        "ink_digits": len(drawn),
        "writers_trained_on": list(split.training),
        "writers_for_calibration": list(split.calibration),
        "writers_left_out": list(split.left_out),
        "mnist_variants": recipe.mnist_variants,
        "ink_variants": recipe.ink_variants,
        "template_drawings": recipe.template_drawings,
        "sha256": hashes,
    }
