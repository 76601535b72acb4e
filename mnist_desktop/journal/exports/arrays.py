"""Labelled digits as image arrays: NumPy's ``.npz`` and MNIST's own IDX files.

The images are the 28×28 that the models saw, so ``evaluate --as-is`` gives the journal's own
answers. What is labelled otherwise, or not at all, is left out.
"""

import gzip
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from mnist_desktop.beside import beside, cannot_write
from mnist_desktop.journal.rows import StoredDrawing

IDX_IMAGES = "drawings-images-idx3-ubyte.gz"
IDX_LABELS = "drawings-labels-idx1-ubyte.gz"
SIDE = 28
_IN_MEMORY = 32 * 2**20
_BLOCK = 2**20  # packed in some tens of milliseconds
_UNSIGNED_BYTE = 0x08


def write_npz(stored: Iterator[StoredDrawing], out: Path, check: Callable[[], None]) -> int:
    """Write ``images`` uint8 (n, 28, 28), 255 = ink, and ``labels`` uint8 (n,).

    ``check`` is called now and then while the images are packed, and raises to call it off.

    Raises:
        ExportError: it cannot be written.
    """
    with _collected(stored, out) as (pixels, labels):
        count = len(labels)
        with (
            beside(out) as (part,),
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            with _member(archive, "images.npy") as member:
                member.write(_npy_header((count, SIDE, SIDE)))
                _copy(pixels, member, check)
            with _member(archive, "labels.npy") as member:
                member.write(_npy_header((count,)) + labels)
    return count


def write_idx(stored: Iterator[StoredDrawing], out: Path, check: Callable[[], None]) -> int:
    """Write the folder ``out`` with ``IDX_IMAGES`` and ``IDX_LABELS``, gzipped as MNIST's are.

    ``check`` is as in :func:`write_npz`.

    Raises:
        ExportError: it cannot be written.
    """
    with _collected(stored, out) as (pixels, labels):
        count = len(labels)
        with (
            _folder(out),
            beside(out / IDX_IMAGES, out / IDX_LABELS) as (images_part, labels_part),
        ):
            with _gzipped(images_part) as file:
                file.write(_idx_header(count, SIDE, SIDE))
                _copy(pixels, file, check)
            with _gzipped(labels_part) as file:
                file.write(_idx_header(count) + labels)
    return count


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Make the folder; one that was made is gone again where it cannot be filled."""
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(error, out) from error
    try:
        yield
    except BaseException:
        if made:
            with suppress(OSError):
                out.rmdir()
        raise


@contextmanager
def _collected(stored: Iterator[StoredDrawing], out: Path) -> Iterator[tuple[IO[bytes], bytes]]:
    """All pixels, and a byte for each label; on disk when there are many."""
    labels = bytearray()
    try:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as pixels:
            for drawing in stored:
                label = drawing.label
                if isinstance(label, int) and drawing.ink is not None:
                    labels.append(label)
                    pixels.write(drawing.ink.raster)
            pixels.seek(0)
            yield pixels, bytes(labels)
    except OSError as error:
        raise cannot_write(error, out) from error


def _copy(pixels: IO[bytes], to: IO[bytes] | gzip.GzipFile, check: Callable[[], None]) -> None:
    while block := pixels.read(_BLOCK):
        check()
        to.write(block)


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    info = zipfile.ZipInfo(name)  # dated 1980: the same drawings give the same bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=True)


def _npy_header(shape: tuple[int, ...]) -> bytes:
    """NumPy's format 1.0 (NEP 1) for bytes in C order, padded to 64."""
    text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape!r}, }}"
    text += " " * (-(10 + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def _idx_header(*shape: int) -> bytes:
    """IDX (yann.lecun.com/exdb/mnist): bytes, so many dimensions, their sizes."""
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, _UNSIGNED_BYTE, len(shape), *shape)


@contextmanager
def _gzipped(part: Path) -> Iterator[gzip.GzipFile]:
    with part.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as compressed:
        yield compressed
