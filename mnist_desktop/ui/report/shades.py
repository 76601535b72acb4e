"""Colours between two of the theme, and the text's colour that can be read on them. Knows no Qt."""

from mnist_desktop.ui.theme import Theme, contrast


def between(first: str, second: str, share: float) -> str:
    """``#rrggbb`` so far, 0–1, from one colour to the other."""
    channels = (round(a + (b - a) * share) for a, b in zip(_rgb(first), _rgb(second), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def readable_on(ground: str, theme: Theme) -> str:
    """The theme's text or its opposite, whichever stands out more."""
    return max((theme.text, theme.on_accent), key=lambda colour: contrast(colour, ground))


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
