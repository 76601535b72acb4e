"""What a setting may be."""

import math

import pytest

from mnist_desktop.settings.rules import Choice, Flag, Number, Port, Text, Whole
from mnist_desktop.settings.schema import ABOUT, About


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


@pytest.mark.parametrize("value", ["", "1", "5432", "65535"])
def test_a_port_is_a_number_as_text_or_nothing(value: str) -> None:
    assert Port().accepts(value)


@pytest.mark.parametrize(
    "value", ["0", "65536", "-1", "5432 ", "\uff15", "five", 5432, None, "00000"]
)
def test_what_is_no_port_is_refused(value: object) -> None:
    assert not Port().accepts(value)


@pytest.mark.parametrize("value", [-1, 8, 2.5, 3.0, True, "3", None])
def test_a_whole_number_is_whole_and_in_range(value: object) -> None:
    assert Whole(0, 7).accepts(0)
    assert Whole(0, 7).accepts(7)
    assert not Whole(0, 7).accepts(value)


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_on_and_off_are_truth_values_only(value: object) -> None:
    assert Flag().accepts(True)
    assert not Flag().accepts(value)


@pytest.mark.parametrize("about", ABOUT.values(), ids=lambda about: about.title)
def test_every_rule_says_what_may_be_given(about: About) -> None:
    assert about.rule.remedy.endswith(".")
