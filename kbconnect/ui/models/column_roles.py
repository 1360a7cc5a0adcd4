"""The columns of a table or query with the role each plays; gives the mapping they make together. Reads no source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kbconnect.core.model import ColumnRole, ColumnSuggestion, Mapping
from kbconnect.ui.language import told
from kbconnect.ui.models.cells import Cell
from kbconnect.ui.models.rows import CELL

Index = QModelIndex | QPersistentModelIndex

COLUMN, ROLE, SAMPLE = range(3)
ROLES = (ColumnRole.KEY, ColumnRole.TITLE, ColumnRole.TEXT, ColumnRole.METADATA, ColumnRole.LEAVE_OUT)
"""In the order of the keys 1 to 5."""
ROLE_GLYPHS = {
    ColumnRole.KEY: "key",
    ColumnRole.TITLE: "text-t",
    ColumnRole.TEXT: "text-align-left",
    ColumnRole.METADATA: "tag",
    ColumnRole.LEAVE_OUT: "minus-circle",
}


class ColumnRolesModel(QAbstractTableModel):
    """Three columns: name and type, role, sample and reason. The role is edited (EditRole takes a ColumnRole).

    roles_changed comes after each change of roles, never for new columns.
    """

    roles_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[ColumnSuggestion, ...] = ()
        self._roles: list[ColumnRole] = []
        self._saved: Mapping | None = None
        self._touched: set[str] = set()
        self._words = {
            ColumnRole.KEY: self.tr("Key"),
            ColumnRole.TITLE: self.tr("Title"),
            ColumnRole.TEXT: self.tr("Text"),
            ColumnRole.METADATA: self.tr("Metadata"),
            ColumnRole.LEAVE_OUT: self.tr("Leave out"),
        }

    def role_word(self, role: ColumnRole) -> str:
        return self._words[role]

    def columns(self) -> tuple[ColumnSuggestion, ...]:
        return self._columns

    def roles(self) -> tuple[ColumnRole, ...]:
        return tuple(self._roles)

    def show_columns(self, columns: Sequence[ColumnSuggestion], saved: Mapping | None = None) -> None:
        """New columns with the roles suggested, or with those of a saved mapping."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._saved, self._touched = saved, set()
        suggested = [column.role for column in columns]
        self._roles = suggested if saved is None else [_role_in(saved, column.column.name) for column in columns]
        self.endResetModel()

    def keep_roles(self, columns: Sequence[ColumnSuggestion]) -> None:
        """New columns of a query that was changed: those of the same name keep their role."""
        before = {column.column.name: role for column, role in zip(self._columns, self._roles, strict=True)}
        saved, touched = self._saved, self._touched
        self.show_columns(columns)
        self._roles = [before.get(column.column.name, column.role) for column in self._columns]
        self._saved, self._touched = saved, touched

    def use_suggestions(self) -> None:
        """Gives every column the role suggested for it."""
        self._saved = None
        self.use_suggestions_of(range(len(self._columns)))

    def use_suggestions_of(self, rows: Iterable[int]) -> None:
        """Gives some columns the role suggested for them."""
        self._set_roles({row: self._columns[row].role for row in rows})

    def leave_out_others(self, rows: Iterable[int]) -> None:
        """Leaves out every column but these and the key, which is needed."""
        kept = set(rows)
        others = (row for row, role in enumerate(self._roles) if row not in kept and role is not ColumnRole.KEY)
        self._set_roles(dict.fromkeys(others, ColumnRole.LEAVE_OUT))

    def set_role(self, rows: Iterable[int], role: ColumnRole) -> None:
        """Gives columns a role. Only one column is the title: the one before becomes text."""
        changes = dict.fromkeys(rows, role)
        if role is ColumnRole.TITLE and changes:
            last = max(changes)
            before = [row for row, known in enumerate(self._roles) if known is ColumnRole.TITLE]
            changes = {**dict.fromkeys(before, ColumnRole.TEXT), last: role}
        self._set_roles(changes)

    def _set_roles(self, wanted: dict[int, ColumnRole]) -> None:
        changed = [row for row, role in wanted.items() if self._roles[row] is not role]
        if not changed:
            return
        for row in changed:
            self._roles[row] = wanted[row]
            self._touched.add(self._columns[row].column.name)
        self.dataChanged.emit(self.index(min(changed), ROLE), self.index(max(changed), ROLE))
        self.roles_changed.emit()

    def mapping(self, template: str = "") -> Mapping:
        """The mapping the roles make. What a saved one says of untouched columns stays, order and double use too."""
        return Mapping(
            key=self._named(ColumnRole.KEY, self._saved.key if self._saved else ()),
            title=next(iter(self._named(ColumnRole.TITLE, (self._saved.title,) if self._saved else ())), ""),
            text=self._named(ColumnRole.TEXT, self._saved.text if self._saved else ()),
            metadata=self._named(ColumnRole.METADATA, self._saved.metadata if self._saved else ()),
            template=template,
        )

    def _named(self, role: ColumnRole, saved: tuple[str, ...]) -> tuple[str, ...]:
        playing = [c.column.name for c, known in zip(self._columns, self._roles, strict=True) if known is role]
        names = {column.column.name for column in self._columns}
        kept = [name for name in saved if name in names and (name in playing or name not in self._touched)]
        if role is ColumnRole.KEY and not kept:
            keyed = {c.column.name: c.column.primary_key for c in self._columns}
            playing.sort(key=lambda name: keyed[name] or len(keyed))  # a composite key keeps the order of the table's
        return tuple(dict.fromkeys((*kept, *playing)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == ROLE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < 3:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Column"), self.tr("Role"), self.tr("Sample and reason"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.EditRole and index.column() == ROLE:
            return self._roles[index.row()].value
        if role == CELL:
            return self._cell(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(index.row(), index.column()).words()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._tip(index.row()).replace("\n", ". ")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != ROLE:
            return False
        self.set_role((index.row(),), ColumnRole(str(value)))
        return True

    def _suggested(self, shown: ColumnSuggestion) -> str:
        role, reason = self._words[shown.role], told(shown.reason)
        return self.tr("Suggested: {role} ({reason})").format(role=role, reason=reason)

    def _tip(self, row: int) -> str:
        """All that is known of a column: comment, why the role was suggested, some of its values."""
        shown = self._columns[row]
        lines = [f"{shown.column.name} ({shown.column.type})", shown.column.comment, self._suggested(shown)]
        if len(shown.samples) > 1:
            lines.append(self.tr("For example: {values}").format(values="  |  ".join(shown.samples)))
        return "\n".join(line for line in lines if line)

    def _cell(self, row: int, column: int) -> Cell:
        shown = self._columns[row]
        if column == COLUMN:
            return Cell(shown.column.name, shown.column.type, strong=True)
        if column == SAMPLE:
            reason = told(shown.reason)
            if self._roles[row] is not shown.role:
                reason = self._suggested(shown)
            return Cell(shown.sample or self.tr("empty"), reason, faint=not shown.sample)
        role = self._roles[row]
        out = role is ColumnRole.LEAVE_OUT
        tone = "text2" if out or role is ColumnRole.METADATA else "accent"
        return Cell(self._words[role], faint=out, glyph=ROLE_GLYPHS[role], glyph_tone=tone, picker=True)


def _role_in(mapping: Mapping, name: str) -> ColumnRole:
    if name in mapping.key:
        return ColumnRole.KEY
    if name == mapping.title:
        return ColumnRole.TITLE
    if name in mapping.text:
        return ColumnRole.TEXT
    return ColumnRole.METADATA if name in mapping.metadata else ColumnRole.LEAVE_OUT
