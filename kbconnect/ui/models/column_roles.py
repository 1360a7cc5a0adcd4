"""The columns of a table or query with the role each plays and the treatment of its values; gives the mapping they make
together. Reads no source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kbconnect.core.discovery import masking_of
from kbconnect.core.errors import MappingError
from kbconnect.core.mapping import used_columns
from kbconnect.core.model import ColumnRole, ColumnSuggestion, Mapping
from kbconnect.core.treatment import ColumnTreatment, SensitiveKind, Treatment
from kbconnect.ui.language import told
from kbconnect.ui.models.cells import Cell
from kbconnect.ui.models.rows import CELL
from kbconnect.ui.words import plain_tip

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


TREATMENTS = (Treatment.KEEP, Treatment.MASK, Treatment.HASH)
"""In the order of the keys 6 to 8. MASK stands for either way of masking: the column says which fits."""
TREATMENT_GLYPHS = {
    Treatment.KEEP: "eye",
    Treatment.MASK: "eye-slash",
    Treatment.MASK_FOUND: "eye-slash",
    Treatment.HASH: "hash",
}
SENSITIVE_GLYPH = "fingerprint"
_MASKS = (Treatment.MASK, Treatment.MASK_FOUND)


class ColumnRolesModel(QAbstractTableModel):
    """Three columns: name and type, role, sample and reason. The role is edited (EditRole takes a ColumnRole, or a
    Treatment).

    roles_changed comes after each change of roles or treatments, never for new columns.
    """

    roles_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[ColumnSuggestion, ...] = ()
        self._roles: list[ColumnRole] = []
        self._treatments: list[Treatment] = []
        self._saved: Mapping | None = None
        self._touched: set[str] = set()
        self._words = {
            ColumnRole.KEY: self.tr("Key"),
            ColumnRole.TITLE: self.tr("Title"),
            ColumnRole.TEXT: self.tr("Text"),
            ColumnRole.METADATA: self.tr("Metadata"),
            ColumnRole.LEAVE_OUT: self.tr("Leave out"),
        }
        self._acts = {
            Treatment.KEEP: self.tr("Take as it is"),
            Treatment.MASK: self.tr("Mask"),
            Treatment.HASH: self.tr("Hash"),
        }

        self._bare = {
            Treatment.KEEP: self.tr("Taken as it is"),
            Treatment.MASK: self.tr("Masked"),
            Treatment.MASK_FOUND: self.tr("Masked where something sensitive is found"),
            Treatment.HASH: self.tr("Hashed"),
        }
        self._kinds = {
            SensitiveKind.EMAIL: self.tr("e-mail"),
            SensitiveKind.PHONE: self.tr("phone"),
            SensitiveKind.CARD: self.tr("payment card"),
            SensitiveKind.IBAN: self.tr("bank account"),
            SensitiveKind.NATIONAL_ID: self.tr("national id"),
            SensitiveKind.BIRTH_DATE: self.tr("date of birth"),
            SensitiveKind.IP_ADDRESS: self.tr("IP address"),
            SensitiveKind.ADDRESS: self.tr("address"),
            SensitiveKind.PASSWORD: self.tr("password"),
            SensitiveKind.TOKEN: self.tr("key or token"),
        }

    def role_word(self, role: ColumnRole) -> str:
        return self._words[role]

    def treatment_word(self, treatment: Treatment) -> str:
        """What choosing it is called."""
        return self._acts[treatment]

    def has_treatments(self, row: int) -> bool:
        """There is a reason to ask how a column's values are taken."""
        return self._columns[row].sensitive is not None or self._treatments[row] is not Treatment.KEEP

    def treatments_for(self, row: int) -> tuple[Treatment, ...]:
        """Those that can be chosen: masked keys of different rows could be equal."""
        is_key = self._roles[row] is ColumnRole.KEY
        return tuple(one for one in TREATMENTS if not is_key or one is not Treatment.MASK)

    def columns(self) -> tuple[ColumnSuggestion, ...]:
        return self._columns

    def roles(self) -> tuple[ColumnRole, ...]:
        return tuple(self._roles)

    def treatments(self) -> tuple[Treatment, ...]:
        return tuple(self._treatments)

    def show_columns(self, columns: Sequence[ColumnSuggestion], saved: Mapping | None = None) -> None:
        """New columns with the roles suggested, or with those of a saved mapping."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._saved, self._touched = saved, set()
        suggested = [column.role for column in columns]
        self._roles = suggested if saved is None else [_role_in(saved, column.column.name) for column in columns]
        used = set(_used(saved)) if saved is not None else set()
        self._treatments = [
            saved.treatment_of(column.column.name)
            if saved is not None and column.column.name in used
            else column.treatment
            for column in columns
        ]
        self.endResetModel()

    def keep_roles(self, columns: Sequence[ColumnSuggestion]) -> None:
        """New columns of a query that was changed: those of the same name keep their role."""
        before = {column.column.name: role for column, role in zip(self._columns, self._roles, strict=True)}
        treated = {column.column.name: one for column, one in zip(self._columns, self._treatments, strict=True)}
        saved, touched = self._saved, self._touched
        self.show_columns(columns)
        self._roles = [before.get(column.column.name, column.role) for column in self._columns]
        self._treatments = [treated.get(column.column.name, column.treatment) for column in self._columns]
        self._saved, self._touched = saved, touched

    def use_suggestions(self) -> None:
        """Gives every column the role suggested for it."""
        self._saved = None
        self.use_suggestions_of(range(len(self._columns)))

    def use_suggestions_of(self, rows: Iterable[int]) -> None:
        """Gives some columns the role and the treatment suggested for them."""
        rows = list(rows)
        self._set({row: self._columns[row].role for row in rows}, {row: self._columns[row].treatment for row in rows})

    def leave_out_others(self, rows: Iterable[int]) -> None:
        """Leaves out every column but these and the key, which is needed."""
        kept = set(rows)
        others = (row for row, role in enumerate(self._roles) if row not in kept and role is not ColumnRole.KEY)
        self._set(dict.fromkeys(others, ColumnRole.LEAVE_OUT), {})

    def set_role(self, rows: Iterable[int], role: ColumnRole) -> None:
        """Gives columns a role. Only one column is the title: the one before becomes text."""
        changes = dict.fromkeys(rows, role)
        if role is ColumnRole.TITLE and changes:
            last = max(changes)
            before = [row for row, known in enumerate(self._roles) if known is ColumnRole.TITLE]
            changes = {**dict.fromkeys(before, ColumnRole.TEXT), last: role}
        hashed = {row: Treatment.HASH for row in changes if self._treatments[row] in _MASKS}
        self._set(changes, hashed if role is ColumnRole.KEY else {})

    def set_treatment(self, rows: Iterable[int], treatment: Treatment) -> None:
        """How the values of columns are taken; of one that was left out that is a wish to take it. Masking follows the
        column: of texts that say several things only what is found is masked. A key can't be masked and stays."""
        rows = [row for row in rows if treatment in self.treatments_for(row)]
        roles = {row: self._role_when_taken(row) for row in rows if self._roles[row] is ColumnRole.LEAVE_OUT}
        treatments = dict.fromkeys(rows, treatment)
        if treatment in _MASKS:
            treatments = {row: masking_of(self._columns[row]) for row in rows}
        self._set(roles, treatments)

    def _role_when_taken(self, row: int) -> ColumnRole:
        suggested = self._columns[row].role
        if suggested not in (ColumnRole.LEAVE_OUT, ColumnRole.KEY, ColumnRole.TITLE):
            return suggested
        return ColumnRole.TEXT if self._columns[row].running else ColumnRole.METADATA

    def _set(self, roles: dict[int, ColumnRole], treatments: dict[int, Treatment]) -> None:
        changed = {row for row, role in roles.items() if self._roles[row] is not role}
        for row in changed:
            self._roles[row] = roles[row]
            self._touched.add(self._columns[row].column.name)
        treated = {row for row, treatment in treatments.items() if self._treatments[row] is not treatment}
        for row in treated:
            self._treatments[row] = treatments[row]
        changed |= treated
        if not changed:
            return
        self.dataChanged.emit(self.index(min(changed), ROLE), self.index(max(changed), SAMPLE))
        self.roles_changed.emit()

    def mapping(self, template: str = "") -> Mapping:
        """The mapping the roles make. What a saved one says of untouched columns stays, order and double use too."""
        made = Mapping(
            key=self._named(ColumnRole.KEY, self._saved.key if self._saved else ()),
            title=next(iter(self._named(ColumnRole.TITLE, (self._saved.title,) if self._saved else ())), ""),
            text=self._named(ColumnRole.TEXT, self._saved.text if self._saved else ()),
            metadata=self._named(ColumnRole.METADATA, self._saved.metadata if self._saved else ()),
            template=template,
        )
        return replace(made, treatments=self._treatments_of(made))

    def _treatments_of(self, made: Mapping) -> tuple[ColumnTreatment, ...]:
        used = set(_used(made))
        treatments = tuple(
            ColumnTreatment(column.column.name, treatment)
            for column, treatment in zip(self._columns, self._treatments, strict=True)
            if treatment is not Treatment.KEEP and column.column.name in used
        )
        saved = self._saved.treatments if self._saved is not None else ()
        return saved if set(saved) == set(treatments) else treatments

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
            return plain_tip(self._tip(index.row()))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._tip(index.row()).replace("\n", ". ")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != ROLE:
            return False
        if str(value) in [treatment.value for treatment in Treatment]:
            self.set_treatment((index.row(),), Treatment(str(value)))
        else:
            self.set_role((index.row(),), ColumnRole(str(value)))
        return True

    def _suggested(self, shown: ColumnSuggestion) -> str:
        role, reason = self._words[shown.role], told(shown.reason)
        return self.tr("Suggested: {role} ({reason})").format(role=role, reason=reason)

    def _tip(self, row: int) -> str:
        """All that is known of a column: comment, why the role was suggested, some of its values."""
        shown = self._columns[row]
        lines = [f"{shown.column.name} ({shown.column.type})", shown.column.comment, self._suggested(shown)]
        if self.has_treatments(row):
            lines += self._treated_tip(row)
        if len(shown.samples) > 1:
            lines.append(self.tr("For example: {values}").format(values="  |  ".join(shown.samples)))
        return "\n".join(line for line in lines if line)

    def _cell(self, row: int, column: int) -> Cell:
        shown = self._columns[row]
        if column == COLUMN:
            return Cell(shown.column.name, shown.column.type, strong=True)
        if column == SAMPLE and self.has_treatments(row):
            return self._sensitive_cell(row)
        if column == SAMPLE:
            reason = told(shown.reason)
            if self._roles[row] is not shown.role:
                reason = self._suggested(shown)
            return Cell(shown.sample or self.tr("empty"), reason, faint=not shown.sample)
        role = self._roles[row]
        out = role is ColumnRole.LEAVE_OUT
        tone = "text2" if out or role is ColumnRole.METADATA else "accent"
        return Cell(self._words[role], faint=out, glyph=ROLE_GLYPHS[role], glyph_tone=tone, picker=True)

    def _sensitive_cell(self, row: int) -> Cell:
        """The sample as it will be taken, and why the column is marked."""
        shown, treatment = self._columns[row], self._treatments[row]
        out = not self._is_used(row)
        sample = shown.sample if out else self._sample_treated(shown.sample, treatment)
        exposed = shown.sensitive is not None and treatment is Treatment.KEEP and not out
        glyph = SENSITIVE_GLYPH if out or treatment is Treatment.KEEP else TREATMENT_GLYPHS[treatment]
        tone = "warning" if exposed else "text2"
        line = self._treated_line(row)
        return Cell(
            sample or self.tr("empty"), line, faint=not sample, glyph=glyph, glyph_tone=tone, tip=self._tip(row)
        )

    def _is_used(self, row: int) -> bool:
        """A column that is left out may still stand in a template, which this model doesn't know."""
        return self._roles[row] is not ColumnRole.LEAVE_OUT

    def _sample_treated(self, sample: str, treatment: Treatment) -> str:
        if treatment is Treatment.HASH and sample:
            return self.tr("32 signs of a hash")
        from kbconnect.core.masking import masked, masked_within

        acts = {Treatment.MASK: masked, Treatment.MASK_FOUND: masked_within}
        return acts[treatment](sample) if treatment in acts else sample

    def _treated_line(self, row: int) -> str:
        """What becomes of which kind of data; the tip says why it is taken for that."""
        shown, treatment = self._columns[row], self._treatments[row]
        if shown.sensitive is None:
            return self._bare[treatment]
        kinds = self._kind_words(row)
        if treatment is Treatment.KEEP or not self._is_used(row):
            return self.tr("Sensitive: {kinds}").format(kinds=kinds)
        if treatment is Treatment.HASH:
            return self.tr("Hashed: {kinds}").format(kinds=kinds)
        return self.tr("Masked: {kinds}").format(kinds=kinds)

    def _treated_tip(self, row: int) -> list[str]:
        """Why a column is taken for sensitive, and what becomes of it if it is taken."""
        shown, treatment = self._columns[row], self._treatments[row]
        lines = []
        if shown.sensitive is not None:
            reason = told(shown.sensitive.reason)
            lines.append(self.tr("Sensitive ({kinds}): {reason}").format(kinds=self._kind_words(row), reason=reason))
        if self._is_used(row):
            lines.append(self._bare[treatment])
        return lines

    def _kind_words(self, row: int) -> str:
        finding = self._columns[row].sensitive
        return ", ".join(self._kinds[kind] for kind in finding.kinds) if finding is not None else ""


def _used(mapping: Mapping) -> tuple[str, ...]:
    try:
        return used_columns(mapping)
    except MappingError:  # a template that is being written
        return (*mapping.key, mapping.title, *mapping.text, *mapping.metadata)


def _role_in(mapping: Mapping, name: str) -> ColumnRole:
    if name in mapping.key:
        return ColumnRole.KEY
    if name == mapping.title:
        return ColumnRole.TITLE
    if name in mapping.text:
        return ColumnRole.TEXT
    return ColumnRole.METADATA if name in mapping.metadata else ColumnRole.LEAVE_OUT
