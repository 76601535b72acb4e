"""Variants: always drawable, always the same under a seed, never another size than asked."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_desktop.ink.raster import rasterise_paths
from mnist_desktop.training.allographs import TEMPLATES, draw
from mnist_desktop.training.augment import Pictures, ink_picture, template_pictures, warped_pictures
from mnist_desktop.training.habits import add_habit
from mnist_desktop.training.stroke_variants import drop_points, redraw, to_unit

_seeds = st.integers(0, 2**31)
_points = st.tuples(st.floats(-5, 5), st.floats(-5, 5))
_strokes = st.lists(st.lists(_points, min_size=1, max_size=12), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_strokes, st.integers(0, 9), _seeds)
def test_any_ink_stays_drawable(strokes: list, label: int, seed: int) -> None:
    # GIVEN any strokes, dots and repeated points among them
    paths = to_unit([np.array(stroke) for stroke in strokes])
    # WHEN they are redrawn as another hand might
    rng = np.random.default_rng(seed)
    drawn = redraw(add_habit(paths, label, rng), label, rng)
    # THEN there is finite ink, not far beyond its box
    every = np.concatenate(drawn)
    assert np.isfinite(every).all()
    assert np.abs(every).max() < 4
    assert ink_picture(paths, label, rng).max() > 100


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, len(TEMPLATES) - 1), _seeds)
def test_sparse_points_keep_every_strokes_ends(number: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    paths = draw(TEMPLATES[number], rng)
    sparse = drop_points(paths, 0, rng)
    assert len(sparse) == len(paths)
    for before, after in zip(paths, sparse, strict=True):
        np.testing.assert_allclose(after[[0, -1]], before[[0, -1]], atol=1e-9)
    assert sum(map(len, sparse)) <= 40


def test_a_redrawn_digit_is_still_like_itself() -> None:
    # GIVEN each template drawn and redrawn a few times
    rng = np.random.default_rng(0)
    plain = [rasterise_paths(draw(template, rng)).astype(float) for template in TEMPLATES]
    near = 0
    for template in TEMPLATES:
        again = ink_picture(draw(template, rng), template.label, rng).astype(float)
        # WHEN the most similar plain drawing is looked up
        best = int(np.argmax([np.corrcoef(again.ravel(), one.ravel())[0, 1] for one in plain]))
        near += TEMPLATES[best].label == template.label
    # THEN it is mostly one of the same digit
    assert near >= 0.7 * len(TEMPLATES)


def test_habits_add_strokes_where_people_use_them() -> None:
    seven = to_unit([np.array([[0, 0], [1, 0], [0.4, 1.4]])])
    one = to_unit([np.array([[0.5, 0], [0.5, 1.4]])])
    four = to_unit([np.array([[0.3, 0], [0, 0.8], [1, 0.8]]), np.array([[0.7, 0.3], [0.7, 1.4]])])
    streams = [np.random.default_rng(seed) for seed in range(60)]
    assert 5 < sum(len(add_habit(seven, 7, rng)) == 2 for rng in streams) < 40
    assert 10 < sum(len(add_habit(one, 1, rng)[0]) > 2 for rng in streams) < 50
    assert all(add_habit(four, 4, rng) is four for rng in streams)


def test_pictures_are_the_same_whatever_the_number_of_jobs(digits: Pictures) -> None:
    source = Pictures(digits.images[:210], digits.labels[:210])
    alone, shared = (warped_pictures(source, 2, seed=3, jobs=jobs) for jobs in (1, 2))
    np.testing.assert_array_equal(alone.images, shared.images)
    np.testing.assert_array_equal(alone.labels, np.repeat(source.labels, 2))
    assert (alone.images != np.repeat(source.images, 2, axis=0)).any(axis=(1, 2)).all()


def test_another_seed_draws_other_pictures() -> None:
    first, same, other = (template_pictures(1, seed, 1).images for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert (first != other).any(axis=(1, 2)).mean() > 0.9
