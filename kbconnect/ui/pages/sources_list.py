"""The left pane of the page "Sources": search, order, and the list, of which one connector or many can be chosen.

Knows what was typed and picked; must not ask a use case. Which entries there are is told by the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu

from kbconnect.ui.language import noted, say
from kbconnect.ui.models.cells import Entry
from kbconnect.ui.models.sources_entries import Order
from kbconnect.ui.widgets.buttons import icon_button
from kbconnect.ui.widgets.fields import SearchEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.widgets.tables import MasterList
from kbconnect.ui.words import count, counted

_ORDERS = (
    (Order.NAME, noted("Name")),
    (Order.ATTENTION, noted("Needs attention first")),
    (Order.LAST, noted("Last sync")),
    (Order.NEXT, noted("Next sync")),
    (Order.KIND, noted("Kind of source")),
)
_MEMORY = "sources/order"
_COUNT_FROM = 8
"""So many connectors can be seen at once; how many there are is only said for more."""


class SourcesList(MasterList):
    """The connectors. selected: another choice of one or many. rename_asked: F2, with the id of the current one."""

    selected = Signal()
    rename_asked = Signal(str)

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self.selected)

    def chosen_ids(self) -> tuple[str, ...]:
        """The ids of all that are chosen, in the order they are shown; the current one if none is."""
        entries = self.entries()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        chosen = tuple(entries[row].id for row in rows if row < len(entries))
        return chosen or tuple(filter(None, (self.chosen_id(),)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.chosen_id():
            self.rename_asked.emit(self.chosen_id())
        elif event.key() == Qt.Key.Key_Escape and len(self.chosen_ids()) > 1:
            self.choose(self.chosen_id())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search field, which "/" opens: jumping to a first letter would only be half of it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.entries():
            self.choose(self.entries()[0].id)


class ListPane(QFrame):
    """The pane. changed: something else is looked for, or in another order."""

    changed = Signal()

    def __init__(self, memory: QSettings) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._memory = memory
        self.search = SearchEdit(self.tr("Search connectors"))
        self.list = SourcesList(name=self.tr("Connectors"))
        self._sort = icon_button("sort-ascending", self.tr("Sort connectors"))
        self._orders = QActionGroup(self)
        self._sort.setMenu(self._menu())
        self._count = text("", "caption")
        self._count.setContentsMargins(20, 0, 20, 6)
        self._none_found = text(self.tr("No connector has this in its name, place or datasets."), "muted", wrap=True)
        self._none_found.setContentsMargins(20, 12, 20, 0)
        self._none_found.hide()
        head = across((self.search, 1), self._sort, gap=4, margins=(16, 12, 12, 8))
        self.setLayout(down(head, self._count, self._none_found, (self.list, 1), gap=0))
        self.setMinimumWidth(344)
        self.search.searched.connect(self.changed)
        self.search.returnPressed.connect(self._into_list)
        self.search.installEventFilter(self)
        self._looked_for = ""

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        kept = str(self._memory.value(_MEMORY, Order.NAME.value))
        for order, words in _ORDERS:
            action = QAction(say(words), menu, checkable=True)
            action.setData(order.value)
            action.setChecked(order.value == kept)
            self._orders.addAction(action)
            menu.addAction(action)
        if self._orders.checkedAction() is None:
            self._orders.actions()[0].setChecked(True)
        self._orders.triggered.connect(self._sorted)
        return menu

    def order(self) -> Order:
        """What the list is sorted by."""
        return Order(str(self._orders.checkedAction().data()))

    def sort_by(self, order: Order) -> None:
        """As if it was picked in the menu."""
        next(action for action in self._orders.actions() if action.data() == order.value).trigger()

    def show_entries(self, entries: Sequence[Entry], of: int) -> None:
        """The entries that were found, of so many."""
        self.list.set_entries(entries)
        self._choose_one(entries)
        self._none_found.setVisible(not entries)
        every = counted(of, self.tr("connector"), self.tr("connectors"))
        if entries and len(entries) < of:
            self._count.setText(self.tr("{found} of {connectors}").format(found=count(len(entries)), connectors=every))
        else:
            self._count.setText(every)
        self._count.setVisible(bool(entries) and of >= _COUNT_FROM)

    def _choose_one(self, entries: Sequence[Entry]) -> None:
        """Where the chosen ones have gone: the first of another search, else the one that is next to them."""
        is_another, self._looked_for = self.search.text() != self._looked_for, self.search.text()
        if entries and not self.list.selectionModel().hasSelection():
            self.list.choose(entries[0].id if is_another else self.list.chosen_id() or entries[0].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.search.search_now()
            self._into_list()
            return True
        return False

    @Slot()
    def _into_list(self) -> None:
        """Enter or Down in the search field goes to what was found."""
        if self.list.entries():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _sorted(self) -> None:
        self._memory.setValue(_MEMORY, self.order().value)
        self.changed.emit()
