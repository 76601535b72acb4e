"""The search looks at no writer that the real training leaves out, here or on a cluster."""

from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster

from mnist_desktop.cluster import work_on
from mnist_desktop.training.datasets import load_ink, load_mnist, split_writers
from mnist_desktop.training.search import TRIALS, Trial, folds, search

_TINY = tuple(
    replace(trial, recipe=replace(trial.recipe, ink_variants=0, template_drawings=0))
    for trial in TRIALS[:2]
)


def test_folds_share_out_all_writers_but_the_left_out(tiny_ink: Path) -> None:
    drawn = load_ink([(tiny_ink, False)])
    groups = folds(drawn, 2, seed=1)
    inside = sorted(writer for group in groups for writer in group)
    split = split_writers(drawn, 1)
    assert inside == sorted({*split.training, *split.calibration})


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_finds_what_this_machine_finds(tiny_mnist: Path, tiny_ink: Path) -> None:
    # GIVEN a search of two small trials over two folds
    mnist, drawn = load_mnist(tiny_mnist), load_ink([(tiny_ink, False)])
    told: list[Trial] = []

    def run(jobs: int) -> list:
        return search(
            mnist, drawn, _TINY, count=2, seed=1, jobs=jobs,
            tell=lambda trial, errors: told.append(trial),
        )  # fmt: skip

    here = run(1)
    # WHEN a local cluster of two processes runs it
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        work_on(cluster.scheduler_address),
    ):
        there = run(-1)
    # THEN the figures are the same
    assert there == here
    assert told == [*_TINY, *_TINY]
