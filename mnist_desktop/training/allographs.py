"""Digit shapes that MNIST and the tablet writers seldom show, from control points.

Each template is a digit as some country or school writes it: strokes of control points in a box
about 1 wide and 1.4 high, y down. A drawing moves the points by chance and lays a Catmull-Rom
curve through them; a stroke marked straight keeps its corners.
"""

from dataclasses import dataclass

import numpy as np

from mnist_desktop.training.stroke_variants import Path, Paths, to_unit

_Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One way to write a digit: curved strokes first, then straight ones."""

    label: int
    curved: tuple[_Points, ...] = ()
    straight: tuple[_Points, ...] = ()


_OVAL: _Points = (
    (0.55, 0.0), (0.15, 0.2), (0.0, 0.7), (0.15, 1.2), (0.5, 1.4), (0.85, 1.2), (1.0, 0.7),
    (0.85, 0.2), (0.5, 0.0),
)  # fmt: skip
_RING: _Points = (
    (0.85, 0.1), (0.45, 0.0), (0.1, 0.3), (0.25, 0.62), (0.6, 0.6), (0.85, 0.3), (0.8, 0.08),
)  # fmt: skip
_HOOK_7: _Points = ((0.0, 0.0), (0.5, 0.03), (0.95, 0.0), (0.7, 0.45), (0.5, 0.9), (0.4, 1.4))

TEMPLATES: tuple[Template, ...] = (
    Template(0, (_OVAL,)),
    Template(0, (_OVAL,), (((0.9, 0.15), (0.1, 1.25)),)),
    Template(0, (_OVAL,), (((1.15, -0.1), (-0.15, 1.5)),)),
    Template(0, ((*_OVAL, (0.35, 0.1), (0.2, 0.3)),)),
    Template(1, (), (((0.5, 0.0), (0.5, 1.4)),)),
    Template(1, (), (((0.2, 0.3), (0.5, 0.0), (0.5, 1.4)),)),
    Template(1, (), (((0.0, 0.65), (0.5, 0.0), (0.5, 1.4)),)),
    Template(1, (), (((-0.2, 0.95), (0.5, 0.0), (0.5, 1.4)),)),
    Template(1, (((0.0, 0.6), (0.3, 0.4), (0.5, 0.0)),), (((0.5, 0.0), (0.5, 1.4)),)),
    Template(1, (), (((0.2, 0.3), (0.5, 0.0), (0.5, 1.4)), ((0.15, 1.4), (0.85, 1.4)))),
    Template(2, (((0.05, 0.35), (0.3, 0.02), (0.75, 0.08), (0.85, 0.45), (0.5, 0.9),
                  (0.05, 1.38)),),
             (((0.05, 1.38), (0.95, 1.38)),)),
    Template(2, (((0.05, 0.35), (0.4, 0.0), (0.85, 0.3), (0.6, 0.85), (0.15, 1.3), (0.05, 1.15),
                  (0.3, 1.15), (0.65, 1.38), (1.0, 1.25)),)),
    Template(2, (((0.0, 0.25), (0.45, 0.0), (0.85, 0.3), (0.6, 0.8), (0.0, 1.35), (0.3, 1.25),
                  (0.6, 1.4), (1.0, 1.3)),)),
    Template(3, (((0.05, 0.2), (0.45, 0.0), (0.85, 0.3), (0.45, 0.62), (0.9, 0.95), (0.5, 1.4),
                  (0.0, 1.2)),)),
    Template(3, (((0.45, 0.55), (0.85, 0.75), (0.85, 1.15), (0.45, 1.4), (0.0, 1.2)),),
             (((0.05, 0.0), (0.85, 0.0), (0.45, 0.55)),)),
    Template(3, (((0.05, 0.15), (0.5, 0.0), (0.8, 0.3), (0.5, 0.6), (0.35, 0.68), (0.4, 0.55),
                  (0.55, 0.62), (0.9, 0.95), (0.5, 1.4), (0.0, 1.25)),)),
    Template(4, (), (((0.3, 0.0), (0.0, 0.8), (1.0, 0.8)), ((0.7, 0.35), (0.7, 1.4)))),
    Template(4, (), (((0.65, 0.0), (0.0, 0.9), (1.0, 0.9)), ((0.65, 0.0), (0.65, 1.4)))),
    Template(4, (), (((0.0, 0.0), (0.0, 0.7), (0.85, 0.7)), ((0.85, 0.0), (0.85, 1.4)))),
    Template(4, (((0.1, 0.0), (0.0, 0.5), (0.3, 0.75), (0.8, 0.65)),),
             (((0.85, 0.05), (0.8, 1.4)),)),
    Template(4, (), (((0.75, 1.4), (0.75, 0.0), (0.0, 0.9), (1.0, 0.9)),)),
    Template(5, (((0.15, 0.55), (0.55, 0.45), (0.9, 0.8), (0.65, 1.3), (0.0, 1.3)),),
             (((0.2, 0.0), (0.15, 0.55)), ((0.2, 0.0), (0.9, 0.0)))),
    Template(5, (((0.1, 0.6), (0.5, 0.5), (0.9, 0.85), (0.6, 1.35), (0.0, 1.3)),),
             (((0.9, 0.0), (0.15, 0.0), (0.1, 0.6)),)),
    Template(5, (((0.95, 0.05), (0.45, 0.0), (0.15, 0.35), (0.5, 0.6), (0.9, 0.9), (0.5, 1.38),
                  (0.0, 1.25)),)),
    Template(6, (((0.8, 0.0), (0.3, 0.35), (0.05, 0.95), (0.4, 1.4), (0.9, 1.1), (0.6, 0.75),
                  (0.1, 1.0)),)),
    Template(6, (((0.3, 0.0), (0.1, 0.7), (0.15, 1.25), (0.55, 1.4), (0.9, 1.1), (0.6, 0.8),
                  (0.12, 1.05)),)),
    Template(7, (), (((0.0, 0.0), (0.95, 0.0), (0.35, 1.4)),)),
    Template(7, (), (((0.0, 0.0), (0.95, 0.0), (0.35, 1.4)), ((0.3, 0.7), (0.9, 0.7)))),
    Template(7, (), (((0.0, 0.25), (0.05, 0.0), (0.95, 0.0), (0.4, 1.4)),)),
    Template(7, (_HOOK_7,), (((0.2, 0.7), (0.85, 0.65)),)),
    Template(7, (_HOOK_7,)),
    Template(8, (((0.85, 0.2), (0.45, 0.0), (0.1, 0.3), (0.5, 0.65), (0.9, 1.05), (0.5, 1.4),
                  (0.05, 1.05), (0.5, 0.65), (0.85, 0.25)),)),
    Template(8, (((0.5, 0.0), (0.15, 0.3), (0.5, 0.62), (0.85, 0.3), (0.5, 0.0)),
                 ((0.5, 0.62), (0.05, 1.0), (0.5, 1.4), (0.95, 1.0), (0.5, 0.62)))),
    Template(8, (((0.5, 0.65), (0.12, 0.3), (0.5, 0.0), (0.88, 0.3), (0.5, 0.65), (0.05, 1.05),
                  (0.5, 1.4), (0.95, 1.05), (0.5, 0.65)),)),
    Template(9, (_RING,), (((0.85, 0.1), (0.85, 1.4)),)),
    Template(9, (_RING, ((0.85, 0.1), (0.88, 0.7), (0.75, 1.2), (0.4, 1.4), (0.05, 1.25)))),
    Template(9, (_RING,), (((0.85, 0.1), (0.45, 1.4)),)),
    Template(9, (((0.85, 0.1), (0.45, 0.0), (0.1, 0.3), (0.25, 0.62), (0.7, 0.5), (0.85, 0.1),
                  (0.9, 0.8), (0.6, 1.4)),)),
)  # fmt: skip


def draw(template: Template, rng: np.random.Generator) -> Paths:
    """One drawing of a template, its control points moved, in a box of one unit."""
    looseness = rng.uniform(0.02, 0.07)
    curved = [_curve(_loosen(points, looseness, rng)) for points in template.curved]
    straight = [_loosen(points, looseness * 0.7, rng) for points in template.straight]
    return to_unit([*curved, *straight])


def _loosen(points: _Points, looseness: float, rng: np.random.Generator) -> Path:
    return np.asarray(points, dtype=np.float64) + rng.normal(0, looseness, (len(points), 2))


def _curve(points: Path, steps: int = 8) -> Path:
    """Catmull-Rom through the points (E. Catmull and R. Rom, 1974), ``steps`` points a span."""
    ends = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    spans = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
               + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False)
    ]  # fmt: skip
    return np.concatenate([*spans, points[-1:]])
