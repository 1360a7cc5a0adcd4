"""Rows and fingerprints of a table or query over files.

Owns the statements that give keys, hashes and values, and what becomes of lines that could not be read: each comes as a
row of its own, behind all others, with its place as key and a fault, so that it is counted and seen. Must not map or
store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any  # rows as DuckDB gives them

import duckdb
import numpy as np

import kbconnect.adapters.sources.files_cursor as cursor
from kbconnect.adapters.sources.cells import too_large
from kbconnect.adapters.sources.files_errors import translated
from kbconnect.adapters.sources.files_rejects import LineFault, line_faults
from kbconnect.adapters.sources.files_relation import Relation, text_of
from kbconnect.core.changes import digests_from_bytes, key_digest
from kbconnect.core.model import ColumnInfo
from kbconnect.core.ports import (
    CellFault,
    CursorWindow,
    FingerprintBatch,
    Hashes,
    Key,
    KeyBatch,
    ReadPlan,
    RowBatch,
)

_LOW = "18446744073709551615::UHUGEINT"
_FIRST_FETCH = 64
"""So many rows tell how large the next ones may be."""

_Row = tuple[Any, ...]


class FilesReader:
    """One view of one selection. known: all columns by name; the row number has no place in the relation."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        relation: Relation,
        plan: ReadPlan,
        known: dict[str, ColumnInfo],
        was_interrupted: Callable[[], bool],
        stop: Callable[[], None],
    ) -> None:
        self.columns = tuple(known[name] for name in plan.columns)
        self._connection = connection
        self._relation = relation
        self._plan = plan
        self._known = known
        self._was_interrupted = was_interrupted
        self._stop = stop
        self._are_different: bool | None = None

    def row_estimate(self) -> int | None:
        if self._relation.is_query:
            return None
        self._stop()
        with self._told(), closing(self._connection.cursor()) as statement:
            found = statement.execute(f"SELECT count(*) FROM {self._relation.sql}").fetchone()
        return int(found[0]) if found else None

    def fingerprints(self, window: CursorWindow | None = None) -> Generator[FingerprintBatch, None, None]:
        self._stop()
        with self._told(), closing(self._connection.cursor()) as statement:
            statement.execute(self._statement(self._where(window), values=False))
            for rows in self._fetched(statement, sized=False):
                yield self._fingerprints(rows)
            for faults in self._line_faults(statement):
                yield self._fingerprints_of(faults)

    def rows(
        self,
        window: CursorWindow | None = None,
        *,
        after: Key | None = None,  # noqa: ARG002 - all rows come: to find a place in a file it has to be read
    ) -> Generator[RowBatch, None, None]:
        self._stop()
        with self._told(), closing(self._connection.cursor()) as statement:
            statement.execute(self._statement(self._where(window), values=True))
            yield from self._row_batches(statement)
            for faults in self._line_faults(statement):
                yield self._rows_of(faults)

    def keys(self) -> Generator[KeyBatch, None, None]:
        # Which lines can't be read depends on the columns that are read, so these are the same.
        for batch in self.fingerprints():
            yield KeyBatch(batch.key_digests, batch.keys)

    def cursor_position(self) -> str | None:
        self._stop()
        column = self._known[self._plan.cursor_column]
        with self._told(), closing(self._connection.cursor()) as statement:
            return cursor.position(statement, self._source(column.name), self._text(column.name), column)

    def rows_by_key(self, keys: Sequence[Key]) -> Generator[RowBatch, None, None]:
        self._stop()
        width = len(self._plan.key_columns)
        wanted = dict.fromkeys(key for key in keys if all(part is None or _is_text(part) for part in key))
        if not wanted:
            return
        lists = [[key[place] for key in wanted] for place in range(width)]
        names = ", ".join(f"unnest(${place + 1}::VARCHAR[]) AS w{place}" for place in range(width))
        match = " AND ".join(f"k{place} IS NOT DISTINCT FROM w{place}" for place in range(width))
        with self._told(), closing(self._connection.cursor()) as statement:
            statement.execute(
                self._statement("", values=True, only=f"SEMI JOIN (SELECT {names}) AS w ON {match}"), lists
            )
            yield from self._row_batches(statement)
            for faults in self._line_faults(statement):
                asked = [fault for fault in faults if self._key_of(fault) in wanted]
                if asked:
                    yield self._rows_of(asked)

    # ---------------------------------------------------------------------------------------- statements

    def _told(self) -> Any:  # a context manager
        return translated(self._was_interrupted, of_query=self._relation.is_query)

    def _source(self, *names: str) -> str:
        needed = names or (*self._plan.key_columns, *self._plan.columns)
        return self._relation.numbered if any(self._relation.place(name) < 0 for name in needed) else self._relation.sql

    def _text(self, name: str) -> str:
        place = self._relation.place(name)
        return "n::VARCHAR" if place < 0 else text_of(self._relation.columns[place], f"c{place}")

    def _where(self, window: CursorWindow | None) -> str:
        return "" if window is None else f" WHERE {cursor.condition(self._text(self._plan.cursor_column), window)}"

    def _statement(self, where: str, *, values: bool, only: str = "") -> str:
        """Keys, digest, hashes, and the values with their sizes if one of them is too large."""
        plan = self._plan
        limit = plan.max_cell_bytes
        keys = [f"k{place}" for place in range(len(plan.key_columns))]
        cells = [f"v{place}" for place in range(len(plan.columns))]
        inner = [f"{self._text(name)} AS {alias}" for alias, name in zip(keys, plan.key_columns, strict=True)]
        inner += [f"{self._text(name)} AS {alias}" for alias, name in zip(cells, plan.columns, strict=True)]
        names = (*plan.key_columns, *plan.columns)
        if plan.cursor_column and plan.cursor_column not in names and where:
            names = (*names, plan.cursor_column)
        source = f"(SELECT {', '.join(inner)} FROM {self._source(*names)}{where}) AS t {only}"
        over = " OR ".join(f"strlen({cell}) > {limit}" for cell in cells) or "false"
        sizes = " || ',' || ".join(f"coalesce(strlen({cell}), 0)" for cell in cells) or "''"
        shown = [f"CASE WHEN strlen({cell}) > {limit} THEN NULL ELSE {cell} END" for cell in cells] if values else []
        digest = " || ', ' || ".join(f"coalesce(to_json({key})::VARCHAR, 'null')" for key in keys)
        # JSON may be written in several ways where a text holds control characters; those are hashed in Python.
        odd = " OR ".join(f"regexp_matches({key}, '[\\x00-\\x1f]')" for key in keys)
        wanted = [
            *keys,
            f"CASE WHEN {odd} THEN NULL ELSE md5_number('[' || {digest} || ']') END AS d",
            f"md5_number({self._hashed(plan.text_columns)}) AS h",
            f"md5_number({self._hashed(plan.metadata_columns)}) AS m",
            f"CASE WHEN {over} THEN {sizes} END AS s",
            *(f"{cell} AS x{place}" for place, cell in enumerate(shown)),
        ]
        order = "" if self._is_in_order() else f" ORDER BY {', '.join(keys)}"
        outer = [
            *keys, f"(d & {_LOW})::UBIGINT", "(d >> 64)::UBIGINT", f"(h & {_LOW})::UBIGINT", f"(m & {_LOW})::UBIGINT",
            "s", *(f"x{place}" for place in range(len(shown))),
        ]  # fmt: skip
        return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(wanted)} FROM {source}{order}) AS r"

    def _is_in_order(self) -> bool:
        """Whether equal keys stand side by side as the file has them: where all are different. Sorting rows with their
        texts would take long, and room for as much as the file."""
        if self._are_different is None:
            keys = ", ".join(self._text(name) for name in self._plan.key_columns)
            with closing(self._connection.cursor()) as statement:
                found = statement.execute(
                    f"SELECT 1 FROM (SELECT hash({keys}) AS h FROM {self._source(*self._plan.key_columns)}) "
                    "GROUP BY h HAVING count(*) > 1 LIMIT 1"
                ).fetchone()
            self._are_different = found is None
        return self._are_different

    def _hashed(self, names: Sequence[str]) -> str:
        """SQL for a text that differs wherever a value differs. Of a value over the limit only its size counts: its row
        is rejected as long as it is that large."""
        limit = self._plan.max_cell_bytes
        cells = [f"v{self._plan.columns.index(name)}" for name in names]
        parts = [
            f"CASE WHEN {cell} IS NULL THEN '-' WHEN strlen({cell}) > {limit} THEN 'over ' || strlen({cell}) || ';' "
            f"ELSE strlen({cell}) || ':' || {cell} END"
            for cell in cells
        ]
        return " || ".join(parts) or "''"

    # ---------------------------------------------------------------------------------------- batches

    def _fetched(self, statement: duckdb.DuckDBPyConnection, *, sized: bool) -> Iterator[list[_Row]]:
        """Rows in batches, at most as many and as large as the plan allows; at least one."""
        fetch = min(_FIRST_FETCH, self._plan.batch_rows) if sized else self._plan.batch_rows
        first = len(self._plan.key_columns) + 5
        batch: list[_Row] = []
        room = self._plan.batch_bytes
        while rows := statement.fetchmany(fetch):
            self._stop()
            self._check()
            if not sized:
                yield rows
                continue
            total = 0
            for row in rows:
                size = sum([len(value) for value in row[first:] if value is not None])
                total += size
                if batch and (size > room or len(batch) == self._plan.batch_rows):
                    yield batch
                    batch, room = [], self._plan.batch_bytes
                batch.append(row)
                room -= size
            fetch = max(1, min(self._plan.batch_rows, self._plan.batch_bytes * len(rows) // max(1, total)))
        if batch:
            yield batch
        self._check()

    def _check(self) -> None:
        """Raises SourceConflictError if one of the files changed since it was opened."""
        for scan in self._relation.scans:
            scan.material.check()

    def _row_batches(self, statement: duckdb.DuckDBPyConnection) -> Iterator[RowBatch]:
        first = len(self._plan.key_columns) + 5
        for rows in self._fetched(statement, sized=True):
            faults: list[CellFault] = []
            for number, row in enumerate(rows):
                if row[first - 1] is not None:
                    faults += [
                        CellFault(number, self.columns[place].name, too_large(int(size), self._plan.max_cell_bytes))
                        for place, size in enumerate(row[first - 1].split(","))
                        if int(size) > self._plan.max_cell_bytes
                    ]
            yield RowBatch(self._fingerprints(rows), [row[first:] for row in rows], tuple(faults))

    def _fingerprints(self, rows: Sequence[_Row]) -> FingerprintBatch:
        width = len(self._plan.key_columns)
        keys: list[Key] = [row[:width] for row in rows]
        low = [row[width] for row in rows]
        if None in low:
            digests = digests_from_bytes(
                b"".join(
                    [
                        key_digest(key)
                        if half is None
                        else half.to_bytes(8, "little") + row[width + 1].to_bytes(8, "little")
                        for key, half, row in zip(keys, low, rows, strict=True)
                    ]
                )
            )
        else:
            halves = np.array([low, [row[width + 1] for row in rows]], np.uint64)
            digests = np.ascontiguousarray(halves.byteswap().T)
        return FingerprintBatch(
            digests,
            np.array([row[width + 2] for row in rows], np.uint64),
            np.array([row[width + 3] for row in rows], np.uint64),
            keys,
        )

    # ---------------------------------------------------------------------------------------- lines not read

    def _line_faults(self, statement: duckdb.DuckDBPyConnection) -> Iterator[list[LineFault]]:
        """In batches. Raises SourceError for a file of which nobody can say where its rows end."""
        batch: list[LineFault] = []
        for scan in self._relation.scans:
            for fault in line_faults(statement, scan, of_several=self._relation.is_query):
                batch.append(fault)
                if len(batch) == self._plan.batch_rows:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def _key_of(self, fault: LineFault) -> Key:
        return (fault.key, *[""] * (len(self._plan.key_columns) - 1))

    def _fingerprints_of(self, faults: Sequence[LineFault]) -> FingerprintBatch:
        keys = [self._key_of(fault) for fault in faults]
        hashes = [hashlib.md5(fault.content, usedforsecurity=False).digest() for fault in faults]
        return FingerprintBatch(
            digests_from_bytes(b"".join([key_digest(key) for key in keys])),
            _halves(hashes),
            np.zeros(len(faults), np.uint64),
            keys,
        )

    def _rows_of(self, faults: Sequence[LineFault]) -> RowBatch:
        nothing = (None,) * len(self.columns)
        cells = tuple(CellFault(number, fault.column, fault.reason) for number, fault in enumerate(faults))
        return RowBatch(self._fingerprints_of(faults), [nothing] * len(faults), cells)


def _halves(digests: Sequence[bytes]) -> Hashes:
    return np.frombuffer(b"".join([digest[:8] for digest in digests]), dtype=">u8").astype(np.uint64)


def _is_text(part: str) -> bool:
    try:
        part.encode()
    except UnicodeEncodeError:  # half a character, which no file of text holds
        return False
    return True
