"""From chunks of the journal's packed facts to one :class:`Facts`."""

from collections.abc import Iterable, Sequence

import numpy as np

from mnist_desktop.journal.report.columns import (
    NO_ANSWERS,
    NO_DRAWINGS,
    AnswerColumns,
    DrawingColumns,
    Growing,
    Places,
)
from mnist_desktop.journal.report.facts import FIRST_TEXT, NO_LABEL, Facts, SessionFact, Verdict
from mnist_desktop.journal.report.packed import Unpacked, unpack
from mnist_desktop.journal.schema.version_3 import CONFIDENCE_ONE, NONE


class Gathering:
    """Collects chunks in the order of drawings; codes become places as they come."""

    def __init__(
        self, models: Sequence[tuple[int, str]], sessions: Sequence[tuple[int, SessionFact]]
    ) -> None:
        self._models = tuple(name for _, name in models)
        self._sessions = tuple(session for _, session in sessions)
        self._model_places = _places([code for code, _ in models])
        self._session_places = _places([code for code, _ in sessions])
        self._drawings = Growing(NO_DRAWINGS)
        self._answers = Growing(NO_ANSWERS)
        self._drawn = 0
        self.count = 0

    def add(self, heads: bytes, answers: bytes) -> None:
        """Take one chunk.

        Raises:
            ValueError: it is not what the journal's triggers write.
        """
        chunk = unpack(heads, answers)
        self._drawings.add(self._of_drawings(chunk))
        self._answers.add(self._of_answers(chunk))
        self._drawn += len(chunk.heads)
        self.count += len(chunk.answers)

    def facts(self, texts: Iterable[tuple[int, str]]) -> Facts:
        """All that came, with the labels that are texts, by drawing."""
        drawings = self._drawings.whole()
        answers = self._answers.whole()
        label_texts = set_texts(drawings, texts)
        return Facts(
            **drawings._asdict(),
            **answers._asdict(),
            models=self._models,
            sessions=self._sessions,
            label_texts=label_texts,
        )

    def _of_drawings(self, chunk: Unpacked) -> DrawingColumns:
        heads = chunk.heads
        label = heads["label"].astype(np.int32)
        label[label >= FIRST_TEXT] = NO_LABEL  # texts are set at the end
        return DrawingColumns(
            heads["number"].astype(np.int64),
            heads["drawn_at"].astype(np.int64),
            self._session_places[heads["session"]],
            label,
        )

    def _of_answers(self, chunk: Unpacked) -> AnswerColumns:
        answers = chunk.answers
        places = np.arange(self._drawn, self._drawn + len(chunk.heads), dtype=np.int32)
        named = answers["digit"] != NONE
        return AnswerColumns(
            np.repeat(places, chunk.counts),
            self._model_places[answers["model"]].astype(np.uint16),
            answers["digit"].copy(),  # a view would keep the whole chunk
            np.minimum(answers["verdict"], Verdict.OTHER).astype(np.uint8),
            np.where(named, answers["confidence"] / CONFIDENCE_ONE, np.nan).astype(np.float32),
            (answers["micros"] / 1000).astype(np.float32),
        )


def _places(codes: Sequence[int]) -> Places:
    """A table from code to place; codes begin at 1 and have few gaps."""
    table = np.full(max(codes, default=0) + 1, -1, dtype=np.int32)
    table[list(codes)] = np.arange(len(codes))
    return table


def set_texts(drawings: DrawingColumns, texts: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Put the codes of ``texts`` into the labels; the different ones are returned."""
    codes: dict[str, int] = {}
    numbered = [(key, codes.setdefault(text, len(codes) + FIRST_TEXT)) for key, text in texts]
    if numbered:
        numbers, values = np.array(numbered, dtype=np.int64).T
        places = np.searchsorted(drawings.keys, numbers)
        known = np.isin(numbers, drawings.keys)
        drawings.label[places[known]] = values[known]
    return tuple(codes)
