"""npz and IDX files: what is read, and how a bad one is told."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mnist_desktop.errors import PictureError
from mnist_desktop.ink.arrays import MAX_BYTES, read_idx, read_npz

IMAGES = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
LABELS = np.array([3, 1, 4], dtype=np.uint8)


def npy() -> bytes:
    file = io.BytesIO()
    np.save(file, IMAGES)
    return file.getvalue()


def idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


@pytest.mark.parametrize("zipped", [True, False])
def test_idx_is_read_with_the_labels_beside_it(tmp_path: Path, zipped: bool) -> None:
    end = ".gz" if zipped else ""
    pack = gzip.compress if zipped else bytes
    images = tmp_path / f"t10k-images-idx3-ubyte{end}"
    images.write_bytes(pack(idx(IMAGES)))
    assert read_idx(images)[1] is None
    (tmp_path / f"t10k-labels-idx1-ubyte{end}").write_bytes(pack(idx(LABELS)))
    read, labels = read_idx(images)
    assert np.array_equal(read, IMAGES)
    assert labels is not None
    assert labels.tolist() == [3, 1, 4]


def test_npz_is_read(tmp_path: Path) -> None:
    path = tmp_path / "some.npz"
    np.savez(path, images=IMAGES, labels=LABELS)
    read, labels = read_npz(path)
    assert np.array_equal(read, IMAGES)
    assert labels is not None
    assert labels.tolist() == [3, 1, 4]
    np.savez(path, images=IMAGES)
    assert read_npz(path)[1] is None


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"PK\3\4", b"\0\0\x08\3\0\0\0\1", idx(IMAGES)[:-1], idx(IMAGES) + b"x",
     idx(LABELS), b"\0\0\x0d\3" + b"\0" * 40, gzip.compress(idx(IMAGES))[:-9],
     b"\0\0\x08\3" + b"\xff" * 12, b"\0\0\x08\xff" + b"\0\0\0\1" * 255 + b"x"],
)  # fmt: skip
def test_what_is_not_idx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(PictureError, match="x-images-idx3-ubyte"):
        read_idx(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {"labels": LABELS},
        {"images": IMAGES.astype(float)},
        {"images": IMAGES[0]},
        {"images": IMAGES, "labels": LABELS[:2]},
        {"images": IMAGES, "labels": LABELS + 7},
        {"images": IMAGES, "labels": LABELS.astype(float)},
        {"images": np.array([None, {}], dtype=object)},
    ],
)
def test_npz_of_another_shape_is_refused(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    path = tmp_path / "some.npz"
    np.savez(path, **arrays)
    with pytest.raises(PictureError, match=r"some\.npz"):
        read_npz(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\3\4" + b"\0" * 60, npy()])
def test_what_is_not_npz_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.npz"
    path.write_bytes(content)
    with pytest.raises(PictureError, match=r"some\.npz"):
        read_npz(path)


def test_a_header_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.npz"
    head = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({10**30},)}}"
    padded = head.ljust(117) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("images.npy", b"\x93NUMPY\x01\x00\x76\x00" + padded.encode())
    with pytest.raises(PictureError, match=r"some\.npz"):
        read_npz(path)


def test_an_archive_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    block = bytes(2**20)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("images.npy", "w", force_zip64=True) as file,
    ):
        for _ in range(MAX_BYTES // 2**20 + 1):
            file.write(block)
    with pytest.raises(PictureError, match="GiB"):
        read_npz(path)
