import errno
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from PIL import Image

from mnist_desktop.errors import ExportError
from mnist_desktop.ink.arrays import read_idx, read_npz
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.export import ExportCancelledError, export
from mnist_desktop.journal.exports.png_folder import folder_name
from mnist_desktop.journal.reading import Journal
from tests.journal.strategies import labels


def _digits(journal: Journal) -> tuple[list[int], list[bytes]]:
    labelled = [d for d in journal.drawings("last") if isinstance(d.label, int)]
    return [int(str(d.label)) for d in labelled], [d.entry.raster for d in labelled]


def test_npz_loads_with_numpy_alone(journal: Journal, tmp_path: Path) -> None:
    out = tmp_path / "out.npz"
    assert export(journal, "npz", out, "last") == 3
    said, rasters = _digits(journal)
    with out.open("rb") as file, np.load(file) as arrays:
        images, found = arrays["images"], arrays["labels"]
    assert (images.dtype, images.shape) == (np.uint8, (3, 28, 28))
    assert [image.tobytes() for image in images] == rasters
    assert found.tolist() == said == [9, 3, 0]
    again, labels_again = read_npz(out)
    assert labels_again is not None
    assert (again == images).all()


def test_idx_loads_with_numpy_alone(journal: Journal, tmp_path: Path) -> None:
    out = tmp_path / "idx"
    assert export(journal, "idx", out, "last") == 3
    said, rasters = _digits(journal)
    images = gzip.decompress((out / "drawings-images-idx3-ubyte.gz").read_bytes())
    found = gzip.decompress((out / "drawings-labels-idx1-ubyte.gz").read_bytes())
    assert np.frombuffer(images, ">u4", 4).tolist() == [0x803, 3, 28, 28]
    assert np.frombuffer(images, np.uint8, offset=16).tobytes() == b"".join(rasters)
    assert np.frombuffer(found, ">u4", 2).tolist() == [0x801, 3]
    assert np.frombuffer(found, np.uint8, offset=8).tolist() == said
    again, labels_again = read_idx(out / "drawings-images-idx3-ubyte.gz")
    assert labels_again is not None
    assert (again.shape, labels_again.tolist()) == ((3, 28, 28), said)


def test_png_has_a_folder_for_each_label(
    journal: Journal, kept: list[DrawingEntry], tmp_path: Path
) -> None:
    out = tmp_path / "png"
    assert export(journal, "png", out, "last") == 6
    names = {file.relative_to(out).as_posix() for file in out.rglob("*.png")}
    folders = ("9", "unlabelled", "3", "no-digit", "other-1-1", "0")
    expected = zip(folders, kept, strict=True)
    assert names == {f"{folder}/{entry.id}.png" for folder, entry in expected}
    with Image.open(out / "9" / f"{kept[0].id}.png") as picture:
        assert (picture.mode, picture.size) == ("L", (28, 28))
        assert picture.tobytes() == kept[0].raster


@given(labels)
def test_no_label_leads_out_of_the_folder(label: int | str | None) -> None:
    name = folder_name(label)
    assert name.replace("-", "").isalnum()
    assert len(name) < 60
    if isinstance(label, str):
        assert name not in {str(digit) for digit in range(10)}


@pytest.mark.parametrize("form", ["npz", "idx"])
def test_packing_can_be_called_off_too(journal: Journal, tmp_path: Path, form: str) -> None:
    """GIVEN all drawings are read, WHEN the person cancels while they are packed, THEN nothing is
    left."""
    told: list[int] = []
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportCancelledError):
        export(
            journal,
            form,
            tmp_path / "folder" / "out",
            progress=lambda done, _: told.append(done),
            cancelled=lambda: told[-1:] == [7],
        )
    assert told == [0, 7]
    assert list((tmp_path / "folder").iterdir()) == []


def test_idx_that_cannot_be_written_leaves_no_folder(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(gzip.GzipFile, "write", full)
    with pytest.raises(ExportError, match="The disk is full"):
        export(journal, "idx", tmp_path / "out")
    assert not (tmp_path / "out").exists()
