"""Train the models: read, vary, fit, calibrate, convert, check, and write each with its card."""

import platform
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import joblib
import numpy as np

from mnist_desktop.cluster import work_on
from mnist_desktop.errors import TrainingError
from mnist_desktop.recognition.card import MODEL_FILE, ModelCard, Thresholds
from mnist_desktop.training.augment import Recipe
from mnist_desktop.training.calibrate import (
    COVERAGE,
    conformal_inclusion,
    fit_pair_scale,
    fit_score_scale,
)
from mnist_desktop.training.convert import (
    CHECKED,
    Whole,
    check_agreement,
    describe_scale,
    graph_scores,
    run,
    serialise,
)
from mnist_desktop.training.estimators import KINDS, Kind
from mnist_desktop.training.familiarity import fit_familiarity
from mnist_desktop.training.features import extract
from mnist_desktop.training.figures import figures
from mnist_desktop.training.forest import Forest
from mnist_desktop.training.material import Material, gather
from mnist_desktop.training.thresholds import fit_thresholds
from mnist_desktop.training.vote import VOTE, fit_vote_card


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What to train, on what.

    Attributes:
        mnist: folder of MNIST's IDX files; None fetches OpenML's mnist_784.
        ink: ink files, and whether each one's y grows up.
        out: folder that gets a sub-folder a model.
        models: ids; the vote is written again whenever all its members are there.
        jobs: processes.
        scheduler: address of a Dask cluster to fit on, or None.
        seed: of every chance.
        recipe: how many variants of what.
    """

    mnist: Path | None
    ink: tuple[tuple[Path, bool], ...]
    out: Path
    models: tuple[str, ...]
    jobs: int = 1
    scheduler: str | None = None
    seed: int = 0
    recipe: Recipe = field(default_factory=Recipe)


class Progress(Protocol):
    """Told how far training is."""

    def step(self, done: float, text: str) -> None:
        """A share ``done``, 0–1, is ready; ``text`` says what is being done."""


@dataclass(frozen=True, slots=True)
class Trained:
    """One model, ready to be written."""

    card: ModelCard
    content: bytes


def train(options: TrainOptions, progress: Progress) -> None:
    """Train and write the models; a model's folder changes only when the model is whole.

    Raises:
        TrainingError: settings or data that cannot give a model, or a failed agreement check.
        InkError, PictureError: a file that cannot be read.
    """
    unknown = [name for name in options.models if name not in (*KINDS, VOTE)]
    if unknown:
        raise TrainingError(f"There is no model {unknown[0]!r}.", f"Choose of {', '.join(KINDS)}.")
    if options.jobs < 1:
        raise TrainingError("The number of jobs must be at least 1.")
    jobs = -1 if options.scheduler else options.jobs  # as many as the cluster has
    progress.step(0.0, "reading and varying the digits")
    with work_on(options.scheduler):
        material = gather(options.mnist, options.ink, options.recipe, options.seed, jobs)
        kinds = [KINDS[name] for name in options.models if name in KINDS]
        names = ", ".join(kind.id for kind in kinds)
        progress.step(0.15, f"fitting {names}")
        work = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered")
        fits = work(joblib.delayed(train_one)(kind, material, options.seed) for kind in kinds)
        for number, trained in enumerate(fits, 1):
            write_model(_with_command(trained, options), options.out)
            progress.step(0.15 + 0.8 * number / len(kinds), f"{trained.card.id} written")
    vote = fit_vote_card(options.out, material, tuple(KINDS))
    if vote is not None:
        _write_folder(options.out / VOTE, vote, None)
    progress.step(1.0, "done")


def _with_command(trained: Trained, options: TrainOptions) -> Trained:
    """Put into the card how to make the model again; names of files, not where they were."""
    parts = ["mnist-desktop train"]
    if options.mnist is not None:
        parts.append("--mnist MNIST")
    parts += [f"--ink {path.name}{':y-up' * y_up}" for path, y_up in options.ink]
    parts.append(f"--seed {options.seed}")
    training = {"command": " ".join(parts), **trained.card.training}
    return replace(trained, card=replace(trained.card, training=training))


def train_one(kind: Kind, material: Material, seed: int) -> Trained:
    """Fit, calibrate, convert and check one model."""
    fitted = kind.fit(material.features, material.labels, kind.settings, seed)
    labels = material.calibration.labels
    scores = graph_scores(fitted, material.calibration.images)
    fit_scale = fit_score_scale if isinstance(fitted, Forest) else fit_pair_scale
    some = np.random.default_rng(seed).permutation(len(material.labels))[:60_000]
    familiarity = fit_familiarity(
        material.features[some], material.labels[some], extract(material.apart.images)
    )
    whole = Whole(fitted, fit_scale(scores, labels), familiarity)
    model = whole.graph(kind.id)
    checked = _spread(material.calibration.images, CHECKED)
    difference = check_agreement(whole, model, checked)
    content = serialise(model)
    probabilities = run(model, material.calibration.images)[0].astype(np.float64)
    thresholds = fit_thresholds(probabilities, material)
    card = ModelCard(
        id=kind.id,
        name=kind.name,
        kind=kind.kind,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        thresholds=thresholds,
        calibration={
            **describe_scale(whole.scale),
            "conformal_quantile": conformal_inclusion(probabilities, labels, COVERAGE),
            "digits": len(labels),
        },
        training={
            **material.provenance,
            "settings": kind.settings,
            "samples": len(material.labels),
            "seed": seed,
            "largest_difference_from_estimator": difference,
            **_size_of(fitted),
            "versions": _versions(),
        },
    )
    return Trained(replace(card, accuracy=_accuracy(model, material, thresholds)), content)


def _accuracy(model: Any, material: Material, thresholds: Thresholds) -> dict[str, Any]:
    """Figures on what nothing was fitted on."""
    sets = {
        "writers_left_out": material.left_out,
        "mnist_held_back": material.held_back,
    }
    return {
        name: figures(run(model, pictures.images), pictures.labels, thresholds)
        for name, pictures in sets.items()
        if len(pictures.labels)
    }


def _size_of(fitted: Any) -> dict[str, int]:
    if isinstance(fitted, Forest):
        return {"leaves": len(fitted.table)}
    return {"support_vectors": len(fitted.svc.support_)}


def _versions() -> dict[str, str]:
    names = ("scikit-learn", "numpy", "scipy", "onnx", "onnxruntime")
    return {"python": platform.python_version()} | {name: version(name) for name in names}


def _spread(images: Any, count: int) -> Any:
    return images[:: max(1, len(images) // count)][:count]


def write_model(trained: Trained, out: Path) -> None:
    """Put a model into its folder in one step."""
    _write_folder(out / trained.card.id, trained.card, trained.content)


def _write_folder(target: Path, card: ModelCard, content: bytes | None) -> None:
    """Write beside and rename, so that no half-written model is ever in place."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            if content is not None:
                (beside / MODEL_FILE).write_bytes(content)
            card.write(beside)
            beside.chmod(0o755)
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            if target.exists():
                target.rename(old / target.name)
            beside.rename(target)
            shutil.rmtree(old)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise TrainingError(f"{target} cannot be written: {error.strerror}.") from error
