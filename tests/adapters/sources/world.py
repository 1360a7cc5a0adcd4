"""A source under test as its owner sees it, and what tests ask of a reader over and over.

Owns the hand on a source (`World`) and the hostile names and texts; the tests themselves stand in contract*.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypedDict, Unpack

from hypothesis import strategies as st

from kbconnect.core.changes import digest_to_bytes
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, Key, ReadPlan, RowBatch, Source, SourceReader

Row = tuple[str | None, ...]

HOSTILE_TEXTS = (
    "plain", "", " ", "  two  ", "o'clock", 'say "hi"', "back\\slash", "tab\tand\nnewline\r\n", "\x01\x1f\x7f",
    "{}", "[1,2]",
    "a,b", "NULL", "\\N", "%s %% %(x)s :x", "ä ß é", "日本語", "🙂👨‍👩‍👧", "\u2028\u2029", "א ב", "a" * 3000,
    "\ufeff", "$1", "x'00'",
    "/* no", "-- no", "\\x41", "1.0", "1", "\b\f",
)  # fmt: skip
HOSTILE_NAMES = (
    "plain", "Mixed Case", "select", "order", 'quo"te', "o'clock", "per%cent", "a:b", "semi;colon", "tab\tin",
    "名前", "🙂",
    "dot.ted", " leading", "back\\slash", "(round)", "x--y", "user", "UPPER", "%s", "{curly}", "$1",
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


class World(ABC):
    """One source under test, and its owner's hand on it. names: of tables and columns, as odd as this source allows."""

    names: Sequence[str] = HOSTILE_NAMES

    @abstractmethod
    def open(self) -> AbstractContextManager[Source]: ...

    @abstractmethod
    def create(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        key: Sequence[str] = (),
        *,
        integers: Sequence[str] = (),
    ) -> TableRef:
        """A table of text columns, but for `integers`. key: its primary key, in this order."""

    @abstractmethod
    def insert(self, table: TableRef, row: Row) -> None: ...

    @abstractmethod
    def drop(self, table: TableRef) -> None: ...

    @abstractmethod
    def drop_column(self, table: TableRef, name: str) -> None: ...


class Limits(TypedDict, total=False):
    """The other fields of a ReadPlan."""

    max_cell_bytes: int
    batch_rows: int
    batch_bytes: int
    cursor_column: str


def plan(table: TableRef, key: str, text: str, metadata: str = "", **others: Unpack[Limits]) -> ReadPlan:
    """key, text, metadata: names of columns with spaces in between."""
    columns = (tuple(key.split()), tuple(text.split()), tuple(metadata.split()))
    return ReadPlan(TableSelection(table), *columns, **others)


def everything(reader: SourceReader, window: CursorWindow | None = None) -> dict[Key, Row]:
    return {
        key: values
        for batch in reader.rows(window)
        for key, values in zip(batch.fingerprints.keys, batch.values, strict=True)
    }


def hashes(batches: Iterator[RowBatch]) -> dict[Key, tuple[bytes, int, int]]:
    return {
        key: (digest_to_bytes(digest), int(text), int(metadata))
        for batch in batches
        for key, digest, text, metadata in zip(
            batch.fingerprints.keys,
            batch.fingerprints.key_digests,
            batch.fingerprints.text_hashes,
            batch.fingerprints.metadata_hashes,
            strict=True,
        )
    }


def scanned_hashes(reader: SourceReader, window: CursorWindow | None = None) -> dict[Key, tuple[bytes, int, int]]:
    return {
        key: (digest_to_bytes(digest), int(text), int(metadata))
        for batch in reader.fingerprints(window)
        for key, digest, text, metadata in zip(
            batch.keys, batch.key_digests, batch.text_hashes, batch.metadata_hashes, strict=True
        )
    }


def scanned_keys(reader: SourceReader) -> dict[Key, bytes]:
    """In the order they come; a key that stands in several rows once."""
    return {
        key: digest_to_bytes(digest)
        for batch in list(reader.keys())
        for key, digest in zip(batch.keys, batch.key_digests, strict=True)
    }
