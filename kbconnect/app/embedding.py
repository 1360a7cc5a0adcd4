"""The embedding models in use, each loaded once for the whole program because loading costs more than a search."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from kbconnect.core.ports import Embedder

NO_EMBEDDER = "none"


class Embedders:
    """Safe to use from several threads. open_embedder: id -> Embedder; raises EmbedderError and its kin. model_ids: the
    id in the identity of each, known without opening it."""

    def __init__(self, open_embedder: Callable[[str], Embedder], model_ids: Mapping[str, str]) -> None:
        self._open = open_embedder
        self._model_ids = model_ids
        self._lock = threading.Lock()
        self._loaded: dict[str, Embedder] = {}

    def model_id(self, embedder_id: str) -> str:
        """What vectors and chunks are marked with, also while the model is missing; "" for "none"."""
        return self._model_ids.get(embedder_id, "")

    def forget(self) -> None:
        """The next `get` loads anew, as with another number of threads; what is in use stays until it is let go."""
        with self._lock:
            self._loaded.clear()

    def get(self, embedder_id: str) -> Embedder | None:
        """None for "none". Raises ModelMissingError."""
        if embedder_id == NO_EMBEDDER:
            return None
        with self._lock:
            if embedder_id not in self._loaded:
                self._loaded[embedder_id] = self._open(embedder_id)
            return self._loaded[embedder_id]
