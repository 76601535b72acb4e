"""Thin a mask to the pen's path: Guo-Hall thinning, spur pruning, and the stroke's width.

Z. Guo, R. W. Hall, "Parallel thinning with two-subiteration algorithms", 1989, algorithm A1. Both
sub-iterations depend on the eight neighbours only, so each is one look-up in a table of 256.
(The better-known algorithm of Zhang and Suen eats up diagonal lines of even width.)
"""

import numpy as np
import numpy.typing as npt

from mnist_desktop.ink.blobs import Mask

Floats = npt.NDArray[np.float32]

# Neighbours P2 … P9: clockwise from the pixel above.
_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
_bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
_count = _bits.sum(axis=1)


def _removable(first: bool) -> Mask:
    """Which of the 256 neighbourhoods let their pixel go in the first or second sub-iteration."""
    ring = _bits == 1
    n, ne, e, se, s, sw, w, nw = ring.T
    crossings = sum(
        (~side & (corner | onward)).astype(int)
        for side, corner, onward in ((n, ne, e), (e, se, s), (s, sw, w), (w, nw, n))
    )
    pairs = sum((a | b).astype(int) for a, b in ((nw, n), (ne, e), (se, s), (sw, w)))
    other_pairs = sum((a | b).astype(int) for a, b in ((n, ne), (e, se), (s, sw), (w, nw)))
    least = np.minimum(pairs, other_pairs)
    held = ((s | sw | ~nw) & w) if first else ((n | ne | ~se) & e)
    return np.asarray((crossings == 1) & (least >= 2) & (least <= 3) & ~held)


_PASSES = (_removable(True), _removable(False))


def thin(mask: Mask) -> Mask:
    """The one-pixel-wide skeleton of ``mask``, with the same parts and the same loops."""
    skeleton = np.pad(mask, 1)
    pixels = np.flatnonzero(skeleton)
    flat = skeleton.ravel()
    offsets = [dy * skeleton.shape[1] + dx for dy, dx in _RING]
    while True:
        before = len(pixels)
        for removable in _PASSES:
            gone = removable[_neighbours(flat, pixels, offsets)]
            flat[pixels[gone]] = False
            pixels = pixels[~gone]
        if len(pixels) == before:
            return flat.reshape(skeleton.shape)[1:-1, 1:-1]


def _neighbours(
    flat: Mask, pixels: npt.NDArray[np.int64], offsets: list[int]
) -> npt.NDArray[np.uint8]:
    """The eight neighbours of each pixel as one number of eight bits, P2 lowest."""
    code = np.zeros(len(pixels), dtype=np.uint8)
    for bit, offset in enumerate(offsets):
        code |= flat[pixels + offset].view(np.uint8) << np.uint8(bit)
    return code


def half_widths(mask: Mask, points: npt.NDArray[np.int64]) -> Floats:
    """From each of ``points`` (n, 2: row, column) inside ``mask`` to the ink's edge, in pixels."""
    padded = np.pad(mask, 2)  # beyond the picture is paper
    beside = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    rim = np.argwhere(beside & ~padded[1:-1, 1:-1]).astype(np.float32) - 1
    at = points.astype(np.float32)
    squared = (
        (at * at).sum(axis=1)[:, None] + (rim * rim).sum(axis=1)[None, :] - 2 * at @ rim.T
    ).min(axis=1)
    # The rim's pixels begin half a pixel before their centres; the skeleton of a line of even
    # width lies half a pixel beside its middle: on average a quarter is to be taken away.
    half: Floats = np.sqrt(np.maximum(squared, 0.25)) - np.float32(0.25)
    return half


def prune(skeleton: Mask, mask: Mask, share: float = 1.0) -> Mask:
    """The skeleton without spurs: side branches that end within the ink's own half width.

    A branch runs from an end to a junction. It is a spur when it is no longer than ``share``
    times the ink's half width at that junction plus two pixels: such a branch only says that the
    outline is uneven.
    """
    flat = np.pad(skeleton, 1).ravel()
    stride = skeleton.shape[1] + 2
    offsets = [dy * stride + dx for dy, dx in _RING]
    pixels = np.flatnonzero(flat)
    code = _neighbours(flat, pixels, offsets)
    spurs: list[list[int]] = []
    for end in pixels[_count[code] == 1]:
        branch, junction = _walk(flat, int(end), offsets)
        if junction < 0:
            continue
        at = np.array([[junction // stride - 1, junction % stride - 1]])
        if len(branch) <= share * float(half_widths(mask, at)[0]) + 2:
            spurs.append(branch)
    for branch in spurs:
        flat[branch] = False
    return flat.reshape(-1, stride)[1:-1, 1:-1]


def _walk(flat: Mask, end: int, offsets: list[int]) -> tuple[list[int], int]:
    """The branch from an end pixel to its junction; junction -1 when there is none."""
    branch = [end]
    seen = {end}
    while True:
        ways = [branch[-1] + offset for offset in offsets]
        ways = [way for way in ways if flat[way] and way not in seen]
        if not ways:
            return branch, -1
        if len(ways) > 1:
            # Two ways that touch each other are one staircase, not a fork.
            straight = [way for way in ways if abs(way - branch[-1]) in (1, abs(offsets[0]))]
            beside = len(ways) == 2 and abs(ways[0] - ways[1]) in (1, abs(offsets[0]))
            if not (beside and len(straight) == 1):
                return branch[:-1], branch[-1]
            seen.update(ways)
            ways = straight
        branch.append(ways[0])
        seen.add(ways[0])
