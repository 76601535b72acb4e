"""What a report asks the shared log: our rows and the old app's alike.

A row comes as one packed value, laid out as ``journal/report/gathering_runs.py`` reads it: values
one by one would take Python ten times as long.
"""

from psycopg import sql

COLUMNS = """SELECT a.attname FROM pg_attribute a
    WHERE a.attrelid = to_regclass('user_predictions') AND a.attnum > 0 AND NOT a.attisdropped"""
LABELS_TABLE = "SELECT to_regclass('user_prediction_labels') IS NOT NULL"
MODELS = "SELECT DISTINCT coalesce(model_name, '') FROM user_predictions"

_OURS = {
    "drawing_uuid": "uuid",
    "session_uuid": "uuid",
    "device_uuid": "uuid",
    "raster": "bytea",
    "probability_vector": "real[]",
    "verdict": "text",
    "latency_ms": "real",
    "label": "text",
    "source": "text",
}
_OLD = ("id", "timestamp", "model_name", "drawn_digit", "predicted_digit", "probability",
        "probabilities")  # fmt: skip

_NO_LABELS = sql.SQL(
    "(SELECT NULL::uuid AS drawing_uuid, NULL::integer AS drawn_digit, NULL::text AS label "
    "WHERE false)"
)
_LABELS = sql.SQL(
    """(SELECT DISTINCT ON (drawing_uuid) drawing_uuid, drawn_digit, label
    FROM user_prediction_labels ORDER BY drawing_uuid, labelled_at DESC, uuid DESC)"""
)
# The label that counts: the last one given. `drawn_digit` is it where it is a digit.
_SAID = sql.SQL(
    """SELECT p.*,
        CASE WHEN l.drawing_uuid IS NULL THEN p.drawn_digit ELSE l.drawn_digit END AS said_digit,
        CASE WHEN l.drawing_uuid IS NULL THEN p.label ELSE l.label END AS said
    FROM {predictions} p LEFT JOIN {labels} l ON l.drawing_uuid = p.drawing_uuid"""
)
_FACTS = sql.SQL(
    r"""SELECT int8send(id)
        || timestamp_send(coalesce(timestamp, 'epoch')::timestamp)
        || uuid_send(coalesce(drawing_uuid, {none}))
        || uuid_send(coalesce(session_uuid, {none}))
        || uuid_send(coalesce(device_uuid, {none}))
        || int2send((array_position(%s::text[], coalesce(model_name, '')::text) - 1)::smallint)
        || int2send((CASE WHEN said_digit BETWEEN 0 AND 9 THEN said_digit ELSE -1 END)::smallint)
        || int2send((CASE WHEN predicted_digit BETWEEN 0 AND 9 THEN predicted_digit ELSE 255 END)
            ::smallint)
        || int2send((CASE verdict WHEN 'sure' THEN 0 WHEN 'unsure' THEN 1 WHEN 'not_a_digit' THEN 2
            WHEN 'empty' THEN 3 ELSE 4 END)::smallint)
        || float8send(coalesce(probability::float8, substring(probabilities from
            '(?:^|[\s,])(\d{{1,3}}(?:\.\d{{1,30}})?(?:[eE][+-]?\d\d?)?) \('
            || predicted_digit || '\)')::float8, 'NaN'))
        || float4send(coalesce(latency_ms, 'NaN')::float4)
    FROM ({said}) AS rows ORDER BY id"""
)
_TEXTS = sql.SQL(
    """SELECT min(id), said FROM ({said}) AS rows
    WHERE said IS NOT NULL AND said_digit IS NULL
    GROUP BY said, coalesce(drawing_uuid::text, id::text) ORDER BY 1"""
)
_FOUND = sql.SQL("SELECT id FROM {predictions} p WHERE position(%s IN lower(source)) > 0")
_KEYS = sql.SQL("SELECT id, drawing_uuid, raster, source FROM {predictions} p WHERE id = ANY(%s)")
_VECTORS = sql.SQL(
    """SELECT id, drawing_uuid, coalesce(model_name, ''), probability_vector, probabilities
    FROM {predictions} p WHERE id = ANY(%s) OR drawing_uuid = ANY(%s) ORDER BY id"""
)
_NONE = sql.Literal("00000000-0000-0000-0000-000000000000")


class Queries:
    """The statements for a table that has these columns, with later labels or without."""

    def __init__(self, columns: frozenset[str], has_labels: bool) -> None:
        self.has_labels = has_labels
        predictions = _predictions(columns)
        said = _SAID.format(predictions=predictions, labels=_LABELS if has_labels else _NO_LABELS)
        self.facts = _FACTS.format(said=said, none=_NONE + sql.SQL("::uuid"))
        self.texts = _TEXTS.format(said=said)
        self.found = _FOUND.format(predictions=predictions)
        self.keys = _KEYS.format(predictions=predictions)
        self.vectors = _VECTORS.format(predictions=predictions)


def missing(columns: frozenset[str]) -> list[str]:
    """Which of the old app's columns a table lacks: without them it is another table."""
    return sorted(set(_OLD) - columns)


def _predictions(columns: frozenset[str]) -> sql.Composed:
    """The table with all of our columns, empty where it has never had them."""
    ours = [
        sql.Identifier(name)
        if name in columns
        else sql.SQL("NULL::{} AS {}").format(sql.SQL(kind), sql.Identifier(name))
        for name, kind in _OURS.items()
    ]
    listed = sql.SQL(", ").join([*map(sql.Identifier, _OLD), *ours])
    return sql.SQL("(SELECT {} FROM user_predictions)").format(listed)
