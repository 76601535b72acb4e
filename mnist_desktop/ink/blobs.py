"""Connected parts of a mask: find them, drop specks and frames, keep the digit."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_SPECK_AREA = 0.012  # of the largest part's area: smaller is dirt, wherever it lies
_FAR_AREA = 0.08  # smaller than this and away from the digit is dirt too
_FAR = 0.25  # of the largest part's extent: how far "away" is
_FRAME_SIDE = 12  # pixels: smaller boxes are no frames
_FRAME_COVER = 0.85  # of a frame's side is covered by its line
_INSIDE_FRAME = 0.3  # of a frame's height: what is inside must be this tall to be the digit
_ALONG_EDGE = 0.2  # of the picture's shorter side: what touches its rim for longer is no digit
_STRAIGHT = 0.12  # of the picture's side: a part no wider that spans it is a ruled line


@dataclass(frozen=True, slots=True)
class Blobs:
    """The 8-connected parts of a mask.

    Attributes:
        labels: int of the mask's shape: 0 = outside, 1 … n = the part.
        areas: shape (n,), pixels.
        boxes: shape (n, 4): top, left, bottom, right; the last two are one past the end.
    """

    labels: Ints
    areas: Ints
    boxes: Ints


def find_blobs(mask: Mask) -> Blobs:
    """The 8-connected parts of ``mask``, by runs of pixels joined with pointer jumping."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    edges = np.diff(padded.ravel())
    starts, ends = np.flatnonzero(edges == 1) + 1, np.flatnonzero(edges == -1)  # both inclusive
    root = _join(starts, ends, width + 2)
    _, part = np.unique(root, return_inverse=True)
    count = int(part.max()) + 1 if len(part) else 0
    lengths = ends - starts + 1
    row, left, right = starts // (width + 2), starts % (width + 2) - 1, ends % (width + 2)
    boxes = np.tile(np.array([height, width, 0, 0], dtype=np.int64), (count, 1))
    np.minimum.at(boxes[:, 0], part, row)
    np.minimum.at(boxes[:, 1], part, left)
    np.maximum.at(boxes[:, 2], part, row + 1)
    np.maximum.at(boxes[:, 3], part, right)
    labels = np.zeros(mask.shape, dtype=np.int64)
    labels[mask] = np.repeat(part + 1, lengths)  # runs and pixels are both in reading order
    areas = np.bincount(part, weights=lengths, minlength=count).astype(np.int64)
    return Blobs(labels, areas, boxes)


def keep_digit(mask: Mask) -> Mask:
    """The mask without specks, a frame around the digit, lines across, and edge shadows.

    Args:
        mask: shape (h, w), True = ink.

    Returns:
        A mask of the same shape.
    """
    mask, blobs = _without_frames(mask, find_blobs(mask))
    if len(blobs.areas) < 2:
        return mask
    kept = _without_edges(blobs)
    kept = _without_specks(blobs, kept)
    return np.concatenate([[False], kept])[blobs.labels]


def _join(starts: Ints, ends: Ints, stride: int) -> Ints:
    """The first run of the part that each run belongs to."""
    first = np.searchsorted(ends, starts - stride - 1)
    last = np.searchsorted(starts, ends - stride + 1, side="right")
    touching = np.maximum(last - first, 0)
    lower = np.repeat(np.arange(len(starts)), touching)
    offset = np.arange(len(lower)) - np.repeat(np.cumsum(touching) - touching, touching)
    upper = np.repeat(first, touching) + offset
    root = np.arange(len(starts))
    while True:
        low = np.minimum(root[lower], root[upper])
        before = root.copy()
        np.minimum.at(root, before[lower], low)
        np.minimum.at(root, before[upper], low)
        while not np.array_equal(root, root[root]):
            root = root[root]
        if np.array_equal(root, before):
            return root


def _extent(boxes: Ints) -> Ints:
    extent: Ints = np.maximum(boxes[..., 2] - boxes[..., 0], boxes[..., 3] - boxes[..., 1])
    return extent


def _without_frames(mask: Mask, blobs: Blobs) -> tuple[Mask, Blobs]:
    """Erase a box drawn around the digit, whether or not the digit touches it."""
    for index in np.argsort(-_extent(blobs.boxes))[:2]:
        top, left, bottom, right = blobs.boxes[index]
        if min(bottom - top, right - left) < _FRAME_SIDE:
            continue
        part = blobs.labels[top:bottom, left:right] == index + 1
        lines = _line(part), _line(part[::-1]), _line(part.T), _line(part.T[::-1])
        if not all(lines):
            continue
        up, down, before, after = lines
        inside = np.zeros_like(mask)
        within = np.s_[top + up : bottom - down, left + before : right - after]
        inside[within] = mask[within]
        rows = np.flatnonzero(inside.any(axis=1))
        if len(rows) and rows[-1] - rows[0] >= _INSIDE_FRAME * (bottom - top):
            return inside, find_blobs(inside)
    return mask, blobs


def _line(part: Mask) -> int:
    """How many rows from the top a straight line takes up along that side; 0 when none does."""
    cover = part[: max(2, len(part) // 8)].mean(axis=1)
    full = np.flatnonzero(cover >= _FRAME_COVER)
    if not len(full):
        return 0
    open_rows = np.flatnonzero(cover[full[0] :] < 0.5)
    return int(full[0] + open_rows[0]) if len(open_rows) else 0


def _without_edges(blobs: Blobs) -> Mask:
    """Drop what runs along the picture's edge, or straight across it, when a digit stands free."""
    height, width = blobs.labels.shape
    size = np.array([height, width])
    labels = blobs.labels
    rims = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    contact = np.bincount(rims, minlength=len(blobs.areas) + 1)[1:]
    spans = blobs.boxes[:, 2:] - blobs.boxes[:, :2]
    across = ((spans == size) & (spans[:, ::-1] <= _STRAIGHT * size)).any(axis=1)
    doubtful = across | (contact >= _ALONG_EDGE * min(height, width))
    free = ~doubtful
    tall = _extent(blobs.boxes) >= 0.2 * max(height, width)
    return free if (free & tall).any() else np.ones(len(free), dtype=bool)


def _without_specks(blobs: Blobs, kept: Mask) -> Mask:
    """Drop dirt: parts much smaller than the largest, the more so the further away."""
    if not kept.any():
        return kept
    weight = np.where(kept, blobs.areas * _extent(blobs.boxes), 0)
    main = int(weight.argmax())
    top, left, bottom, right = blobs.boxes[main]
    gap_y = np.maximum(top - blobs.boxes[:, 2], blobs.boxes[:, 0] - bottom)
    gap_x = np.maximum(left - blobs.boxes[:, 3], blobs.boxes[:, 1] - right)
    reach = _FAR * _extent(blobs.boxes[main])
    far = np.maximum(gap_x, gap_y) > reach
    share = blobs.areas / blobs.areas[main]
    large: Mask = share >= np.where(far, _FAR_AREA, _SPECK_AREA)
    return kept & large
