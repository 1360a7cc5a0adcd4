"""The pane with the schemas and tables of a source: search field, tree, and what stands there while there is none."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from kbconnect.core.model import TableInfo, TableRef
from kbconnect.ui.fonts import NORMAL, SEMIBOLD, Size
from kbconnect.ui.language import say
from kbconnect.ui.models.table_tree import Catalogue, TableTreeModel, TreeRow
from kbconnect.ui.painting import RIGHT, Ink, ink_for, text_width
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.cards import Notice, Swap
from kbconnect.ui.widgets.fields import SearchEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import down, frame
from kbconnect.ui.words import counted

Index = QModelIndex | QPersistentModelIndex

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
ROW_HEIGHT = 30
_MARK_HEIGHT = 18
_EXPANDED_AT_ONCE, _EXPANDED_OF_MORE = 300, 100
"""So many tables are laid out by themselves, or of more so many, schema by schema: laying rows out takes its time."""
_COMMENT_FROM = 72
"""A comment stands behind the name where there are so many pixels left for it."""


class _TreeDelegate(QStyledItemDelegate):
    """Paints a TreeRow: icon, name, remark at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, theme().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TreeRow = index.data(Qt.ItemDataRole.UserRole)
        whole = QRectF(option.rect)
        box = whole.adjusted(max(0, 12 - whole.x()), 0, 0, 0)  # tables without schemas stand at the edge
        with ink_for(painter, whole) as ink:
            tone = "accent" if row.glyph == "check-square" else "text3" if row.locked else "text2"
            ink.glyph(QRectF(box.x() + 2, box.y(), 18, box.height()), row.glyph, tone, 16)
            remark = text_width(row.remark, Size.CAPTION) if row.remark else 0
            ink.text(box.adjusted(0, 0, -12, 0), row.remark, Size.CAPTION, "text3", align=RIGHT)
            name = box.adjusted(28, 0, -(remark + 12 + 10), 0)
            weight = SEMIBOLD if row.strong else NORMAL
            self._mark(ink, name, row, weight)
            token = "text3" if row.locked and not row.strong else "text"
            width = ink.text(name, row.name, token=token, weight=weight)
            behind = name.adjusted(width + 10, 0, 0, 0)
            if row.comment and behind.width() >= _COMMENT_FROM:
                ink.text(behind, row.comment, Size.CAPTION, "text3")

    @staticmethod
    def _mark(ink: Ink, box: QRectF, row: TreeRow, weight: QFont.Weight) -> None:
        """What was searched for, behind the name it is found in."""
        height = theme().px(_MARK_HEIGHT)
        for start, end in row.found:
            left = box.x() + (text_width(row.name[:start], weight=weight) if start else 0)
            right = min(box.x() + text_width(row.name[:end], weight=weight), box.right())
            if left < right:
                ink.round(QRectF(left, box.center().y() - height / 2, right - left, height), 3, "mark")


class TableTree(QTreeView):
    """The tree. chosen: the TableInfo that became current and can be read. typed: a letter, which is for the search.
    left_at_top: Up was pressed on the first row."""

    chosen = Signal(object)
    typed = Signal(str)
    left_at_top = Signal()

    def __init__(self, model: TableTreeModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_TreeDelegate(self))
        self.setAccessibleName(self.tr("Tables"))
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.clicked.connect(self._clicked)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QRectF(0, option.rect.y(), self.viewport().width(), option.rect.height())
        is_table = self._model.table(index) is not None
        chosen = is_table and index == self.currentIndex()
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        with ink_for(painter, whole) as ink:
            if chosen:
                ink.line(whole, "selected")
                ink.line(QRectF(0, whole.y(), 3, whole.height()), "accent")
            elif under or (index == self.currentIndex() and self.hasFocus()):
                ink.line(whole, "hover")
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if not self._model.hasChildren(index) or self._model.table(index) is not None:
            return
        glyph = "caret-down-fill" if self.isExpanded(index) else "caret-right-fill"
        with ink_for(painter) as ink:
            ink.glyph(QRectF(rect.right() - 13, rect.y(), 12, rect.height()), glyph, "text3", 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if self._model.hasChildren(index):
                self.setExpanded(index, not self.isExpanded(index))
            return
        if event.key() == Qt.Key.Key_Up and (not index.isValid() or self.indexAbove(index) == QModelIndex()):
            self.left_at_top.emit()
        elif event.key() == Qt.Key.Key_Asterisk:
            event.accept()  # Qt would lay out every table there is
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        table = self._model.table(current)
        if table is not None and table.readable:
            self.chosen.emit(table)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if self._model.hasChildren(index) and self.visualRect(index).x() <= self.indentation():
            self.setExpanded(index, not self.isExpanded(index))


class TablesPane(QFrame):
    """Search field above the tree. chosen: the TableInfo the person went to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.model = TableTreeModel(self)
        self.search = SearchEdit(self.tr("Search tables"))
        self.tree = TableTree(self.model)
        self._nothing = text("", "muted", wrap=True)
        self._states = Swap(
            loading=frame(down(Skeleton(rows=8, row_height=ROW_HEIGHT), margins=(16, 0, 16, 0))),
            full=self.tree,
            nothing=frame(down(self._nothing, None, margins=(16, 8, 16, 0))),
        )
        self.setLayout(down(down(self.search, margins=(12, 12, 12, 8)), (self._states, 1), gap=0))
        # At once: what is searched is in memory, and a pause would be longer than the search.
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._into_tree)
        self.search.installEventFilter(self)
        self.tree.chosen.connect(self.chosen)
        self.tree.typed.connect(self._search_for)
        self.tree.left_at_top.connect(self._back_to_search)
        self._empty_words = ""

    def wait(self) -> None:
        self._states.show_state("loading")

    def show_failed(self) -> None:
        """There are no tables; why stands elsewhere, where there is room. Tables that were there stay."""
        if self.model.rowCount():
            self._states.show_state("full")
            return
        self._nothing.setText(self.tr("The tables could not be read."))
        self._states.show_state("nothing")

    def show_catalogue(self, catalogue: Catalogue, used: frozenset[TableRef]) -> None:
        self.model.show_catalogue(catalogue, used)
        if len(catalogue.schemas) == 1 and not catalogue.schemas[0].name:
            self.tree.setRootIsDecorated(False)
        tables = counted(catalogue.tables, self.tr("table"), self.tr("tables"))
        what = self.tr("Search {tables}").format(tables=tables)
        self.search.setPlaceholderText(what)
        self.search.setAccessibleName(what)
        self._empty_words = self.tr(
            "This account sees no table. Ask who looks after the database for the right to SELECT, then load again."
        )
        self._show_tree()

    def choose(self, ref: TableRef) -> bool:
        """Goes to a table; False if it isn't there."""
        index = self.model.index_of(ref)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return index.isValid()

    def current(self) -> TableInfo | None:
        return self.model.table(self.tree.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self._into_tree()
            return True
        return False

    @Slot(str)
    def _search_for(self, letter: str) -> None:
        """Typing in the tree searches: Qt's own search would go through every row."""
        self._back_to_search()
        self.search.insert(letter)

    @Slot()
    def _back_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _filter(self, words: str) -> None:
        current = self.current()
        self.model.set_filter(words)
        self._show_tree()
        if current is not None:
            self.choose(current.ref)

    @Slot()
    def _into_tree(self) -> None:
        """Enter or Down in the search field goes to the first table found, or to the chosen one."""
        if self.model.rowCount() == 0:
            return
        if self.tree.currentIndex().isValid() and not self.search.text():
            self.tree.setFocus(Qt.FocusReason.TabFocusReason)
            return
        first = self.model.index(0, 0)
        below = self.model.index(0, 0, first)
        self.tree.setCurrentIndex(below if below.isValid() else first)
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_tree(self) -> None:
        if self.model.rowCount() == 0:
            words = self.tr("No table has “{0}” in its name or comment.").format(self.search.text().strip())
            self._nothing.setText(words if self.search.text().strip() else self._empty_words)
            self._states.show_state("nothing")
            return
        if self.model.shown_tables() <= _EXPANDED_AT_ONCE:
            self.tree.expandAll()
        else:
            self._expand_the_first()
        self._states.show_state("full")

    def _expand_the_first(self) -> None:
        laid_out = 0
        for row in range(self.model.rowCount()):
            schema = self.model.index(row, 0)
            laid_out += self.model.rowCount(schema)
            if row and laid_out > _EXPANDED_OF_MORE:
                return
            self.tree.expand(schema)


def table_gone(ref: TableRef) -> Notice:
    """That the table of a dataset is none of those there are."""
    what = say("{table} is not among the tables of this account").format(table=ref)
    meaning = say(
        "Its documents are as they were and can be searched. It may have been renamed or removed: choose the table "
        "again, or ask who looks after the database."
    )
    return Notice("warning", "warning-circle", what, meaning)
