"""Rows on demand: the right ones, and never many at once."""

from hypothesis import given
from hypothesis import strategies as st

from mnist_desktop.journal.report.view import View
from mnist_desktop.ui.report.pages import MOST, PAGE, Pages
from mnist_desktop.ui.report.place import answers_to, places_of
from tests.journal.report.building import made_facts

FACTS = made_facts(3, drawings=4000)
VIEW = View.of(FACTS)


@given(st.lists(st.integers(0, len(VIEW) - 1), max_size=200))
def test_rows_are_the_views_and_few_are_kept(places: list[int]) -> None:
    pages = Pages(VIEW)
    for place in places:
        assert pages.row(place) == VIEW.page(place, 1)[0]
        assert pages.kept <= MOST * PAGE


def test_reading_all_keeps_only_the_last_pages() -> None:
    pages = Pages(VIEW)
    assert len(VIEW) > MOST * PAGE
    for place in range(len(pages)):
        pages.row(place)
    assert pages.kept <= MOST * PAGE


@given(st.lists(st.integers(0, len(VIEW) - 1), max_size=20), st.integers(1, 7))
def test_rows_are_found_again_in_another_view(places: list[int], step: int) -> None:
    rows = [VIEW.page(place, 1)[0] for place in places]
    other = View(FACTS, VIEW.rows[::-step].copy())
    found = [other.page(place, 1)[0] for place in places_of(rows, other)]
    shown = set(other.rows.tolist())
    wanted = {place for place in places if VIEW.rows[place] in shown}
    assert len(found) == len(wanted)
    assert all(row in rows for row in found)


def test_answers_to_a_drawing_are_all_models() -> None:
    row = VIEW.page(11, 1)[0]
    answers = answers_to(row, FACTS).page(0, 99)
    assert answers == [each for each in VIEW.page(0, len(VIEW)) if each.drawing == row.drawing]
