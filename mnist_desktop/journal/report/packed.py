"""The journal's facts from their hexadecimal rows (``schema/version_3.py``) to arrays."""

from binascii import unhexlify
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

HEAD = np.dtype([("label", "u1"), ("session", ">u4"), ("number", ">u4"), ("drawn_at", ">i8")])
ANSWER = np.dtype(
    [("model", ">u2"), ("digit", "u1"), ("verdict", "u1"), ("confidence", ">u4"), ("micros", ">u4")]
)
_ANSWER_DIGITS = 2 * ANSWER.itemsize
_COMMA = ord(",")


class Unpacked(NamedTuple):
    """Rows of ``HEAD`` and of ``ANSWER``, and how many answers each drawing has."""

    heads: npt.NDArray[np.void]
    answers: npt.NDArray[np.void]
    counts: npt.NDArray[np.int64]


def unpack(heads: bytes, answers: bytes) -> Unpacked:
    """Read heads strung together, and the answers of drawings, a comma between two drawings.

    Raises:
        ValueError: they are not what the journal's triggers write.
    """
    text = np.frombuffer(answers, dtype=np.uint8)
    ends = np.append(np.flatnonzero(text == _COMMA), len(text))
    digits = np.diff(ends, prepend=-1) - 1
    unpacked = Unpacked(
        np.frombuffer(unhexlify(heads), dtype=HEAD),
        np.frombuffer(unhexlify(answers.replace(b",", b"")), dtype=ANSWER),
        digits // _ANSWER_DIGITS,
    )
    if len(unpacked.heads) != len(digits) or (digits % _ANSWER_DIGITS).any():
        raise ValueError("facts of another length")
    return unpacked
