"""Tables and master lists: views whose rows are painted from frozen values, with no widget in any cell.

    self._table = Table((Column("Dataset"), Column("Documents", 96, right=True), Column("Status", 176)), row_height=52)
    self._table.set_rows((Row("1", (Cell("Help articles", "public.help_articles", strong=True), ...)),))
    self._table.opened.connect(self._open_dataset)      # the row's id

Rows keep their selection over a refresh, because models know them by id. Views know no use case.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QListView, QSizePolicy, QTableView

from kbconnect.ui.models.cells import Column, Entry, Row
from kbconnect.ui.models.rows import EntryModel, RowModel
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.delegates import ENTRY_HEIGHT, CellDelegate, EntryDelegate

HEAD = 32
_LEAST_REST, _LEAST_COLUMN = 110, 44
"""Pixels: for the column that takes what is left, and for every other."""
_HINT_SLACK = 16
"""So many pixels Qt asks for beside a heading and its padding, which nothing is painted in."""


class Table(QTableView):
    """A table. The column of width 0 takes what is left; text starts at the x of its heading.

    row_height: 36 to 40 for one line, 46 to 52 for two. selects: rows can be chosen and have an inset of 12; else the
    table is only read. fit: as high as its rows, for a table in a page that scrolls as a whole.

    chosen: the id of the current row, "" for none. opened: Enter or a double click. delete_asked: the Delete key.
    menu_asked: the context menu of a row is wanted, at a global position.
    """

    chosen = Signal(str)
    opened = Signal(str)
    delete_asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        row_height: int = 44,
        selects: bool = True,
        fit: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        self._fit, self._row_height, self.hovered_row = fit, row_height, -1
        self._rows_model = RowModel(columns, self)
        self.setModel(self._rows_model)
        self.setItemDelegate(CellDelegate(self, inset=12 if selects else 0))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.SingleSelection if selects else QAbstractItemView.SelectionMode.NoSelection
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if selects else Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(selects)
        self._dress_head(columns, selects=selects)
        self._size_rows()
        if fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(self._open)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        for signal in (self._rows_model.rowsInserted, self._rows_model.rowsRemoved):
            signal.connect(self._fit_rows)
        theme().changed.connect(self._size_rows)

    def _dress_head(self, columns: Sequence[Column], *, selects: bool) -> None:
        head = self.horizontalHeader()
        head.setProperty("inset", "12" if selects else "0")
        head.setHighlightSections(False)
        head.setMinimumSectionSize(28)
        head.setSectionsClickable(any(column.sortable for column in columns))
        head.setVisible(any(column.title for column in columns))
        for number, column in enumerate(columns):
            fixed = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(number, fixed)
        if any(column.sortable for column in columns):
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            head.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        self.verticalHeader().hide()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows these rows; the chosen one stays chosen if it is still there."""
        self._rows_model.set_rows(rows)

    def rows(self) -> tuple[Row, ...]:
        """The rows in the order they are shown."""
        return self._rows_model.rows()

    def chosen_id(self) -> str:
        """The id of the chosen row, "" for none."""
        row = self._rows_model.row_at(self.currentIndex())
        return row.id if row is not None else ""

    def choose(self, row_id: str) -> None:
        """Chooses a row and scrolls to it; an unknown id takes the choice away."""
        number = self._rows_model.find(row_id)
        if number < 0:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
            return
        self.selectionModel().setCurrentIndex(
            self._rows_model.index(number, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._rows_model.row_at(self.currentIndex())
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row.id)
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(row.id)
        elif row is not None and event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\t".join(cell.words() for cell in row.cells))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def sizeHint(self) -> QSize:
        return QSize(320, self._full_height() if self._fit else 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._full_height() if self._fit else 80)

    def _full_height(self) -> int:
        head = 0 if self.horizontalHeader().isHidden() else theme().px(HEAD)
        return head + self._rows_model.rowCount() * theme().px(self._row_height)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    @Slot()
    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(self._row_height))
        self.verticalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setFixedHeight(theme().px(HEAD))
        self._fit_columns()
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Each as wide as wished; where that leaves too little for the one that takes the rest, each gives down to its
        least, and then all give some, but none cuts its heading."""
        columns = self._rows_model.columns
        widths = {at: theme().px(column.width) for at, column in enumerate(columns) if column.width}
        if widths and self.isVisible():
            self._give_least(widths)
            rest = (len(columns) - len(widths)) * theme().px(_LEAST_REST)
            share = min(1.0, max(self.viewport().width() - rest, 0) / sum(widths.values()))
            widths = {at: max(round(width * share), _LEAST_COLUMN) for at, width in widths.items()}
            if share < 1.0:
                self._spare_headings(widths)
        for at, width in widths.items():
            self.setColumnWidth(at, width)

    def _give_least(self, widths: dict[int, int]) -> None:
        """Columns with a least give of what they have above it, each its part, until the rest has room."""
        columns = self._rows_model.columns
        rest = sum(theme().px(column.least or _LEAST_REST) for column in columns if not column.width)
        spare = {at: widths[at] - theme().px(columns[at].least) for at in widths if columns[at].least}
        lack = min(sum(widths.values()) + rest - self.viewport().width(), sum(spare.values()))
        for at, most in spare.items():
            widths[at] -= round(most * lack / sum(spare.values())) if lack > 0 else 0

    def _spare_headings(self, widths: dict[int, int]) -> None:
        """Gives columns that cut their heading what the one with most to spare can do without."""
        needed = {at: self.horizontalHeader().sectionSizeHint(at) - _HINT_SLACK for at in widths}
        for at, need in needed.items():
            richest = max(widths, key=lambda other: widths[other] - needed[other])
            lack = min(need - widths[at], (widths[richest] - needed[richest]) // 2)
            if lack > 0 and richest != at:
                widths[at] += lack
                widths[richest] -= lack

    @Slot()
    def _fit_rows(self) -> None:
        if self._fit:
            self.setFixedHeight(self._full_height())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row = self._rows_model.row_at(index)
        if row is not None:
            self.opened.emit(row.id)

    @Slot()
    def _tell_chosen(self) -> None:
        self.chosen.emit(self.chosen_id())

    @Slot(QPoint)
    def _ask_menu(self, place: QPoint) -> None:
        row = self._rows_model.row_at(self.indexAt(place))
        if row is not None:
            self.menu_asked.emit(row.id, self.viewport().mapToGlobal(place))


class MasterList(QListView):
    """A list at the left of a page, with rows of 84 px: tile, name, pill, two captions, a bar while something runs.

    The signals are those of Table.
    """

    chosen = Signal(str)
    opened = Signal(str)
    delete_asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self._entries = EntryModel(self)
        self.setModel(self._entries)
        self.setItemDelegate(EntryDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self._open)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Shows these entries; the chosen one stays chosen if it is still there."""
        self._entries.set_rows(entries)

    def entries(self) -> tuple[Entry, ...]:
        return self._entries.rows()

    def chosen_id(self) -> str:
        """The id of the chosen entry, "" for none."""
        entry = self._entries.row_at(self.currentIndex())
        return entry.id if entry is not None else ""

    def choose(self, entry_id: str) -> None:
        """Chooses an entry and scrolls to it; an unknown id takes the choice away."""
        number = self._entries.find(entry_id)
        self.setCurrentIndex(self._entries.index(number, 0) if number >= 0 else QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry_id = self.chosen_id()
        if entry_id and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(entry_id)
        elif entry_id and event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit(entry_id)
        elif entry_id and event.matches(QKeySequence.StandardKey.Copy):
            chosen = self._entries.row_at(self.currentIndex())
            QGuiApplication.clipboard().setText(chosen.words() if chosen is not None else "")
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(320, theme().px(ENTRY_HEIGHT) * 4)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = self._entries.row_at(index)
        if entry is not None:
            self.opened.emit(entry.id)

    @Slot()
    def _tell_chosen(self) -> None:
        self.chosen.emit(self.chosen_id())

    @Slot(QPoint)
    def _ask_menu(self, place: QPoint) -> None:
        entry = self._entries.row_at(self.indexAt(place))
        if entry is not None:
            self.menu_asked.emit(entry.id, self.viewport().mapToGlobal(place))
