"""``mnist-desktop report`` over a real journal, and the shared log by the same numbers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mnist_desktop import paths
from mnist_desktop.cli import main
from mnist_desktop.journal.entry import DrawingEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import MODELS, make_entry

_BINS = 15


@contextmanager
def _store() -> Iterator[JournalStore]:
    opened = JournalStore(paths.journal_file())
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def drawn() -> list[DrawingEntry]:
    """A session of three drawings on this device, then one of two on another; one relabelled."""
    sessions = (uuid7(), uuid7())
    said = (1, None, "no digit", 4, 4)
    entries = [make_entry(sessions[place // 3], label, place) for place, label in enumerate(said)]
    with _store() as store:
        for place, entry in enumerate(entries):
            other = Origin("0.1", uuid4()) if place >= 3 else store.origin
            store.add(RecordedDrawing(entry, other))
        store.relabel(LabelEvent(uuid7(), entries[0].id, datetime.now(UTC), 8))
    return entries


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["report", "--json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_the_shape_that_help_tells(
    drawn: list[DrawingEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    report = _json(capsys)
    assert report["source"] == "journal"
    assert (report["drawings"], report["labelled_drawings"], report["predictions"]) == (5, 4, 25)
    assert list(report["models"]) == sorted(MODELS)
    model = report["models"]["svm"]
    right = sum(
        entry.predictions[2].digit == label
        for entry, label in zip(drawn, (8, None, None, 4, 4), strict=True) if label
    )  # fmt: skip
    assert (model["n"], model["labelled"], model["right"]) == (5, 3, right)
    assert model["low"] <= model["accuracy"] <= model["high"]
    assert [len(row) for row in model["confusion"]] == [11] * 11
    assert sum(map(sum, model["confusion"])) == 4
    assert len(model["reliability"]) == _BINS
    assert set(model["reliability"][0]) == {"low", "high", "n", "confidence", "accuracy"}
    assert model["digits"]["8"]["drawn"] == 1
    assert model["digits"]["7"]["recall"] is None
    assert set(model["latency_ms"]) == {"median", "p95", "max"}
    assert sum(each["n"] for each in model["verdicts"].values()) == 5
    assert {by: len(groups) for by, groups in report["by"].items()} == {
        "session": 2, "date": 1, "model": 5, "device": 2,
    }  # fmt: skip
    assert report["by"]["session"][0]["key"] == str(drawn[0].session)
    assert set(report["by"]["session"][0]["models"]["svm"]) == {
        "labelled", "right", "accuracy", "low", "high"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "drawings", "predictions"),
    [
        (["--session", "last"], 2, 10),
        (["--session", "all", "--model", "svm"], 5, 5),
        (["--model", "svm", "--model", "vote"], 5, 10),
        (["--since", "1999-12-31"], 5, 25),
        (["--until", "1999-12-31T23:59:59+01:00"], 0, 0),
    ],
)
@pytest.mark.usefixtures("drawn")
def test_a_report_is_narrowed(
    words: list[str], drawings: int, predictions: int, capsys: pytest.CaptureFixture[str]
) -> None:
    report = _json(capsys, *words)
    assert (report["drawings"], report["predictions"]) == (drawings, predictions)


def test_a_day_lasts_until_its_end(
    drawn: list[DrawingEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    day = drawn[0].drawn_at.astimezone().date()
    assert _json(capsys, "--since", f"{day}", "--until", f"{day}")["drawings"] == 5
    assert _json(capsys, "--until", f"{day - timedelta(days=1)}")["drawings"] == 0
    assert _json(capsys, "--since", f"{day + timedelta(days=1)}")["drawings"] == 0
    before = drawn[3].drawn_at.isoformat()
    assert _json(capsys, "--until", before)["drawings"] == 3


def test_a_session_and_a_device_are_named_by_their_keys(
    drawn: list[DrawingEntry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _json(capsys, "--session", str(drawn[0].session))["drawings"] == 3
    with Journal.open_readonly(paths.journal_file()) as journal:
        device = next(journal.drawings()).origin.device
    assert _json(capsys, "--device", str(device)[:8].upper())["drawings"] == 3


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--session", str(uuid4())], "no session"),
        (["--device", "zz"], "There is no device zz. There are: "),
        (["--model", "lenet"], "There are: extra_trees, random_forest"),
    ],
)
@pytest.mark.usefixtures("drawn")
def test_what_is_not_there_is_told(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *words]) == 1
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--since", "soon"], ["--until", "9999-12-31"], ["--by", "x"]])
def test_wrong_usage_is_told(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["report", *words])
    assert caught.value.code == 2
    assert words[0] in capsys.readouterr().err


@pytest.mark.usefixtures("drawn")
def test_people_get_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--by", "session"]) == 0
    text = capsys.readouterr().out
    assert "5 drawings, 4 labelled" in text
    assert "random_forest" in text
    assert "found" not in text  # a confusion matrix is of one model
    assert main(["report", "--model", "svm"]) == 0
    assert "found" in capsys.readouterr().out


def test_no_journal_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report"]) == 1
    assert "Draw something first." in capsys.readouterr().err


def test_an_empty_journal_is_an_empty_report(capsys: pytest.CaptureFixture[str]) -> None:
    with _store():
        pass
    assert _json(capsys, "--session", "last")["models"] == {}
    assert main(["report"]) == 0
    assert "0 drawings" in capsys.readouterr().out


@pytest.mark.usefixtures("drawn")
def test_damaged_facts_are_mended(capsys: pytest.CaptureFixture[str]) -> None:
    before = _json(capsys)
    with _store() as store, store.transaction() as connection:
        connection.execute("UPDATE report_fact SET head = 'x'")
    assert main(["report"]) == 1
    assert "report --rebuild" in capsys.readouterr().err
    assert _json(capsys, "--rebuild") == before
