"""Familiarity: a rank that real digits share out evenly and strange drawings fall short of."""

import numpy as np

from mnist_desktop.ink.raster import rasterise_paths
from mnist_desktop.training.augment import Pictures
from mnist_desktop.training.familiarity import fit_familiarity
from mnist_desktop.training.features import extract
from mnist_desktop.training.non_digits import KINDS, non_digit
from tests.training.running import run_on_features


def test_familiarity_ranks_digits_and_marks_what_is_none(digits: Pictures) -> None:
    # GIVEN familiarity learnt from 500 digits and ranked on 260 others
    features = extract(digits.images)
    familiarity = fit_familiarity(features[:500], digits.labels[:500], features[500:])
    # WHEN digits and drawings that are no digits are ranked
    ranks = familiarity.rank(features[500:])
    drawn = [
        rasterise_paths(non_digit(kind, [], np.random.default_rng((1, number))))
        for kind in KINDS
        for number in range(20)
    ]
    strange = familiarity.rank(extract(np.stack(drawn)))
    # THEN digits spread over 0 to 1, and most of what is none is less familiar than most digits
    assert abs(float(np.median(ranks)) - 0.5) < 0.05
    assert ranks.min() >= 0 <= strange.min()
    assert ranks.max() <= 1
    assert (strange < 0.2).mean() > 0.6


def test_the_graph_ranks_alike(digits: Pictures) -> None:
    features = extract(digits.images)
    familiarity = fit_familiarity(features[:500], digits.labels[:500], features[500:])
    given = run_on_features(familiarity.add, features, 0)
    assert given.shape == (len(features),)
    np.testing.assert_allclose(given, familiarity.rank(features), atol=1e-3)
