"""The models that ship: whole, small enough, and right on what they never saw."""

from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.ink.arrays import read_idx
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.paths import models_dir
from mnist_desktop.recognition.card import ModelCard
from mnist_desktop.recognition.recogniser import VOTE, Recogniser
from mnist_desktop.recognition.registry import MODEL_IDS, Registry
from mnist_desktop.recognition.verdict import Verdict
from mnist_desktop.training.convert import LARGEST
from mnist_desktop.training.datasets import load_ink, of_writers
from mnist_desktop.training.non_digits import KINDS, non_digit

ALL = (*MODEL_IDS, VOTE)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    loaded = Registry(models_dir()).load()
    assert not loaded.unavailable
    return loaded.recogniser


def test_the_models_fit_their_budget() -> None:
    files = [path for path in models_dir().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 60_000_000
    assert max(path.stat().st_size for path in files) < LARGEST


def test_no_writer_was_trained_on_and_left_out() -> None:
    for name in MODEL_IDS:
        training = ModelCard.read(models_dir() / name).training
        groups = [training[f"writers_{group}"] for group in
                  ("trained_on", "for_calibration", "left_out")]  # fmt: skip
        writers = [writer for group in groups for writer in group]
        assert len(writers) == len(set(writers))
        assert len(groups[2]) >= 6


def test_mnist_is_read_right(recogniser: Recogniser, mnist_test: Path) -> None:
    # GIVEN the first 2,000 test images
    images, labels = read_idx(mnist_test)
    assert labels is not None
    # WHEN all models read them  THEN all but a few are right
    judged = recogniser.recognise_many(images[:2000])
    floors = {"extra_trees": 0.982, "random_forest": 0.98, "svm": 0.988, "svm_pca": 0.988,
              "vote": 0.988}  # fmt: skip
    for name, floor in floors.items():
        assert (judged[name].digits == labels[:2000]).mean() >= floor, name


def test_ink_of_writers_left_out_is_read_right(recogniser: Recogniser, pen_ink: Path) -> None:
    # GIVEN all digits of the writers that nothing was fitted on
    left_out = ModelCard.read(models_dir() / "svm").training["writers_left_out"]
    digits = of_writers(load_ink([(pen_ink, True)]), left_out)
    labels = np.array([digit.label for digit in digits])
    # WHEN all models read them
    judged = recogniser.recognise_many(np.stack([rasterise(digit.ink) for digit in digits]))
    # THEN they are right, and their prediction sets keep the promise and stay small
    for name in ALL:
        floor = 0.993 if name in ("svm", "svm_pca", "vote") else 0.987
        assert (judged[name].digits == labels).mean() >= floor, name
        assert judged[name].sets[np.arange(len(labels)), labels].mean() >= 0.987, name
        assert judged[name].sets.sum(axis=1).mean() <= 1.06, name
        assert (judged[name].verdicts == Verdict.NOT_A_DIGIT).mean() <= 0.01, name


def test_what_is_no_digit_is_seldom_taken_for_a_sure_one(recogniser: Recogniser) -> None:
    from mnist_desktop.ink.raster import rasterise_paths

    rng = np.random.default_rng(9)
    drawn = [rasterise_paths(non_digit(kind, [], rng)) for kind in KINDS for _ in range(40)]
    judged = recogniser.recognise_many(np.stack(drawn))
    assert (judged[VOTE].verdicts == Verdict.SURE).mean() < 0.2
