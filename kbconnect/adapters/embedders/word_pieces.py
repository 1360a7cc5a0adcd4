"""Tokens of a text as BERT's models read it. Counting is several times faster than encoding: what stands between two
spaces never depends on its neighbours, so its number of tokens is found out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_GROUP = 1_000
"""Texts handed to the tokenizer at a time: what it returns is many times as large as the texts."""

_MOST_WORDS = 200_000
"""Words remembered, about 20 MB; then it starts again."""

_LONGEST_REMEMBERED = 40

_PARTS = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_NOT_PLAIN = re.compile(r"[^\t\n\r -~]|\[(?:PAD|UNK|CLS|SEP|MASK)\]")
"""What can't be taken apart by _PARTS: control characters, other scripts, the model's own marks."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text with halves of broken pairs replaced, which the tokenizer can't take."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


class WordPieces:
    """A tokenizer with its words remembered. For one thread at a time. Raises ValueError for one of another kind."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        # The file may say to cut and fill up every text; counting would then always give the same number.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._first = _id_of(tokenizer, "[CLS]")
        self._last = _id_of(tokenizer, "[SEP]")
        self._words = _WordCounts(tokenizer)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without the two special ones."""
        count = self._words.__getitem__
        return [sum(map(count, text.split(" "))) for text in texts]

    def encode(self, texts: Sequence[str], most: int) -> list[list[int]]:
        """Token ids of each text, at most this many, between the two special ones."""
        encoded: list[list[int]] = []
        for start in range(0, len(texts), _GROUP):
            group = [plain(text) for text in texts[start : start + _GROUP]]
            encodings = self._tokenizer.encode_batch_fast(group, add_special_tokens=False)
            encoded.extend([self._first, *encoding.ids[:most], self._last] for encoding in encodings)
        return encoded


def _id_of(tokenizer: Tokenizer, mark: str) -> int:
    number = tokenizer.token_to_id(mark)
    if number is None:
        raise ValueError(f"the tokenizer has no {mark}")
    return number


class _Counts(dict[str, int]):
    """Numbers of tokens found out once and remembered, but for what is too long to come again."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, text: str) -> int:
        count = self._find_out(text)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[text] = count
        return count

    def _find_out(self, text: str) -> int:
        return len(self._tokenizer.encode(plain(text), add_special_tokens=False))


class _WordCounts(_Counts):
    """Tokens of a piece of text without a space. In ASCII it is taken apart further, so that less must be encoded."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__(tokenizer)
        self._parts = _Counts(tokenizer)

    def _find_out(self, text: str) -> int:
        if _NOT_PLAIN.search(text):
            return super()._find_out(text)
        return sum(map(self._parts.__getitem__, _PARTS.findall(text.lower())))
