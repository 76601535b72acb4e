"""Write an ONNX graph operator by operator: names, constants and versions in one place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

OPSET = 17
"""Version of ai.onnx; any onnxruntime since 1.12 has it."""
ML_OPSET = 5
"""Version of ai.onnx.ml: the first whose trees are tensors, not a string a node."""
IR_VERSION = 9
ML_DOMAIN = "ai.onnx.ml"


@dataclass
class Graph:
    """A graph under construction; every method returns the new value's name."""

    nodes: list[NodeProto] = field(default_factory=list)
    constants: dict[str, npt.NDArray[Any]] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Append one operator with one output."""
        return self.add_many(operator, *inputs, outputs=1, domain=domain, **attributes)[0]

    def add_many(
        self, operator: str, *inputs: str, outputs: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Append one operator with several outputs."""
        names = [f"{operator.lower()}_{len(self.nodes)}_{index}" for index in range(outputs)]
        node = helper.make_node(operator, list(inputs), names, domain=domain, **attributes)
        self.nodes.append(node)
        return names

    def constant(self, value: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> str:
        """Store a constant tensor."""
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.ascontiguousarray(np.asarray(value, dtype=dtype))
        return name

    def cast(self, value: str, to: int = TensorProto.FLOAT) -> str:
        """Change a value's number type."""
        return self.add("Cast", value, to=to)

    def rename(self, value: str, name: str) -> str:
        """Give a value a name that others rely on."""
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        return name

    def build(
        self, name: str, outputs: Sequence[tuple[str, int, Sequence[int]]], features: int = 0
    ) -> ModelProto:
        """The checked model, from ``image``, or from so many ``features`` where that is not 0.

        Args:
            name: the graph's name.
            outputs: name, element type and shape without the leading batch of each output.
            features: how many numbers the graph starts from.
        """
        shape: list[str | int] = ["n", features] if features else ["n", 1, 28, 28]
        start = "features" if features else "image"
        image = helper.make_tensor_value_info(start, TensorProto.FLOAT, shape)
        results = [
            helper.make_tensor_value_info(output, kind, ["n", *shape])
            for output, kind, shape in outputs
        ]
        stored = [numpy_helper.from_array(value, key) for key, value in self.constants.items()]
        graph = helper.make_graph(self.nodes, name, [image], results, stored)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ML_DOMAIN, ML_OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        model.producer_name = "mnist-desktop"
        checker.check_model(model, full_check=True)
        return model
