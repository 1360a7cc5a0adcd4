"""Chunks are pieces of their document: nothing but white space is lost, none is over the limits."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.chunking import breaks_of, chunk_documents, split_text, text_to_embed
from kbconnect.core.model import ChunkPolicy, Document, Span


class WordCounter:
    """Counts like a rough tokenizer: a token for every three characters begun."""

    max_tokens = 20

    def __init__(self) -> None:
        self.calls = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        self.calls += 1
        return [-(-len(text) // 3) for text in texts]


def document(text: str, title: str = "") -> Document:
    return Document("id", (), title, text, ())


def pieces(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@given(st.text(max_size=400), st.integers(1, 90))
def test_splitting_loses_nothing_but_white_space(text: str, limit: int) -> None:
    spans = split_text(text, limit)
    assert all(0 < span.end - span.start <= limit for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    assert all(not text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True))


@given(st.lists(st.text(max_size=300), max_size=5), st.text(max_size=30))
def test_no_chunk_holds_more_tokens_than_the_model_reads(texts: list[str], title: str) -> None:
    documents = [document(text, title) for text in texts]
    counter = WordCounter()
    chunked = chunk_documents(documents, ChunkPolicy(100), counter)
    assert len(chunked) == len(documents)
    for made, spans in zip(documents, chunked, strict=True):
        for piece in pieces(made.text, spans):
            fits = counter.count_tokens([text_to_embed(title, piece)])[0] <= counter.max_tokens
            assert fits or len(piece) == 1
        assert "".join("".join(pieces(made.text, spans)).split()) == "".join(made.text.split())


def test_a_short_text_is_one_chunk() -> None:
    assert chunk_documents([document("  Short.  ")], ChunkPolicy(), None) == [(Span(2, 8),)]


def test_short_texts_are_never_counted() -> None:
    counter = WordCounter()
    chunk_documents([document("tiny"), document("two")], ChunkPolicy(), counter)
    assert counter.calls == 0


def test_all_doubtful_chunks_are_counted_in_one_call() -> None:
    counter = WordCounter()
    chunk_documents([document("words " * 8) for _ in range(50)], ChunkPolicy(), counter)
    assert counter.calls == 1


def test_a_long_text_is_cut_at_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph {number} says something worth keeping together." for number in range(40))
    spans = split_text(text, 300)
    assert len(spans) > 5
    assert all(piece.startswith("Paragraph") and piece.endswith(".") for piece in pieces(text, spans))


def test_a_long_text_without_breaks_is_split_part_by_part() -> None:
    text = "word " * 3_000 + "x" * 25_000 + "語" * 12_000
    spans = split_text(text, 850)
    assert all(span.end - span.start <= 850 for span in spans)
    assert "".join(pieces(text, spans)).replace(" ", "") == text.replace(" ", "")


def test_the_title_stands_before_what_is_embedded() -> None:
    assert text_to_embed("Tents", "Dry.") == "Tents\nDry."
    assert text_to_embed("", "Dry.") == "Dry."
    assert len(text_to_embed("x" * 5000, "Dry.")) < 300


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (("One sentence.", " Another one."), ("", "")),
        (("A long sentence that", " goes on here."), ("sentence", "")),
        (("Donaudampf", "schiff", "fahrt"), ("word", "word", "")),
        (("A heading", "\n\nand its text"), ("", "")),
        (("He said “no.”", " She left"), ("", "")),
        (("1", "2"), ("word", "")),
        (("All of it",), ("",)),
        ((), ()),
    ],
)
def test_where_a_chunk_breaks_off_is_told(parts: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    text, spans = "", []
    for part in parts:
        start = len(text) + len(part) - len(part.lstrip())
        text += part
        spans.append(Span(start, len(text)))
    assert breaks_of(text, spans) == wanted
