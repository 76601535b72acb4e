"""Both themes can be read: contrasts after WCAG 2.2."""

import pytest

from mnist_desktop.ui.model_panel import MODELS
from mnist_desktop.ui.pen_panel import PAPER_PRESETS
from mnist_desktop.ui.sheet_painter import _GREYS
from mnist_desktop.ui.theme import DARK, LIGHT, Theme, contrast

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
TEXTS = [
    ("text", "window"), ("text", "surface"), ("text", "sunken"), ("text", "chosen"),
    ("text", "notice"), ("muted", "window"), ("muted", "surface"), ("muted", "chosen"),
    ("on_accent", "accent"), ("sure", "surface"), ("unsure", "surface"), ("refused", "surface"),
]  # fmt: skip
SIGNS = [
    ("accent", "surface"), ("bar", "surface"), ("outline", "surface"), ("outline", "window"),
    ("sure", "chosen"), ("unsure", "chosen"), ("refused", "chosen"), ("unsure", "window"),
]  # fmt: skip


@THEMES
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_bars_borders_and_signs_can_be_seen(theme: Theme, sign: str, ground: str) -> None:
    assert contrast(getattr(theme, sign), getattr(theme, ground)) >= 3


@THEMES
def test_ink_stands_out_on_paper(theme: Theme) -> None:
    assert contrast(theme.ink, theme.paper) >= 12


@pytest.mark.parametrize("paper", [*PAPER_PRESETS.values(), "#777777", "#ff0000"])
def test_the_hint_can_be_read_on_any_paper(paper: str) -> None:
    assert max(contrast(grey, paper) for grey in (*_GREYS, "#000000")) >= 4.5


def test_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_model_of_the_registry_has_a_name() -> None:
    from mnist_desktop.recognition.recogniser import VOTE
    from mnist_desktop.recognition.registry import MODEL_IDS

    assert list(MODELS) == [VOTE, *MODEL_IDS]
