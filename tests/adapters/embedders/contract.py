"""What every embedder does. A subclass gives the fixture `embedder`."""

from __future__ import annotations

import numpy as np

from kbconnect.core.ports import Embedder

TEXTS = [
    "How do I return a pair of shoes?",
    "",
    "Größe 42 – «naïve» 日本語 한국어 🎉",
    "half \ud83d pair",
    "nul \0 inside",
    "word " * 2_000,
    "How do I return a pair of shoes?",
]


class EmbedderContract:
    """Inherited by the tests of each embedder."""

    def test_vectors_are_normalised_and_of_the_right_shape(self, embedder: Embedder) -> None:
        vectors = embedder.embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.identity.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
        assert embedder.embed([]).shape == (0, embedder.identity.dimensions)

    def test_a_text_has_the_same_vector_in_any_company(self, embedder: Embedder) -> None:
        together = embedder.embed(TEXTS)
        alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
        backwards = embedder.embed(TEXTS[::-1])[::-1]
        assert np.array_equal(together, alone)
        assert np.array_equal(together, backwards)

    def test_tokens_are_counted_without_a_limit(self, embedder: Embedder) -> None:
        counts = embedder.count_tokens(TEXTS)
        assert counts[5] > embedder.max_tokens
        assert counts[0] == counts[6] > 0
        assert counts[1] == 0
        assert embedder.count_tokens([]) == []
