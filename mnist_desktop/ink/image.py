"""Pictures of one digit to the 28×28 that a model sees: files, pasted pictures, arrays.

Photographs, scans and painted bitmaps of any size, dark on light or light on dark, thin or thick.
A picture that is no picture is refused in one sentence; blank paper is an all-zero raster.
"""

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from mnist_desktop.errors import PictureError
from mnist_desktop.ink.greys import SIDE, to_grey
from mnist_desktop.ink.locating import find_digit
from mnist_desktop.ink.placing import is_laid_out, measure, place
from mnist_desktop.ink.raster import SIZE, Raster

MAX_PIXELS = 20_000_000
"""Most pixels in a picture; checked before any is decoded."""

FORMATS = (
    "PNG", "JPEG", "MPO", "BMP", "DIB", "GIF", "TIFF", "WEBP", "AVIF", "JPEG2000", "PPM",
    "ICO",
)  # fmt: skip
"""What is read. No others: some of Pillow's (EPS) start other programs."""

_ANOTHER = "Use PNG, JPEG, GIF, BMP, TIFF or WebP."
_SMALLER = f"Shrink it to at most {MAX_PIXELS // 1_000_000} megapixels."


def read_picture(path: Path) -> Raster:
    """The 28×28 from a picture file.

    Args:
        path: a picture of one digit; of an animation the first frame is taken.

    Returns:
        uint8 of shape (28, 28), 0 = paper, 255 = full ink; all zero when the paper is blank.

    Raises:
        PictureError: no such file, no picture, damaged, or over ``MAX_PIXELS``.
    """
    _check_file(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of oddities that do not concern the person
        try:
            with Image.open(path, formats=_formats()) as image:
                _check_size(image.size, str(path))
                grey = to_grey(image)
        except PictureError:
            raise
        except Image.DecompressionBombError:
            raise PictureError(f"{path} is too large a picture.", _SMALLER) from None
        except UnidentifiedImageError:
            raise PictureError(f"{path} is not a picture that can be read.", _ANOTHER) from None
        except PermissionError:
            raise _unreadable(path) from None
        except Exception as error:  # decoders raise anything on a damaged file
            raise PictureError(
                f"{path} is damaged or incomplete.", "Save or copy the picture again."
            ) from error
    return _grey_to_raster(grey, None)


def picture_to_raster(image: Image.Image) -> Raster:
    """Like :func:`read_picture`, from a picture in memory: pasted or dropped.

    Raises:
        PictureError: over ``MAX_PIXELS``, without a pixel, or damaged.
    """
    _check_size(image.size, "The picture")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            grey = to_grey(image)
        except Exception as error:  # as above: it may not be decoded yet
            raise PictureError(
                "The picture is damaged or incomplete.", "Copy the picture again."
            ) from error
    return _grey_to_raster(grey, None)


def array_to_raster(grey: npt.NDArray[np.uint8], ink_is_high: bool | None = None) -> Raster:
    """The 28×28 from grey levels of any size.

    Args:
        grey: uint8 of shape (h, w).
        ink_is_high: True when 255 is ink, False when 0 is, None to find out.

    Raises:
        PictureError: not of that shape and type, without a pixel, or over ``MAX_PIXELS``.
    """
    if grey.ndim != 2 or grey.dtype != np.uint8:
        raise PictureError(
            f"The image is {grey.dtype} of shape {grey.shape}.",
            "Give grey levels as uint8 of shape (height, width).",
        )
    _check_size((grey.shape[1], grey.shape[0]), "The image")
    picture = Image.fromarray(np.ascontiguousarray(grey))
    if max(picture.size) > SIDE:
        picture = to_grey(picture)
    return _grey_to_raster(picture, None if ink_is_high is None else not ink_is_high)


def _formats() -> list[str]:
    """Those of ``FORMATS`` that this build of Pillow has."""
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _grey_to_raster(picture: Image.Image, dark_ink: bool | None) -> Raster:
    digit = find_digit(picture, dark_ink)
    if digit is None:
        return np.zeros((SIZE, SIZE), dtype=np.uint8)
    trace = measure(digit.mask)
    if picture.size == (SIZE, SIZE):
        levels = np.array(picture)
        raster = 255 - levels if digit.dark_ink else levels
        if is_laid_out(raster, trace):
            return raster
    return place(digit.ink, trace)


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise PictureError(f"{path} is a folder, not a picture.", "Name the pictures in it.")
        if not path.exists():
            raise PictureError(f"{path} does not exist.", "Check the name.")
        if not path.is_file():
            raise PictureError(f"{path} is not a file.", "Name a picture file.")
        if path.stat().st_size == 0:
            raise PictureError(f"{path} is empty.", "Save or copy the picture again.")
    except (OSError, ValueError):  # no right to look, a name too long, a null in the name
        raise _unreadable(path) from None


def _unreadable(path: Path) -> PictureError:
    return PictureError(f"{path} cannot be opened.", "Check its name and your right to read it.")


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise PictureError(f"{name} has no pixels.", "Choose another picture.")
    if width * height > MAX_PIXELS:
        raise PictureError(f"{name} is {width:,}×{height:,} pixels, too large.", _SMALLER)
