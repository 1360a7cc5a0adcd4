"""The embedding models in use, each loaded once for the whole program because loading costs more than a search."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kbconnect.core.ports import Embedder

NO_EMBEDDER = "none"


class Embedders:
    """Safe to use from several threads. open_embedder: id -> Embedder; raises EmbedderError and its kin."""

    def __init__(self, open_embedder: Callable[[str], Embedder]) -> None:
        self._open = open_embedder
        self._lock = threading.Lock()
        self._loaded: dict[str, Embedder] = {}

    def get(self, embedder_id: str) -> Embedder | None:
        """None for "none". Raises ModelMissingError."""
        if embedder_id == NO_EMBEDDER:
            return None
        with self._lock:
            if embedder_id not in self._loaded:
                self._loaded[embedder_id] = self._open(embedder_id)
            return self._loaded[embedder_id]
