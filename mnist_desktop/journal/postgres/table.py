"""The shared log's two tables, column by column; the first half is the web app's own.

Each name stands with the type that it is created with and the types that are accepted where the
table is there already.
"""

from typing import NamedTuple

TABLE = "user_predictions"
LABELS = "user_prediction_labels"
INDEX = "user_predictions_uuid"


class Column(NamedTuple):
    """A column: its name, its type when created, and what it may be where it exists."""

    name: str
    made: str
    accepted: tuple[str, ...]


_TEXT = ("text", "character varying")
_WHOLE = ("integer", "bigint", "smallint")
_REAL = ("real", "double precision", "numeric")

OLD_COLUMNS = (
    Column("id", "SERIAL PRIMARY KEY", (*_WHOLE, "uuid")),
    Column(
        "timestamp",
        "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
        ("timestamp without time zone", "timestamp with time zone"),
    ),
    Column("model_name", "VARCHAR(64)", _TEXT),
    Column("drawn_digit", "INTEGER", _WHOLE),
    Column("predicted_digit", "INTEGER", _WHOLE),
    Column("probability", "FLOAT", _REAL),
    Column("probabilities", "TEXT", _TEXT),
    Column("correct", "BOOLEAN", ("boolean",)),
    Column("background_color", "VARCHAR(16)", _TEXT),
    Column("pen_color", "VARCHAR(16)", _TEXT),
)
"""As the web app creates them."""

NEW_COLUMNS = (
    Column("uuid", "UUID", ("uuid",)),
    Column("drawing_uuid", "UUID", ("uuid",)),
    Column("session_uuid", "UUID", ("uuid",)),
    Column("device_uuid", "UUID", ("uuid",)),
    Column("ink", "JSONB", ("jsonb", "json")),
    Column("raster", "BYTEA", ("bytea",)),
    Column("probability_vector", "REAL[]", ("real[]", "double precision[]")),
    Column("verdict", "TEXT", _TEXT),
    Column("familiarity", "REAL", _REAL),
    Column("model_sha256", "TEXT", _TEXT),
    Column("app_version", "TEXT", _TEXT),
    Column("latency_ms", "REAL", _REAL),
    Column("label", "TEXT", _TEXT),
    Column("source", "TEXT", _TEXT),
)
"""Ours: without default and nullable, so that adding one rewrites nothing."""

LABEL_COLUMNS = (
    Column("uuid", "UUID PRIMARY KEY", ("uuid",)),
    Column("drawing_uuid", "UUID", ("uuid",)),
    Column("labelled_at", "TIMESTAMP", ("timestamp without time zone", "timestamp with time zone")),
    Column("drawn_digit", "INTEGER", _WHOLE),
    Column("label", "TEXT", _TEXT),
    Column("device_uuid", "UUID", ("uuid",)),
)
"""One row each time that a person says something else about a drawing."""

PREDICTION_COLUMNS = (
    "model_name",
    "predicted_digit",
    "probability",
    "probabilities",
    "correct",
    "uuid",
    "probability_vector",
    "verdict",
    "familiarity",
    "model_sha256",
    "latency_ms",
)
"""Those that differ between the predictions of one drawing; the others are the drawing's."""
SENT_COLUMNS = tuple(column.name for column in OLD_COLUMNS[1:] + NEW_COLUMNS)
SENT_LABEL_COLUMNS = tuple(column.name for column in LABEL_COLUMNS)

MODEL_NAMES = {
    "extra_trees": "ExtraTreesClassifier",
    "random_forest": "Random Forest",
    "svm": "SVM Classifier (non linear)",
    "svm_pca": "SVM Classifier (pca)",
    "vote": "Vote",
}
"""What the web app's reports call the models."""
