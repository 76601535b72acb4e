"""The vote's arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mnist_desktop.recognition.pooling import pool

_shares = hnp.arrays(np.float64, (3, 4, 10), elements=st.floats(0, 1))
_weights = st.lists(st.floats(0.01, 5), min_size=3, max_size=3)


@given(_shares, _weights, st.floats(0.2, 5))
def test_the_pool_is_a_probability(shares: np.ndarray, weights: list[float], cold: float) -> None:
    pooled = pool(shares, weights, cold)
    assert pooled.shape == (4, 10)
    assert np.isfinite(pooled).all()
    assert pooled.sum(axis=1) == pytest.approx(np.ones(4))


@given(_shares, _weights)
def test_temperature_keeps_the_order(shares: np.ndarray, weights: list[float]) -> None:
    plain, cold = pool(shares, weights, 1.0), pool(shares, weights, 0.5)
    best = np.take_along_axis(cold, plain.argmax(axis=1)[:, None], axis=1)[:, 0]
    assert best == pytest.approx(cold.max(axis=1))


def test_models_that_agree_keep_their_answer() -> None:
    shares = np.array([0.5, 0.3, 0.2, *[0.0] * 7])
    pooled = pool(np.stack([[shares]] * 4), [1, 2, 3, 4], 1.0)
    assert pooled[0] == pytest.approx(shares, abs=1e-9)


def test_one_model_cannot_silence_the_others() -> None:
    sure, never = np.eye(10)[:1] * 0.98 + 0.002, np.eye(10)[1:2]
    pooled = pool(np.stack([sure, sure, sure, never]), [1, 1, 1, 0.1], 1.0)
    assert pooled[0].argmax() == 0
