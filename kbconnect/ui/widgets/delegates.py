"""How a row is painted: the cells of every table, and the entries of a master list. Paints values; asks no model twice.

A page that needs a cell with an editor or a picture of its own subclasses CellDelegate and overrides `paint_content`.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
)

from kbconnect.ui.fonts import MEDIUM, NORMAL, SEMIBOLD, Size
from kbconnect.ui.models.cells import Cell, Changes, Entry
from kbconnect.ui.models.rows import CELL
from kbconnect.ui.painting import LEFT, RIGHT, Ink, ink_for, pill_width, text_width
from kbconnect.ui.status import Status
from kbconnect.ui.style import RADIUS_CARD, RADIUS_CONTROL, theme
from kbconnect.ui.words import count, plain_tip

Index = QModelIndex | QPersistentModelIndex
ENTRY_HEIGHT = 84
PICKER_HEIGHT = 28
TREE_ROW_HEIGHT = 30
BAR_WIDTH, BAR_HEIGHT = 124, 5
_ENTRY_BAR, _LEAST_BAR = 56, 24
"""The bar of an entry is shorter where its words would be cut, and goes before they are: they hold its number."""
COLUMN_PADDING = 8
MINUS = "\u2212"


class CellDelegate(QStyledItemDelegate):
    """Paints a Cell: two lines, pill, bar, picker or coloured changes. inset: space at both ends of a row, 0 or 12."""

    def __init__(self, view: QAbstractItemView, *, inset: int = 0) -> None:
        super().__init__(view)
        self._view, self._inset = view, inset

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        with ink_for(painter) as ink:
            self._paint_ground(ink, option, index)
            self.paint_content(ink, self.content_rect(option, index), cell)

    def paint_content(self, ink: Ink, rect: QRectF, cell: Cell) -> None:
        """What is in a cell, between its paddings."""
        rect = _paint_sign(ink, rect, cell)
        if cell.picker:
            paint_picker(ink, rect, cell)
        elif cell.changes is not None:
            paint_changes(ink, rect, cell.changes)
        else:
            _paint_lines(ink, rect, cell)

    def content_rect(self, option: QStyleOptionViewItem, index: Index) -> QRectF:
        """The place of a cell's content: without paddings and the line below."""
        first, last = index.column() == 0, index.column() == index.model().columnCount() - 1
        tree = isinstance(self._view, QTreeView)
        start = (4 if tree else self._inset) if first else COLUMN_PADDING
        return QRectF(option.rect).adjusted(start, 0, -(self._inset if last else COLUMN_PADDING), -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme().px(TREE_ROW_HEIGHT))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return False
        words = cell.tip or (cell.words() if self._is_cut(option, index, cell) else "")
        QToolTip.showText(event.globalPos(), plain_tip(words), view)
        return bool(words)

    def _is_cut(self, option: QStyleOptionViewItem, index: Index, cell: Cell) -> bool:
        room = self.content_rect(option, index).width() - _sign_width(cell)
        if cell.status is not None:
            needed = pill_width(cell.status)
        else:
            needed = text_width(cell.text, weight=SEMIBOLD if cell.strong else NORMAL, code=cell.code)
        return max(needed, text_width(cell.sub, Size.CAPTION)) > room

    def _paint_ground(self, ink: Ink, option: QStyleOptionViewItem, index: Index) -> None:
        whole, tree = QRectF(option.rect), isinstance(self._view, QTreeView)
        state = option.state
        first = index.column() == 0
        if state & QStyle.StateFlag.State_Selected:
            ink.line(whole.adjusted(-whole.x() if tree and first else 0, 0, 0, 0), "selected")
            if first:
                ink.line(QRectF(0, whole.y(), 3, whole.height()), "accent")
        elif getattr(self._view, "hovered_row", -1) == index.row():
            ink.line(whole, "hover")
        if not tree:
            ink.line(QRectF(whole.x(), whole.bottom() - 1, whole.width(), 1))


class EntryDelegate(QStyledItemDelegate):
    """Paints an Entry: tile or glyph, name, pill at the right, two captions, a bar before the second one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(CELL)
        if not isinstance(entry, Entry):
            return
        with ink_for(painter) as ink:
            box = QRectF(option.rect).adjusted(8, 2, -8, -2)
            self._paint_ground(ink, box, option.state)
            mark = QRectF(box.x() + 12, box.y() + 12, 36, 36)
            if entry.tile:
                ink.tile(mark, entry.tile)
            else:
                ink.glyph_tile(mark, entry.glyph or "database")
            self._paint_words(ink, box.adjusted(60, 0, -12, 0), entry)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme().px(ENTRY_HEIGHT))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        entry = index.data(CELL)
        if not isinstance(entry, Entry):
            return False
        room = option.rect.width() - 88
        used = pill_width(entry.status) + 8 if entry.status is not None else 0
        cut = text_width(entry.name, weight=SEMIBOLD) + used > room
        cut = cut or max(text_width(line, Size.CAPTION) for line in (entry.first, entry.second)) > room
        words = entry.tip or (entry.words() if cut else "")
        QToolTip.showText(event.globalPos(), plain_tip(words), view)
        return bool(words)

    @staticmethod
    def _paint_ground(ink: Ink, box: QRectF, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            ink.round(box, RADIUS_CARD, "selected")
            ink.round(QRectF(box.x(), box.y() + 14, 3, box.height() - 28), 1.5, "accent")
        elif state & QStyle.StateFlag.State_MouseOver:
            ink.round(box, RADIUS_CARD, "hover")

    @staticmethod
    def _paint_words(ink: Ink, body: QRectF, entry: Entry) -> None:
        px, status = ink.theme.px, entry.status
        top, x, width = body.y() + px(10), body.x(), body.width()
        used = min(pill_width(status, ink.theme), width / 2) + 8 if status is not None else 0
        name = ink.text(QRectF(x, top, width - used, px(20)), entry.name, weight=SEMIBOLD)
        if status is not None:
            room = QRectF(x + name + 8, top - 1, width - name - 8, px(22))
            ink.pill(room, status, align=RIGHT)
        ink.text(QRectF(x, top + px(21), width, px(18)), entry.first, Size.CAPTION, "text2")
        shift = 0.0
        if entry.share is not None:
            bar = min(width - text_width(entry.second, Size.CAPTION) - 10, _ENTRY_BAR)
            if bar >= _LEAST_BAR:
                shift = bar + 10
                ink.bar(QRectF(x, top + px(50) - 2, bar, BAR_HEIGHT), entry.share)
        ink.text(QRectF(x + shift, top + px(41), width - shift, px(18)), entry.second, Size.CAPTION, "text2")


def paint_picker(ink: Ink, rect: QRectF, cell: Cell) -> None:
    """A cell that opens a choice: like a small field, with its glyph and a caret."""
    height = ink.theme.px(PICKER_HEIGHT)
    box = QRectF(rect.x(), round(rect.center().y() - height / 2), rect.width(), height)
    ink.round(box, RADIUS_CONTROL, "surface", "edge")
    ink.glyph(QRectF(box.x() + 8, box.y(), 16, height), cell.glyph, cell.glyph_tone, 15)
    ink.text(box.adjusted(31, 0, -24, 0), cell.text, token="text3" if cell.faint else "text")
    ink.glyph(QRectF(box.right() - 22, box.y(), 14, height), "caret-down", "text2", 11)


def paint_changes(ink: Ink, rect: QRectF, changes: Changes) -> None:
    """`+42 ~3 −1`, each with its sign and colour; "No change" in grey."""
    parts = (("+", changes.added, "success"), ("~", changes.changed, "accent"), (MINUS, changes.removed, "danger"))
    shown = [(f"{sign}{count(number)}", tone) for sign, number, tone in parts if number]
    if not shown:
        ink.text(rect, changes.words(), token="text3")
        return
    for words, tone in shown:
        rect = rect.adjusted(ink.text(rect, words, token=tone, weight=MEDIUM) + 10, 0, 0, 0)


def _sign_width(cell: Cell) -> int:
    if cell.picker:
        return 55
    return (40 if cell.tile else 0) + (26 if cell.glyph else 0)


def _paint_sign(ink: Ink, rect: QRectF, cell: Cell) -> QRectF:
    """The tile or glyph before the text; returns what is left."""
    if cell.tile:
        ink.tile(QRectF(rect.x(), round(rect.center().y() - 14), 28, 28), cell.tile)
        rect = rect.adjusted(40, 0, 0, 0)
    if cell.glyph and not cell.picker:
        ink.glyph(QRectF(rect.x(), rect.y(), 18, rect.height()), cell.glyph, cell.glyph_tone)
        rect = rect.adjusted(26, 0, 0, 0)
    return rect


def _paint_lines(ink: Ink, rect: QRectF, cell: Cell) -> None:
    px, align = ink.theme.px, RIGHT if cell.right else LEFT
    two = bool(cell.sub) or cell.share is not None
    middle = rect.center().y()
    first = QRectF(rect.x(), middle - px(19), rect.width(), px(20)) if two else rect
    if cell.status is not None:
        named = Status(cell.status.state, cell.text) if cell.text else cell.status
        ink.pill(first, named, align=align)
    else:
        size, weight = Size.CAPTION if cell.code else Size.BODY, SEMIBOLD if cell.strong else NORMAL
        token = "text3" if cell.faint else "text"
        ink.text(first, cell.text, size, token, weight, code=cell.code, align=align)
    if cell.share is not None:
        ink.bar(QRectF(rect.x(), middle + px(8), min(rect.width(), BAR_WIDTH), BAR_HEIGHT), cell.share)
    elif cell.sub:
        below = QRectF(rect.x(), middle + px(2), rect.width(), px(17))
        elide = Qt.TextElideMode.ElideMiddle if cell.path else Qt.TextElideMode.ElideRight
        ink.text(below, cell.sub, Size.CAPTION, "text3", align=align, elide=elide)
