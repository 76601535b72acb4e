"""From the journal's rows to the server's: most texts pass as they are stored."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from mnist_desktop.journal.entry import Label
from mnist_desktop.journal.identity import prediction_id
from mnist_desktop.journal.instant import from_micros
from mnist_desktop.journal.postgres.table import MODEL_NAMES
from mnist_desktop.journal.rows import PredictionRow, RelabelRow, StoredDrawing

Row = tuple[Any, ...]
_NAME, _COLOUR = 64, 16  # characters that the web app's columns hold


def rows_of(stored: StoredDrawing) -> list[Row]:
    """A drawing's predictions in the order of ``SENT_COLUMNS``, with its first label.

    Later labels are rows of their own. Keys are made from the drawing's and the model's, so each
    is the same however often it is sent.
    """
    drawing, ink = stored.drawing, stored.ink
    key = UUID(bytes=drawing.id)
    digit, label = _digit(drawing.label), _label(drawing.label)
    at = _instant(drawing.drawn_at)
    shared = (key, UUID(bytes=drawing.session), stored.origin.device)
    content = (ink.strokes, ink.raster) if ink else (None, None)
    colours = (_text(drawing.paper_colour)[:_COLOUR], _text(drawing.pen_colour)[:_COLOUR])
    rows = []
    for answer in stored.predictions:
        probability, spelled = _spelled(answer)
        rows.append((
            at, _text(MODEL_NAMES.get(answer.model, answer.model))[:_NAME], digit, answer.digit,
            probability, spelled, None if digit is None else digit == answer.digit, *colours,
            prediction_id(key, answer.model), *shared, *content,
            "{" + answer.probabilities[1:-1] + "}", _text(answer.verdict), answer.familiarity,
            _text(answer.model_sha256), _text(stored.origin.app_version), answer.milliseconds,
            label, _text(drawing.source),
        ))  # fmt: skip
    return rows


def label_row(event: RelabelRow, device: UUID) -> Row:
    """A later label in the order of ``SENT_LABEL_COLUMNS``."""
    return (
        UUID(bytes=event.id),
        UUID(bytes=event.drawing),
        _instant(event.at),
        _digit(event.label),
        _label(event.label),
        device,
    )


def _spelled(answer: PredictionRow) -> tuple[float | None, str]:
    """The chosen digit's probability, and all ten as the web app writes them."""
    numbers = json.loads(answer.probabilities)
    spelled = ", ".join(f"{number:.2f} ({digit})" for digit, number in enumerate(numbers))
    return None if answer.digit is None else numbers[answer.digit], spelled


def _instant(micros: int) -> datetime:
    """In UTC; the web app's column knows no time zone."""
    return from_micros(micros).replace(tzinfo=None)


def _digit(label: Label) -> int | None:
    return label if isinstance(label, int) else None


def _label(label: Label) -> str | None:
    return None if label is None else _text(str(label))


def _text(text: str) -> str:
    """PostgreSQL holds no NUL character in a text."""
    return text.replace("\0", "\\x00")
