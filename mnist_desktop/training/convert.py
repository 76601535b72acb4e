"""One whole graph from pixels to probabilities and familiarity, checked against scikit-learn."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, TensorProto

from mnist_desktop.errors import TrainingError
from mnist_desktop.training.calibrate import PairScale, Scale, softmax
from mnist_desktop.training.estimators import Fitted
from mnist_desktop.training.familiarity import Familiarity
from mnist_desktop.training.features import add_features, as_input, extract, open_session
from mnist_desktop.training.forest import Forest
from mnist_desktop.training.graph import Graph

LARGEST = 25_000_000
"""Bytes that one model file must stay under."""
CHECKED = 1_000
"""Pictures on which graph and estimator are compared."""
TOLERANCE = 1e-4
"""Largest difference of any probability between graph and estimator."""

_BATCH = 250
Images = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Whole:
    """A fitted estimator with all that turns its scores into an answer."""

    fitted: Fitted
    scale: Scale
    familiarity: Familiarity

    def probabilities(self, images: Images) -> npt.NDArray[np.float64]:
        """scikit-learn's own answer to images uint8 (n, 28, 28), calibrated: (n, 10)."""
        return softmax(self.scale.scores(estimator_scores(self.fitted, images)))

    def graph(self, name: str) -> ModelProto:
        """The same as a graph with the outputs ``probabilities`` and ``familiarity``."""
        graph = Graph()
        features = add_features(graph)
        scores = self.fitted.add(graph, features)
        graph.rename(self.scale.add(graph, scores), "probabilities")
        graph.rename(self.familiarity.add(graph, features), "familiarity")
        answer = ("probabilities", TensorProto.FLOAT, [10])
        return graph.build(name, [answer, ("familiarity", TensorProto.FLOAT, [])])


def estimator_scores(fitted: Fitted, images: Images) -> npt.NDArray[np.float64]:
    """What scikit-learn's estimator says: 45 decisions of a machine, 10 log-odds of a forest."""
    features = extract(images)
    return fitted.scores(features) if isinstance(fitted, Forest) else fitted.decisions(features)


def graph_scores(fitted: Fitted, images: Images) -> npt.NDArray[np.float64]:
    """The same from the graph, many times faster; for calibration."""
    graph = Graph()
    width = 10 if isinstance(fitted, Forest) else 45
    graph.rename(fitted.add(graph, add_features(graph)), "scores")
    model = graph.build("scores", [("scores", TensorProto.FLOAT, [width])])
    return run(model, images)[0].astype(np.float64)


def run(model: ModelProto, images: Images) -> list[npt.NDArray[np.float32]]:
    """All outputs of a graph for images uint8 (n, 28, 28)."""
    session = open_session(model)
    parts = [
        session.run(None, {"image": as_input(images[start : start + _BATCH])})
        for start in range(0, len(images), _BATCH)
    ]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def check_agreement(whole: Whole, model: ModelProto, images: Images) -> float:
    """Compare graph and estimator.

    Returns:
        The largest difference of any probability.

    Raises:
        TrainingError: they differ by more than ``TOLERANCE``, or in a digit that is no tie.
    """
    expected = whole.probabilities(images[:CHECKED])
    given = run(model, images[:CHECKED])[0]
    difference = float(np.abs(expected - given).max())
    best_two = np.partition(expected, -2, axis=1)[:, -2:]
    tied = best_two[:, 1] - best_two[:, 0] <= 2 * TOLERANCE
    same = (expected.argmax(axis=1) == given.argmax(axis=1)) | tied
    if difference > TOLERANCE or not same.all():
        raise TrainingError(
            f"The graph differs from the estimator by {difference:.1e} in a probability.",
            "This is a fault of the conversion; no model was written.",
        )
    return difference


def serialise(model: ModelProto) -> bytes:
    """The model file's content.

    Raises:
        TrainingError: larger than a model file may be.
    """
    content: bytes = model.SerializeToString(deterministic=True)
    if len(content) >= LARGEST:
        raise TrainingError(
            f"The model has {len(content) / 1e6:.1f} MB of at most {LARGEST / 1e6:.0f}.",
            "Train on fewer variants.",
        )
    return content


def describe_scale(scale: Scale) -> dict[str, float | str]:
    """The calibration as a model card records it."""
    if isinstance(scale, PairScale):
        return {
            "method": "pairwise sigmoid and temperature",
            "slope": scale.slope,
            "temperature": scale.temperature,
        }
    return {"method": "temperature", "temperature": scale.temperature}
