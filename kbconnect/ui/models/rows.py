"""Qt models over frozen rows: tables of Row, master lists of Entry. They take a new tuple and change in place.

A row is known by its id, so the selection, the current row and the scroll position survive each refresh. Models ask
nobody and write nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kbconnect.ui.language import say
from kbconnect.ui.models.cells import Cell, Column, Entry, Row
from kbconnect.ui.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
"""The frozen value a delegate paints: a Cell in a table, an Entry in a master list."""
RowT = TypeVar("RowT", Row, Entry)
_ROOT = QModelIndex()


class KeptRows(QAbstractTableModel, Generic[RowT]):
    """The rows and how they are replaced. Use RowModel or EntryModel."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RowT] = []

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Shows these rows in this order. Rows with a known id are changed or moved, never removed and added again.

        Raises ValueError if two rows have the same id.
        """
        wanted = {row.id: row for row in rows}
        if len(wanted) != len(rows):
            raise ValueError("two rows have the same id")
        self._remove([number for number, row in enumerate(self._rows) if row.id not in wanted])
        self._reorder([row.id for row in rows])
        self._insert(rows)
        self._change(rows)

    def rows(self) -> tuple[RowT, ...]:
        return tuple(self._rows)

    def row_at(self, index: Index) -> RowT | None:
        """The row of an index, None for an invalid one."""
        return self._rows[index.row()] if index.isValid() else None

    def find(self, row_id: str) -> int:
        """The number of the row with this id, -1 if there is none."""
        return next((number for number, row in enumerate(self._rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _remove(self, numbers: list[int]) -> None:
        for first, last in reversed(list(_ranges(numbers))):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, ids: list[str]) -> None:
        place = {row_id: number for number, row_id in enumerate(ids)}
        ordered = sorted(self._rows, key=lambda row: place[row.id])
        if [row.id for row in ordered] == [row.id for row in self._rows]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self._rows[index.row()].id for index in before]
        self._rows = ordered
        number = {row.id: at for at, row in enumerate(ordered)}
        after = [self.index(number[row_id], index.column()) for row_id, index in zip(kept, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, rows: Sequence[RowT]) -> None:
        known = {row.id for row in self._rows}
        for first, last in list(_ranges([number for number, row in enumerate(rows) if row.id not in known])):
            self.beginInsertRows(_ROOT, first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()

    def _change(self, rows: Sequence[RowT]) -> None:
        changed = [number for number, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = list(rows)
        for first, last in _ranges(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, max(0, self.columnCount() - 1)))


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as (first, last) of each run without a gap."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            if numbers:
                yield numbers[start], numbers[at - 1]
            start = at


class RowModel(KeptRows[Row]):
    """Rows of a table under its columns. Sorts by a column's `Cell.order`, or by its text."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._given: tuple[Row, ...] = ()
        self._sorting: tuple[int, Qt.SortOrder] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def set_rows(self, rows: Sequence[Row]) -> None:
        """As for every model of kept rows; a chosen sorting is kept, too."""
        self._given = tuple(rows)
        super().set_rows(self._sorted())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; -1 goes back to the order the rows were given in."""
        self._sorting = (column, order) if column >= 0 else None
        super().set_rows(self._sorted())

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.words() if index.column() == 0 else cell.words()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.tip) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return say(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _sorted(self) -> list[Row]:
        if self._sorting is None:
            return list(self._given)
        column, order = self._sorting
        down = order is Qt.SortOrder.DescendingOrder
        return sorted(self._given, key=lambda row: _sort_key(row.cells[column]), reverse=down)


def _sort_key(cell: Cell) -> tuple[int, float, str]:
    """Numbers before words, words without regard to capitals."""
    value = cell.order if cell.order is not None else cell.words()
    return (1, 0.0, value.casefold()) if isinstance(value, str) else (0, float(value), "")


class EntryModel(KeptRows[Entry]):
    """Entries of a master list, in one column."""

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if role == CELL:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.words()
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(entry.tip) or None
        return None
