"""The model of this program for the peers' packages: onnxruntime and tokenizers alone, in the peers' environment.

Runs 32 texts at a time as they come, with the threads it is told. Must not import kbconnect or a peer.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol  # onnxruntime has no types

import numpy as np

_BATCH = 32
_MOST_TOKENS = 256
_DIMENSIONS = 384
_FREE_VECTORS = 1_024


class Model(Protocol):
    def embed(self, texts: Sequence[str]) -> list[list[float]]: ...


class MiniLm:
    """folder: with model.onnx and tokenizer.json."""

    def __init__(self, folder: Path, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _BATCH):
            encoded = self._tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            tokens = np.array([one.ids for one in encoded], np.int64)
            mask = np.array([one.attention_mask for one in encoded], np.int64)
            vectors += self._session.run(None, {"input_ids": tokens, "attention_mask": mask})[0].tolist()
        return vectors


class Free:
    """An embedder that costs nothing: one of a thousand vectors made beforehand, by the text's checksum."""

    def __init__(self) -> None:
        generator = random.Random(_FREE_VECTORS)
        made = np.array([[generator.gauss(0, 1) for _ in range(_DIMENSIONS)] for _ in range(_FREE_VECTORS)])
        self._vectors: list[list[float]] = (made / np.linalg.norm(made, axis=1, keepdims=True)).tolist()

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vectors[zlib.crc32(text.encode()) % _FREE_VECTORS] for text in texts]
