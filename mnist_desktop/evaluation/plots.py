"""Confusion matrix and reliability diagram as PNG files; imported only where they are asked for."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mnist_desktop.beside import beside, cannot_write
from mnist_desktop.evaluation.metrics import BINS, Tally


def draw(tally: Tally, title: str, folder: Path, name: str) -> None:
    """Write ``folder/NAME-confusion.png`` and ``folder/NAME-reliability.png``.

    Raises:
        ExportError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(error, folder) from error
    for kind, paint in (("confusion", _paint_confusion), ("reliability", _paint_reliability)):
        figure = Figure(figsize=(5.2, 5.0), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(title, fontsize=9)
        with mpl.rc_context({"font.size": 9}):
            paint(axes, tally)
        with beside(folder / f"{name}-{kind}.png") as (part,):
            figure.savefig(part, format="png", dpi=150)


def _paint_confusion(axes: Axes, tally: Tally) -> None:
    """Counts of the digit drawn (rows) and the digit answered (columns); – = blank."""
    counts = tally.confusion
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*counts.nonzero(), strict=True):
        ink = "white" if shares[row, column] > 0.4 else "black"
        text = str(counts[row, column])
        axes.text(column, row, text, ha="center", va="center", fontsize=7, color=ink)
    axes.set_xticks(range(11), [*map(str, range(10)), "–"])
    axes.set_yticks(range(10))
    axes.set_xlabel("answered")
    axes.set_ylabel("drawn")


def _paint_reliability(axes: Axes, tally: Tally) -> None:
    """Share right against confidence, by bin, with each bin's share of the drawings."""
    used = tally.bin_counts > 0
    counts = tally.bin_counts[used]
    confidence, right = tally.bin_confidence[used] / counts, tally.bin_right[used] / counts
    middles = (np.arange(BINS)[used] + 0.5) / BINS
    axes.bar(middles, counts / counts.sum(), width=0.9 / BINS, color="0.85", label="drawings")
    axes.plot([0, 1], [0, 1], color="0.5", linestyle="--", linewidth=1, label="honest")
    axes.plot(confidence, right, marker="o", color="tab:blue", label="share right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share")
    axes.legend(loc="upper left", frameon=False)
