"""The training pictures: MNIST's digits and drawn ink, each with variants of its own.

Every picture has its own random stream, named by seed, source and number, so that the result is
the same whatever the number of jobs.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy import ndimage

from mnist_desktop.ink.raster import PEN_WIDTH, rasterise, rasterise_paths
from mnist_desktop.training.allographs import TEMPLATES, Template, draw
from mnist_desktop.training.datasets import Drawn, Images, Labels, Mnist
from mnist_desktop.training.habits import add_habit
from mnist_desktop.training.stroke_variants import Paths, redraw, unit_paths

Image = npt.NDArray[np.uint8]
_CHUNK = 100  # sources a task


@dataclass(frozen=True, slots=True)
class Recipe:
    """How many training pictures of each kind.

    Attributes:
        mnist_variants: warped variants of each MNIST digit, beside the digit itself.
        ink_variants: redrawn variants of each digit of ink, beside the digit itself.
        template_drawings: drawings of each allograph template.
        mnist_limit: at most this many MNIST digits; None = all that may be fitted on.
    """

    mnist_variants: int = 3
    ink_variants: int = 12
    template_drawings: int = 300
    mnist_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Pictures:
    """Labelled 28×28 pictures, uint8 (n, 28, 28) with 255 = ink, and labels (n,)."""

    images: Images
    labels: Labels

    def __add__(self, other: "Pictures") -> "Pictures":
        return Pictures(
            np.concatenate([self.images, other.images]),
            np.concatenate([self.labels, other.labels]),
        )


def training_pictures(
    mnist: Mnist, drawn: Sequence[Drawn], recipe: Recipe, seed: int, jobs: int
) -> Pictures:
    """All pictures that the estimators are fitted on."""
    count = min(mnist.fitted, recipe.mnist_limit or mnist.fitted)
    images, labels = mnist.images[:count], mnist.labels[:count]
    plain = Pictures(images, labels)
    warped = warped_pictures(plain, recipe.mnist_variants, seed, jobs)
    inked = plain_ink(drawn, jobs) + redrawn_ink(drawn, recipe.ink_variants, seed, jobs)
    return plain + warped + inked + template_pictures(recipe.template_drawings, seed, jobs)


def warped_pictures(source: Pictures, variants: int, seed: int, jobs: int) -> Pictures:
    """Each picture ``variants`` times, bent, turned, and drawn thicker or thinner."""
    images = _render(warp, source.images, variants, (seed, 1), jobs)
    return Pictures(images, np.repeat(source.labels, variants))


def plain_ink(drawn: Sequence[Drawn], jobs: int) -> Pictures:
    """Each drawing as the window would show it to a model."""
    return Pictures(_render(_ink_one, drawn, 1, (0, 0), jobs), _labels(drawn))


def redrawn_ink(drawn: Sequence[Drawn], variants: int, seed: int, jobs: int) -> Pictures:
    """Each drawing ``variants`` times, as other hands and pens might have made it."""
    images = _render(_redraw_one, drawn, variants, (seed, 2), jobs)
    return Pictures(images, np.repeat(_labels(drawn), variants))


def template_pictures(drawings: int, seed: int, jobs: int) -> Pictures:
    """Each allograph template ``drawings`` times."""
    images = _render(_template_one, TEMPLATES, drawings, (seed, 3), jobs)
    labels = np.array([template.label for template in TEMPLATES], dtype=np.int64)
    return Pictures(images, np.repeat(labels, drawings))


def _ink_one(digit: Drawn, rng: np.random.Generator) -> Image:
    return rasterise(digit.ink)


def _redraw_one(digit: Drawn, rng: np.random.Generator) -> Image:
    return ink_picture(unit_paths(digit.ink), digit.label, rng)


def _template_one(template: Template, rng: np.random.Generator) -> Image:
    return ink_picture(draw(template, rng), template.label, rng)


def ink_picture(paths: Paths, label: int, rng: np.random.Generator) -> Image:
    """One redrawn digit, with a pen of uneven width now and then."""
    paths = redraw(add_habit(paths, label, rng), label, rng)
    width = PEN_WIDTH * math.exp(float(np.clip(rng.normal(0, 0.15), -0.35, 0.4)))
    image = rasterise_paths(paths, width)
    if rng.random() < 0.2:  # a fast pen is thin and a slow one thick: mix two widths smoothly
        other = rasterise_paths(paths, width * rng.uniform(0.55, 0.8))
        share = _smooth_field(rng, 5.0) > 0
        image = np.where(share, image, other)
    return image


def warp(image: Image, rng: np.random.Generator) -> Image:
    """A small affine and elastic change of one picture, and of its pen's width.

    Elastic: P. Simard et al., "Best practices for convolutional neural networks", ICDAR 2003.
    """
    turn = math.radians(float(np.clip(rng.normal(0, 5), -12, 12)))
    slant = float(np.clip(rng.normal(0, 0.12), -0.3, 0.3))
    stretch = np.exp(np.clip(rng.normal(0, 0.06, 2), -0.15, 0.15))
    rotate = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    matrix = rotate @ np.array([[1, 0], [slant, 1]]) @ np.diag(stretch)  # rows first: y, x
    strength = rng.uniform(0, 0.9)
    bend = np.stack([_smooth_field(rng, 4.0) for _ in range(2)]) * strength
    grid = np.mgrid[0:28, 0:28].astype(np.float64) - 13.5
    places = np.tensordot(matrix, grid, axes=1) + 13.5 + bend
    warped = ndimage.map_coordinates(image.astype(np.float32), places, order=1)
    return _centred(_thickened(warped, rng), rng)


def _thickened(image: npt.NDArray[np.float32], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    amount = float(np.clip(rng.normal(0, 0.3), -0.6, 0.8))
    operator = ndimage.grey_dilation if amount > 0 else ndimage.grey_erosion
    changed = operator(image, footprint=_CROSS)
    mixed: npt.NDArray[np.float32] = image + abs(amount) * (changed - image)
    return mixed if mixed.max() > 100 else image  # never let a thin line vanish


def _centred(image: npt.NDArray[np.float32], rng: np.random.Generator) -> Image:
    middle = np.array(ndimage.center_of_mass(image))
    shift = 14.0 - middle + np.clip(rng.normal(0, 0.2, 2), -0.5, 0.5)
    moved = ndimage.shift(image, shift, order=1)
    return np.asarray(np.clip(np.rint(moved), 0, 255), dtype=np.uint8)


_CROSS = ndimage.generate_binary_structure(2, 1)


def _smooth_field(rng: np.random.Generator, width: float) -> npt.NDArray[np.float64]:
    """Smooth noise of variance about 1 over the picture."""
    coarse = rng.normal(size=(28, 28))
    field: npt.NDArray[np.float64] = ndimage.gaussian_filter(coarse, width, mode="wrap")
    return field / max(float(field.std()), 1e-9)


def _render(
    make: Callable[[Any, np.random.Generator], Image],
    sources: Sequence[Any] | Images,
    variants: int,
    stream: tuple[int, int],
    jobs: int,
) -> Images:
    """``variants`` pictures of each source; each has its own stream, whatever the jobs."""
    if not len(sources) or not variants:
        return np.zeros((0, 28, 28), dtype=np.uint8)
    parts = Parallel(n_jobs=jobs)(
        delayed(_render_chunk)(make, sources[first : first + _CHUNK], first, variants, stream)
        for first in range(0, len(sources), _CHUNK)
    )
    return np.concatenate(list(parts))


def _render_chunk(
    make: Callable[[Any, np.random.Generator], Image],
    sources: Sequence[Any] | Images,
    first: int,
    variants: int,
    stream: tuple[int, int],
) -> Images:
    return np.stack(
        [
            make(source, np.random.default_rng((*stream, first + index, variant)))
            for index, source in enumerate(sources)
            for variant in range(variants)
        ]
    )


def _labels(drawn: Sequence[Drawn]) -> Labels:
    return np.array([digit.label for digit in drawn], dtype=np.int64)
