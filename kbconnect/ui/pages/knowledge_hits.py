"""The list of hits: painted cards with matched words marked, places in both rankings, and the source. Asks nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kbconnect.ui.fonts import SEMIBOLD, Size
from kbconnect.ui.language import say
from kbconnect.ui.models.hits import Excerpt, HitRow, HitsModel
from kbconnect.ui.painting import RIGHT, Ink, ink_for
from kbconnect.ui.style import RADIUS_CARD, theme

Index = QModelIndex | QPersistentModelIndex

LINES = 3
_GAP, _SIDE, _TOP, _BOTTOM = 8, 16, 12, 12
_HEAD, _FOOT, _BEFORE_FOOT = 20, 18, 6
_LEADING = 1.28


def _line_height() -> float:
    return QFontMetricsF(theme().font()).height() * _LEADING


def _laid_out(excerpt: Excerpt, width: float) -> QTextLayout:
    """The excerpt in at most three lines, the last one ending in "…" if there is more."""
    text, lead = excerpt.text.rstrip(), "…" if excerpt.cut else ""
    layout = _layout(lead + text, excerpt, len(lead), width)
    last = layout.lineAt(layout.lineCount() - 1)
    end = last.textStart() + last.textLength()
    if end < len(lead) + len(text):
        kept = (lead + text)[: max(end - 1, 1)]
        kept = kept[: kept.rfind(" ", last.textStart())] if " " in kept[last.textStart() :] else kept[:-1]
        shortened = kept.rstrip(" ,;:.-") + "…"
        layout = _layout(shortened, excerpt, len(lead), width)
    return layout


def _layout(text: str, excerpt: Excerpt, shift: int, width: float) -> QTextLayout:
    layout = QTextLayout(text, theme().font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    marked = QTextCharFormat()
    marked.setBackground(theme().colour("mark"))
    marked.setForeground(theme().colour("text"))
    marked.setFontWeight(SEMIBOLD.value)
    ranges = []
    for mark in excerpt.marks:
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = mark.start + shift, mark.end - mark.start, marked
        if found.start + found.length <= len(text):
            ranges.append(found)
    layout.setFormats(ranges)
    layout.beginLayout()
    for number in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * _line_height()))
    layout.endLayout()
    return layout


class HitDelegate(QStyledItemDelegate):
    """Paints one HitRow as a card; the chosen one has an accent edge."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: HitRow = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        lines = _laid_out(row.excerpt, width - 2 * _SIDE).lineCount()
        px = theme().px
        inside = px(_HEAD) + 4 + lines * _line_height() + _BEFORE_FOOT + px(_FOOT)
        return QSize(width, round(_TOP + inside + _BOTTOM) + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: HitRow = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect).adjusted(0, 0, 0, -_GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        with ink_for(painter, QRectF(option.rect)) as ink:
            ground = "hover" if hovered and not chosen else "surface"
            ink.round(box, RADIUS_CARD, ground, "accent" if chosen else "line", 2 if chosen else 1)
            self._content(ink, box.adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM), row)

    @staticmethod
    def _content(ink: Ink, box: QRectF, row: HitRow) -> None:
        px = ink.theme.px
        head = QRectF(box.x(), box.y(), box.width(), px(_HEAD))
        number = ink.text(head, str(row.rank), Size.CAPTION, "text3") + 10
        score = ink.text(head, say("Score {score}").format(score=row.score), Size.CAPTION, "text3", align=RIGHT)
        ink.text(head.adjusted(number, 0, -score - 12, 0), row.title, weight=SEMIBOLD)
        layout = _laid_out(row.excerpt, box.width())
        ink.painter.setPen(ink.theme.colour("text2"))
        layout.draw(ink.painter, QPointF(box.x(), head.bottom() + 4))
        foot = QRectF(box.x(), box.bottom() - px(_FOOT), box.width(), px(_FOOT))
        words = say("Words {place}").format(place=row.by_words) if row.by_words else say("Words not found")
        at = _place(ink, foot, "text-aa", words) + 16
        if row.with_meaning:
            meaning = say("Meaning not found")
            if row.by_meaning:
                meaning = say("Meaning {place}").format(place=row.by_meaning)
            at += _place(ink, foot.adjusted(at, 0, 0, 0), "sparkle", meaning) + 16
        ink.text(foot.adjusted(at, 0, 0, 0), row.source, Size.CAPTION, "text2", align=RIGHT)


def _place(ink: Ink, rect: QRectF, glyph: str, words: str) -> float:
    ink.glyph(QRectF(rect.x(), rect.y(), 15, rect.height()), glyph, "text3", 15)
    return 21 + ink.text(rect.adjusted(21, 0, 0, 0), words, Size.CAPTION, "text2")


class HitList(QListView):
    """Hits as cards. chosen: the row that became current. opened: Enter or a double click. copy_asked: Ctrl+C."""

    chosen = Signal(int)
    opened = Signal(int)
    copy_asked = Signal(int)

    def __init__(self, model: HitsModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(self._activated)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            self.copy_asked.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(current.row() if current.isValid() else -1)

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
