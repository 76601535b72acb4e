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

Values = dict[str, Any]
_NAME, _COLOUR = 64, 16  # characters that the web app's columns hold


def drawing_values(stored: StoredDrawing) -> Values:
    """A drawing with its first label by column, and its predictions by column and place.

    Later labels are rows of their own. Keys are made from the drawing's and the model's, so each
    is the same however often it is sent.
    """
    drawing, ink, origin = stored.drawing, stored.ink, stored.origin
    key = UUID(bytes=drawing.id)
    values: Values = {
        "timestamp": _instant(drawing.drawn_at),
        "drawn_digit": _digit(drawing.label),
        "background_color": _text(drawing.paper_colour)[:_COLOUR],
        "pen_color": _text(drawing.pen_colour)[:_COLOUR],
        "drawing_uuid": key,
        "session_uuid": UUID(bytes=drawing.session),
        "device_uuid": origin.device,
        "ink": ink.strokes if ink else None,
        "raster": ink.raster if ink else None,
        "app_version": _text(origin.app_version),
        "label": _label(drawing.label),
        "source": _text(drawing.source),
    }
    for place, answer in enumerate(stored.predictions):
        for column, value in _prediction(answer, key, values["drawn_digit"]).items():
            values[f"{column}_{place}"] = value
    return values


def label_values(event: RelabelRow, device: UUID) -> Values:
    """A later label by column."""
    return {
        "uuid": UUID(bytes=event.id),
        "drawing_uuid": UUID(bytes=event.drawing),
        "labelled_at": _instant(event.at),
        "drawn_digit": _digit(event.label),
        "label": _label(event.label),
        "device_uuid": device,
    }


def _prediction(answer: PredictionRow, drawing: UUID, drawn: int | None) -> Values:
    probability, spelled = _spelled(answer)
    return {
        "model_name": _text(MODEL_NAMES.get(answer.model, answer.model))[:_NAME],
        "predicted_digit": answer.digit,
        "probability": probability,
        "probabilities": spelled,
        "correct": None if drawn is None else drawn == answer.digit,
        "uuid": prediction_id(drawing, answer.model),
        "probability_vector": "{" + answer.probabilities[1:-1] + "}",
        "verdict": _text(answer.verdict),
        "familiarity": answer.familiarity,
        "model_sha256": _text(answer.model_sha256),
        "latency_ms": answer.milliseconds,
    }


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
