"""The vote of all models: its weights, temperature and thresholds, fitted on digits kept apart."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import ModelError, TrainingError
from mnist_desktop.recognition.card import ModelCard, Thresholds
from mnist_desktop.recognition.model import Model
from mnist_desktop.recognition.pooling import pool
from mnist_desktop.training.augment import Pictures
from mnist_desktop.training.calibrate import COVERAGE, conformal_inclusion, fit_vote
from mnist_desktop.training.features import as_input
from mnist_desktop.training.figures import figures
from mnist_desktop.training.material import Material
from mnist_desktop.training.thresholds import fit_thresholds

VOTE = "vote"
Answers = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def fit_vote_card(out: Path, material: Material, members: tuple[str, ...]) -> ModelCard | None:
    """The vote's card from the members' models in ``out``; None while one of them is missing."""
    try:
        models = [Model.load(out / name) for name in members]
    except ModelError:
        return None
    answers = [_answers(model, material.calibration) for model in models]
    labels = material.calibration.labels
    weights, temperature = fit_vote([answer[0] for answer in answers], labels)
    pooled = pool(np.stack([answer[0] for answer in answers]), weights, temperature)
    thresholds = fit_thresholds(pooled, material)
    return ModelCard(
        id=VOTE,
        name="Vote of all four",
        kind="Logarithmic opinion pool of all models, calibrated by a temperature",
        sha256="",
        size=0,
        thresholds=thresholds,
        calibration={
            "method": "log_pool",
            "temperature": temperature,
            "conformal_quantile": conformal_inclusion(pooled, labels, COVERAGE),
            "digits": len(labels),
        },
        training={"writers_for_calibration": material.provenance["writers_for_calibration"]},
        accuracy=_accuracy(models, weights, temperature, thresholds, material),
        members=dict(zip(members, weights, strict=True)),
    )


def _answers(model: Model, pictures: Pictures) -> Answers:
    probabilities, familiarity = model.run(as_input(pictures.images))
    if familiarity is None:
        raise TrainingError(f"{model.card.name} gives no familiarity.", "Train it again.")
    return probabilities.astype(np.float64), familiarity.astype(np.float64)


def _accuracy(
    models: list[Model],
    weights: tuple[float, ...],
    temperature: float,
    thresholds: Thresholds,
    material: Material,
) -> dict[str, Any]:
    out = {}
    sets = {"writers_left_out": material.left_out, "mnist_held_back": material.held_back}
    for name, pictures in sets.items():
        if len(pictures.labels):
            answers = [_answers(model, pictures) for model in models]
            pooled = pool(np.stack([answer[0] for answer in answers]), weights, temperature)
            familiarity = np.average([answer[1] for answer in answers], axis=0, weights=weights)
            out[name] = figures((pooled, familiarity), pictures.labels, thresholds)
    return out
