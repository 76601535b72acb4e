"""Hypothesis strategies for all that the journal's contract allows."""

import struct
from datetime import UTC
from uuid import uuid4

from hypothesis import strategies as st

from mnist_desktop.ink.strokes import Ink, Point, Stroke
from mnist_desktop.journal.entry import DrawingEntry, Label, PredictionEntry
from mnist_desktop.journal.identity import uuid7
from mnist_desktop.journal.record import Origin

_finite = st.floats(allow_nan=False, allow_infinity=False)
_coordinate = st.floats(-1e9, 1e9)
_points = st.one_of(
    st.tuples(_coordinate, _coordinate),
    st.tuples(_coordinate, _coordinate, _finite),
    st.tuples(_coordinate, _coordinate, _finite, st.floats(0, 1)),
).map(lambda numbers: Point(*numbers))
_strokes = st.builds(Stroke, st.lists(_points, min_size=1, max_size=6).map(tuple))
_text = st.text(max_size=20)
_predictions = st.builds(
    PredictionEntry,
    model=_text,
    digit=st.none() | st.integers(0, 9),
    probabilities=st.tuples(*[_finite] * 10),
    verdict=_text,
    familiarity=st.none() | _finite,
    model_sha256=_text,
    milliseconds=_finite,
)
labels: st.SearchStrategy[Label] = st.one_of(st.none(), st.integers(0, 9), _text)
entries = st.builds(
    DrawingEntry,
    id=st.builds(uuid4),
    session=st.builds(uuid7) | st.builds(uuid4),
    drawn_at=st.datetimes(timezones=st.just(UTC)),
    ink=st.builds(Ink, st.lists(_strokes, max_size=3).map(tuple)),
    raster=st.binary(min_size=28, max_size=28).map(lambda row: row * 28),
    label=labels,
    pen_width=_finite,
    pen_colour=_text,
    paper_colour=_text,
    source=_text,
    predictions=st.lists(_predictions, max_size=4, unique_by=lambda p: p.model).map(tuple),
)
"""Every entry that the contract allows."""

origins = st.builds(Origin, _text, st.builds(uuid4))
"""Where drawings were made."""


def bits(entry: DrawingEntry) -> bytes:
    """The probabilities, bit for bit."""
    return b"".join(struct.pack("10d", *answer.probabilities) for answer in entry.predictions)
