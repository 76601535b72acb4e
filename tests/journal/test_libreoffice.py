"""The CSV in LibreOffice itself, where it is installed: every cell is what it was."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from mnist_desktop.journal.export import export
from mnist_desktop.journal.exports.csv_cells import read_back
from mnist_desktop.journal.exports.csv_file import COLUMNS
from mnist_desktop.journal.reading import Journal
from mnist_desktop.journal.store import JournalStore
from tests.journal.making import make_entry

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LABELS = (
    7, "=1+1", "+49 30 1234", "-5", "@SUM(1)", "＝1+1", 'a "quote", a comma; ü 😀',  # noqa: RUF001
    "two\nlines", "two\n=lines", "'apostrophe", "a;=1+1", "2024-01-02", None,
)  # fmt: skip


def test_every_cell_opens_as_what_it_is(store: JournalStore, path: Path, tmp_path: Path) -> None:
    """GIVEN labels that spreadsheets like to take for formulas, WHEN LibreOffice opens the export,
    THEN there is no formula in it, numbers are numbers, and every text is the one kept."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here")
    kept = [make_entry(label=label, seed=seed) for seed, label in enumerate(LABELS)]
    kept = [replace(entry, predictions=entry.predictions[:1]) for entry in kept]
    for entry in kept:
        store.append(entry)
    with Journal.open_readonly(path) as journal:
        export(journal, "csv", tmp_path / "out.csv")
    head, *rows = _opened(tmp_path / "out.csv", tmp_path)
    assert tuple(text for _, text in head) == COLUMNS
    assert len(rows) == len(kept)
    for row, entry in zip(rows, kept, strict=True):
        cells = dict(zip(COLUMNS, row, strict=True))
        assert cells["drawing"] == ("string", str(entry.id))
        assert cells["model"] == ("string", "extra_trees")
        for digit, expected in enumerate(entry.predictions[0].probabilities):
            kind, value = cells[f"p{digit}"]
            assert kind == "float"
            assert float(value) == pytest.approx(expected, rel=1e-14)
        kind, value = cells["label"]
        if isinstance(entry.label, int):
            assert (kind, float(value)) == ("float", entry.label)
        elif entry.label == "2024-01-02":
            assert kind in ("date", "string")  # a spreadsheet's own idea of it; no formula
        else:
            assert read_back(value) == (entry.label or "")


def _opened(file: Path, folder: Path) -> list[list[tuple[str, str]]]:
    """Kind and content of each cell once LibreOffice has opened the file as it is."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # Comma, double quote, UTF-8, from line 1: without a window it must be told the encoding.
    opened = ["--infilter=CSV:44,34,76,1", "--convert-to", "fods", "--outdir", folder, file]
    command = ["soffice", profile, "--headless", *opened]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tree = ElementTree.parse(file.with_suffix(".fods"))  # noqa: S314  # our own file
    assert not [
        cell for cell in tree.iter(f"{TABLE}table-cell") if f"{TABLE}formula" in cell.attrib
    ]
    rows = [_cells(row) for row in tree.iter(f"{TABLE}table-row")]
    return [row[: len(COLUMNS)] for row in rows if any(text for _, text in row)]


def _cells(row: ElementTree.Element) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for cell in row.iter(f"{TABLE}table-cell"):
        kind = cell.get(f"{OFFICE}value-type", "")
        text = "\n".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p"))
        value = cell.get(f"{OFFICE}value", text) if kind == "float" else text
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        cells += [(kind, value)] * min(repeated, len(COLUMNS))
    return cells
