"""The vote: one answer from several models' probabilities."""

import numpy as np
import numpy.typing as npt

_FLOOR = 1e-12  # keeps one model's zero from silencing all others


def pool(
    probabilities: npt.ArrayLike, weights: npt.ArrayLike, temperature: float
) -> npt.NDArray[np.float64]:
    """The logarithmic opinion pool: p ∝ exp(Σᵢ wᵢ·log pᵢ / T), weights scaled to sum to 1.

    Args:
        probabilities: shape (models, n, 10), 0–1.
        weights: shape (models,), not negative, not all 0.
        temperature: above 0; 1 leaves the pool as it is.

    Returns:
        float64 of shape (n, 10), rows sum to 1.

    Source: C. Genest and J. V. Zidek, "Combining Probability Distributions", Statistical Science
    1986, section 3; temperature as in C. Guo et al., "On Calibration of Modern Neural Networks",
    ICML 2017.
    """
    shares = np.asarray(weights, dtype=np.float64)
    logs = np.log(np.maximum(np.asarray(probabilities, dtype=np.float64), _FLOOR))
    scores = np.tensordot(shares / shares.sum(), logs, axes=1) / temperature
    scores -= scores.max(axis=-1, keepdims=True)
    odds: npt.NDArray[np.float64] = np.exp(scores)
    odds /= odds.sum(axis=-1, keepdims=True)
    return odds
