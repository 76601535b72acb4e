"""The ink file: the design's contract, with every other fact of the journal in keys of its own.

A line holds all that the journal knows of one drawing, so that an import can make it anew.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from mnist_desktop.beside import beside
from mnist_desktop.errors import InkError
from mnist_desktop.ink.inkfile import LabelledInk
from mnist_desktop.journal.encoding import check_entry, check_label
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.identity import prediction_id
from mnist_desktop.journal.instant import from_text, to_text
from mnist_desktop.journal.record import LabelEvent, Origin, RecordedDrawing
from mnist_desktop.journal.rows import PredictionRow, StoredDrawing


def write(stored: Iterable[StoredDrawing], out: Path) -> int:
    """Write ``out``, gzipped where its name ends in ``.gz``.

    Raises:
        ExportError: it cannot be written.
    """
    count = 0
    with beside(out) as (part,), _open(part, zipped=out.name.lower().endswith(".gz")) as file:
        for drawing in stored:
            file.write(to_line(drawing).encode())
            count += 1
    return count


def to_line(stored: StoredDrawing) -> str:
    """One drawing as a line; strokes and probabilities are copied as they are kept."""
    row, origin, ink = stored.drawing, stored.origin, stored.ink
    drawing = UUID(bytes=row.id)
    head = {"label": stored.label, "writer": None}
    rest: dict[str, Any] = {
        "id": str(drawing),
        "session": str(UUID(bytes=row.session)),
        "drawn_at": to_text(row.drawn_at),
        "first_label": row.label,
        "label_events": [
            {"id": str(UUID(bytes=key)), "at": to_text(at), "label": label}
            for key, _, at, label in stored.relabels
        ],
        "raster": base64.b64encode(ink.raster).decode() if ink else "",
        "pen_width": row.pen_width,
        "pen_colour": row.pen_colour,
        "paper_colour": row.paper_colour,
        "source": row.source,
        "app_version": origin.app_version,
        "device": str(origin.device),
    }
    answers = ",".join(_prediction(drawing, answer) for answer in stored.predictions)
    strokes = ink.strokes if ink else "[]"
    first, last = _open_ended(head), _open_ended(rest)[1:]
    return f'{first},"strokes":{strokes},{last},"predictions":[{answers}]}}\n'


def from_line(line: LabelledInk) -> RecordedDrawing:
    """The drawing behind a line that :func:`to_line` wrote.

    Raises:
        InkError: the line was not written by the journal, or was changed.
    """
    try:
        return _decode(line)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InkError(
            f"Line {line.line} is no drawing of a journal: {error}.",
            "Export it again with `mnist-desktop export jsonl`.",
        ) from error


def _decode(line: LabelledInk) -> RecordedDrawing:
    value = line.other
    drawing = UUID(value["id"])
    entry = DrawingEntry(
        id=drawing,
        session=UUID(value["session"]),
        drawn_at=from_text(value["drawn_at"]),
        ink=line.ink,
        raster=base64.b64decode(value["raster"], validate=True),
        label=value["first_label"],
        pen_width=float(value["pen_width"]),
        pen_colour=str(value["pen_colour"]),
        paper_colour=str(value["paper_colour"]),
        source=str(value["source"]),
        predictions=tuple(_decode_prediction(answer) for answer in value["predictions"]),
    )
    check_entry(entry)
    relabels = tuple(_decode_event(drawing, event) for event in value["label_events"])
    return RecordedDrawing(
        entry, Origin(str(value["app_version"]), UUID(value["device"])), relabels
    )


def _decode_event(drawing: UUID, event: dict[str, Any]) -> LabelEvent:
    label: Label = event["label"]
    check_label(label)
    return LabelEvent(UUID(event["id"]), drawing, from_text(event["at"]), label)


def _decode_prediction(answer: dict[str, Any]) -> PredictionEntry:
    familiarity = answer["familiarity"]
    return PredictionEntry(
        model=str(answer["model"]),
        digit=answer["digit"],
        probabilities=tuple(float(number) for number in answer["probabilities"]),
        verdict=str(answer["verdict"]),
        familiarity=None if familiarity is None else float(familiarity),
        model_sha256=str(answer["model_sha256"]),
        milliseconds=float(answer["milliseconds"]),
    )


def _prediction(drawing: UUID, answer: PredictionRow) -> str:
    head = {
        "id": str(prediction_id(drawing, answer.model)),
        "model": answer.model,
        "digit": answer.digit,
        "verdict": answer.verdict,
        "familiarity": answer.familiarity,
        "model_sha256": answer.model_sha256,
        "milliseconds": answer.milliseconds,
    }
    return f'{_open_ended(head)},"probabilities":{answer.probabilities}}}'


def _open_ended(value: dict[str, Any]) -> str:
    """The object's JSON without its last brace."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))[:-1]


@contextmanager
def _open(part: Path, *, zipped: bool) -> Iterator[IO[bytes] | gzip.GzipFile]:
    with part.open("wb") as file:
        if zipped:  # without name and time: the same drawings give the same bytes
            with gzip.GzipFile("", "wb", 6, file, mtime=0) as compressed:
                yield compressed
        else:
            yield file
