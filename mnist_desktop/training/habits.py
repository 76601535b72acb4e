"""Writing habits of whole countries, added as strokes: bars, slashes, lead-ins, feet."""

import math

import numpy as np

from mnist_desktop.training.stroke_variants import Path, Paths


def add_habit(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Sometimes add to a 0, 1 or 7 what many people write with it; others stay as they are.

    Args:
        paths: one digit in a box of one unit, y down.
        label: which digit.
        rng: source of chance.
    """
    if label == 0 and rng.random() < 0.12:
        return [*paths, _slash(paths, rng)]
    if label == 7 and rng.random() < 0.3:
        return [*paths, _bar(paths, rng)]
    if label == 1 and _is_plain_line(paths):
        return _dress_one(paths, rng)
    return paths


def _bounds(paths: Paths) -> tuple[Path, Path]:
    every = np.concatenate(paths)
    return every.min(axis=0), every.max(axis=0)


def _slash(paths: Paths, rng: np.random.Generator) -> Path:
    low, high = _bounds(paths)
    reach = rng.uniform(0.6, 1.25)
    half = (high - low) / 2 * reach + rng.normal(0, 0.03, 2)
    middle = (low + high) / 2 + rng.normal(0, 0.03, 2)
    return np.array([middle + half * [1, -1], middle - half * [1, -1]])


def _bar(paths: Paths, rng: np.random.Generator) -> Path:
    low, high = _bounds(paths)
    every = np.concatenate(paths)
    y = low[1] + (high[1] - low[1]) * rng.uniform(0.42, 0.65)
    near = every[np.argsort(np.abs(every[:, 1] - y))[:3]]
    half = rng.uniform(0.12, 0.3)
    tilt = rng.normal(0, 0.04)
    x = float(near[:, 0].mean()) + rng.normal(0, 0.05)
    return np.array([[x - half, y + tilt], [x + half, y - tilt]])


def _is_plain_line(paths: Paths) -> bool:
    low, high = _bounds(paths)
    return len(paths) == 1 and bool((high - low)[0] < 0.3)


def _dress_one(paths: Paths, rng: np.random.Generator) -> Paths:
    """A lead-in from below left, up to as long as the stem, and sometimes a foot."""
    stem = paths[0] if paths[0][0, 1] <= paths[0][-1, 1] else paths[0][::-1]
    out = [stem]
    if rng.random() < 0.4:
        angle = math.radians(rng.uniform(25, 75))
        length = rng.uniform(0.12, 0.7 if rng.random() < 0.3 else 0.4)
        start = stem[0] + length * np.array([-math.cos(angle), math.sin(angle)])
        bow = (start + stem[0]) / 2 + rng.normal(0, 0.02, 2)
        out = [np.concatenate([[start, bow], stem])]
    if rng.random() < 0.15:
        left, right = rng.uniform(0.1, 0.35, 2)
        tilt = rng.normal(0, 0.03)
        foot = stem[-1] + rng.normal(0, 0.02, 2)
        out.append(np.stack([foot + np.array([-left, tilt]), foot + np.array([right, -tilt])]))
    return out
