import csv
import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hypothesis import given

from mnist_desktop.journal.entry import NO_DIGIT, DrawingEntry
from mnist_desktop.journal.export import export
from mnist_desktop.journal.exports.csv_file import COLUMNS, cell
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.strategies import labels


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
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert found.removeprefix("'") == text
