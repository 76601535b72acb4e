"""Variation of strokes themselves: the ways in which people's pens and habits differ.

Every variation takes and gives a list of paths, arrays of shape (n, 2) in a box of about one unit,
y down, and keeps the digit what it is.
"""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from mnist_desktop.ink.strokes import Ink

Path = npt.NDArray[np.float64]
Paths = list[Path]
Variation = Callable[[Paths, int, np.random.Generator], Paths]


def unit_paths(ink: Ink) -> Paths:
    """The ink's strokes, scaled so that the larger side is 1, around the origin."""
    paths = [stroke.xy() for stroke in ink.strokes if stroke.points]
    return to_unit(paths)


def to_unit(paths: Paths) -> Paths:
    """Scale and move paths so that the larger side is 1, around the origin."""
    low = np.min([path.min(axis=0) for path in paths], axis=0)
    high = np.max([path.max(axis=0) for path in paths], axis=0)
    side = max(float((high - low).max()), 1e-9)
    return [(path - (low + high) / 2) / side for path in paths]


def resample(path: Path, step: float = 0.02) -> Path:
    """Points at equal distances along the path."""
    if len(path) < 2:
        return path
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    if along[-1] <= step:
        return path
    places = np.linspace(0, along[-1], max(2, min(400, round(along[-1] / step) + 1)))
    return np.stack([np.interp(places, along, axis) for axis in path.T], axis=1)


def affine(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Rotation, slant and aspect; a 1 may become as slim or as slanted as people write it."""
    turn = math.radians(float(np.clip(rng.normal(0, 7), -18, 18)))
    slant = float(np.clip(rng.normal(0, 0.2), -0.5, 0.5))
    aspect = math.exp(float(np.clip(rng.normal(0, 0.17), -0.45, 0.45)))
    rotate = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    matrix = rotate @ np.array([[aspect, slant], [0, 1 / aspect]])
    return [path @ matrix.T for path in paths]


def bend(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """A smooth warp of the whole plane: two slow sine waves."""
    strength = abs(rng.normal(0, 0.03))
    frequency, phase = rng.uniform(2, 7, (2, 2)), rng.uniform(0, 2 * math.pi, (2, 2))
    return [
        path
        + strength * np.sin(path @ frequency.T + phase[0])
        + strength / 2 * np.sin(path[:, ::-1] @ frequency + phase[1])
        for path in paths
    ]


def scatter_strokes(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Each stroke a little moved and scaled against the others."""
    if len(paths) < 2:
        return paths
    moved = []
    for path in paths:
        middle = path.mean(axis=0)
        scale = 1 + rng.normal(0, 0.06)
        moved.append((path - middle) * scale + middle + rng.normal(0, 0.025, 2))
    return moved


def shake(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """The tremble of a slow or unsteady hand: smoothed noise along the path."""
    strength = abs(rng.normal(0, 0.011))
    width = int(rng.integers(1, 7))
    kernel = np.hanning(2 * width + 1)
    kernel /= np.sqrt((kernel**2).sum())
    out = []
    for path in paths:
        path = resample(path)
        noise = rng.normal(0, strength, (len(path) + 2 * width, 2))
        wave = np.stack([np.convolve(axis, kernel, "valid") for axis in noise.T], axis=1)
        out.append(path + wave)
    return out


def smooth(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Corners rounded off, as fast writing does."""
    width = int(rng.integers(2, 6))
    kernel = np.hanning(2 * width + 1)
    kernel /= kernel.sum()
    out = []
    for path in paths:
        path = resample(path)
        padded = np.pad(path, ((width, width), (0, 0)), mode="edge")
        out.append(np.stack([np.convolve(axis, kernel, "valid") for axis in padded.T], axis=1))
    return out


def drop_points(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Few points, as slow devices give: 10 to 30 over the digit, ends kept."""
    total = sum(len(path) for path in paths)
    wanted = int(rng.integers(10, 31))
    even = bool(rng.random() < 0.5)
    out = []
    for path in paths:
        count = max(2, round(wanted * len(path) / total))
        if len(path) <= count:
            out.append(path)
            continue
        source = resample(path) if even else path
        if even or len(source) <= count:
            keep = np.linspace(0, len(source) - 1, count).round().astype(int)
        else:
            inner = rng.choice(np.arange(1, len(source) - 1), count - 2, replace=False)
            keep = np.sort(np.concatenate([[0, len(source) - 1], inner]))
        out.append(source[keep])
    return out


def quantise(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """A coarse digitiser or a small drawing: coordinates on a grid of 20 to 60 steps."""
    steps = rng.uniform(20, 60)
    return [np.round(path * steps) / steps for path in paths]


def overshoot(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Ends that stop short or run on, which opens and closes loops and joints."""
    out = []
    for path in paths:
        path = resample(path)
        if len(path) < 8:
            out.append(path)
            continue
        start, end = (round(float(n)) for n in rng.normal(0, 1.6, 2))
        limit = len(path) // 8
        kept = path[np.clip(start, 0, limit) : len(path) - np.clip(end, 0, limit)]
        head = _run_on(kept[0], kept[0] - kept[3], -start)
        tail = _run_on(kept[-1], kept[-1] - kept[-4], -end)
        out.append(np.concatenate([head[::-1], kept, tail]))
    return out


def _run_on(point: Path, direction: Path, steps: int) -> Path:
    count = int(np.clip(steps, 0, 4))
    length = max(float(np.hypot(*direction)), 1e-9)
    return point + np.arange(1, count + 1)[:, None] * direction / length * 0.02


def tails(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """The small hook with which a pen lands on or leaves the paper, or a ligature's beginning."""
    chosen = int(rng.integers(len(paths)))
    out = list(paths)
    path = resample(paths[chosen])
    if len(path) < 4:
        return paths
    backwards = bool(rng.random() < 0.5)
    if backwards:
        path = path[::-1]
    heading = path[-1] - path[-4]
    angle = math.atan2(heading[1], heading[0]) + rng.normal(0, 1.2)
    length = abs(rng.normal(0, 0.07))
    curl = rng.normal(0, 1.0)
    turns = angle + curl * np.linspace(0, 1, 6)
    hook = np.cumsum(np.stack([np.cos(turns), np.sin(turns)], axis=1) * length / 6, axis=0)
    longer = np.concatenate([path, path[-1] + hook])
    out[chosen] = longer[::-1] if backwards else longer
    return out


def retrace(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Part of a stroke drawn over a second time, not quite on the line."""
    chosen = int(rng.integers(len(paths)))
    path = resample(paths[chosen])
    if len(path) < 10:
        return paths
    start = int(rng.integers(0, len(path) // 2))
    end = int(rng.integers(start + 4, len(path)))
    again = path[start:end] + rng.normal(0, 0.015, 2)
    return [*paths, again[::-1] if rng.random() < 0.5 else again]


def gap(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """A skipping pen: a short piece of a long stroke is missing."""
    lengths = [len(resample(path)) for path in paths]
    chosen = int(np.argmax(lengths))
    path = resample(paths[chosen])
    if len(path) < 30:
        return paths
    width = int(rng.integers(1, 4))
    at = int(rng.integers(8, len(path) - 8 - width))
    return [*paths[:chosen], path[:at], path[at + width :], *paths[chosen + 1 :]]


def redraw(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """One drawing as another hand might have made it: a random mix of all variations."""
    for variation, chance in _MIX:
        if rng.random() < chance:
            paths = variation(paths, label, rng)
    return paths


_MIX: tuple[tuple[Variation, float], ...] = (
    (scatter_strokes, 0.5),
    (overshoot, 0.35),
    (tails, 0.3),
    (retrace, 0.05),
    (gap, 0.06),
    (smooth, 0.2),
    (bend, 0.6),
    (affine, 0.95),
    (shake, 0.3),
    (drop_points, 0.15),
    (quantise, 0.12),
)
