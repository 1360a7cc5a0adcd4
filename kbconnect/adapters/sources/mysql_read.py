"""Rows and fingerprints of a table or query in MySQL and MariaDB: what becomes of the answers of its statements.

Owns batches, what is a fault of a value, and that a scan somebody left is ended before its connection is used again.
The statements stand in mysql_statements. Must not map.
"""

from __future__ import annotations

import hashlib
import re
import weakref
from binascii import unhexlify
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Protocol, Self, overload

import numpy as np
from numpy.typing import NDArray

from kbconnect.adapters.sources import mysql_catalog as catalog
from kbconnect.adapters.sources.cells import first_bad_character, not_utf8, too_large
from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_cursor import Cursor, cursor_of
from kbconnect.adapters.sources.mysql_errors import NOTHING_CHANGED, stopped, translated
from kbconnect.adapters.sources.mysql_statements import (
    Sent,
    Statements,
    is_binary,
    is_inexact,
    relation_of,
    shortened,
)
from kbconnect.adapters.sources.mysql_wire import Block, BlockLimits, Places, blocks_of
from kbconnect.core.changes import digests_from_bytes, key_digest
from kbconnect.core.errors import SourceError
from kbconnect.core.model import ColumnInfo, Sample, Selection, TableSelection
from kbconnect.core.ports import (
    SAMPLE_CHARACTERS,
    CellFault,
    CursorWindow,
    FingerprintBatch,
    Hashes,
    Key,
    KeyBatch,
    ReadPlan,
    RowBatch,
)

_KEYS_A_STATEMENT = 500
_SAMPLE_LIMITS = BlockLimits(10_000, 50_000_000)
# An MD5 in hexadecimal behind its length. Of those that say whether a row changed half is enough.
_HASH = np.dtype({"names": ["length", "half", "whole"], "formats": ["u1", "V16", "V32"], "offsets": [0, 1, 1]})
_DIGITS = 32
_LONG = 1e15
"""From there on numbers of four bytes are written with an exponent, as the server does."""

_WRITTEN_OTHERWISE = re.compile(rb'["\\\x00-\x1f]')
"""What JSON writes in another way inside a text."""


class Link(Protocol):
    """What a reading asks of the source it belongs to."""

    def was_interrupted(self) -> bool: ...

    def cancel(self) -> None:
        """Asks the server to break off what it does."""


class Scans:
    """The scans somebody has begun on a session. As a context it ends those that were left: they must be over before
    their connection is used for something else, and what ended the reading may still hold them."""

    def __init__(self, session: Session, link: Link) -> None:
        self._session = session
        self._link = link
        # Weakly, so that a scan nobody holds any more ends at once.
        self._begun: list[weakref.ref[Generator[Block, None, None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for scan in filter(None, [begun() for begun in reversed(self._begun)]):
            scan.close()

    @property
    def session(self) -> Session:
        return self._session

    def blocks(self, statement: str, limits: BlockLimits) -> Iterator[Block]:
        scan = self._blocks(statement, limits)
        self._begun.append(weakref.ref(scan))
        return scan

    def _blocks(self, statement: str, limits: BlockLimits) -> Generator[Block, None, None]:
        self.raise_if_interrupted()
        with translated(self._link.was_interrupted):
            session = self._session
            sent = blocks_of(session.connection, session.line, statement, limits, self._link.cancel)
            with closing(sent) as blocks:
                for block in blocks:
                    yield block
                    self.raise_if_interrupted()  # the server may have sent all by now, and not hear of it

    def raise_if_interrupted(self) -> None:
        if self._link.was_interrupted():
            raise stopped()

    def ask(self, question: Callable[[Session], Any]) -> Any:
        """Runs something short."""
        self.raise_if_interrupted()
        with translated(self._link.was_interrupted):
            return question(self._session)


def read_sample(scans: Scans, selection: Selection, columns: tuple[ColumnInfo, ...], limit: int) -> Sample:
    """The first rows as text, in the source's own order, large values cut by the server."""
    if not columns:
        return Sample((), ())
    values = ", ".join(map(shortened, columns))
    rows: list[tuple[str | None, ...]] = []
    statement = f"SELECT {values} FROM {relation_of(selection)} LIMIT {int(limit)}"
    for block in scans.blocks(statement, _SAMPLE_LIMITS):
        at = block.starts
        texts: list[Sequence[str | None]] = []
        for column in columns:
            found, _, at = _texts(block, at, column)
            texts.append([None if text is None else text[:SAMPLE_CHARACTERS] for text in found])
        rows += zip(*texts, strict=True)
    return Sample(columns, tuple(rows))


class MysqlReader:
    """One selection, in the transaction that its source has opened."""

    def __init__(self, scans: Scans, plan: ReadPlan, known: Mapping[str, ColumnInfo], *, one_collation: bool) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._scans = scans
        self._plan = plan
        self._known = known
        self._limits = BlockLimits(plan.batch_rows, plan.batch_bytes)
        self._statements = Statements(plan, known, one_collation=one_collation)
        self._key_columns = self._statements.keys_of
        self._bulky = tuple(column.name for column in self._statements.bulky)

    def row_estimate(self) -> int | None:
        selection = self._plan.selection
        if not isinstance(selection, TableSelection):
            return None
        found: int | None = self._scans.ask(lambda session: catalog.rows_estimate(session, selection.table))
        return found

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        sent = self._statements.fingerprints(self._inside(window))
        for block in self._blocks(sent):
            yield self._fingerprints(block, self._lazy_keys(block, sent))

    def rows(self, window: CursorWindow | None = None, *, after: Key | None = None) -> Generator[RowBatch, None, None]:
        conditions = self._inside(window)
        if after is not None and (behind := self._statements.after(after)) is not None:
            conditions.append(behind)
        sent = self._statements.rows(conditions)
        for block in self._blocks(sent):
            yield self._rows(block, sent)

    def keys(self) -> Generator[KeyBatch, None, None]:
        sent = self._statements.keys(())
        for block in self._blocks(sent):
            keys = self._lazy_keys(block, sent)
            yield KeyBatch(self._digests(block, keys, 0), keys)

    def cursor_position(self) -> str | None:
        found: str | None = self._scans.ask(lambda session: self._cursor().position(session, self._plan.selection))
        return found

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        wanted = list(dict.fromkeys(keys))
        self._scans.raise_if_interrupted()
        for start in range(0, len(wanted), _KEYS_A_STATEMENT):
            part = wanted[start : start + _KEYS_A_STATEMENT]
            condition = self._statements.matches(part)
            if condition is None:
                continue
            sent, these = self._statements.rows([f"({condition})"], ordered=False), frozenset(part)
            for block in self._blocks(sent):
                batch = _only(self._rows(block, sent), these)
                if len(batch.values):
                    yield batch

    def _blocks(self, sent: Sent) -> Iterator[Block]:
        return self._scans.blocks(sent.statement, self._limits)

    def _inside(self, window: CursorWindow | None) -> list[str]:
        self._scans.raise_if_interrupted()
        return [] if window is None else [self._cursor().condition(window)]

    def _cursor(self) -> Cursor:
        return cursor_of(self._known[self._plan.cursor_column])

    # ---------------------------------------------------------------------------------------- answers

    def _lazy_keys(self, block: Block, sent: Sent) -> _Keys:
        return _Keys(block, block.starts + sent.hashes * _HASH.itemsize, self._key_columns)

    def _fingerprints(self, block: Block, keys: Sequence[Key]) -> FingerprintBatch:
        text, metadata = _half(_hashes(block, 0)), _half(_hashes(block, 1))
        return FingerprintBatch(self._digests(block, keys, 2), text, metadata, keys)

    def _digests(self, block: Block, keys: Sequence[Key], place: int) -> Hashes:
        """Of the keys; by the server, whose hash has this place, or here."""
        if self._statements.digests_keys:
            found = _hashes(block, place)
            return digests_from_bytes(unhexlify(found["whole"].tobytes()))
        if isinstance(keys, _Keys):
            return digests_from_bytes(keys.digests())
        return digests_from_bytes(b"".join([key_digest(key) for key in keys]))

    def _rows(self, block: Block, sent: Sent) -> RowBatch:
        faults: list[CellFault] = []
        at = block.starts + sent.hashes * _HASH.itemsize
        lazy = _Keys(block, at, self._key_columns)
        key_columns: list[Sequence[str | None]] = []
        for column in self._key_columns:
            texts, _, at = _texts(block, at, column, exact=True)
            key_columns.append(texts)
        sizes, _, at = _texts(block, at, None)
        value_columns: list[Sequence[str | None]] = []
        for column in self.columns:
            texts, bad, at = _texts(block, at, column)
            for row, position in bad:
                texts[row] = None
                faults.append(CellFault(row, column.name, not_utf8(position)))
            value_columns.append(texts)
        for row, row_sizes in enumerate(sizes):
            if row_sizes is not None:
                faults += self._oversized(row, row_sizes)
        keys: list[Key] = list(zip(*key_columns, strict=True))
        values = list(zip(*value_columns, strict=True)) if value_columns else [()] * len(block)
        faults.sort(key=lambda fault: fault.row)
        fingerprints = self._fingerprints(block, lazy)
        fingerprints = FingerprintBatch(
            fingerprints.key_digests, fingerprints.text_hashes, fingerprints.metadata_hashes, keys
        )
        return RowBatch(fingerprints, values, tuple(faults))

    def _oversized(self, row: int, sizes: str) -> list[CellFault]:
        limit = self._plan.max_cell_bytes
        return [
            CellFault(row, name, too_large(int(size), limit))
            for name, size in zip(self._bulky, sizes.split(","), strict=True)
            if int(size) > limit
        ]


def _only(batch: RowBatch, wanted: frozenset[Key]) -> RowBatch:
    """The rows of a batch that have one of these keys: an index may take two texts for one."""
    found = batch.fingerprints
    kept = [place for place, key in enumerate(found.keys) if key in wanted]
    if len(kept) == len(found.keys):
        return batch
    place_of = {place: number for number, place in enumerate(kept)}
    fingerprints = FingerprintBatch(
        found.key_digests[kept],
        found.text_hashes[kept],
        found.metadata_hashes[kept],
        [found.keys[place] for place in kept],
    )
    faults = tuple(
        CellFault(place_of[fault.row], fault.column, fault.reason) for fault in batch.faults if fault.row in place_of
    )
    return RowBatch(fingerprints, [batch.values[place] for place in kept], faults)


def _hashes(block: Block, place: int) -> NDArray[Any]:
    found = block.values_at(block.starts + place * _HASH.itemsize, _HASH)
    if not np.all(found["length"] == _DIGITS):
        raise SourceError(
            "The database server refuses to compute MD5 checksums, by which kbconnect sees what changed, or a row is "
            "larger than the server itself can work with (max_allowed_packet).",
            meaning=NOTHING_CHANGED,
            hint="Ask who looks after the database; leaving out columns with very long texts may help.",
        )
    return found


def _half(found: NDArray[Any]) -> Hashes:
    return np.frombuffer(unhexlify(found["half"].tobytes()), ">u8").astype(np.uint64)


def _texts(
    block: Block, at: Places, column: ColumnInfo | None, *, exact: bool = False
) -> tuple[list[str | None], list[tuple[int, int]], Places]:
    """A column: its texts, the places of those that are no UTF-8 (row, position of the first bad character counted from
    1), and where the next column begins. exact: with all the digits that were sent."""
    starts, lengths, following = block.fields(at)
    data = block.data
    # The length of NULL is −1.
    bounds = list(zip(starts.tolist(), (starts + lengths).tolist(), strict=True))
    if column is not None and is_binary(column):
        return ["\\x" + data[start:end].hex() if start <= end else None for start, end in bounds], [], following
    try:
        texts = [data[start:end].decode() if start <= end else None for start, end in bounds]
    except UnicodeDecodeError:
        raws = [data[start:end] if start <= end else None for start, end in bounds]
        positions = [(row, first_bad_character(raw)) for row, raw in enumerate(raws) if raw is not None]
        texts = [None if raw is None else raw.decode(errors="replace") for raw in raws]
        return texts, [(row, position) for row, position in positions if position], following
    if column is not None and is_inexact(column) and not exact:
        texts = [None if text is None else _shortest(text) for text in texts]
    return texts, [], following


def _shortest(digits: str) -> str:
    """A number of four bytes with as few digits as tell it from its neighbours: 0.10000000149011612 -> 0.1."""
    number = np.float32(digits)
    return np.format_float_positional(number, trim="-") if 1e-4 <= abs(number) < _LONG else str(number)


class _Keys(Sequence[Key]):
    """The keys of a block, read from it only where somebody looks: of unchanged rows nobody does."""

    def __init__(self, block: Block, at: Places, columns: Sequence[ColumnInfo]) -> None:
        self._block = block
        self._at = at
        self._columns = columns
        self._binary = [is_binary(column) for column in columns]

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, index: int) -> Key: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Key]: ...

    def __getitem__(self, index: int | slice) -> Key | Sequence[Key]:
        if isinstance(index, slice):
            return _Keys(self._block, self._at[index], self._columns)
        fields = self._block.raw_fields(int(self._at[index]), len(self._columns))
        return tuple(
            [
                None if field is None else "\\x" + field.hex() if binary else field.decode(errors="replace")
                for field, binary in zip(fields, self._binary, strict=True)
            ]
        )

    def digests(self) -> bytes:
        """16 bytes for each key, as `key_digest` makes them; most need no JSON for it."""
        found: list[bytes] = []
        block, count = self._block, len(self._columns)
        if any(self._binary):
            return b"".join([key_digest(key) for key in self])
        odd, md5 = _WRITTEN_OTHERWISE.search, hashlib.md5
        for place, at in enumerate(self._at.tolist()):
            fields = block.raw_fields(at, count)
            if None in fields or any(map(odd, fields)):  # type: ignore[arg-type] # none of them is None here
                found.append(key_digest(self[place]))
            else:
                whole = b'["' + b'", "'.join(fields) + b'"]'  # type: ignore[arg-type] # as above
                found.append(md5(whole, usedforsecurity=False).digest())
        return b"".join(found)
