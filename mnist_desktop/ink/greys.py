"""Any picture to a grey one of bounded size: modes, depths, colours, transparency, rotation.

Pillow turns 16-bit to white by clipping and drops transparency to black; here they are scaled and
laid on white. Large pictures are shrunk band by band, so that memory stays bounded.
"""

import numpy as np
from PIL import Image

SIDE = 768
"""Pixels of the larger side of the grey picture, at most."""

_BAND = 1 << 20  # pixels converted at once
_DEEP = ("I", "F")  # modes that begin so have more than eight bits
_TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")
_COLOURED = 1.5  # times the contrast of luminance: the colours part ink from paper better
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112  # Exif's tag


def to_grey(image: Image.Image) -> Image.Image:
    """A grey picture, mode L, at most ``SIDE`` pixels across, upright.

    Args:
        image: any mode; an animation gives its current frame.

    Raises:
        Exception: whatever Pillow raises on a damaged or unsupported picture.
    """
    scale = SIDE / max(image.size)
    if scale < 1:  # only JPEG can: it then decodes to a half, a quarter or an eighth
        image.draft(None, (max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    image.load()
    small = _shrunk(image, white=True)
    if _has_transparency(image) and _is_white(small):
        small = _shrunk(image, white=False)  # light ink on nothing
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    if turn is not None:
        small = small.transpose(turn)
    return small if small.mode == "L" else _without_colour(small)


def _shrunk(image: Image.Image, *, white: bool) -> Image.Image:
    """The picture in mode L or RGB, shrunk by a whole factor to at most ``SIDE`` pixels."""
    depth = _depth(image) if image.mode.startswith(_DEEP) else (0.0, 1.0)
    factor = -(-max(image.size) // SIDE)
    if factor == 1:
        return _opaque(image, depth, white=white)
    rows = max(1, _BAND // (image.width * factor)) * factor
    shrunk: Image.Image | None = None
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        part = _opaque(band, depth, white=white).reduce(factor)
        if shrunk is None:
            size = -(-image.width // factor), -(-image.height // factor)
            shrunk = Image.new(part.mode, size)
        shrunk.paste(part, (0, top // factor))
    assert shrunk is not None  # noqa: S101  # a picture has at least one row
    return shrunk


def _depth(image: Image.Image) -> tuple[float, float]:
    """The levels of black and white in a picture of more than eight bits."""
    extrema = image.getextrema()
    low, high = (float(value) for value in extrema)  # type: ignore[arg-type]  # one band: a pair
    if image.mode.startswith("F"):
        return (0.0, 1.0) if 0 <= low <= high <= 1 else (min(low, 0.0), max(high, low + 1))
    for white in (255.0, 4095.0, 65535.0):
        if high <= white and (white < 4096 or high > 4095) and not image.mode.startswith("I;16"):
            return min(low, 0.0), white
    return min(low, 0.0), (4095.0 if high <= 4095 else max(high, 65535.0))


def _opaque(image: Image.Image, depth: tuple[float, float], *, white: bool) -> Image.Image:
    """The picture in mode L or RGB, on white or black paper where it is transparent."""
    if image.mode.startswith(_DEEP):
        black, full = depth
        levels = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=full, neginf=black)
        scaled = np.clip((levels - black) * (255 / (full - black)), 0, 255)
        return Image.fromarray(np.rint(scaled).astype(np.uint8))
    if _has_transparency(image):
        colours = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white" if white else "black")
        paper.paste(colours, mask=colours.getchannel("A"))
        return paper
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image.getchannel("L") if image.mode == "LAB" else image.convert("RGB")


def _has_transparency(image: Image.Image) -> bool:
    return image.mode in _TRANSPARENT or "transparency" in image.info


def _is_white(image: Image.Image) -> bool:
    return not np.any(np.asarray(image) < 245)


def _without_colour(image: Image.Image) -> Image.Image:
    """Luminance, or the mixture of red, green and blue in which ink and paper differ most."""
    tiny = image.resize((min(64, image.width), min(64, image.height)), Image.Resampling.BOX)
    colours = np.asarray(tiny, dtype=np.float64).reshape(-1, 3)
    spread = np.atleast_2d(np.cov(colours, rowvar=False, bias=True))
    luminance = np.array([0.299, 0.587, 0.114])
    main = np.linalg.eigh(spread)[1][:, -1]
    main /= np.abs(main).sum() * (1 if main.sum() >= 0 else -1)
    if main @ spread @ main <= _COLOURED**2 * (luminance @ spread @ luminance):
        return image.convert("L")
    offset = -255 * np.minimum(main, 0).sum()
    return image.convert("L", (*main.tolist(), float(offset)))
