"""Where a model's verdicts turn, from its answers to digits kept apart."""

import numpy as np
import numpy.typing as npt

from mnist_desktop.recognition.card import Thresholds
from mnist_desktop.training.calibrate import COVERAGE, inclusion
from mnist_desktop.training.familiarity import DOUBTED, REFUSED
from mnist_desktop.training.material import Material


def fit_thresholds(probabilities: npt.NDArray[np.float64], material: Material) -> Thresholds:
    """Thresholds from a model's answers to the calibration digits."""
    drawn = probabilities[: len(material.apart.labels)]
    chosen = inclusion(probabilities, material.calibration.labels, drawn)
    return Thresholds(chosen, REFUSED, COVERAGE, DOUBTED)
