"""Small real ONNX models for tests: the digit is the row of the picture that holds most ink."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from mnist_desktop.recognition.card import MODEL_FILE, ModelCard, Thresholds
from mnist_desktop.recognition.registry import MODEL_IDS

THRESHOLDS = Thresholds(inclusion=0.3, familiarity=0.1, coverage=0.99)


def make_all(folder: Path) -> Path:
    """The four models and their vote."""
    for name in MODEL_IDS:
        make_model(folder, name)
    make_vote(folder)
    return folder


def make_model(folder: Path, name: str, sharpness: float = 1.0) -> Path:
    """One model: softmax over the ink of rows 0–9; familiar where there is ink in those rows."""
    rows = np.zeros((10, 28), dtype=np.float32)
    rows[:, :10] = np.eye(10) * sharpness
    nodes = [
        helper.make_node("ReduceSum", ["image", "across"], ["by_row"], keepdims=0),
        helper.make_node("MatMul", ["by_row", "rows"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
        helper.make_node("ReduceMax", ["scores", "last"], ["most"], keepdims=0),
        helper.make_node("Tanh", ["most"], ["familiarity"]),
    ]
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 1, 28, 28])],
        [
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", 10]),
            helper.make_tensor_value_info("familiarity", TensorProto.FLOAT, ["n"]),
        ],
        [
            numpy_helper.from_array(np.array([1, 3]), "across"),
            numpy_helper.from_array(np.array([1]), "last"),
            numpy_helper.from_array(rows.T.copy(), "rows"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    content = model.SerializeToString()
    onnx.checker.check_model(content)
    (target / MODEL_FILE).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    ModelCard(name, name.title(), "made for tests", sha256, len(content), THRESHOLDS).write(target)
    return target


def make_vote(folder: Path, weights: dict[str, float] | None = None) -> None:
    """The vote's card."""
    target = folder / "vote"
    target.mkdir(parents=True, exist_ok=True)
    members = weights or dict.fromkeys(MODEL_IDS, 1.0)
    card = ModelCard("vote", "Vote of all four", "log pool", "", 0, THRESHOLDS, members=members,
                     calibration={"temperature": 1.0})  # fmt: skip
    card.write(target)


def picture(row: int, ink: int = 255, length: int = 4) -> np.ndarray:
    """A picture that the models take for ``row``."""
    raster = np.zeros((28, 28), dtype=np.uint8)
    raster[row, :length] = ink
    return raster
