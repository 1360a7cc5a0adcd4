"""The table of columns with their roles: a painted picker in each row that becomes a real choice when it is used."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kbconnect.core.model import ColumnRole
from kbconnect.core.treatment import Treatment
from kbconnect.ui.icons import icon
from kbconnect.ui.models.column_roles import (
    COLUMN,
    ROLE,
    ROLE_GLYPHS,
    ROLES,
    SAMPLE,
    TREATMENT_GLYPHS,
    TREATMENTS,
    ColumnRolesModel,
)
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.delegates import PICKER_HEIGHT, CellDelegate
from kbconnect.ui.widgets.fields import Choice

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT, HEAD = 48, 32
_COLUMN_WIDTH, _ROLE_WIDTH = 132, 140
_AS_SUGGESTED, _NO_OTHERS = "as suggested", "no others"
_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
_TREATMENT_KEYS = (Qt.Key.Key_6, Qt.Key.Key_7, Qt.Key.Key_8)


class RoleDelegate(CellDelegate):
    """Edits the role in its cell; painting is that of every table."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme().px(ROW_HEIGHT))

    def picker_rect(self, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Where the picker is painted in a cell."""
        inside = self.content_rect(option, index)
        height = theme().px(PICKER_HEIGHT)
        return QRectF(inside.x(), round(inside.center().y() - height / 2), inside.width(), height).toRect()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, ColumnRolesModel):
            raise TypeError("roles are edited in a ColumnRolesModel")
        editor = Choice(*((role.value, model.role_word(role)) for role in ROLES), name=self.tr("Role"))
        editor.setParent(parent)
        for place, role in enumerate(ROLES):
            editor.setItemIcon(place, icon(ROLE_GLYPHS[role]))
        if model.has_treatments(index.row()):
            editor.insertSeparator(editor.count())
            for treatment in model.treatments_for(index.row()):
                glyph = icon(TREATMENT_GLYPHS[treatment])
                editor.addItem(glyph, model.treatment_word(treatment), treatment.value)
        editor.picked.connect(self._picked)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, Choice):
            editor.choose(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Choice):
            model.setData(index, editor.key(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(self.picker_rect(option, index))

    @Slot(str)
    def _picked(self, _key: str) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)


class RolesTable(QTableView):
    """Rows can be chosen together; the keys 1 to 5 give all of them a role, 6 to 8 take them as they are, masked or
    hashed, and 0 does what was suggested, as their context menu does; Enter and F2 open the picker of one."""

    def __init__(self, model: ColumnRolesModel) -> None:
        super().__init__()
        self._roles = model
        self.setModel(model)
        self._delegate = RoleDelegate(self, inset=8)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Columns and their roles"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setProperty("inset", "8")
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        for section, width in ((COLUMN, _COLUMN_WIDTH), (ROLE, _ROLE_WIDTH)):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(section, width)
        head.setSectionResizeMode(SAMPLE, QHeaderView.ResizeMode.Stretch)
        self._size_rows()
        theme().changed.connect(self._size_rows)

    @Slot()
    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(theme().px(HEAD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _KEYS:
            self._roles.set_role(self._chosen_rows(), ROLES[_KEYS.index(Qt.Key(key))])
        elif plain and key in _TREATMENT_KEYS:
            self._roles.set_treatment(self._chosen_rows(), TREATMENTS[_TREATMENT_KEYS.index(Qt.Key(key))])
        elif plain and key == Qt.Key.Key_0:
            self._roles.use_suggestions_of(self._chosen_rows())
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.currentIndex().isValid():
            self.edit(self._roles.index(self.currentIndex().row(), ROLE))
        else:
            super().keyPressEvent(event)

    def _chosen_rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        """place: in the viewport."""
        if self._chosen_rows():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """What can be done with the chosen columns: a role, the one suggested, or these and no others."""
        menu = QMenu(self)
        for number, role in enumerate(ROLES, 1):
            action = menu.addAction(icon(ROLE_GLYPHS[role], "text2"), f"{self._roles.role_word(role)}\t{number}")
            action.setData(role.value)
        menu.addSeparator()
        for number, treatment in enumerate(TREATMENTS, len(ROLES) + 1):
            glyph = icon(TREATMENT_GLYPHS[treatment], "text2")
            menu.addAction(glyph, f"{self._roles.treatment_word(treatment)}\t{number}").setData(treatment.value)
        menu.addSeparator()
        suggested = menu.addAction(icon("magic-wand", "text2"), self.tr("As suggested") + "\t0")
        suggested.setData(_AS_SUGGESTED)
        menu.addAction(icon("minus-circle", "text2"), self.tr("Leave out all others")).setData(_NO_OTHERS)
        menu.triggered.connect(self._menu_chosen)
        return menu

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        rows, wanted = self._chosen_rows(), action.data()
        if wanted == _AS_SUGGESTED:
            self._roles.use_suggestions_of(rows)
        elif wanted == _NO_OTHERS:
            self._roles.leave_out_others(rows)
        elif wanted in [treatment.value for treatment in TREATMENTS]:
            self._roles.set_treatment(rows, Treatment(wanted))
        else:
            self._roles.set_role(rows, ColumnRole(wanted))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.column() != ROLE or event.button() is not Qt.MouseButton.LeftButton:
            return
        option = QStyleOptionViewItem()
        option.rect = self.visualRect(index)
        if self._delegate.picker_rect(option, index).contains(event.position().toPoint()):
            self.edit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._roles.rowCount():
            self.setCurrentIndex(self._roles.index(0, ROLE))
