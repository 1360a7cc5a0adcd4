"""The columns of a table or query with a role each, a text of one's own, and how changes are found. Asks no source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kbconnect.core.model import (
    ColumnInfo,
    ColumnRole,
    ColumnSuggestion,
    Mapping,
    TableInfo,
)
from kbconnect.ui.models.change_detection import ChangeDetection, detection_fault
from kbconnect.ui.models.column_roles import ColumnRolesModel
from kbconnect.ui.models.table_tree import visible_name
from kbconnect.ui.pages.data_selection_changes import ChangesLine
from kbconnect.ui.pages.data_selection_roles import ROW_HEIGHT, RolesTable
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.fields import Check, CodeEdit
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, clear, down, frame
from kbconnect.ui.words import count

TEMPLATE_HEIGHT = 84


class ColumnsPane(QFrame):
    """changed: roles, template or the way changes are found were changed by somebody. detection_asked: that way is to
    be chosen. with_head: the table's name stands above."""

    changed = Signal()
    detection_asked = Signal()

    def __init__(self, *, with_head: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.model = ColumnRolesModel(self)
        self.table = RolesTable(self.model)
        side = 20 if with_head else 24
        self._name = text("", "section", elide=True)
        self._caption = text("", "caption", elide=True)
        self._suggest = button(self.tr("Use suggestions"), Kind.LINK, "magic-wand")
        self._suggest.setToolTip(self.tr("Give every column the role suggested for it"))
        self._own_text = Check(self.tr("Compose the text yourself"))
        self._template = CodeEdit(height=TEMPLATE_HEIGHT, name=self.tr("Text of a document"))
        self._template.setLineWrapMode(CodeEdit.LineWrapMode.WidgetWidth)
        how = self.tr("Write {column} where a value belongs; it then takes the place of the Text columns.")
        self._how = text(how, "caption", wrap=True)
        names = down(across(self._name, None), across(self._caption, None), gap=1)
        head = across((names, 1), self._suggest)
        self._head = frame(down(head, margins=(side, 12, side, 0)))
        if not with_head:  # to show it before it has a parent would open a window of its own
            self._head.hide()
        self.changes = ChangesLine()
        self._detection = ChangeDetection()
        self._filled = (self.mapping(), self._detection)
        self._fault = hint("", "warning-circle", "danger", role="error")
        line = across(self._own_text, None, self.changes)
        below = down(line, self._fault, self._template, self._how, gap=6, margins=(side, 6, side, 10))
        full = frame(down((frame(down((self.table, 1), margins=(side - 8, 6, side - 8, 0))), 1), frame(below), gap=0))
        self._problem = QVBoxLayout()
        empty = EmptyState(
            Picture.DOCUMENTS,
            self.tr("Choose a table"),
            self.tr("Each of its rows becomes a document. Its columns are shown here, with a role suggested for each."),
            safe=self.tr("kbconnect only reads. Your database is never changed."),
        )
        self._states = Swap(
            empty=empty,
            loading=frame(down(Skeleton(rows=8, row_height=ROW_HEIGHT), margins=(side, 12, side, 0))),
            full=full,
            error=frame(down(self._problem, None, margins=(side, 16, side, 0))),
        )
        self.setLayout(down(self._head, (self._states, 1), gap=0))
        self._with_head = with_head
        self._head.setVisible(False)
        self._show_template()
        self._suggest.clicked.connect(self.model.use_suggestions)
        self.model.roles_changed.connect(self._roles_changed)
        self.changes.change_asked.connect(self.detection_asked)
        self._own_text.toggled.connect(self._own_text_toggled)
        self._template.textChanged.connect(self._template_edited)

    def is_loaded(self) -> bool:
        return self._states.current() == "full"

    def columns(self) -> tuple[ColumnSuggestion, ...]:
        return self.model.columns()

    def mapping(self) -> Mapping:
        return self.model.mapping(self._template.toPlainText().strip() if self._own_text.isChecked() else "")

    def detection(self) -> ChangeDetection:
        """How changes are found."""
        return self._detection

    def is_changed(self) -> bool:
        """Whether somebody changed what was filled in when the columns came."""
        return self.is_loaded() and self._filled != (self.mapping(), self._detection)

    def was_saved(self) -> None:
        """What stands here is what is saved."""
        self._filled = (self.mapping(), self._detection)

    def detection_fault(self) -> str:
        """Why they can't be found like this, "" if they can."""
        return detection_fault(self._detection, self.mapping().key, self._infos())

    @Slot(object)
    def choose_detection(self, detection: ChangeDetection) -> None:
        """Another way, as if it were chosen by hand."""
        self._detection = detection
        self._show_detection()
        self.changed.emit()

    def _infos(self) -> list[ColumnInfo]:
        return [each.column for each in self.columns()]

    def _show_detection(self) -> None:
        fault = self.detection_fault()
        self.changes.show_detection(self._detection, self.mapping().key)
        self._fault.say(fault, "warning-circle", "danger")
        self._fault.setVisible(bool(fault))

    @Slot()
    def _roles_changed(self) -> None:
        self._show_detection()
        self.changed.emit()

    def write_template(self, template: str) -> None:
        """Composes the text by a template, as if it were typed."""
        self._template.setPlainText(template)
        self._own_text.setChecked(True)

    def wait_for(self, table: TableInfo) -> None:
        """The columns of a table are on their way; what is known of it stands above already."""
        self._name.setText(visible_name(str(table.ref)))
        rows = "" if table.rows_estimate is None else self.tr("about {0} rows").format(count(table.rows_estimate))
        if table.empty:
            rows = self.tr("no rows")
        self._caption.setText(", ".join(part for part in (table.comment.strip().rstrip("."), rows) if part))
        self._caption.setVisible(bool(self._caption.words()))
        self._head.setVisible(self._with_head)
        self._suggest.setVisible(False)
        self._states.show_state("loading")

    def show_columns(
        self,
        columns: Sequence[ColumnSuggestion],
        saved: Mapping | None = None,
        detection: ChangeDetection | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """saved, detection: of a dataset that is edited. keep: columns of a name that is known keep their role."""
        changed = keep and self.is_changed()
        if keep and self.is_loaded():
            self.model.keep_roles(columns)
            if self._detection.cursor not in ("", *(each.column.name for each in columns)):
                self._detection = ChangeDetection()  # the column that was followed is gone
        else:
            self._detection = detection or ChangeDetection()
            self.model.show_columns(columns, saved)
            template = saved.template if saved is not None else ""
            for editor in (self._own_text, self._template):
                editor.blockSignals(True)
            self._own_text.setChecked(bool(template))
            self._template.setPlainText(template)
            for editor in (self._own_text, self._template):
                editor.blockSignals(False)
            self._show_template()
        if not changed:
            self._filled = (self.mapping(), self._detection)
        self._show_detection()
        self._suggest.setVisible(True)
        self._states.show_state("full")

    def show_nothing(self) -> None:
        """No table is chosen."""
        self._head.setVisible(False)
        self._states.show_state("empty")

    def show_problem(self, problem: QWidget) -> None:
        """Why there are no columns."""
        clear(self._problem)
        self._problem.addWidget(problem)
        self._states.show_state("error")

    @Slot(bool)
    def _own_text_toggled(self, on: bool) -> None:
        if on and not self._template.toPlainText().strip():
            self._template.setPlainText(self._first_template())
        self._show_template()
        if on:
            self._template.setFocus()
        self.changed.emit()

    def _first_template(self) -> str:
        """What the roles make now, as a template to start from."""
        roles = zip(self.model.columns(), self.model.roles(), strict=True)
        names = [column.column.name for column, role in roles if role is ColumnRole.TEXT]
        return "\n\n".join("{" + name.replace("{", "{{").replace("}", "}}") + "}" for name in names)

    @Slot()
    def _template_edited(self) -> None:
        if self._own_text.isChecked():
            self._show_template()
            self.changed.emit()

    def _show_template(self) -> None:
        on = self._own_text.isChecked()
        self._template.setVisible(on)
        self._how.setVisible(on)
