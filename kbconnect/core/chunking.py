"""Splits a document's text into chunks: first by characters at sensible places, then checked by tokens.

Every chunk is a piece of the document's own text; nothing is rewritten and nothing but white space at the edges of a
chunk is left out. Must not know which model counts the tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kbconnect.core.model import ChunkPolicy, Document, Span

_TITLE_CHARACTERS = 200
_SURELY_FITS = 4
"""Texts of at most max_tokens / 4 characters are never counted: no tokenizer in use makes four tokens of one."""

_ENDS = ".!?…。！？:;\"'”’»)]}"
"""What a sentence may end with."""

_WINDOW_CHARACTERS = 10_000
"""The splitter's time grows with the square of a text without sentences or lines; parts of this size keep it short."""


class TokenCounter(Protocol):
    """The part of an embedder that chunking needs."""

    max_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...


def text_to_embed(title: str, chunk: str) -> str:
    """What is embedded for a chunk: its document's title in front helps to find it."""
    return f"{title[:_TITLE_CHARACTERS]}\n{chunk}" if title else chunk


def chunk_signature(policy: ChunkPolicy, counted_by: str) -> str:
    """What a document's chunks depend on beside its text, as a text to be hashed. counted_by: the model, or ""."""
    return f"chunks 1, {policy.max_characters} characters, tokens of {counted_by or 'nobody'}"


def split_text(text: str, max_characters: int) -> tuple[Span, ...]:
    """Pieces of at most max_characters without white space at their edges; () for a blank text."""
    if len(text) <= max_characters:
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        return (Span(start, end),) if start < end else ()
    from semantic_text_splitter import TextSplitter  # megabytes that an idle window does without

    splitter = TextSplitter(max_characters)
    return tuple(
        Span(offset + start, offset + start + len(piece))
        for offset, window in _windows(text, max(_WINDOW_CHARACTERS, 4 * max_characters))
        for start, piece in splitter.chunk_indices(window)
    )


def breaks_of(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """What each span breaks off in: "word" or "sentence" where the next goes on, "" at a good place and at the end."""
    following = [text[span.start : span.start + 1] for span in spans[1:]]
    return (
        *(_broken(text, span, first) for span, first in zip(spans, following, strict=False)),
        *("" for _ in spans[-1:]),
    )


def _broken(text: str, span: Span, following: str) -> str:
    last = text[span.end - 1 : span.end]
    if last.isalnum() and text[span.end : span.end + 1].isalnum():
        return "word"
    between = text[span.end : span.end + 2]
    ended = last in _ENDS or "\n" in between or not following.isalnum()
    return "" if ended else "sentence"


def _windows(text: str, size: int) -> Iterator[tuple[int, str]]:
    """A long text in parts that end at a paragraph, a line or a word where there is one: (start, part)."""
    start = 0
    while len(text) - start > size:
        end = start + size
        for mark in ("\n\n", "\n", " "):
            found = text.rfind(mark, start + size // 2, end)
            if found >= 0:
                end = found + len(mark)
                break
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def chunk_documents(
    documents: Sequence[Document], policy: ChunkPolicy, counter: TokenCounter | None
) -> list[tuple[Span, ...]]:
    """The chunks of each document, in order. counter None: no model, so characters alone decide."""
    chunked = [split_text(document.text, policy.max_characters) for document in documents]
    if counter is None:
        return chunked
    return _checked(documents, chunked, counter)


def _checked(
    documents: Sequence[Document], chunked: list[tuple[Span, ...]], counter: TokenCounter
) -> list[tuple[Span, ...]]:
    """Splits again what holds more tokens than the model reads. Counts all doubtful chunks in one call."""
    surely = counter.max_tokens // _SURELY_FITS
    doubtful: list[tuple[int, int]] = []
    texts: list[str] = []
    for place, (document, spans) in enumerate(zip(documents, chunked, strict=True)):
        for number, span in enumerate(spans):
            if span.end - span.start + min(len(document.title), _TITLE_CHARACTERS) > surely:
                doubtful.append((place, number))
                texts.append(text_to_embed(document.title, document.text[span.start : span.end]))
    counts = counter.count_tokens(texts) if texts else []
    too_long: dict[int, dict[int, int]] = {}
    for (place, number), tokens in zip(doubtful, counts, strict=True):
        if tokens > counter.max_tokens:
            too_long.setdefault(place, {})[number] = tokens
    result = list(chunked)
    for place, numbers in too_long.items():
        pieces: list[Span] = []
        for number, span in enumerate(chunked[place]):
            if number in numbers:
                pieces.extend(_split_again(documents[place], span, numbers[number], counter))
            else:
                pieces.append(span)
        result[place] = tuple(pieces)
    return result


def _split_again(document: Document, span: Span, tokens: int, counter: TokenCounter) -> list[Span]:
    """Smaller and smaller pieces until each fits; one character always counts as fitting."""
    length = span.end - span.start
    aim = min(length - 1, int(length * counter.max_tokens / tokens * 0.9))
    if aim < 1:
        return [span]
    inner = split_text(document.text[span.start : span.end], aim)
    pieces = [Span(span.start + piece.start, span.start + piece.end) for piece in inner]
    counts = counter.count_tokens([text_to_embed(document.title, document.text[p.start : p.end]) for p in pieces])
    fitting: list[Span] = []
    for piece, count in zip(pieces, counts, strict=True):
        if count > counter.max_tokens and piece.end - piece.start > 1:
            fitting.extend(_split_again(document, piece, count, counter))
        else:
            fitting.append(piece)
    return fitting
