"""all-MiniLM-L6-v2, run by onnxruntime on the processor. Owns the model's files, tokens and batches.

onnxruntime, tokenizers and their exceptions stop here. Nothing is fetched from anywhere: the files come with the
program. Must not know what the texts are.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.embedders.word_pieces import WordPieces
from kbconnect.core.errors import EmbedderError, ModelMissingError
from kbconnect.core.ports import EmbedderIdentity

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPECIAL_TOKENS = 2
_BATCH_TOKENS = 1_024
"""Tokens run through the model at a time: what a layer makes of them stays in the processor's cache."""

_QUIET = 3
"""onnxruntime writes errors alone; what it warns of (no GPU) says nothing to anybody here."""


class MiniLm:
    """An open model. Attributes and methods as in `kbconnect.core.ports.Embedder`."""

    def __init__(
        self, identity: EmbedderIdentity, max_tokens: int, tokenizer: Tokenizer, session: Any
    ) -> None:  # Any: onnxruntime has no types
        self.identity = identity
        self.max_tokens = max_tokens - _SPECIAL_TOKENS
        self._pieces = WordPieces(tokenizer)
        self._session = session

    @classmethod
    def load(cls, folder: Path, threads: int = 0) -> MiniLm:
        """From model.onnx, tokenizer.json and model.json. threads: processors to use, 0 for all. Raises
        ModelMissingError."""
        with _translated(folder):
            about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            identity = EmbedderIdentity(str(about["id"]), str(about["sha256"]), int(about["dimensions"]))
            model = (folder / "model.onnx").read_bytes()
            if hashlib.sha256(model).hexdigest() != identity.sha256:
                raise _missing(folder, "model.onnx is not the file that model.json describes")
            tokenizer = _read_tokenizer(folder / "tokenizer.json")
            return cls(identity, int(about["max_tokens"]), tokenizer, _open_session(model, threads))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._pieces.count(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions), normalised. Of a text over max_tokens only the beginning counts. Raises EmbedderError."""
        vectors = np.empty((len(texts), self.identity.dimensions), np.float32)
        encoded = self._pieces.encode(texts, self.max_tokens)
        with _translated(None):
            for places in _batches([len(one) for one in encoded]):
                vectors[places] = self._run([encoded[place] for place in places])
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        tokens = np.array(batch, np.int64)
        (vectors,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        return np.asarray(vectors, np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of one length together: nothing is padded, and attention sums each text as if it were alone."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        length = lengths[place]
        if batch and (length != lengths[batch[0]] or (len(batch) + 1) * length > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _read_tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    text = path.read_text(encoding="utf-8")
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises nothing narrower for a file it can't read
        raise _missing(path.parent, f"tokenizer.json: {error}") from error


def _open_session(model: bytes, threads: int) -> Any:  # Any: onnxruntime has no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(threads or _processors(), _processors())
    options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    # Threads that wait would otherwise keep a processor busy that the window needs; the rate is the same.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph is built as it should run; more would join each sum and its norm into one operator four times as slow.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _processors() -> int:
    """Those this process may use; os.process_cpu_count() comes with Python 3.13."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _translated(folder: Path | None) -> Iterator[None]:
    """Raises EmbedderError for what the model's libraries raise inside, ModelMissingError while its files are read."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        if folder is None:
            raise
        raise _missing(folder, f"{type(error).__name__}: {error}") from error
    except library_errors() as error:
        if folder is not None:
            raise _missing(folder, f"{type(error).__name__}: {error}") from error
        raise EmbedderError(
            "The embedding model could not work on a batch of texts.",
            meaning="These texts have no vectors yet. Everything can be searched by words.",
            hint="Sync again: it continues with these texts. If it fails again, close other programs to free memory.",
            detail=f"{type(error).__name__}: {error}",
        ) from error


def library_errors() -> tuple[type[Exception], ...]:
    """Every exception onnxruntime defines, each derived from Exception itself, and what NumPy raises without memory."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    defined = [one for one in vars(state).values() if isinstance(one, type) and issubclass(one, Exception)]
    return (*defined, MemoryError, RuntimeError)


def _missing(folder: Path, detail: str) -> ModelMissingError:
    return ModelMissingError(
        f"The embedding model is not complete in {folder}.",
        meaning="Nothing can be found by meaning until it is back. Searching by words works.",
        hint="Install this program again: the model comes with it. In a checkout, `python3 packaging/dev.py app` "
        "builds it.",
        detail=detail,
    )
