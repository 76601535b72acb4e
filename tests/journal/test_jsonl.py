import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from mnist_desktop.errors import InkError
from mnist_desktop.ink.inkfile import LabelledInk, read_ink_file
from mnist_desktop.journal.encoding import encode
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.export import export
from mnist_desktop.journal.exports.jsonl_file import from_line, to_line, write
from mnist_desktop.journal.identity import prediction_id, uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry
from tests.journal.strategies import bits, entries, labels


@given(entry=entries, later=labels)
@settings(max_examples=100, deadline=None)
def test_an_ink_line_holds_everything(
    entry: DrawingEntry, later: int | str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    event = LabelEvent(uuid7(), entry.id, datetime.now(UTC), later)
    recorded = RecordedDrawing(entry, Origin("1.2.3", uuid7()), (event,))
    out = tmp_path_factory.getbasetemp() / "line.jsonl"
    assert write([encode(recorded)], out) == 1
    (line,) = list(read_ink_file(out))
    back = from_line(line)
    assert back == recorded
    assert type(back.label) is type(recorded.label)
    assert bits(back.entry) == bits(entry)
    assert (line.label, line.writer, line.ink) == (later, None, entry.ink)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_an_ink_file_makes_the_same_journal_anew(
    journal: Journal, tmp_path: Path, name: str
) -> None:
    """GIVEN an export, WHEN another journal takes it, THEN both export the same bytes."""
    out = tmp_path / name
    assert export(journal, "jsonl", out, "all") == 7
    assert (out.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")
    other = JournalStore(tmp_path / "other.sqlite3")
    for line in read_ink_file(out):
        other.add(from_line(line))
    other.close()
    with Journal.open_readonly(tmp_path / "other.sqlite3") as again:
        assert list(again.drawings()) == list(journal.drawings())
        assert again.sessions() == journal.sessions()
        export(again, "jsonl", tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == out.read_bytes()


def test_an_ink_line_names_its_predictions(journal: Journal, tmp_path: Path) -> None:
    export(journal, "jsonl", tmp_path / "out.jsonl", "last")
    with (tmp_path / "out.jsonl").open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            for answer in line["predictions"]:
                key = prediction_id(next(journal.drawings("last")).entry.id, answer["model"])
                assert len(answer["id"]) == len(str(key))
            assert line["writer"] is None
            assert len({answer["id"] for answer in line["predictions"]}) == 5


@pytest.mark.parametrize(
    "change",
    [
        {"id": "no key"},
        {"raster": "AAAA"},
        {"raster": "no base64!"},
        {"first_label": 12},
        {"drawn_at": "2025-01-01T00:00:00"},
        {"predictions": [{}]},
        {"predictions": None},
        {"label_events": [{"id": "x"}]},
        {"pen_width": None},
    ],
)
def test_a_changed_ink_line_is_no_drawing_of_a_journal(change: dict[str, object]) -> None:
    stored = encode(RecordedDrawing(make_entry(), Origin("1", uuid7())))
    value = json.loads(to_line(stored)) | change
    with pytest.raises(InkError, match="Line 4 is no drawing"):
        from_line(LabelledInk(make_entry().ink, line=4, other=value))
