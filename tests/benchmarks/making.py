"""A journal of a million predictions, as a few years of use would leave it.

    python -m tests.benchmarks.making JOURNAL [--drawings 250000]

Rows go in by plain SQL with the checksums that the journal wants, and everything but the keys
follows from a seed, so that measurements can be repeated. A journal that is there is used again.
"""

import argparse
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from mnist_desktop import __version__
from mnist_desktop.ink.raster import rasterise
from mnist_desktop.ink.strokes import Ink
from mnist_desktop.journal.entry import NO_DIGIT
from mnist_desktop.journal.instant import EPOCH, to_micros
from mnist_desktop.journal.rows import (
    DrawingRow,
    InkRow,
    PredictionRow,
    RelabelRow,
    SessionRow,
    sealed,
)
from mnist_desktop.journal.store import JournalStore
from tests.benchmarks.inference import drawings as inks

DRAWINGS = 250_000
MODELS = ("extra_trees", "random_forest", "svm", "svm_pca")
_RIGHT = (0.962, 0.955, 0.984, 0.979)
_SESSION = 100  # drawings
_DEVICES = 3
_BEGIN = datetime(2024, 1, 8, 9, tzinfo=EPOCH.tzinfo)
_BATCH = 5000  # drawings
_VERDICTS = ("sure", "unsure", "not_a_digit")
_HASHES = tuple(f"{place + 1:064x}" for place in range(len(MODELS)))
_PRAGMAS = (
    "PRAGMA journal_mode = OFF",  # a file that is spoilt is made anew
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -65536",
)
_INSERTS = {
    "session": "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
    "drawing": "INSERT INTO drawing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "ink": "INSERT INTO ink VALUES (?, ?, ?, ?)",
    "prediction": "INSERT INTO prediction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "label_event": "INSERT INTO label_event (id, drawing, at, label, checksum) "
    "VALUES (?, ?, ?, ?, ?)",
}
_Rows = dict[str, list[tuple[Any, ...]]]


def journal_of(path: Path, drawings: int = DRAWINGS) -> Path:
    """Make a journal with so many drawings at ``path``, or use the one that is there."""
    if not path.exists() or _count(path) != drawings:
        path.unlink(missing_ok=True)
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        _fill(part, drawings)
        part.rename(path)
        part.with_name(part.name + ".lock").unlink(missing_ok=True)
    return path


def _count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM drawing").fetchone()[0])


def _fill(path: Path, drawings: int) -> None:
    JournalStore(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        for rows in _batches(drawings):
            connection.execute("BEGIN")
            for table, statement in _INSERTS.items():
                connection.executemany(statement, rows[table])
            connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


def _as_drawn(ink: Ink) -> str:
    """With a point each 8 ms at a tenth of a pixel, as a mouse gives them."""
    strokes = [
        [[round(p.x, 1), round(p.y, 1), 8.0 * nth] for nth, p in enumerate(stroke.points)]
        for stroke in ink.strokes
    ]
    return json.dumps(strokes, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Chances:
    """What chance decides of a batch of drawings; answers are by drawing and model."""

    labels: list[int | str | None]
    relabelled: list[bool]
    pictures: list[int]
    digits: list[list[int]]
    probabilities: list[list[list[float]]]
    verdicts: list[list[int]]
    familiarity: list[list[float]]
    milliseconds: list[list[float]]


def _batches(drawings: int) -> Iterator[_Rows]:
    rng = np.random.default_rng(4)
    pictures = [InkRow(rasterise(ink).tobytes(), _as_drawn(ink)) for ink in inks(200)]
    for start in range(0, drawings, _BATCH):
        count = min(_BATCH, drawings - start)
        chances = _chances(count, rng)
        rows: _Rows = {table: [] for table in _INSERTS}
        for place in range(count):
            _add_drawing(rows, start + place, place, chances, pictures)
        yield rows


def _chances(count: int, rng: np.random.Generator) -> _Chances:
    truth = rng.integers(0, 10, count)
    confidence = 1 - rng.beta(0.35, 4, (count, len(MODELS))).astype(np.float32)
    wrong = rng.random((count, len(MODELS))) > np.array(_RIGHT) * (0.5 + confidence / 2)
    digits = np.where(wrong, rng.integers(0, 10, wrong.shape), truth[:, None])
    rest = rng.dirichlet(np.full(10, 0.3), wrong.shape).astype(np.float32)
    probabilities = rest * (1 - confidence[..., None])
    np.put_along_axis(probabilities, digits[..., None], confidence[..., None], axis=-1)
    said = rng.random(count)
    labels = [
        None if chance < 0.3 else NO_DIGIT if chance < 0.33 else digit
        for chance, digit in zip(said.tolist(), truth.tolist(), strict=True)
    ]
    return _Chances(
        labels,
        (rng.random(count) < 0.01).tolist(),
        rng.integers(0, 200, count).tolist(),
        digits.tolist(),
        probabilities.tolist(),
        np.digitize(confidence, (0.3, 0.9)).tolist(),
        rng.random((count, len(MODELS))).tolist(),
        rng.lognormal(-1, 0.5, (count, len(MODELS))).tolist(),
    )


def _add_drawing(
    rows: _Rows, index: int, place: int, chances: _Chances, pictures: list[InkRow]
) -> None:
    drawn_at = _BEGIN + timedelta(hours=7 * (index // _SESSION), seconds=5 * (index % _SESSION))
    session = _key(_BEGIN + timedelta(hours=7 * (index // _SESSION)), index // _SESSION)
    if index % _SESSION == 0:
        device = UUID(int=1 + index // _SESSION % _DEVICES).bytes
        rows["session"].append(
            sealed(SessionRow(session, to_micros(drawn_at), __version__, device))
        )
    key = _key(drawn_at, index + 1_000_000_000)
    row = DrawingRow(
        key, session, to_micros(drawn_at), chances.labels[place], 18.0, "#102030", "#ffffff",
        "canvas" if index % 50 else f"page-{index}.png", len(MODELS),
    )  # fmt: skip
    number = index + 1
    rows["drawing"].append((number, *sealed(row)))
    rows["ink"].append((number, *sealed(pictures[chances.pictures[place]], key)))
    rows["prediction"].extend((number, *sealed(answer, key)) for answer in _answers(place, chances))
    if chances.relabelled[place]:
        event = RelabelRow(_key(drawn_at, index + 2_000_000_000), key, to_micros(drawn_at), 3)
        rows["label_event"].append(sealed(event))


def _answers(place: int, chances: _Chances) -> Iterator[PredictionRow]:
    for position, model in enumerate(MODELS):
        yield PredictionRow(
            model,
            position,
            chances.digits[place][position],
            json.dumps(chances.probabilities[place][position], separators=(",", ":")),
            _VERDICTS[2 - chances.verdicts[place][position]],
            chances.familiarity[place][position],
            _HASHES[position],
            chances.milliseconds[place][position],
        )


def _key(at: datetime, number: int) -> bytes:
    """A UUIDv7 of that time and number."""
    micros = to_micros(at)
    return UUID(int=micros // 1000 << 80 | 0x7 << 76 | 0b10 << 62 | number).bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("journal", type=Path)
    parser.add_argument("--drawings", type=int, default=DRAWINGS)
    options = parser.parse_args()
    print(journal_of(options.journal, options.drawings))


if __name__ == "__main__":
    main()
