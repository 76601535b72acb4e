import csv
import io
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_desktop.journal.entry import NO_DIGIT, DrawingEntry
from mnist_desktop.journal.export import export
from mnist_desktop.journal.exports.csv_cells import cell, defuse, read_back
from mnist_desktop.journal.exports.csv_file import COLUMNS
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import Origin, RecordedDrawing
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.strategies import entries, labels, origins

FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  # full-width signs


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_csv_has_a_row_for_each_prediction(
    journal: Journal, kept: list[DrawingEntry], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    assert export(journal, "csv", out, "last") == 6
    rows = _read_csv(out)
    expected = [(entry, answer) for entry in kept for answer in entry.predictions]
    assert len(rows) == len(expected) == 30
    for row, (entry, answer) in zip(rows, expected, strict=True):
        assert (row["drawing"], row["session"]) == (str(entry.id), str(entry.session))
        assert datetime.fromisoformat(row["drawn_at"]) == entry.drawn_at
        assert (row["model"], row["digit"]) == (answer.model, str(answer.digit))
        assert tuple(float(row[f"p{digit}"]) for digit in range(10)) == answer.probabilities
        assert (row["familiarity"] or None) == (answer.familiarity and repr(answer.familiarity))
        assert (row["verdict"], row["model_sha256"]) == (answer.verdict, answer.model_sha256)
        assert float(row["milliseconds"]) == answer.milliseconds
        assert float(row["pen_width"]) == entry.pen_width
    said = [(row["label"], row["first_label"]) for row in rows[::5]]
    assert said[:4] == [("9", "7"), ("", ""), ("3", "3"), (NO_DIGIT, NO_DIGIT)]


def test_csv_is_what_the_rfc_and_spreadsheets_want(journal: Journal, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    export(journal, "csv", out, "last")
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.endswith(b"\r\n")
    assert b",'=1+1," in content
    assert b",=1+1" not in content


def test_csv_keeps_a_drawing_that_no_model_answered(
    store: JournalStore, path: Path, tmp_path: Path
) -> None:
    entry = replace(make_entry(label=4), predictions=())
    store.append(entry)
    with Journal.open_readonly(path) as journal:
        assert export(journal, "csv", tmp_path / "out.csv") == 1
    (row,) = _read_csv(tmp_path / "out.csv")
    assert (row["drawing"], row["label"], row["model"], row["p0"]) == (str(entry.id), "4", "", "")
    assert row["source"] == "canvas"


@given(labels.filter(lambda label: isinstance(label, str)))
def test_any_text_can_be_read_back_from_a_cell_and_none_is_a_formula(text: str) -> None:
    line = f"1,{cell(text)},2\r\n"
    ((before, found, after),) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert (before, after) == ("1", "2")
    assert not found.startswith(FORMULA)
    assert read_back(found) == text


@given(st.text(alphabet="=+-@'\t\r\n;,\"x＝＋－＠ ", max_size=9))  # noqa: RUF001  # full-width signs
def test_no_part_of_a_text_becomes_a_formula_where_lines_are_split_otherwise(text: str) -> None:
    """GIVEN a program that splits at semicolons, tabs or line breaks, THEN it sees no formula."""
    for part in re.split(r"[,;\t\r\n]", defuse(text)):
        assert not part.startswith(tuple("=+-@＝＋－＠"))  # noqa: RUF001  # full-width signs
    assert read_back(defuse(text)) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, "7"),
        (-0.5, "-0.5"),
        (None, ""),
        ("-5", "'-5"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'quoted", "''quoted"),
        ("a;=1+1", '"a;\'=1+1"'),
        ("tab\t=1", '"tab\t\'=1"'),
        ("line\n-2", '"line\n\'-2"'),
        ('say "no", please', '"say ""no"", please"'),
        ("＝1+1", "'＝1+1"),  # noqa: RUF001  # full-width sign
        ("ü 😀", "ü 😀"),
    ],
)
def test_a_cell(value: str | float | None, written: str) -> None:
    assert cell(value) == written


@given(drawn=st.lists(entries, min_size=1, max_size=3, unique_by=lambda e: e.id), origin=origins)
@settings(max_examples=15, deadline=None)
def test_every_cell_of_any_journal_is_what_was_kept(
    drawn: list[DrawingEntry], origin: Origin, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("csv")
    store = JournalStore(place / "journal.sqlite3")
    for entry in drawn:
        store.add(RecordedDrawing(entry, origin))
    store.close()
    with Journal.open_readonly(store.path) as journal:
        export(journal, "csv", place / "out.csv")
        kept = list(journal.drawings())
        assert not journal.unsound
    rows = _read_csv(place / "out.csv")
    expected = [(d, a) for d in kept for a in d.entry.predictions or (None,)]
    for row, (recorded, answer) in zip(rows, expected, strict=True):
        entry = recorded.entry
        texts = (entry.pen_colour, entry.paper_colour, entry.source, recorded.origin.app_version)
        columns = ("pen_colour", "paper_colour", "source", "app_version")
        assert tuple(read_back(row[name]) for name in columns) == texts
        assert read_back(row["label"]) == ("" if entry.label is None else str(entry.label))
        assert float(row["pen_width"]) == entry.pen_width
        assert row["device"] == str(recorded.origin.device)
        if answer is None:
            assert row["model"] == row["p9"] == row["milliseconds"] == ""
            continue
        said = (answer.model, answer.verdict, answer.model_sha256)
        assert tuple(read_back(row[n]) for n in ("model", "verdict", "model_sha256")) == said
        assert tuple(float(row[f"p{digit}"]) for digit in range(10)) == answer.probabilities
        assert float(row["milliseconds"]) == answer.milliseconds
        assert (float(row["familiarity"]) if row["familiarity"] else None) == answer.familiarity
        assert row["digit"] == ("" if answer.digit is None else str(answer.digit))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE prediction SET digit = (digit + 1) % 10 WHERE drawing = 3 AND model = 'svm'",
        "UPDATE prediction SET probabilities = '[0,0,0,0,0,0,0,0,0,''1'']' WHERE drawing = 3",
        "UPDATE prediction SET verdict = CAST(x'ff' AS TEXT) WHERE drawing = 3",
        "DELETE FROM prediction WHERE drawing = 3 AND model = 'vote'",
        "UPDATE drawing SET source = 'elsewhere' WHERE number = 3",
        "UPDATE drawing SET label = '7' WHERE number = 3",
    ],
)
def test_a_drawing_with_a_damaged_row_is_left_out(
    kept: list[DrawingEntry], store: JournalStore, path: Path, tmp_path: Path, damage: str
) -> None:
    """GIVEN a bit that flipped on the disk, WHEN the journal is exported, THEN the drawing is left
    out and named, and all others are there."""
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("prediction", "drawing"):
            connection.execute(f"DROP TRIGGER {table}_is_append_only")
        assert connection.execute(damage).rowcount
    with Journal.open_readonly(path) as journal:
        assert export(journal, "csv", tmp_path / "out.csv") == 6
        assert journal.unsound == {kept[1].id}
    found = {row["drawing"] for row in _read_csv(tmp_path / "out.csv")}
    assert len(found) == 6
    assert str(kept[1].id) not in found


def test_answers_stand_in_the_order_in_which_they_were_given(
    store: JournalStore, path: Path, tmp_path: Path
) -> None:
    entry = make_entry()
    entry = replace(entry, predictions=entry.predictions[::-1])
    store.append(entry)
    with Journal.open_readonly(path) as journal:
        export(journal, "csv", tmp_path / "out.csv")
    rows = _read_csv(tmp_path / "out.csv")
    assert [row["model"] for row in rows] == [answer.model for answer in entry.predictions]
