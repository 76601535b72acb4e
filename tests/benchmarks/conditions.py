"""Write labelled files that show how right the models stay as people, pens and sizes vary.

    python -m tests.benchmarks.conditions OUT --ink FILE [--y-up] [--writers W...]
    mnist-desktop evaluate OUT/*

Ink is slanted, sized and thinned out as ink (`.jsonl`); pen widths are painted as pictures on a
280-pixel canvas (`.npz`), since a pen's width never reaches the models by way of ink.
`non-digits.jsonl` holds drawings that are no digits.
"""

import argparse
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from mnist_desktop.ink.inkfile import LabelledInk, read_ink_file
from mnist_desktop.ink.strokes import Ink

CANVAS = 280
DIGIT = 180  # pixels of the larger side on the canvas
Paths = list[npt.NDArray[np.float64]]

SLANTS = (-20, -10, 10, 20)
SIZES = (40, 100, 180, 260)
PENS = (4, 8, 12, 16, 20, 25, 30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--ink", type=Path, required=True)
    parser.add_argument("--y-up", action="store_true")
    parser.add_argument("--writers", nargs="*", help="only these (default: all)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    digits = [
        line
        for line in read_ink_file(options.ink, y_up=options.y_up)
        if isinstance(line.label, int)
        and (options.writers is None or str(line.writer) in options.writers)
    ]
    write_ink(options.out / "as-drawn.jsonl", digits, lambda paths: paths)
    for slant in SLANTS:
        write_ink(options.out / f"slant{slant:+d}.jsonl", digits, _slanted(slant))
    for size in SIZES:
        write_ink(options.out / f"size-{size}.jsonl", digits, _sized(size))
    write_ink(options.out / "sparse-12.jsonl", digits, lambda paths: sparse(paths, 12))
    for pen in PENS:
        write_pictures(options.out / f"pen-{pen}.npz", digits, pen)
    write_non_digits(options.out / "non-digits.jsonl", digits)


def write_ink(path: Path, digits: list[LabelledInk], change: Callable[[Paths], Paths]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for digit in digits:
            ink = Ink.from_arrays(change(_on_canvas(digit.ink, DIGIT)))
            line = {"label": digit.label, "writer": digit.writer, "strokes": ink.to_json()}
            file.write(json.dumps(line) + "\n")


def write_pictures(path: Path, digits: list[LabelledInk], pen: int) -> None:
    images = np.stack([paint(_on_canvas(digit.ink, DIGIT), pen) for digit in digits])
    np.savez_compressed(path, images=images, labels=np.array([digit.label for digit in digits]))


def paint(paths: Paths, pen: int) -> npt.NDArray[np.uint8]:
    """White ink on black as a drawing program paints it, 255 = ink, by four times four samples."""
    fine = 4
    picture = Image.new("L", (CANVAS * fine, CANVAS * fine))
    brush = ImageDraw.Draw(picture)
    radius = pen * fine / 2
    for path in paths:
        points = [(float(x) * fine, float(y) * fine) for x, y in path]
        if len(points) > 1:
            brush.line(points, fill=255, width=pen * fine, joint="curve")
        for x, y in (points[0], points[-1]):
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(picture.resize((CANVAS, CANVAS), Image.Resampling.BOX))


def sparse(paths: Paths, points: int) -> Paths:
    """So many points over the digit at equal distances, at least two a stroke."""
    lengths = [_length(path) for path in paths]
    whole = max(sum(lengths), 1e-9)
    return [
        _resampled(path, max(2, round(points * length / whole)))
        for path, length in zip(paths, lengths, strict=True)
    ]


def write_non_digits(path: Path, digits: list[LabelledInk]) -> None:
    from mnist_desktop.training.datasets import Drawn
    from mnist_desktop.training.non_digits import KINDS, non_digit

    drawn = [Drawn(digit.ink, int(str(digit.label)), str(digit.writer)) for digit in digits]
    rng = np.random.default_rng(20)
    with path.open("w", encoding="utf-8") as file:
        for kind in (*KINDS, "pair"):
            for _ in range(200):
                ink = Ink.from_arrays([p * 100 for p in non_digit(kind, drawn, rng)])
                file.write(json.dumps({"label": kind, "strokes": ink.to_json()}) + "\n")


def _on_canvas(ink: Ink, size: float) -> Paths:
    paths = [stroke.xy() for stroke in ink.strokes]
    every = np.concatenate(paths)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = size / max(float((high - low).max()), 1e-9)
    return [(path - (low + high) / 2) * scale + CANVAS / 2 for path in paths]


def _slanted(degrees: float) -> Callable[[Paths], Paths]:
    shear = np.array([[1.0, -math.tan(math.radians(degrees))], [0.0, 1.0]])
    return lambda paths: [(path - CANVAS / 2) @ shear.T + CANVAS / 2 for path in paths]


def _sized(size: int) -> Callable[[Paths], Paths]:
    """Drawn at this size with a mouse: whole pixels."""
    return lambda paths: [np.rint((path - CANVAS / 2) * size / DIGIT) for path in paths]


def _resampled(path: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    if len(path) < 2:
        return path
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    places = np.linspace(0, along[-1], count)
    return np.stack([np.interp(places, along, axis) for axis in path.T], axis=1)


def _length(path: npt.NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum()) if len(path) > 1 else 0.0


if __name__ == "__main__":
    main()
