"""All models on one drawing, and their vote."""

import math
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mnist_desktop.recognition.card import ModelCard
from mnist_desktop.recognition.judging import Judgement, judge
from mnist_desktop.recognition.model import Model
from mnist_desktop.recognition.pooling import pool
from mnist_desktop.recognition.verdict import Prediction, Verdict

VOTE = "vote"
"""Id of all models together."""

Rasters = npt.NDArray[np.uint8]


class Recogniser:
    """Runs every model that is there; safe to use from one thread at a time."""

    def __init__(self, models: Sequence[Model], vote: ModelCard | None = None) -> None:
        """Make a recogniser.

        Args:
            models: the models, in the order they are shown.
            vote: the vote's card; without it, or without a member, there is no vote.
        """
        self._models = tuple(models)
        members = () if vote is None else tuple(m for m in models if m.card.id in vote.members)
        self._vote = vote if members else None
        cards = {model.card.id: model.card for model in self._models}
        if self._vote is not None:
            cards[VOTE] = self._vote
        self.cards: Mapping[str, ModelCard] = MappingProxyType(cards)
        """The cards by id, the vote last."""

    def recognise(self, raster: Rasters) -> dict[str, Prediction]:
        """Every model's prediction for one 28×28, and the vote's, by id."""
        answers, times = self._judge(raster[None])
        return {
            name: _prediction(self.cards[name], answer, times[name])
            for name, answer in answers.items()
        }

    def recognise_many(self, rasters: Rasters) -> dict[str, Judgement]:
        """Every model's answers to (n, 28, 28), and the vote's, by id."""
        return self._judge(rasters)[0]

    def _judge(self, rasters: Rasters) -> tuple[dict[str, Judgement], dict[str, float]]:
        images = rasters[:, None].astype(np.float32) / np.float32(255)
        blank: npt.NDArray[np.bool_] = np.logical_not(rasters.any(axis=(1, 2)))
        answers: dict[str, Judgement] = {}
        times: dict[str, float] = {}
        for model in self._models:
            start = time.perf_counter()
            probabilities, familiarity = model.run(images)
            answers[model.card.id] = judge(probabilities, familiarity, blank, model.card.thresholds)
            times[model.card.id] = (time.perf_counter() - start) * 1000
        if self._vote is not None:
            start = time.perf_counter()
            answers[VOTE] = self._poll(self._vote, answers, blank)
            members = sum(times[name] for name in self._vote.members if name in times)
            times[VOTE] = members + (time.perf_counter() - start) * 1000
        return answers, times

    @staticmethod
    def _poll(
        vote: ModelCard, answers: Mapping[str, Judgement], blank: npt.NDArray[np.bool_]
    ) -> Judgement:
        members = [name for name in answers if name in vote.members]
        weights = np.array([vote.members[name] for name in members])
        probabilities = pool(
            np.stack([answers[name].probabilities for name in members]),
            weights,
            float(vote.calibration["temperature"]),
        )
        familiarity = np.stack([answers[name].familiarity for name in members])
        mean = weights @ familiarity / weights.sum()
        return judge(probabilities, mean, blank, vote.thresholds)


def _prediction(card: ModelCard, answer: Judgement, milliseconds: float) -> Prediction:
    probabilities = answer.probabilities[0]
    verdict = Verdict(str(answer.verdicts[0]))
    order = (-probabilities).argsort(kind="stable").tolist()
    likely = answer.sets[0].tolist()
    familiarity = float(answer.familiarity[0])
    return Prediction(
        model=card.id,
        digit=None if verdict is Verdict.EMPTY else order[0],
        probabilities=tuple(probabilities.tolist()),
        familiarity=None if math.isnan(familiarity) or verdict is Verdict.EMPTY else familiarity,
        digits=tuple(digit for digit in order if likely[digit]),
        verdict=verdict,
        milliseconds=milliseconds,
        sha256=card.sha256,
    )
