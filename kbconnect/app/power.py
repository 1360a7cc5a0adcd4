"""Lets adding meaning wait while this computer runs on its battery, if that is wanted. Syncing by words goes on.

A sync that meets the battery ends as done, by words, and its dataset is remembered; once the computer is plugged in,
`Meaning.waiting` says whose meaning is to be added. Owns that list; must not start anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a window that is only open does without NumPy
    import numpy as np
    from numpy.typing import NDArray

    from kbconnect.core.ports import Embedder
    from kbconnect.core.store import Store

MEANING_WAITS = "Adding meaning waits until this computer is plugged in; until then new documents are found by words."

_LOOK_EVERY_S = 5.0
_WAITS = "meaning_waits/"


class MeaningPaused(Exception):
    """Not an error: the texts stay without a vector, as after a stop, and the next run goes on with them."""


class Meaning:
    """Whether meaning may be added now, and whose waits. Safe to use from several threads.

    on_battery: asks the machine. wanted: whether people want to spare the battery. clock: seconds, only differences
    count.
    """

    def __init__(
        self, store: Store, on_battery: Callable[[], bool], wanted: Callable[[], bool], clock: Callable[[], float]
    ) -> None:
        self._store = store
        self._on_battery = on_battery
        self._wanted = wanted
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._paused = False

    def is_paused(self) -> bool:
        """As of a few seconds ago: it is asked between any two batches. Raises StoreError."""
        with self._lock:
            if self._clock() - self._looked_at >= _LOOK_EVERY_S:
                self._paused = self._wanted() and self._on_battery()
                self._looked_at = self._clock()
            return self._paused

    def look_again(self) -> bool:
        """As `is_paused`, as of now."""
        with self._lock:
            self._looked_at = float("-inf")
        return self.is_paused()

    def patient(self, embedder: Embedder) -> Embedder:
        """The same embedder, which raises MeaningPaused instead of embedding while it has to wait."""
        return _Patient(embedder, self.is_paused)

    def waits(self, dataset_id: str, *, waits: bool) -> None:
        """Remembers that a dataset's meaning waits, or waits no more; nothing is written if that was known."""
        name = f"{_WAITS}{dataset_id}"
        if bool(self._store.settings.get(name)) is not waits:
            self._store.settings.put(name, "1" if waits else "")

    def waiting(self) -> tuple[str, ...]:
        """Ids of datasets whose meaning waits, by the names of the datasets."""
        ids = (dataset.id for dataset in self._store.datasets.list())
        return tuple(one for one in ids if self._store.settings.get(f"{_WAITS}{one}"))


class _Patient:
    """See `Meaning.patient`."""

    def __init__(self, embedder: Embedder, is_paused: Callable[[], bool]) -> None:
        self._embedder = embedder
        self._is_paused = is_paused
        self.identity = embedder.identity
        self.max_tokens = embedder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._is_paused():
            raise MeaningPaused
        return self._embedder.embed(texts)
