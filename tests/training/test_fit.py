"""Training from files to models that the app loads: whole, the same again, or not at all."""

from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.errors import TrainingError
from mnist_desktop.recognition.card import ModelCard
from mnist_desktop.recognition.registry import Registry
from mnist_desktop.training.augment import Pictures
from mnist_desktop.training.fit import TrainOptions, train
from tests.training.conftest import TINY

MODELS = ("extra_trees", "random_forest", "svm", "svm_pca")


class _Silent:
    def __init__(self) -> None:
        self.steps: list[float] = []

    def step(self, done: float, text: str) -> None:
        self.steps.append(done)


class _Interrupted(_Silent):
    def step(self, done: float, text: str) -> None:
        if "written" in text:
            raise KeyboardInterrupt


def _options(mnist: Path, ink: Path, out: Path, *models: str) -> TrainOptions:
    return TrainOptions(mnist, ((ink, False),), out, models, jobs=1, seed=4, recipe=TINY)


@pytest.fixture(scope="session")
def trained(
    tiny_mnist: Path, tiny_ink: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, _Silent]:
    out = tmp_path_factory.mktemp("models")
    progress = _Silent()
    train(_options(tiny_mnist, tiny_ink, out, *MODELS), progress)
    return out, progress


def test_the_app_loads_what_was_trained_and_recognises(
    trained: tuple[Path, _Silent], digits: Pictures
) -> None:
    # GIVEN all models trained on a tiny MNIST  WHEN the registry loads them
    loaded = Registry(trained[0]).load()
    # THEN all are there with their vote, and know the digits that they were fitted on
    assert not loaded.unavailable
    judged = loaded.recogniser.recognise_many(digits.images[:300])
    for name in (*MODELS, "vote"):
        assert (judged[name].digits == digits.labels[:300]).mean() > 0.9, name
        assert np.isfinite(judged[name].familiarity).all()


def test_cards_say_what_the_models_are_made_of(trained: tuple[Path, _Silent]) -> None:
    for name in MODELS:
        card = ModelCard.read(trained[0] / name)
        groups = ("trained_on", "for_calibration", "left_out")
        writers = [name for group in groups for name in card.training[f"writers_{group}"]]
        assert len(writers) == len(set(writers)) == 6
        assert card.training["largest_difference_from_estimator"] <= 1e-4
        assert len(card.training["sha256"]) == 3
        assert card.accuracy["writers_left_out"]["n"] > 0
        assert 0 < card.thresholds.inclusion <= 0.5


def test_progress_only_grows_to_the_end(trained: tuple[Path, _Silent]) -> None:
    steps = trained[1].steps
    assert steps == sorted(steps)
    assert steps[-1] == 1.0


def test_the_same_seed_gives_the_same_model(
    trained: tuple[Path, _Silent], tiny_mnist: Path, tiny_ink: Path, tmp_path: Path
) -> None:
    train(_options(tiny_mnist, tiny_ink, tmp_path, "extra_trees", "svm_pca"), _Silent())
    for name in ("extra_trees", "svm_pca"):
        again, first = (ModelCard.read(out / name).sha256 for out in (tmp_path, trained[0]))
        assert again == first


def test_an_interrupted_training_leaves_whole_models_only(
    tiny_mnist: Path, tiny_ink: Path, tmp_path: Path
) -> None:
    # GIVEN training that is stopped after its first model
    options = _options(tiny_mnist, tiny_ink, tmp_path, "svm_pca", "svm")
    with pytest.raises(KeyboardInterrupt):
        train(options, _Interrupted())
    # THEN that model is whole, and there is no trace of another
    Registry(tmp_path).load_model("svm_pca")
    assert [path.name for path in tmp_path.iterdir()] == ["svm_pca"]


def test_settings_that_make_no_sense_are_refused(tiny_ink: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no model 'resnet'"):
        train(_options(tmp_path, tiny_ink, tmp_path, "resnet"), _Silent())
    with pytest.raises(TrainingError, match="train-images"):
        train(_options(tmp_path, tiny_ink, tmp_path, "svm"), _Silent())
