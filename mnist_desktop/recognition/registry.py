"""Which models there are, each verified before it is loaded."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mnist_desktop.errors import ModelError
from mnist_desktop.recognition.card import ModelCard
from mnist_desktop.recognition.model import Model
from mnist_desktop.recognition.recogniser import VOTE, Recogniser

MODEL_IDS = ("extra_trees", "random_forest", "svm", "svm_pca")
"""The models that ship, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a registry could load.

    Attributes:
        recogniser: runs the models that are sound.
        unavailable: why a model is not there, by id.
    """

    recogniser: Recogniser
    unavailable: Mapping[str, ModelError]


class Registry:
    """The models in one folder, a sub-folder each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, ids: tuple[str, ...] = (*MODEL_IDS, VOTE)) -> Loaded:
        """Load the named models, the vote with its members; one that fails leaves the others."""
        unavailable: dict[str, ModelError] = {}
        vote: ModelCard | None = None
        if VOTE in ids:
            try:
                vote = ModelCard.read(self.folder / VOTE)
            except ModelError as error:
                unavailable[VOTE] = error
        members = tuple(vote.members) if vote else ()
        wanted = [name for name in MODEL_IDS if name in ids or name in members]
        models: list[Model] = []
        with ThreadPoolExecutor(max_workers=2) as pool:  # hashing and parsing leave Python's lock
            loads = [pool.submit(self.load_model, name) for name in wanted]
            for name, load in zip(wanted, loads, strict=True):
                try:
                    models.append(load.result())
                except ModelError as error:
                    unavailable[name] = error
        recogniser = Recogniser(models, vote)
        if vote is not None and VOTE not in recogniser.cards:
            unavailable[VOTE] = ModelError(f"{vote.name}: none of its models is available.")
        return Loaded(recogniser, unavailable)

    def load_model(self, name: str) -> Model:
        """Load one model.

        Raises:
            ModelError: missing, altered, or under another model's name.
        """
        model = Model.load(self.folder / name)
        if model.card.id != name:
            raise ModelError(
                f"The card in {self.folder / name} is of {model.card.id!r}.",
                "Install the app again.",
            )
        return model
