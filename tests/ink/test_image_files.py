"""Every kind of picture file comes to the same 28×28; what is no picture is refused clearly."""

import contextlib
import os
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from mnist_desktop.errors import PictureError
from mnist_desktop.ink.image import (
    MAX_PIXELS,
    array_to_raster,
    picture_to_raster,
    read_picture,
)
from tests.ink.painting import Grey, paint, unlike

GREY = paint(5)
PLAIN = array_to_raster(GREY)
ALIKE = 0.03  # of the ink: rounding of colours and depths, JPEG
TWO_LEVELS = 0.1  # without its soft edges the outline moves by up to half a pixel


def as_rgba(grey: Grey) -> Image.Image:
    """Black ink on transparent black: only the alpha tells ink from paper."""
    return Image.fromarray(np.dstack([np.zeros((*grey.shape, 3), np.uint8), 255 - grey]))


def with_palette(grey: Grey) -> Image.Image:
    """A palette whose transparent entry is black, as the ink is."""
    picture = Image.fromarray((grey < 128).astype(np.uint8))
    picture = picture.convert("P")
    picture.putpalette([0, 0, 0, 0, 0, 0])
    picture.info["transparency"] = 0
    return picture


MODES: dict[str, Callable[[], Image.Image]] = {
    "L": lambda: Image.fromarray(GREY),
    "RGB": lambda: Image.fromarray(GREY).convert("RGB"),
    "RGBA": lambda: as_rgba(GREY),
    "LA": lambda: as_rgba(GREY).convert("LA"),
    "PA": lambda: as_rgba(GREY).convert("PA"),
    "P": lambda: Image.fromarray(GREY).convert("P"),
    "P, transparent": lambda: with_palette(GREY),
    "1": lambda: Image.fromarray(GREY).convert("1", dither=Image.Dither.NONE),
    "CMYK": lambda: Image.fromarray(GREY).convert("RGB").convert("CMYK"),
    "YCbCr": lambda: Image.fromarray(GREY).convert("RGB").convert("YCbCr"),
    "HSV": lambda: Image.fromarray(GREY).convert("RGB").convert("HSV"),
    "LAB": lambda: Image.merge("LAB", [Image.fromarray(GREY), *[Image.new("L", (140, 140))] * 2]),
    "I;16": lambda: Image.fromarray(GREY.astype(np.uint16) * 257),
    "I;16, 12 bits used": lambda: Image.fromarray(GREY.astype(np.uint16) * 16),
    "I": lambda: Image.fromarray(GREY.astype(np.int32) * 257),
    "I, 8 bits used": lambda: Image.fromarray(GREY.astype(np.int32)),
    "F, 0 to 1": lambda: Image.fromarray(GREY.astype(np.float32) / 255),
    "F, 0 to 255": lambda: Image.fromarray(GREY.astype(np.float32)),
}


def bound(mode: str) -> float:
    return TWO_LEVELS if mode in ("1", "P, transparent") else ALIKE


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_gives_the_same_raster(mode: str) -> None:
    assert unlike(picture_to_raster(MODES[mode]()), PLAIN) < bound(mode)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.png", "L"), ("a.png", "RGB"), ("a.png", "RGBA"), ("a.png", "LA"), ("a.png", "P"),
        ("a.png", "P, transparent"), ("a.png", "1"), ("a.png", "I;16"), ("a.jpg", "L"),
        ("a.jpg", "RGB"), ("a.jpg", "CMYK"), ("a.tif", "I;16"), ("a.tif", "CMYK"),
        ("a.tif", "F, 0 to 1"), ("a.tif", "1"), ("a.tif", "LAB"), ("a.bmp", "RGB"),
        ("a.bmp", "1"), ("a.gif", "P"), ("a.gif", "P, transparent"), ("a.pgm", "L"),
        ("a.ppm", "RGB"), ("a.webp", "RGBA"), ("a.ico", "RGBA"),
    ],
)  # fmt: skip
def test_every_format_gives_the_same_raster(name: str, mode: str, tmp_path: Path) -> None:
    # GIVEN one digit saved in that format and mode
    MODES[mode]().save(tmp_path / name)
    # WHEN it is read
    raster = read_picture(tmp_path / name)
    # THEN the model sees what it sees of the plain picture
    assert raster.shape == (28, 28)
    assert raster.dtype == np.uint8
    scaled = 0.03 if name.endswith(".ico") else 0.0  # an icon is stored at 128 pixels
    assert unlike(raster, PLAIN) < bound(mode) + scaled


def test_white_ink_on_nothing_is_seen() -> None:
    alpha = Image.fromarray(255 - GREY)
    white = Image.new("RGB", alpha.size, "white")
    white.putalpha(alpha)
    assert unlike(picture_to_raster(white), PLAIN) < ALIKE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_turned_upright(orientation: int, tmp_path: Path) -> None:
    # GIVEN a camera that stored the picture turned and said so
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    picture = Image.fromarray(GREY)
    if orientation in back:
        picture = picture.transpose(back[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    for name in ("turned.jpg", "turned.png", "turned.tif"):
        picture.save(tmp_path / name, exif=exif)
        assert unlike(read_picture(tmp_path / name), PLAIN) < ALIKE, name


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    first, *others = (Image.fromarray(paint(digit)) for digit in (5, 1, 8))
    for name in ("moving.gif", "moving.png", "moving.webp", "pages.tif"):
        first.save(tmp_path / name, save_all=True, append_images=others)
        assert unlike(read_picture(tmp_path / name), PLAIN) < ALIKE, name


def test_blank_pictures_are_blank_rasters(tmp_path: Path) -> None:
    for mode, colour in [("L", 255), ("L", 0), ("RGBA", (0, 0, 0, 0)), ("1", 1), ("RGB", "navy")]:
        Image.new(mode, (60, 50), colour).save(tmp_path / "blank.png")
        assert not read_picture(tmp_path / "blank.png").any(), (mode, colour)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (2, 3), (3000, 2)])
def test_odd_sizes_are_read(size: tuple[int, int], tmp_path: Path) -> None:
    for colour in (0, 255):
        picture = Image.new("L", size, 255 - colour)
        picture.putpixel((size[0] // 2, size[1] // 2), colour)
        picture.save(tmp_path / "odd.png")
        assert read_picture(tmp_path / "odd.png").shape == (28, 28)


# What is refused.


def refusal(path: Path) -> str:
    with pytest.raises(PictureError) as caught:
        read_picture(path)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.png") == f"{tmp_path / 'no.png'} does not exist. Check the name."


def test_a_folder_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f"{tmp_path} is a folder, not a picture.")


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    assert refusal(tmp_path / "empty.png").startswith(f"{tmp_path / 'empty.png'} is empty.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "is not a file" in refusal(tmp_path / "pipe.png")


def test_an_impossible_name_is_refused() -> None:
    for name in ("a" * 5000, "null\0.png"):
        assert refusal(Path(name))


@pytest.mark.parametrize(
    "content",
    [
        b"not a picture\n", b"\0" * 100, bytes(range(256)),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b'<svg xmlns="x"/>', b"%PDF-1.7\n",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    expected = f"{path} is not a picture that can be read. Use PNG, JPEG, GIF, BMP, TIFF or WebP."
    assert refusal(path) == expected


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.bmp", "a.tif", "a.webp", "a.ppm"])
def test_truncated_pictures_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    Image.effect_noise((140, 140), 50).convert("RGB").save(path)
    whole = path.read_bytes()
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refusal(path) in (
            f"{path} is damaged or incomplete. Save or copy the picture again.",
            f"{path} is not a picture that can be read. Use PNG, JPEG, GIF, BMP, TIFF or WebP.",
        )


def test_altered_pictures_are_read_or_refused_never_worse(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    for name in ("a.png", "a.jpg", "a.gif", "a.bmp", "a.ppm", "a.webp", "a.ico"):
        Image.fromarray(GREY).convert("RGB").save(tmp_path / name)
        whole = (tmp_path / name).read_bytes()
        for _ in range(40):
            altered = bytearray(whole)
            for _ in range(4):
                altered[rng.integers(len(altered))] = rng.integers(256)
            (tmp_path / name).write_bytes(altered)
            with contextlib.suppress(PictureError):  # anything else fails the test
                assert read_picture(tmp_path / name).shape == (28, 28)


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and has next to nothing in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("size", [(5000, 4001), (10_000, 10_000), (50_000, 50_000), (2**31 - 1, 1)])
def test_huge_pictures_are_refused_before_they_are_decoded(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_header(*size))
    began = time.perf_counter()
    message = refusal(path)
    assert time.perf_counter() - began < 5  # measured: 0.002; decoding them takes minutes
    assert str(path) in message
    assert "too large" in message
    assert message.endswith("Shrink it to at most 20 megapixels.")


def test_huge_pictures_in_memory_are_refused() -> None:
    with pytest.raises(PictureError, match="too large"):
        picture_to_raster(Image.new("1", (5000, 4001)))
    with pytest.raises(PictureError, match="too large"):
        array_to_raster(np.broadcast_to(np.uint8(0), (5000, 4001)))


@pytest.mark.parametrize(
    "image",
    [np.zeros((0, 5), np.uint8), np.zeros((5, 5, 3), np.uint8), np.zeros((5, 5), np.float32)],
)
def test_arrays_that_are_no_grey_levels_are_refused(image: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(PictureError):
        array_to_raster(image)


_READ = """
import re, sys
from pathlib import Path
from mnist_desktop.ink.image import read_picture
ink = int(read_picture(Path(sys.argv[1])).sum())
print(ink, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
@pytest.mark.parametrize("mode", ["RGBA", "I;16", "CMYK"])
def test_the_largest_pictures_take_bounded_memory_and_time(mode: str, tmp_path: Path) -> None:
    # GIVEN 20 megapixels
    side = (5000, MAX_PIXELS // 5000)
    picture = Image.fromarray(paint(7, 500, 30)).resize(side, Image.Resampling.NEAREST)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)
    else:
        picture = picture.convert("RGB").convert(mode)
    path = tmp_path / ("large.tif" if mode == "CMYK" else "large.png")
    options = {"compress_level": 1} if path.suffix == ".png" else {}
    picture.save(path, **options)  # type: ignore[arg-type]
    # WHEN a fresh process reads it
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    ink, kilobytes = (int(word) for word in done.stdout.split())
    # THEN it needs no more than 300 MB in all, and a bound that only a hang would pass
    assert ink > 5000
    assert kilobytes < 300_000
    assert time.perf_counter() - began < 60
