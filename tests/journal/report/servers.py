"""A real PostgreSQL with a shared log in it, as devices and the old app fill it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg

from mnist_desktop.journal.entry import Label, PredictionEntry
from mnist_desktop.journal.identity import prediction_id
from mnist_desktop.journal.postgres.report_rows import MODEL_IDS
from mnist_desktop.journal.record import LabelEvent, RecordedDrawing

OLD_TABLE = """CREATE TABLE user_predictions (
    id SERIAL PRIMARY KEY, timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP, model_name VARCHAR(64),
    drawn_digit INTEGER, predicted_digit INTEGER, probability FLOAT, probabilities TEXT,
    correct BOOLEAN, background_color VARCHAR(16), pen_color VARCHAR(16))"""
OUR_COLUMNS = """ALTER TABLE user_predictions ADD uuid UUID, ADD drawing_uuid UUID,
    ADD session_uuid UUID, ADD device_uuid UUID, ADD ink JSONB, ADD raster BYTEA,
    ADD probability_vector REAL[], ADD verdict TEXT, ADD familiarity REAL, ADD model_sha256 TEXT,
    ADD app_version TEXT, ADD latency_ms REAL, ADD label TEXT, ADD source TEXT"""
LABELS_TABLE = """CREATE TABLE user_prediction_labels (
    uuid UUID PRIMARY KEY, drawing_uuid UUID, labelled_at TIMESTAMP, drawn_digit INTEGER,
    label TEXT, device_uuid UUID)"""
_NAMES = {model: name for name, model in MODEL_IDS.items()}
_INSERT = """INSERT INTO user_predictions (timestamp, model_name, drawn_digit, predicted_digit,
    probability, correct, uuid, drawing_uuid, session_uuid, device_uuid, raster,
    probability_vector, verdict, latency_ms, label, source)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_LABEL = """INSERT INTO user_prediction_labels VALUES (%s, %s, %s, %s, %s, %s)"""

Server = psycopg.Connection[Any]


def send(server: Server, drawings: Iterable[RecordedDrawing]) -> None:
    """What the outbox sends of each drawing and of its later labels."""
    for recorded in drawings:
        for answer in recorded.entry.predictions:
            send_answer(server, recorded, answer)
        for event in recorded.relabels:
            send_label(server, event, recorded.origin.device)


def send_answer(server: Server, recorded: RecordedDrawing, answer: PredictionEntry) -> None:
    entry, label = recorded.entry, recorded.entry.label
    digit = label if isinstance(label, int) else None
    server.execute(_INSERT, (
        entry.drawn_at.replace(tzinfo=None), _NAMES.get(answer.model, answer.model), digit,
        answer.digit, None if answer.digit is None else answer.probabilities[answer.digit],
        None if digit is None else digit == answer.digit,
        prediction_id(entry.id, answer.model), entry.id, entry.session, recorded.origin.device,
        entry.raster, list(answer.probabilities), answer.verdict, answer.milliseconds,
        _text(label), entry.source,
    ))  # fmt: skip


def send_label(server: Server, event: LabelEvent, device: UUID) -> None:
    digit = event.label if isinstance(event.label, int) else None
    at = event.at.replace(tzinfo=None)
    server.execute(_LABEL, (event.id, event.drawing, at, digit, _text(event.label), device))


def _text(label: Label) -> str | None:
    return None if label is None else str(label)
