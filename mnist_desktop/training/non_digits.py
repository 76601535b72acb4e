"""Drawings that are no digits, for measuring how well models say so; nothing is fitted on them.

Letters that look like no digit, arrows, spirals, scribbles, doodles, and pairs of real digits.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from mnist_desktop.training.allographs import Template, draw
from mnist_desktop.training.datasets import Drawn
from mnist_desktop.training.stroke_variants import (
    Path,
    Paths,
    affine,
    bend,
    shake,
    to_unit,
    unit_paths,
)

_NONE = -1

LETTERS: dict[str, Template] = {
    "A": Template(_NONE, (), (((0, 1.4), (0.5, 0), (1, 1.4)), ((0.2, 0.85), (0.8, 0.85)))),
    "E": Template(_NONE, (), (((0.9, 0), (0, 0), (0, 1.4), (0.9, 1.4)), ((0, 0.7), (0.7, 0.7)))),
    "F": Template(_NONE, (), (((0.9, 0), (0, 0), (0, 1.4)), ((0, 0.65), (0.7, 0.65)))),
    "H": Template(_NONE, (), (((0, 0), (0, 1.4)), ((1, 0), (1, 1.4)), ((0, 0.7), (1, 0.7)))),
    "K": Template(_NONE, (), (((0, 0), (0, 1.4)), ((0.9, 0), (0, 0.75), (0.95, 1.4)))),
    "M": Template(_NONE, (), (((0, 1.4), (0.1, 0), (0.6, 0.9), (1.1, 0), (1.2, 1.4)),)),
    "N": Template(_NONE, (), (((0, 1.4), (0, 0), (0.9, 1.4), (0.9, 0)),)),
    "R": Template(
        _NONE, (((0, 0.05), (0.6, 0), (0.85, 0.3), (0.6, 0.65), (0, 0.7)),),
        (((0, 0), (0, 1.4)), ((0.3, 0.7), (0.9, 1.4))),
    ),
    "W": Template(_NONE, (), (((0, 0), (0.3, 1.4), (0.6, 0.4), (0.9, 1.4), (1.2, 0)),)),
    "X": Template(_NONE, (), (((0, 0), (1, 1.4)), ((1, 0), (0, 1.4)))),
    "k": Template(_NONE, (), (((0, 0), (0, 1.4)), ((0.6, 0.6), (0, 1.0), (0.65, 1.4)))),
    "m": Template(
        _NONE,
        (((0, 0.6), (0.02, 1.2), (0.1, 0.7), (0.4, 0.6), (0.45, 1.2), (0.5, 0.75), (0.85, 0.6),
          (0.95, 1.2)),),
    ),
    "w": Template(
        _NONE,
        (((0, 0.6), (0.1, 1.1), (0.35, 1.15), (0.45, 0.65), (0.55, 1.1), (0.85, 1.15),
          (0.95, 0.6)),),
    ),
    "f": Template(
        _NONE, (((0.8, 0.15), (0.55, 0), (0.4, 0.3), (0.4, 0.9), (0.4, 1.4)),),
        (((0.1, 0.6), (0.75, 0.6)),),
    ),
    "G": Template(
        _NONE,
        (((0.9, 0.2), (0.5, 0), (0.1, 0.4), (0.1, 1.0), (0.5, 1.4), (0.9, 1.2)),),
        (((0.9, 1.25), (0.9, 0.8), (0.5, 0.8)),),
    ),
}  # fmt: skip

DOODLES: dict[str, Template] = {
    "star": Template(
        _NONE, (), (((0.2, 1.2), (0.5, 0), (0.8, 1.2), (0, 0.45), (1, 0.45), (0.2, 1.2)),)
    ),
    "heart": Template(
        _NONE,
        (((0.5, 1.1), (0.05, 0.55), (0.1, 0.1), (0.35, 0.05), (0.5, 0.35)),
         ((0.5, 0.35), (0.65, 0.05), (0.9, 0.1), (0.95, 0.55), (0.5, 1.1))),
    ),
    "house": Template(
        _NONE, (),
        (((0, 1.2), (0, 0.5), (0.5, 0), (1, 0.5), (1, 1.2), (0, 1.2)),
         ((0.4, 1.2), (0.4, 0.8), (0.6, 0.8), (0.6, 1.2))),
    ),
    "smiley": Template(
        _NONE,
        (((0.5, 0), (0, 0.5), (0.5, 1), (1, 0.5), (0.5, 0)),
         ((0.25, 0.6), (0.5, 0.8), (0.75, 0.6))),
        (((0.3, 0.3), (0.32, 0.36)), ((0.7, 0.3), (0.68, 0.36))),
    ),
    "triangle": Template(_NONE, (), (((0, 1), (0.5, 0), (1, 1), (0, 1)),)),
    "crossed box": Template(
        _NONE, (), (((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)), ((0, 0), (1, 1)), ((1, 0), (0, 1)))
    ),
    "hash": Template(
        _NONE, (),
        (((0.3, 0), (0.3, 1)), ((0.7, 0), (0.7, 1)), ((0, 0.3), (1, 0.3)), ((0, 0.7), (1, 0.7))),
    ),
    "plus": Template(_NONE, (), (((0.5, 0), (0.5, 1)), ((0, 0.5), (1, 0.5)))),
    "infinity": Template(
        _NONE,
        (((0.5, 0.3), (0.2, 0), (0, 0.3), (0.2, 0.6), (0.5, 0.3), (0.8, 0), (1, 0.3), (0.8, 0.6),
          (0.5, 0.3)),),
    ),
    "sun": Template(
        _NONE, (((0.5, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.5), (0.5, 0.3)),),
        (((0.5, 0.2), (0.5, 0)), ((0.5, 0.8), (0.5, 1)), ((0.2, 0.5), (0, 0.5)),
         ((0.8, 0.5), (1, 0.5))),
    ),
    "flower": Template(
        _NONE,
        (((0.5, 0.4), (0.3, 0.1), (0.6, 0.1), (0.5, 0.4), (0.85, 0.3), (0.8, 0.6), (0.5, 0.45),
          (0.6, 0.8), (0.3, 0.75), (0.5, 0.45), (0.1, 0.55), (0.2, 0.25), (0.5, 0.4)),),
        (((0.5, 0.5), (0.5, 1.4)),),
    ),
    "asterisk": Template(
        _NONE, (), (((0.5, 0), (0.5, 1)), ((0.1, 0.25), (0.9, 0.75)), ((0.9, 0.25), (0.1, 0.75)))
    ),
}  # fmt: skip


def letter(rng: np.random.Generator) -> Paths:
    """A letter that looks like no digit."""
    return draw(list(LETTERS.values())[int(rng.integers(len(LETTERS)))], rng)


def doodle(rng: np.random.Generator) -> Paths:
    """A small picture or symbol."""
    return draw(list(DOODLES.values())[int(rng.integers(len(DOODLES)))], rng)


def arrow(rng: np.random.Generator) -> Paths:
    """A line with an open head, to any side; one or two strokes."""
    angle = rng.uniform(0, 2 * math.pi)
    tip = np.array([math.cos(angle), math.sin(angle)])
    length, spread = rng.uniform(0.3, 0.5), math.radians(rng.uniform(25, 50))
    barbs = [
        tip - length * np.array([math.cos(angle + turn), math.sin(angle + turn)])
        for turn in (spread, -spread)
    ]
    return [np.stack([-tip, tip]), np.stack([barbs[0], tip, barbs[1]])]


def spiral(rng: np.random.Generator) -> Paths:
    """Two to four turns outwards."""
    turns = np.linspace(0, rng.uniform(2.2, 4.0) * 2 * math.pi, 150)
    radius = 0.05 + turns / turns[-1]
    sense = 1 if rng.random() < 0.5 else -1
    phase = rng.uniform(0, 2 * math.pi)
    spiral_ = np.stack([np.cos(turns * sense + phase), np.sin(turns * sense + phase)], axis=1)
    return [spiral_ * radius[:, None]]


def scribble(rng: np.random.Generator) -> Paths:
    """A pen going to and fro, or wandering, without a plan."""
    if rng.random() < 0.5:
        count = int(rng.integers(7, 14))
        across = np.where(np.arange(count) % 2, 1.0, 0.0) + rng.normal(0, 0.1, count)
        return [np.stack([across, np.linspace(0, 1, count) + rng.normal(0, 0.04, count)], axis=1)]
    steps = rng.normal(0, 1, (120, 2))
    kernel = np.hanning(15)
    speed = np.stack([np.convolve(axis, kernel, "same") for axis in steps.T], axis=1)
    walk: Path = np.cumsum(speed, axis=0)
    centred = walk - np.linspace(walk[0], walk[-1], len(walk)) * rng.uniform(0.5, 1)
    return [centred]


Maker = Callable[[np.random.Generator], Paths]
KINDS: dict[str, Maker] = {
    "letter": letter,
    "doodle": doodle,
    "arrow": arrow,
    "spiral": spiral,
    "scribble": scribble,
}


def digit_pair(drawn: Sequence[Drawn], rng: np.random.Generator) -> Paths:
    """Two real digits side by side."""
    first, second = (unit_paths(drawn[int(index)].ink) for index in rng.integers(0, len(drawn), 2))
    right = max(float(path[:, 0].max()) for path in first)
    left = min(float(path[:, 0].min()) for path in second)
    shift = np.array([right - left + rng.uniform(0.08, 0.4), rng.normal(0, 0.06)])
    return [*first, *(path + shift for path in second)]


def non_digit(kind: str, drawn: Sequence[Drawn], rng: np.random.Generator) -> Paths:
    """One drawing of a kind of :data:`KINDS` or ``pair``, as an unsteady hand makes it."""
    paths = digit_pair(drawn, rng) if kind == "pair" else KINDS[kind](rng)
    for variation in (bend, affine, shake):
        paths = variation(to_unit(paths), _NONE, rng)
    return paths
