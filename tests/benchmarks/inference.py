"""One drawing, one thread: strokes to verdicts."""

from collections.abc import Iterator

import numpy as np

from mnist_desktop import paths
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.recognition.registry import Registry
from mnist_desktop.training.stroke_variants import redraw, unit_paths
from tests.benchmarks.figures import Figure, timed


def drawings(count: int) -> list[Ink]:
    """Variants of the ten drawings that ship with the app: no other data is needed."""
    rng = np.random.default_rng(0)
    golden = list(read_ink_file(paths.resources_dir() / "golden.jsonl"))
    made = []
    for index in range(count):
        line = golden[index % len(golden)]
        assert isinstance(line.label, int)
        strokes = redraw(unit_paths(line.ink), line.label, rng)
        made.append(Ink.from_arrays([stroke * 200 + 140 for stroke in strokes]))
    return made


def measure() -> Iterator[Figure]:
    """Re-inking, the models, and both."""
    inks = drawings(500)
    recogniser = Registry(paths.models_dir()).load().recogniser
    rasters = [rasterise(ink) for ink in inks]
    yield timed("re-ink one drawing", rasterise, inks)
    yield timed("four models, vote and verdict", recogniser.recognise, rasters)
    yield timed(
        "both: strokes to verdicts",
        lambda ink: recogniser.recognise(rasterise(ink)),
        inks,
        "median ≤ 1.5",
    )
