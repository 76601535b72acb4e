"""What a setting may be."""

import math

import pytest

from mnist_desktop.settings.rules import Choice, Number, Text


@pytest.mark.parametrize("value", [2, 2.0, 40, 13.5])
def test_a_number_in_range_is_accepted(value: float) -> None:
    assert Number(2, 40).accepts(value)


@pytest.mark.parametrize("value", [1.9, 41, math.nan, math.inf, True, "13", None, [13]])
def test_what_is_no_number_in_range_is_refused(value: object) -> None:
    assert not Number(2, 40).accepts(value)


def test_a_choice_takes_its_words_only() -> None:
    rule = Choice(("light", "dark"))
    assert rule.accepts("dark")
    assert not rule.accepts("DARK")
    assert not rule.accepts(1)


def test_a_text_matches_from_end_to_end() -> None:
    rule = Text("#[0-9a-f]{6}")
    assert rule.accepts("#00ff7f")
    assert not rule.accepts("#00ff7f; DROP")
    assert not rule.accepts("#00ff7f\n")
    assert not rule.accepts(7)
