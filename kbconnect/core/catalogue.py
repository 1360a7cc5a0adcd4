"""Everything a source holds, seen at once: its tables, and the columns of each.

Owns the type alone; sources fill it. Made for ten thousand tables: what a source said of columns is kept as it came,
and made into values for the tables somebody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kbconnect.core.model import ColumnInfo, TableInfo, TableRef


@dataclass(frozen=True, slots=True)
class Catalogue:
    """tables: every table and view, by schema and name. columns: those of one of them that this account may read, in
    the table's order; () for a table that isn't here or may not be read. It asks nobody, so it can't fail."""

    tables: tuple[TableInfo, ...]
    columns: Callable[[TableRef], tuple[ColumnInfo, ...]]

    def __iter__(self) -> Iterator[tuple[TableInfo, tuple[ColumnInfo, ...]]]:
        """Each table with its columns."""
        return ((table, self.columns(table.ref)) for table in self.tables)
