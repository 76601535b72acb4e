"""One model, loaded: an ONNX graph from pixels to probabilities."""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from mnist_desktop.errors import ModelError
from mnist_desktop.recognition.card import MODEL_FILE, ModelCard

_REMEDY = "Install the app again, or train the models with `mnist-desktop train`."
_BATCH = 256  # drawings a run: kernels of this size stay in the processor's cache


class Model:
    """A verified model ready to run; safe to use from one thread at a time."""

    def __init__(self, card: ModelCard, session: onnxruntime.InferenceSession) -> None:
        self.card = card
        self._session = session
        self._outputs = [output.name for output in session.get_outputs()]

    @classmethod
    def load(cls, folder: Path) -> "Model":
        """Read card and graph from ``folder``; the very bytes that were hashed are loaded.

        Raises:
            ModelError: missing, altered, or not a graph from ``image`` to ``probabilities``.
        """
        card = ModelCard.read(folder)
        path = folder / MODEL_FILE
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or error
            raise ModelError(f"{card.name}: {path} cannot be read ({reason}).", _REMEDY) from error
        if hashlib.sha256(content).hexdigest() != card.sha256:
            raise ModelError(f"{card.name}: {path} is not the file its card names.", _REMEDY)
        return cls(card, _session(card, content))

    def run(
        self, images: npt.NDArray[np.float32]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32] | None]:
        """Probabilities (n, 10) and familiarity (n,), or None where the graph gives none.

        Args:
            images: (n, 1, 28, 28), 0 = paper, 1 = ink.
        """
        parts = [
            self._session.run(self._outputs, {"image": images[start : start + _BATCH]})
            for start in range(0, max(len(images), 1), _BATCH)
        ]
        whole = (
            parts[0] if len(parts) == 1 else [np.concatenate(x) for x in zip(*parts, strict=True)]
        )
        joined = dict(zip(self._outputs, whole, strict=True))
        familiarity = joined.get("familiarity")
        return joined["probabilities"], None if familiarity is None else familiarity.reshape(-1)


def _session(card: ModelCard, content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # one drawing: threads cost
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no public base
        raise ModelError(f"{card.name}: the model file cannot be loaded.", _REMEDY) from error
    inputs = [node.name for node in session.get_inputs()]
    outputs = [node.name for node in session.get_outputs()]
    if inputs != ["image"] or "probabilities" not in outputs:
        raise ModelError(f"{card.name}: the graph leads not from image to probabilities.", _REMEDY)
    return session
