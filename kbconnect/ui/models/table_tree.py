"""The schemas and tables of a source as a tree, filtered as somebody types; quick with 50,000 tables in 500 schemas.

`catalogue_of` sorts and folds everything once, away from the window's thread; the model only hands out what is already
there. A filter takes microseconds a hundred tables. Knows no source and paints nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kbconnect.core.model import TableInfo, TableRef
from kbconnect.ui.language import noted, say
from kbconnect.ui.words import count, plain_tip, rough, short_count

Index = QModelIndex | QPersistentModelIndex

_SCHEMA = Qt.ItemFlag.ItemIsEnabled
_LOCKED = _SCHEMA | Qt.ItemFlag.ItemNeverHasChildren
_READABLE = _LOCKED | Qt.ItemFlag.ItemIsSelectable
"""Put together once: a view asks for flags by the thousand."""

_GLYPHS = {"view": "eye", "materialized_view": "eye"}
_KINDS = {"view": noted("view"), "materialized_view": noted("view"), "foreign_table": noted("foreign")}
_KIND_WORDS = {
    "table": noted("Table {table}"),
    "view": noted("View {table}"),
    "materialized_view": noted("Materialised view {table}"),
    "partitioned_table": noted("Partitioned table {table}"),
    "foreign_table": noted("Foreign table {table}"),
}


@dataclass(frozen=True, slots=True)
class SchemaTables:
    """One schema.

    lines: for each table its full name and comment, case folded, in which a filter looks.
    """

    name: str
    tables: tuple[TableInfo, ...]
    readable: bool
    lines: tuple[str, ...]

    def matching(self, needles: Sequence[str]) -> tuple[int, ...]:
        """The places of the tables whose line holds all `needles` (case folded), in order."""
        first, *more = needles
        found = [place for place, line in enumerate(self.lines) if first in line]
        for needle in more:
            found = [place for place in found if needle in self.lines[place]]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a source offers, ready to be shown."""

    schemas: tuple[SchemaTables, ...] = ()
    tables: int = 0


def catalogue_of(tables: Iterable[TableInfo]) -> Catalogue:
    """Sorts tables into schemas: those with something to read first, each by name. For a job, not for the window."""
    grouped: dict[str, list[TableInfo]] = {}
    for table in tables:
        grouped.setdefault(table.ref.schema, []).append(table)
    schemas = [_schema(name, sorted(found, key=_by_name)) for name, found in grouped.items()]
    schemas.sort(key=lambda schema: (not schema.readable, schema.name != "public", schema.name.casefold()))
    return Catalogue(tuple(schemas), sum(len(schema.tables) for schema in schemas))


def _by_name(table: TableInfo) -> tuple[str, str]:
    return table.ref.name.casefold(), table.ref.name


def _schema(name: str, tables: Sequence[TableInfo]) -> SchemaTables:
    lines = tuple(" ".join(f"{table.ref} {table.comment}".casefold().split()) for table in tables)
    return SchemaTables(name, tuple(tables), any(table.readable for table in tables), lines)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """What one line of the tree shows: icon, name, a short word or number at the right, a comment where there is room.

    comment: of the table. found: parts of the name that the filter looks for, as (start, end).
    """

    glyph: str
    name: str
    remark: str
    strong: bool = False
    locked: bool = False
    comment: str = ""
    found: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A schema with the places of its tables that pass the filter; None: all of them."""

    schema: SchemaTables
    places: tuple[int, ...] | None

    def rows(self) -> int:
        return len(self.schema.tables) if self.places is None else len(self.places)

    def table(self, row: int) -> TableInfo:
        return self.schema.tables[row if self.places is None else self.places[row]]


def visible_name(name: str) -> str:
    """A name of blanks alone in quotation marks: nobody sees it otherwise."""
    return say("“{name}”").format(name=name) if name and not name.strip() else name


def _remark(table: TableInfo) -> str:
    """How many rows a table has, or of which kind it is where nobody knows. Statistics that say 0 may be too old to
    have seen a row: only a source that has looked says it plainly."""
    if table.empty:
        return short_count(0)
    if table.rows_estimate is None:
        return say(_KINDS[table.kind]) if table.kind in _KINDS else ""
    return short_count(table.rows_estimate) if table.rows_estimate else rough(0)


def _found_in(name: str, needles: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The first place of each needle, in order, without those that lie in the one before."""
    folded = name.casefold()
    if len(folded) != len(name):
        return  # "ß" is two letters then, and no place is that of the name
    places = sorted((at, at + len(needle)) for needle in needles if (at := folded.find(needle)) >= 0)
    last = 0
    for start, end in places:
        if end > last:
            yield max(start, last), end
            last = end


class TableTreeModel(QAbstractItemModel):
    """Schemas with their tables below; tables at the top where the provider has no schemas.

    UserRole gives the TreeRow, `table` the TableInfo behind an index. A schema without rights has no rows below it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = Catalogue()
        self._used: frozenset[TableRef] = frozenset()
        self._filter = ""
        self._shown: list[_Shown] = []
        self._flat = False

    def show_catalogue(self, catalogue: Catalogue, used: frozenset[TableRef]) -> None:
        """used: tables that a dataset takes already."""
        self.beginResetModel()
        self._catalogue, self._used = catalogue, used
        self._flat = [schema.name for schema in catalogue.schemas] == [""]
        self._select()
        self.endResetModel()

    def set_used(self, used: frozenset[TableRef]) -> None:
        """Marks other tables as used; nothing else changes."""
        self._used = used
        self.layoutChanged.emit()

    def set_filter(self, words: str) -> None:
        """Shows the tables whose name or comment holds every word, ignoring case; "" shows all."""
        needle = " ".join(words.casefold().split())
        if needle == self._filter:
            return
        self.beginResetModel()
        self._filter = needle
        self._select()
        self.endResetModel()

    def shown_tables(self) -> int:
        """How many tables pass the filter."""
        return sum(shown.rows() for shown in self._shown)

    def table(self, index: Index) -> TableInfo | None:
        """The table at an index, None for a schema."""
        if not index.isValid() or (index.internalId() == 0 and not self._flat):
            return None
        shown = self._shown[0 if self._flat else index.internalId() - 1]
        return shown.table(index.row())

    def index_of(self, ref: TableRef) -> QModelIndex:
        """Where a table stands; an invalid index if it isn't shown."""
        for place, shown in enumerate(self._shown):
            if shown.schema.name != ref.schema:
                continue
            parent = QModelIndex() if self._flat else self.index(place, 0)
            for row in range(self.rowCount(parent)):
                if shown.table(row).ref == ref:
                    return self.index(row, 0, parent)
        return QModelIndex()

    def _select(self) -> None:
        if not self._filter:
            self._shown = [_Shown(schema, None) for schema in self._catalogue.schemas]
            return
        needles = self._filter.split()
        found = ((schema, schema.matching(needles)) for schema in self._catalogue.schemas)
        self._shown = [_Shown(schema, places) for schema, places in found if places]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        if not parent.isValid():
            return (self._shown[0].rows() if self._shown else 0) if self._flat else len(self._shown)
        if self._flat or parent.internalId() != 0 or parent.column() != 0:
            return 0
        shown = self._shown[parent.row()]
        return shown.rows() if shown.schema.readable else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        table = self.table(index)
        if table is None:
            return _SCHEMA
        return _READABLE if table.readable else _LOCKED

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        table = self.table(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(table)) if table is not None else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self._table_row(table) if table is not None else self._schema_row(self._shown[index.row()])
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if table is None:
            return ", ".join(words for words in (row.name, row.remark) if words)
        used = say("used by a dataset") if row.glyph == "check-square" else ""
        return ", ".join(words for words in (self._tip(table).replace("\n", ", "), used) if words)

    def _schema_row(self, shown: _Shown) -> TreeRow:
        if not shown.schema.readable:
            return TreeRow("lock-simple", visible_name(shown.schema.name), say("locked"), strong=True, locked=True)
        return TreeRow("folder-simple", visible_name(shown.schema.name), count(shown.rows()), strong=True)

    def _table_row(self, table: TableInfo) -> TreeRow:
        if not table.readable:
            return TreeRow("lock-simple", visible_name(table.ref.name), say("locked"), locked=True)
        is_used = table.ref in self._used
        return TreeRow(
            "check-square" if is_used else _GLYPHS.get(table.kind, "table"),
            visible_name(table.ref.name),
            _remark(table),
            strong=is_used,
            comment=" ".join(table.comment.split()),
            found=tuple(_found_in(table.ref.name, self._filter.split())),
        )

    @staticmethod
    def _tip(table: TableInfo) -> str:
        lines = [say(_KIND_WORDS.get(table.kind, _KIND_WORDS["table"])).format(table=table.ref)]
        if table.empty:
            lines[0] += ", " + say("no rows")
        elif table.rows_estimate is not None:
            lines[0] += ", " + say("about {0} rows").format(count(table.rows_estimate))
        if table.comment:
            lines.append(table.comment)
        if not table.readable:
            lines.append(say("This account may not read it. Ask who looks after the database for the right to SELECT."))
        return "\n".join(lines)
