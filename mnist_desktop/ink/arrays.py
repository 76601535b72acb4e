"""Image arrays: NumPy's ``.npz`` and MNIST's own IDX files (yann.lecun.com/exdb/mnist)."""

import gzip
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist_desktop.errors import PictureError

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

MAX_BYTES = 2**30
"""Most bytes of pixels read from one file."""
_IDX_OF_BYTES = b"\0\0\x08"


def is_npz(path: Path) -> bool:
    """Whether the name says that this is a NumPy archive."""
    return path.suffix.lower() == ".npz"


def is_idx(path: Path) -> bool:
    """Whether the name says that this is an IDX file of images, as MNIST's are named."""
    name = path.name.lower().removesuffix(".gz")
    return name.endswith((".idx", "idx3-ubyte", "idx1-ubyte"))


def read_npz(path: Path) -> tuple[Images, Labels | None]:
    """Read ``images`` uint8 (n, h, w), 255 = ink, and ``labels`` (n,) where they are there.

    Raises:
        PictureError: unreadable, of other shape or type, or holding Python objects.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            size = sum(member.file_size for member in archive.zip.infolist())
            if size > MAX_BYTES:
                raise PictureError(f"{path}: {_TOO_MUCH}", _SPLIT)
            images = archive["images"]
            labels = archive["labels"] if "labels" in archive.files else None
    except _UNREADABLE as error:
        raise PictureError(f"{path}: not a readable .npz ({_reason(error)}).", _NPZ) from error
    if images.dtype != np.uint8 or images.ndim != 3 or 0 in images.shape[1:]:
        raise PictureError(f"{path}: images are {images.dtype} {images.shape}.", _NPZ)
    if labels is None:
        return images, None
    if labels.ndim != 1 or len(labels) != len(images) or not _are_digits(labels):
        raise PictureError(f"{path}: labels are not {len(images)} digits 0 to 9.", _NPZ)
    return images, labels.astype(np.int64)


def read_idx(path: Path) -> tuple[Images, Labels | None]:
    """Read MNIST's image file, gzipped or not, and the labels file beside it if there is one.

    Raises:
        PictureError: unreadable, truncated, not IDX, or labels that do not match.
    """
    images = _read_idx_array(path)
    if images.ndim != 3 or 0 in images.shape[1:]:
        raise PictureError(f"{path}: this IDX file holds no images.", _IDX)
    labels_path = _labels_beside(path)
    if labels_path is None:
        return images, None
    labels = _read_idx_array(labels_path)
    if labels.ndim != 1 or len(labels) != len(images) or not _are_digits(labels):
        raise PictureError(f"{labels_path}: these are not {len(images)} digits 0 to 9.", _IDX)
    return images, labels.astype(np.int64)


def _are_digits(labels: npt.NDArray[np.generic]) -> bool:
    if not np.issubdtype(labels.dtype, np.integer):
        return False
    return labels.size == 0 or (int(labels.min()) >= 0 and int(labels.max()) <= 9)


def _labels_beside(path: Path) -> Path | None:
    name = path.name.replace("images", "labels").replace("idx3", "idx1")
    if name == path.name:
        return None
    plain = name.removesuffix(".gz")
    candidates = (path.with_name(name), path.with_name(plain), path.with_name(plain + ".gz"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _read_idx_array(path: Path) -> Images:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(path) as file:
                content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PictureError(f"{path}: cannot be read ({_reason(error)}).", _IDX) from error
    if len(content) > MAX_BYTES:
        raise PictureError(f"{path}: {_TOO_MUCH}", _SPLIT)
    if len(content) < 4 or content[:3] != _IDX_OF_BYTES or content[3] not in (1, 3):
        raise PictureError(f"{path}: not an IDX file of bytes.", _IDX)
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise PictureError(f"{path}: the header is cut off.", _IDX)
    shape = struct.unpack(f">{content[3]}I", content[4:start])
    expected = int(np.prod(shape, dtype=object)) if shape else 0
    if len(content) - start != expected:
        raise PictureError(
            f"{path}: {len(content) - start:,} bytes of pixels where the header says {expected:,}.",
            _IDX,
        )
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


_UNREADABLE = (
    OSError, ValueError, TypeError, KeyError, EOFError, MemoryError, OverflowError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_TOO_MUCH = f"more than {MAX_BYTES // 2**30} GiB of pixels."
_SPLIT = "Split the file."
_NPZ = "It must hold images, uint8 (n, h, w) with 255 = ink, and labels (n,)."
_IDX = "Use MNIST's own files, gzipped or not, with the labels file beside the images file."
