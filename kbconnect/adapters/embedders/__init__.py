"""Models that turn texts into vectors. Owns the one table of them; must not know what is done with the vectors."""

from __future__ import annotations

from pathlib import Path

from kbconnect.core.errors import InputError
from kbconnect.core.ports import Embedder

MODEL_IDS = {"minilm": "all-MiniLM-L6-v2"}
"""The id in the identity of each model, for those who can't open it now."""


def open_embedder(embedder_id: str, model_folder: Path, threads: int = 0) -> Embedder:
    """The model with this id ("minilm") from the folder of its files. Takes about 0.2 s, so keep what it returns.

    threads: processors it may use, 0 for all there are.

    Raises ModelMissingError, InputError for an unknown id.
    """
    if embedder_id in MODEL_IDS:
        from kbconnect.adapters.embedders.minilm import MiniLm

        return MiniLm.load(model_folder, threads)
    raise InputError(
        f"There is no embedding model called “{embedder_id}”.",
        meaning="Nothing has been changed.",
        hint="Use “minilm”, or “none” for a knowledge base that is searched by words alone.",
    )
