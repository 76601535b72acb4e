"""The search behind the settings: small machines and forests that leave whole writers out.

``python -m mnist_desktop.training.search --mnist DIR --ink FILE:y-up`` prints the table of
SavedModels/README.md. Writers that the real training leaves out, and MNIST's test images, are never
looked at. Every trial fits one model on a part of MNIST and the ink of some writers, and counts
errors on the ink of the others, as drawn and redrawn, and on MNIST digits held back.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from mnist_desktop.cluster import work_on
from mnist_desktop.training.augment import (
    Pictures,
    Recipe,
    plain_ink,
    redrawn_ink,
    training_pictures,
    warped_pictures,
)
from mnist_desktop.training.datasets import (
    Drawn,
    Mnist,
    load_ink,
    load_mnist,
    of_writers,
    split_writers,
)
from mnist_desktop.training.estimators import KINDS, Fitted
from mnist_desktop.training.features import Features, Layout, extract
from mnist_desktop.training.forest import Forest
from mnist_desktop.training.kernel_machine import PAIRS

OLD = Layout(grid=7, step=4.0, spread=2.3, upright=False)
SMALL = Recipe(mnist_variants=0, ink_variants=0, template_drawings=0, mnist_limit=12_000)
VARIED = replace(SMALL, ink_variants=4)
FULL = replace(VARIED, template_drawings=60)
_REDRAWN = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One combination of choices."""

    name: str
    layout: Layout = field(default_factory=Layout)
    recipe: Recipe = field(default_factory=lambda: FULL)
    model: str = "svm_pca"
    changes: tuple[tuple[str, object], ...] = ()
    ink: bool = True


TRIALS: tuple[Trial, ...] = (
    Trial("MNIST alone, 7×7 grid of step 4", OLD, SMALL, ink=False),
    Trial("+ ink of other writers", OLD, SMALL),
    Trial("+ four redrawn variants of each", OLD, VARIED),
    Trial("+ allograph templates", OLD),
    Trial("+ slant taken out", replace(OLD, upright=True)),
    Trial("+ 8×8 grid of step 2.9 (chosen)"),
    Trial("9×9 grid of step 2.6", Layout(9, 2.6, 1.6)),
    Trial("+ one warped variant of each MNIST digit",
          recipe=replace(FULL, mnist_variants=1)),
    Trial("penalty 3", changes=(("penalty", 3.0),)),
    Trial("penalty 30", changes=(("penalty", 30.0),)),
    Trial("kernel width 1.2", changes=(("width", 1.2),)),
    Trial("kernel width 3", changes=(("width", 3.0),)),
    Trial("60 components", changes=(("components", 60),)),
    Trial("180 components", changes=(("components", 180),)),
    Trial("extra trees, leaves refined (chosen)", model="extra_trees"),
    Trial("extra trees, leaves as grown", model="extra_trees",
          changes=(("refinement", {"epochs": 0}),)),
    Trial("extra trees, 2 components beside the features", model="extra_trees",
          changes=(("components", 2),)),
    Trial("random forest, leaves refined (chosen)", model="random_forest"),
    Trial("random forest, leaves as grown", model="random_forest",
          changes=(("refinement", {"epochs": 0}),)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors in percent of one trial and fold."""

    ink: float
    redrawn: float
    mnist: float


def folds(drawn: Sequence[Drawn], count: int, seed: int) -> list[tuple[str, ...]]:
    """The writers that may be looked at, in ``count`` groups; the left-out ones are in none."""
    split = split_writers(drawn, seed)
    writers = sorted({*split.training, *split.calibration})
    np.random.default_rng(seed).shuffle(writers)
    return [tuple(writers[number::count]) for number in range(count)]


def run_trial(
    trial: Trial, mnist: Mnist, drawn: Sequence[Drawn], tested: tuple[str, ...], seed: int
) -> Errors:
    """Fit one trial without the tested writers, and count errors on them."""
    inside = [digit for digit in drawn if digit.writer not in tested] if trial.ink else []
    pictures = training_pictures(mnist, inside, trial.recipe, seed, jobs=1)
    order = np.random.default_rng(seed).permutation(len(pictures.labels))
    kind = KINDS[trial.model]
    settings = {**kind.settings, **dict(trial.changes)}
    features = extract(pictures.images[order], trial.layout)
    fitted = kind.fit(features, pictures.labels[order], settings, seed)
    outside = of_writers(drawn, tested)
    held_back = Pictures(mnist.images[mnist.fitted :], mnist.labels[mnist.fitted :])

    def errors(test: Pictures) -> float:
        answers = _digits(fitted, extract(test.images, trial.layout))
        return float((answers != test.labels).mean() * 100)

    return Errors(
        errors(plain_ink(outside, 1)),
        errors(redrawn_ink(outside, _REDRAWN, seed + 1, 1)),
        errors(warped_pictures(held_back, 1, seed + 1, 1) + held_back),
    )


def _digits(fitted: Fitted, features: Features) -> npt.NDArray[np.int64]:
    if isinstance(fitted, Forest):
        return np.asarray(fitted.scores(features).argmax(axis=1))
    decisions = fitted.decisions(features)
    votes = np.zeros((len(features), 10))
    for pair, (first, second) in enumerate(PAIRS):
        chance = 1 / (1 + np.exp(-6 * decisions[:, pair]))
        votes[:, first] += np.log(chance + 1e-9)
        votes[:, second] += np.log(1 - chance + 1e-9)
    return np.asarray(votes.argmax(axis=1))


def search(
    mnist: Mnist,
    drawn: Sequence[Drawn],
    trials: Sequence[Trial],
    *,
    count: int,
    seed: int,
    jobs: int,
    tell: Callable[[Trial, Errors], None],
) -> list[Errors]:
    """Every trial over every fold, by joblib; the mean of each trial's folds."""
    groups = folds(drawn, count, seed)
    allowed = of_writers(drawn, {writer for group in groups for writer in group})
    work = joblib.Parallel(n_jobs=jobs, return_as="generator")
    results = work(
        joblib.delayed(run_trial)(trial, mnist, allowed, group, seed)
        for trial in trials
        for group in groups
    )
    means = []
    for trial in trials:
        errors = [next(results) for _ in groups]
        mean = Errors(
            *(float(np.mean([getattr(one, name) for one in errors])) for name in Errors.__slots__)
        )
        tell(trial, mean)
        means.append(mean)
    return means


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m mnist_desktop.training.search")
    parser.add_argument("--mnist", type=Path, help="MNIST's IDX files (default: from OpenML)")
    parser.add_argument("--ink", action="append", default=[], metavar="FILE[:y-up]")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", default="", help="only trials whose name contains this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--scheduler", help="address of a Dask cluster")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = [(Path(text.removesuffix(":y-up")), text.endswith(":y-up")) for text in options.ink]
    trials = [trial for trial in TRIALS if options.only in trial.name]
    table = Table("choice", "ink of other writers", "the same redrawn", "MNIST and warped")
    with work_on(options.scheduler):
        means = search(
            load_mnist(options.mnist),
            load_ink(files),
            trials,
            count=options.folds,
            seed=options.seed,
            jobs=-1 if options.scheduler else options.jobs,
            tell=lambda trial, errors: Console(stderr=True).print(trial.name, errors),
        )
    for trial, mean in zip(trials, means, strict=True):
        columns = (mean.ink, mean.redrawn, mean.mnist)
        table.add_row(trial.name, *(f"{value:.2f} %" for value in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
