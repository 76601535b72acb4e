"""The model card, ``manifest.json``: what a model is, what it was made of, how good it is."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mnist_desktop.beside import beside
from mnist_desktop.errors import ModelError

FORMAT = 1
"""Version of the manifest's shape; a newer one is refused."""
MODEL_FILE = "model.onnx"
CARD_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a verdict turns.

    Attributes:
        inclusion: a digit belongs to the prediction set when its probability is at least this;
            from split-conformal calibration (Vovk et al.; Angelopoulos and Bates 2021, section 1).
        familiarity: below this the drawing is taken for no digit; None = the model cannot tell.
        coverage: the share of drawings whose set holds the right digit, promised by ``inclusion``.
        doubt: below this familiarity a single digit is never sure; None = no such limit.
    """

    inclusion: float
    familiarity: float | None
    coverage: float
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """All that is known of one model.

    Attributes:
        id: folder name and name on the command line.
        name: name in the window.
        kind: one sentence on what the model is.
        sha256: of ``model.onnx``; empty for the vote.
        size: of ``model.onnx`` in bytes.
        thresholds: where its verdicts turn.
        calibration: method, parameters, and what it was fitted on.
        training: data with hashes, parameters, seed, library versions, the command.
        accuracy: figures by set, as ``evaluate`` reports them.
        members: for the vote, each member's weight by id; empty for a single model.
    """

    id: str
    name: str
    kind: str
    sha256: str
    size: int
    thresholds: Thresholds
    calibration: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] = field(default_factory=dict)
    accuracy: dict[str, Any] = field(default_factory=dict)
    members: dict[str, float] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into ``folder``, beside and renamed."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=2, ensure_ascii=False)
        with beside(folder / CARD_FILE) as (part,):
            part.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "ModelCard":
        """Read and check ``folder/manifest.json``.

        Raises:
            ModelError: missing, not JSON, of a newer format, or without a needed figure.
        """
        path = folder / CARD_FILE
        try:
            return cls._from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise ModelError(f"The model card {path} is missing.", _REMEDY) from None
        except _UNREADABLE as error:
            raise ModelError(f"The model card {path} cannot be read: {error}.", _REMEDY) from error

    @classmethod
    def _from_json(cls, value: Mapping[str, Any]) -> "ModelCard":
        if value["format"] != FORMAT:
            raise ValueError(f"format {value['format']!r} is not {FORMAT}")
        fields = {name: value[name] for name in cls.__slots__ if name != "thresholds"}
        for name, kind in _KINDS.items():
            if not isinstance(fields[name], kind) or isinstance(fields[name], bool):
                raise ValueError(f"{name} is not of the right kind")
        for name, number in value["thresholds"].items():
            if number is not None or name in ("inclusion", "coverage"):
                _check_number(name, number, 0.0, 1.0)
        for name, weight in fields["members"].items():
            _check_number(f"the weight of {name}", weight, 1e-9, 1e9)
        if fields["members"]:
            _check_number("temperature", fields["calibration"]["temperature"], 1e-9, 1e9)
        return cls(thresholds=Thresholds(**value["thresholds"]), **fields)


def _check_number(name: str, value: object, low: float, high: float) -> None:
    """Raise ValueError for what is no number from ``low`` to ``high``."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}, not a number from {low:g} to {high:g}")


_KINDS: dict[str, type] = {
    "id": str, "name": str, "kind": str, "sha256": str, "size": int,
    "calibration": dict, "training": dict, "accuracy": dict, "members": dict,
}  # fmt: skip


_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_REMEDY = "Install the app again, or train the models with `mnist-desktop train`."
