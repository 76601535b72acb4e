"""An exported journal comes back as it was; a damaged file leaves the journal as it was."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnist_desktop.errors import InkError, JournalError
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal import importing
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.export import export
from mnist_desktop.journal.faults import JournalDamagedError
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.importing import (
    DamagedLinesError,
    ImportCancelledError,
    Imported,
    import_file,
)
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.rescue import write_unsaved
from mnist_desktop.journal.store import JournalStore
from mnist_desktop.journal.writer import JournalWriter
from tests.journal.making import Heard, make_entry
from tests.journal.strategies import entries, labels, origins


def take(path: Path, journal: Path, **how: object) -> Imported:
    """Import into the journal at a path."""
    store = JournalStore(journal)
    try:
        return import_file(path, lambda task: task(store), **how)
    finally:
        store.close()


def written(journal: Path, out: Path) -> bytes:
    """The journal as an ink file."""
    with Journal.open_readonly(journal) as opened:
        export(opened, "jsonl", out)
    return out.read_bytes()


def rows(journal: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is about drawings, with numbers and checksums."""
    tables = ("session", "drawing", "ink", "prediction", "label_event")
    with closing(sqlite3.connect(journal)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608


@given(
    drawn=st.lists(entries, max_size=4, unique_by=lambda e: e.id),
    later=st.lists(labels, max_size=3),
    origin=origins,
)
@settings(max_examples=15, deadline=None)
def test_any_journal_comes_back_byte_for_byte(
    drawn: list[DrawingEntry],
    later: list[int | str | None],
    origin: Origin,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """GIVEN any journal, WHEN it is exported, imported into a new one and exported, THEN the two
    files are the same, and so are the two journals, row for row."""
    place = tmp_path_factory.mktemp("back")
    store = JournalStore(place / "one.sqlite3")
    for entry in drawn:
        events = tuple(LabelEvent(uuid4(), entry.id, entry.drawn_at, label) for label in later)
        store.add(RecordedDrawing(entry, origin, events))
    store.close()
    first = written(store.path, place / "one.jsonl")
    done = take(place / "one.jsonl", place / "two.sqlite3")
    assert done == Imported(len(drawn), 0, len(drawn) * len(later))
    assert written(place / "two.sqlite3", place / "two.jsonl") == first
    assert rows(place / "two.sqlite3") == rows(store.path)


@pytest.fixture
def exported(journal: Journal, tmp_path: Path) -> Path:
    """The seven drawings of ``kept`` as an ink file."""
    out = tmp_path / "exported.jsonl.gz"
    export(journal, "jsonl", out)
    return out


@pytest.mark.usefixtures("kept")
def test_importing_twice_changes_nothing(exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    assert take(exported, other) == Imported(7, 0, 1)
    before = rows(other)
    assert take(exported, other) == Imported(0, 7, 0)
    assert rows(other) == before


def test_other_drawings_stay_and_new_labels_are_added(
    exported: Path, kept: list[DrawingEntry], store: JournalStore, path: Path, tmp_path: Path
) -> None:
    """GIVEN a journal with a drawing of its own and an older copy of ours, WHEN ours is imported
    with a label given since, THEN it has its own drawing, ours once each, and that label."""
    other = tmp_path / "other.sqlite3"
    own = make_entry(label=2)
    theirs = JournalStore(other)
    theirs.append(own)
    theirs.close()
    take(exported, other)
    store.relabel(LabelEvent(uuid7(), kept[2].id, datetime.now(UTC), 8))
    with Journal.open_readonly(path) as ours:
        export(ours, "jsonl", tmp_path / "later.jsonl")
        everything = list(ours.drawings())
    assert take(tmp_path / "later.jsonl", other) == Imported(0, 7, 1)
    with Journal.open_readonly(other) as merged:
        found = list(merged.drawings())
        assert found[0].entry == own
        assert found[1:] == everything
        assert found[4].label == 8
        assert not merged.unsound


def test_the_label_that_was_said_last_counts_after_a_merge(
    kept: list[DrawingEntry], path: Path, tmp_path: Path
) -> None:
    """GIVEN two copies of a journal, each with a label of its own, WHEN either is imported into the
    other, THEN the later of the two labels counts in both, and none is lost."""
    early, late = datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 1, 2, tzinfo=UTC)
    said = {"early": (early, 4), "late": (late, 6)}
    for name, (at, label) in said.items():
        copy = tmp_path / f"{name}.sqlite3"
        written(path, tmp_path / "start.jsonl")
        take(tmp_path / "start.jsonl", copy)
        store = JournalStore(copy)
        store.relabel(LabelEvent(uuid7(), kept[1].id, at, label))
        store.close()
        written(copy, tmp_path / f"{name}.jsonl")
    for name, other in (("early", "late"), ("late", "early")):
        assert take(tmp_path / f"{other}.jsonl", tmp_path / f"{name}.sqlite3").labels == 1
        with Journal.open_readonly(tmp_path / f"{name}.sqlite3") as journal:
            drawing = list(journal.drawings())[2]
        assert [event.label for event in drawing.relabels] == [4, 6]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line[:50],
        lambda line: line.replace('"vote"', '"svm"'),
        lambda line: line.replace('"label":', '"label":1,"labelled":', 1),
        lambda line: line.replace('"first_label":', '"first":', 1),
        lambda line: line.replace('"milliseconds":', '"milliseconds":1e999,"ms":', 1),
        lambda line: line.replace('"digit":', '"digit":99,"was":', 1),
        lambda line: "[]",
        lambda line: '{"strokes": [[[1, "x"]]]}',
        lambda line: '{"drawing": "x", "label": 3}',
        lambda line: "\x00\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_damaged_line_keeps_the_whole_file_out(
    exported: Path, tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    """GIVEN a file whose third and fifth line are damaged, WHEN it is imported, THEN both are named
    by number and the journal is as it was."""
    lines = gzip.decompress(exported.read_bytes()).decode().splitlines()
    for index in (2, 4):
        lines[index] = spoil(lines[index])
    file = tmp_path / "damaged.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    other = tmp_path / "other.sqlite3"
    with pytest.raises(DamagedLinesError, match="2 lines are damaged, so nothing was") as caught:
        take(file, other)
    assert caught.value.remedy
    for error, number in zip(caught.value.lines, (3, 5), strict=True):
        assert f"line {number}" in str(error).lower()
    assert not any(rows(other).values())


def test_a_file_that_ends_too_early_is_not_imported(exported: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(exported.read_bytes()[:-20])
    other = tmp_path / "other.sqlite3"
    with pytest.raises(InkError, match="damaged"):
        take(cut, other)
    with pytest.raises(InkError, match="cannot be read"):
        take(tmp_path / "no such file.jsonl", other)
    assert not any(rows(other).values())


@pytest.mark.usefixtures("kept")
def test_a_cancelled_import_leaves_nothing(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_STEP", 2)
    told: list[tuple[int, int]] = []
    other = tmp_path / "other.sqlite3"
    how = {"progress": lambda *step: told.append(step)}
    with pytest.raises(ImportCancelledError):
        take(exported, other, **how, cancelled=lambda: len(told) == 2)
    assert told == [(0, 7), (2, 7)]
    assert not any(rows(other).values())
    take(exported, other, **how)
    assert told[2:] == [(0, 7), (2, 7), (4, 7), (6, 7), (7, 7)]


def test_a_full_disk_leaves_the_journal_as_it_was(exported: Path, tmp_path: Path) -> None:
    """GIVEN a journal that cannot grow, WHEN much is imported, THEN it is a known error and all of
    the file is left out."""
    store = JournalStore(tmp_path / "other.sqlite3")
    store.append(make_entry())
    before = rows(store.path)

    def merge_when_full(task: Callable[[JournalStore], object]) -> object:
        with store.transaction() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        return task(store)

    with pytest.raises(JournalError, match="full"):
        import_file(exported, merge_when_full)
    store.close()
    assert rows(store.path) == before


def test_a_damaged_file_to_merge_does_not_put_the_journal_away(
    tmp_path: Path, heard: Heard
) -> None:
    """GIVEN a file that is no journal, WHEN the writer is to merge it, THEN it is a known error,
    and the journal stays where it is and goes on."""
    path, other = tmp_path / "journal.sqlite3", tmp_path / "other.sqlite3"
    entry = make_entry()
    writer = JournalWriter(path, heard)
    writer.append(entry)
    for content in (b"no database at all" * 999, None):
        if content is not None:
            other.write_bytes(content)
        else:
            JournalStore(tmp_path / "sound.sqlite3").close()
            sound = bytearray((tmp_path / "sound.sqlite3").read_bytes())
            sound[4096:] = b"\xff" * (len(sound) - 4096)
            other.write_bytes(sound)
        with pytest.raises(JournalError, match="cannot be merged") as caught:
            writer.run(lambda store: store.merge(other)).result()
        assert not isinstance(caught.value, JournalDamagedError)
    assert writer.close(30)
    assert not list(tmp_path.glob("journal.damaged*"))
    with Journal.open_readonly(path) as journal:
        assert [drawing.entry for drawing in journal.drawings()] == [entry]


PLAIN = [
    {"label": 7, "writer": "ann", "strokes": [[[0, 0], [90, 0], [40, 120]]]},
    {"label": "a cat", "writer": 12, "strokes": [[[0, 0], [50, 50, 8, 0.5]]], "place": "a school"},
    {"label": 7, "writer": "ann", "strokes": [[[0, 0], [90, 0], [40, 120]]]},
    {"strokes": [[[3, 4]]]},
]


@pytest.mark.parametrize("name", ["collected.jsonl", "collected.jsonl.gz"])
def test_ink_from_elsewhere_becomes_drawings(tmp_path: Path, name: str) -> None:
    """GIVEN ink that people collected, WHEN it is imported, twice, THEN each line is a drawing with
    its label and no predictions, and each writer has one session."""
    file, other = tmp_path / name, tmp_path / "other.sqlite3"
    text = "\n".join(map(json.dumps, PLAIN)).encode()
    file.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    assert take(file, other) == Imported(4, 0, 0)
    assert take(file, other) == Imported(0, 4, 0)
    with Journal.open_readonly(other) as journal:
        found = [drawing.entry for drawing in journal.drawings()]
        assert len(journal.sessions()) == 3
    assert [entry.label for entry in found] == [7, "a cat", 7, None]
    assert [entry.ink for entry in found] == [Ink.from_json(line["strokes"]) for line in PLAIN]
    assert [entry.source for entry in found] == [
        "import, writer ann", "import, writer 12", "import, writer ann", "import",
    ]  # fmt: skip
    assert all(len(entry.raster) == 784 and any(entry.raster) for entry in found)
    assert not any(entry.predictions for entry in found)
    assert found[0].session == found[2].session != found[1].session
    first = written(other, tmp_path / "first.jsonl")
    take(tmp_path / "first.jsonl", tmp_path / "third.sqlite3")
    assert written(tmp_path / "third.sqlite3", tmp_path / "second.jsonl") == first


def test_y_that_grows_up_is_turned_but_not_in_the_journals_own(
    exported: Path, journal: Journal, tmp_path: Path
) -> None:
    file, other = tmp_path / "up.jsonl", tmp_path / "other.sqlite3"
    text = gzip.decompress(exported.read_bytes()).decode() + json.dumps(PLAIN[0])
    file.write_text(text, encoding="utf-8")
    assert take(file, other, y_up=True).drawings == 8
    with Journal.open_readonly(other) as found:
        *ours, plain = found.drawings()
    assert ours == list(journal.drawings())
    assert max(point.y for point in plain.entry.ink.points()) <= 0


def test_what_was_rescued_can_be_imported(store: JournalStore, path: Path, tmp_path: Path) -> None:
    """GIVEN a drawing and a label that the journal could not take, WHEN both rescue files are
    imported, THEN both are in it."""
    old, new = make_entry(label=1), make_entry(label=2)
    store.append(old)
    store.close()
    write_unsaved(
        [new, LabelEvent(uuid7(), old.id, datetime.now(UTC), 5)], tmp_path / "rescue.jsonl"
    )
    assert take(tmp_path / "rescue.jsonl", path) == Imported(1, 0, 0)
    assert take(tmp_path / "rescue-labels.jsonl", path) == Imported(0, 0, 1)
    with Journal.open_readonly(path) as journal:
        assert [(d.entry, d.label) for d in journal.drawings()] == [(old, 5), (new, 2)]


@pytest.mark.usefixtures("kept")
def test_imported_drawings_are_not_shared(exported: Path, tmp_path: Path) -> None:
    """GIVEN a journal that shares, WHEN drawings are imported, THEN none is queued; what is drawn
    afterwards is."""
    store = JournalStore(tmp_path / "other.sqlite3")
    with store.transaction() as connection:
        connection.execute("UPDATE property SET value = 1 WHERE name = 'sharing'")
    import_file(exported, lambda task: task(store))
    query = "SELECT count(*) FROM outbox"
    with store.transaction() as connection:
        assert connection.execute(query).fetchone() == (0,)
        store.append(make_entry())
        assert connection.execute(query).fetchone() == (1,)
    store.close()


def test_the_one_writer_imports_while_others_draw(
    exported: Path, tmp_path: Path, heard: Heard
) -> None:
    writer = JournalWriter(tmp_path / "other.sqlite3", heard)
    session = writer.start_session()
    drawn = [replace(make_entry(seed=seed), session=session) for seed in range(20)]
    for entry in drawn[:10]:
        writer.append(entry)
    done = import_file(exported, lambda task: writer.run(task).result())
    for entry in drawn[10:]:
        writer.append(entry)
    assert writer.close(30)
    assert done.drawings == 7
    with Journal.open_readonly(tmp_path / "other.sqlite3") as journal:
        assert journal.count() == 27
        assert len(journal.sessions()) == 3
