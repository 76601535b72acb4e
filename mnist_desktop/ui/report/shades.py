"""Colours between two others, and the text's colour that can be read on them. Knows no Qt."""

from mnist_desktop.ui.theme import contrast


def between(first: str, second: str, share: float) -> str:
    """``#rrggbb`` so far, 0–1, from one colour to the other."""
    channels = (round(a + (b - a) * share) for a, b in zip(_rgb(first), _rgb(second), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def readable_on(ground: str) -> str:
    """Black or white, whichever stands out more: at least 4.5:1 on any colour."""
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, ground))


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
