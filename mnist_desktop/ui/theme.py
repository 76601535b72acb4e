"""The two themes: every colour of the window, by what it is for. Knows no Qt.

Texts keep a contrast of 4.5:1 against the ground that they stand on, bars and borders that mean
something 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); a test computes both.
"""

from dataclasses import dataclass

from mnist_desktop.settings.schema import AUTO
from mnist_desktop.ui.look import Look


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``.

    Attributes:
        name: ``light`` or ``dark``.
        window: behind everything.
        surface: cards, lists and controls.
        sunken: pressed or hovered controls, tracks.
        border: hairlines that only structure.
        outline: borders of controls.
        text: what is to be read first.
        muted: captions.
        accent: the answer's bar, what is chosen, the focus ring.
        on_accent: text on ``accent``.
        chosen: ground of what is chosen.
        bar: bars that are not the answer.
        sure: the mark of a sure answer.
        unsure: the mark of an answer of several digits.
        refused: the mark of "no digit", and of trouble.
        notice: ground of the banner.
        paper: the canvas, unless the person chose a colour.
        ink: the pen, unless the person chose a colour.
    """

    name: str
    window: str
    surface: str
    sunken: str
    border: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    bar: str
    sure: str
    unsure: str
    refused: str
    notice: str
    paper: str
    ink: str


LIGHT = Theme(
    name="light",
    window="#f3f4f7",
    surface="#ffffff",
    sunken="#e9ebf0",
    border="#dfe2e8",
    outline="#7f8794",
    text="#1a1d23",
    muted="#59616e",
    accent="#2a5bd7",
    on_accent="#ffffff",
    chosen="#e6edfd",
    bar="#8791a3",
    sure="#17794a",
    unsure="#945c00",
    refused="#b3261e",
    notice="#fdf3dc",
    paper="#ffffff",
    ink="#16181d",
)
DARK = Theme(
    name="dark",
    window="#15171b",
    surface="#1e2126",
    sunken="#2a2e35",
    border="#30353d",
    outline="#747d8b",
    text="#eceef2",
    muted="#a2aab6",
    accent="#86aaff",
    on_accent="#10131a",
    chosen="#26335a",
    bar="#717b8b",
    sure="#63d297",
    unsure="#f2b85a",
    refused="#ff8f85",
    notice="#3a3018",
    paper="#1e2126",
    ink="#f4f5f7",
)


def look_in(theme: Theme, pen_width: float, pen_colour: str, paper_colour: str) -> Look:
    """Pen and paper as chosen; :data:`AUTO` colours are the theme's."""
    pen = theme.ink if pen_colour == AUTO else pen_colour
    paper = theme.paper if paper_colour == AUTO else paper_colour
    return Look(pen_width, pen, paper)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0–1 (WCAG 2.2)."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
