"""A table or a query as DuckDB's SQL sees it: columns c0, c1, … whatever they are called, and the text of each value.

Owns what stands after FROM, what a type means and how its values are written. Must not run anything but to ask for the
columns.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import duckdb

from kbconnect.adapters.sources.files_engine import quote, text_literal
from kbconnect.adapters.sources.files_list import Format
from kbconnect.adapters.sources.files_pins import Material
from kbconnect.adapters.sources.files_text import unique_names
from kbconnect.core.model import ColumnKind

_MAX_LINE_BYTES = 24_000_000
"""A longer line is rejected. The default, 2 MB, would reject rows with values that the limit for a value allows."""

_BUFFER_BYTES = 32_000_000
_LARGE_BUFFER_BYTES = 64_000_000
"""DuckDB leaves a line out without a word if it is longer than its buffer, of which there are several at a time;
files_text.longest_line sees to those that are longer than this."""

_scans = itertools.count(1)

_KINDS = {
    "VARCHAR": ColumnKind.TEXT, "CHAR": ColumnKind.TEXT, "BOOLEAN": ColumnKind.BOOLEAN, "DATE": ColumnKind.DATE,
    "UUID": ColumnKind.UUID, "JSON": ColumnKind.JSON, "BLOB": ColumnKind.BINARY, "FLOAT": ColumnKind.NUMBER,
    "DOUBLE": ColumnKind.NUMBER,
    **dict.fromkeys(
        ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
         "UHUGEINT", "BIGNUM"),
        ColumnKind.INTEGER,
    ),
}  # fmt: skip
_NESTED = re.compile(r"(STRUCT|MAP|UNION|LIST|VARIANT)\b|.*\]$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RelationColumn:
    """name: as people know it. type: DuckDB's."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Scan:
    """Where lines that could not be read are told when the relation is read. material: of the file they are in."""

    material: Material
    rejects: str


@dataclass(frozen=True, slots=True)
class Relation:
    """sql: stands after FROM, and gives c0, c1, …; numbered: the same with a column n, the row's number in its file.

    columns: in order. is_query: it is a person's. texts: all values are texts as the file has them.
    """

    sql: str
    numbered: str
    columns: tuple[RelationColumn, ...]
    scans: tuple[Scan, ...]
    is_query: bool = False
    texts: bool = False

    def place(self, name: str) -> int:
        """Raises ValueError."""
        return next((at for at, column in enumerate(self.columns) if column.name == name), -1)


def relation_of(connection: duckdb.DuckDBPyConnection, material: Material) -> Relation:
    """The relation of a table. Raises duckdb.Error."""
    path = text_literal(str(material.path))
    if material.table.format is Format.PARQUET:
        return _of_parquet(connection, material, path)
    columns = tuple(RelationColumn(name, "VARCHAR") for name in material.names)
    if not columns:
        nothing = "(SELECT 0 AS n WHERE false) AS q"
        return Relation(nothing, nothing, (), (Scan(material, ""),), texts=True)
    listed = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(columns)))
    if material.cells is None:
        sql = (
            f"read_csv({path}, auto_detect=false, header=false, columns={{'n': 'BIGINT', {listed}}}, delim=',', "
            f"{_like_ours(material)}) AS q"
        )
        return Relation(sql, sql, columns, (Scan(material, ""),), texts=True)
    rejects = f"rejects_{next(_scans)}"
    above = f"skip={material.cells.above}, " if material.cells.above else ""
    sql = (
        f"read_csv({path}, auto_detect=false, {above}header={'true' if material.cells.header else 'false'}, "
        f"columns={{{listed}}}, delim={text_literal(material.cells.delimiter)}, {_like_ours(material)}, "
        f"store_rejects=true, rejects_table='{rejects}', rejects_scan='{rejects}_of', rejects_limit=0)"
    )
    # A blank line of a file with one column is no row; with several, DuckDB leaves it out by itself.
    rows = f"(SELECT * FROM {sql} WHERE c0 IS NOT NULL)" if len(columns) == 1 else sql
    numbered = f"(SELECT row_number() OVER () AS n, * FROM {rows}) AS q"
    return Relation(f"{rows} AS q", numbered, columns, (Scan(material, rejects),), texts=True)


def _like_ours(material: Material) -> str:
    buffer = _BUFFER_BYTES if material.line_bytes <= _MAX_LINE_BYTES else _LARGE_BUFFER_BYTES
    return (
        "quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, strict_mode=true, "
        f"max_line_size={_MAX_LINE_BYTES}, buffer_size={buffer}"
    )


def _of_parquet(connection: duckdb.DuckDBPyConnection, material: Material, path: str) -> Relation:
    described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({path})").fetchall()
    names = unique_names([str(row[0]) for row in described])
    columns = tuple(RelationColumn(name, str(row[1])) for name, row in zip(names, described, strict=True))
    aliases = ", ".join(f"c{place}" for place in range(len(columns)))
    sql = f"read_parquet({path}) AS q({aliases})"
    numbered = (
        f"(SELECT file_row_number + 1 AS n, * FROM read_parquet({path}, file_row_number=true) AS q({aliases})) AS q"
    )
    return Relation(sql, numbered, columns, (Scan(material, ""),))


def query_relation(connection: duckdb.DuckDBPyConnection, sql: str, scans: tuple[Scan, ...]) -> Relation:
    """The relation of a person's query, whose tables are there as views. Raises duckdb.Error."""
    described = connection.execute(f"DESCRIBE SELECT * FROM (\n{sql}\n) AS q").fetchall()
    names = unique_names([str(row[0]) for row in described])
    columns = tuple(RelationColumn(name, str(row[1])) for name, row in zip(names, described, strict=True))
    aliases = ", ".join(f"c{place}" for place in range(len(columns)))
    relation = f"(\n{sql}\n) AS q({aliases})"
    return Relation(relation, relation, columns, scans, is_query=True)


def view_of(relation: Relation) -> str:
    """A SELECT that gives a table's columns under their own names."""
    listed = ", ".join(f"c{place} AS {quote(column.name)}" for place, column in enumerate(relation.columns))
    return f"SELECT {listed or 'null AS nothing'} FROM {relation.sql}"


def text_of(column: RelationColumn, expression: str) -> str:
    """SQL for the text form of a value, which is the same wherever it is read."""
    if column.type == "VARCHAR":
        return expression
    if column.type in {"BLOB", "GEOMETRY"}:
        return f"'\\x' || lower(hex({expression}::BLOB))"
    if _NESTED.match(column.type):
        return f"to_json({expression})::VARCHAR"
    return f"{expression}::VARCHAR"


def kind_of(type_name: str) -> ColumnKind:
    """What one of DuckDB's types means."""
    if _NESTED.match(type_name):
        return ColumnKind.JSON
    word = type_name.partition("(")[0].strip()
    if word == "DECIMAL":
        return ColumnKind.NUMBER
    if word.startswith("TIMESTAMP"):
        return ColumnKind.TIMESTAMP
    if word.startswith("TIME"):
        return ColumnKind.TIME
    return ColumnKind.TEXT if word == "ENUM" else _KINDS.get(word, ColumnKind.OTHER)
