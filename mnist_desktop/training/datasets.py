"""What there is to learn from: MNIST and ink files, with writers kept apart by purpose."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import KnownError, TrainingError
from mnist_desktop.ink.arrays import read_idx
from mnist_desktop.ink.inkfile import read_ink_file
from mnist_desktop.ink.strokes import Ink

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

HELD_BACK = 5_000
"""The last MNIST training digits, used for calibration and never for fitting an estimator."""
LEFT_OUT_SHARE = 0.2
CALIBRATION_SHARE = 0.14

_IMAGE_FILES = ("train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-images.idx3-ubyte")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One labelled digit of ink."""

    ink: Ink
    label: int
    writer: str


@dataclass(frozen=True, slots=True)
class WriterSplit:
    """Writers by purpose: none appears twice."""

    training: tuple[str, ...]
    calibration: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mnist:
    """MNIST's training digits: uint8 (n, 28, 28), labels (n,); the last are held back."""

    images: Images
    labels: Labels

    @property
    def fitted(self) -> int:
        """How many of them the estimators may be fitted on."""
        return len(self.labels) - min(HELD_BACK, len(self.labels) // 5)


def load_mnist(folder: Path | None) -> Mnist:
    """MNIST's training set from a folder of IDX files, or from OpenML when None.

    Raises:
        TrainingError: no such files, or OpenML cannot be reached.
    """
    images, labels = _from_openml() if folder is None else _from_folder(folder)
    missing = sorted(set(range(10)) - {int(label) for label in labels})
    if missing or images.shape[1:] != (28, 28):
        what = f"no digit {missing[0]}" if missing else f"pictures of {images.shape[1:]}"
        raise TrainingError(f"The MNIST files hold {what}.", "Use MNIST's own training files.")
    return Mnist(images, labels)


def _from_folder(folder: Path) -> tuple[Images, Labels]:
    for name in _IMAGE_FILES:
        if (folder / name).is_file():
            images, labels = read_idx(folder / name)
            if labels is None:
                raise TrainingError(f"{folder} has no training labels.", _MNIST_REMEDY)
            return images, labels.astype(np.int64)
    raise TrainingError(f"{folder} has no train-images-idx3-ubyte.", _MNIST_REMEDY)


def _from_openml() -> tuple[Images, Labels]:
    from sklearn.datasets import fetch_openml

    try:
        pixels, labels = fetch_openml("mnist_784", version=1, as_frame=False, return_X_y=True)
    except Exception as error:  # whatever the network, its proxies or the server do
        raise TrainingError(f"OpenML cannot be reached: {error}.", _MNIST_REMEDY) from error
    images = pixels[:60_000].astype(np.uint8).reshape(-1, 28, 28)
    return images, labels[:60_000].astype(np.int64)


def load_ink(files: Iterable[tuple[Path, bool]]) -> list[Drawn]:
    """The labelled digits of ink files; what is empty or no digit is passed over.

    Args:
        files: path, and whether its y grows up.

    Raises:
        InkError: a file that cannot be read.
        TrainingError: a file without one labelled digit.
    """
    drawn: list[Drawn] = []
    for number, (path, y_up) in enumerate(files):
        before = len(drawn)
        for line in read_ink_file(path, y_up=y_up):
            if type(line.label) is int and not line.ink.is_empty:
                drawn.append(Drawn(line.ink, line.label, f"{number}:{line.writer}"))
        if len(drawn) == before:
            raise TrainingError(f"{path} has no labelled digit.", 'Lines need "label": 0 to 9.')
    return drawn


def split_writers(drawn: Sequence[Drawn], seed: int) -> WriterSplit:
    """Share the writers out by a seeded shuffle; with fewer than five, all of them train."""
    writers = sorted({digit.writer for digit in drawn})
    if len(writers) < 5:
        return WriterSplit(tuple(writers), (), ())
    np.random.default_rng(seed).shuffle(writers)
    left_out = max(1, round(LEFT_OUT_SHARE * len(writers)))
    calibration = left_out + max(1, round(CALIBRATION_SHARE * len(writers)))
    return WriterSplit(
        training=tuple(sorted(writers[calibration:])),
        calibration=tuple(sorted(writers[left_out:calibration])),
        left_out=tuple(sorted(writers[:left_out])),
    )


def of_writers(drawn: Iterable[Drawn], writers: Iterable[str]) -> list[Drawn]:
    """The digits that these writers drew."""
    wanted = set(writers)
    return [digit for digit in drawn if digit.writer in wanted]


def hash_file(path: Path) -> str:
    """SHA-256 of a file.

    Raises:
        KnownError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise KnownError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error


_MNIST_REMEDY = "Name a folder with MNIST's four files by --mnist."
