"""Features: whole numbers, the same alone and in company, blind to slant."""

import numpy as np
import pytest

from mnist_desktop.training.augment import Pictures
from mnist_desktop.training.features import COUNT, LEVELS, extract
from mnist_desktop.training.projection import fit_projection
from tests.training.running import run_on_features


def test_features_are_whole_numbers_of_seven_bits(digits: Pictures) -> None:
    # GIVEN pictures of digits  WHEN their features are taken
    features = extract(digits.images)
    # THEN they are bytes of 0 to 127, and not all the same
    assert features.shape == (len(digits.labels), COUNT)
    assert features.max() <= LEVELS
    assert features.std() > 5


def test_a_picture_has_the_same_features_alone_as_among_others(digits: Pictures) -> None:
    together = extract(digits.images[:40])
    alone = np.concatenate([extract(digits.images[i : i + 1]) for i in range(40)])
    np.testing.assert_array_equal(together, alone)


def test_blank_paper_has_features_too() -> None:
    assert not extract(np.zeros((1, 28, 28), dtype=np.uint8)).any()


@pytest.mark.parametrize("slant", [-0.3, 0.3])
def test_slant_hardly_matters(slant: float) -> None:
    # GIVEN an upright bar with a foot and the same, slanted
    upright, slanted = (_shape(shear) for shear in (0.0, slant))
    other = np.rot90(upright).copy()
    # WHEN their features are taken
    plain, leaning, turned = extract(np.stack([upright, slanted, other])).astype(float)
    # THEN the slanted one is far nearer to the upright than another shape is
    assert np.linalg.norm(plain - leaning) < 0.5 * np.linalg.norm(plain - turned)


def _shape(shear: float) -> np.ndarray:
    rows, columns = np.mgrid[0:28, 0:28] + 0.5
    x, y = columns - 14 + shear * (rows - 14), rows - 14
    bar = (np.abs(x) < 1.5) & (np.abs(y) < 9)
    return np.where(bar, 255, 0).astype(np.uint8)


def test_the_projection_is_the_same_to_the_last_bit_in_numpy_and_in_the_graph(
    digits: Pictures,
) -> None:
    # GIVEN a projection fitted on digits
    features = extract(digits.images)
    projection = fit_projection(features, 30)
    # WHEN the graph and NumPy project, digits and any other numbers
    strange = np.random.default_rng(0).integers(0, 128, (200, COUNT)).astype(np.uint8)
    both = np.concatenate([features, strange])
    # THEN nothing differs, and digits are not cut off at the lattice's ends
    expected = projection.transform(both)
    np.testing.assert_array_equal(run_on_features(projection.add, both, 30), expected)
    inner = expected[: len(features)]
    assert ((inner == 0) | (inner == LEVELS)).mean() < 0.001
    assert inner[:, 0].std() > 5
