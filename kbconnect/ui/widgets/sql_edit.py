"""An editor for one SELECT: colours, a list of what may stand at the cursor, a mark where a database saw a fault.

Runs and checks nothing. Colour only helps to read; nothing depends on it. Tab leaves the editor, as everywhere; in the
list it takes what is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCompleter, QListView, QTextEdit

from kbconnect.core.model import TableRef
from kbconnect.ui.models.sql_words import Names, complete, mentioned
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.fields import CodeEdit

KEYWORDS = """
    all and any array as asc between both by case cast collate cross current_date current_time current_timestamp desc
    distinct else end escape except exists extract false fetch filter first following for from full grouping group
    having ilike in inner intersect interval into is isnull join last lateral leading left like limit natural next not
    notnull null nulls offset on only or order outer over partition preceding range recursive right row rows select
    similar some symmetric table tablesample then ties to trailing true unbounded union unique using values when where
    window with within
"""
_KEYWORDS = frozenset(KEYWORDS.split())
_TOKENS = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<open>/\*.*)|(?P<string>'(?:[^']|'')*'?)|(?P<name>\"[^\"]*\"?|`[^`]*`?)"
    r"|(?P<word>[^\W\d]\w*)(?P<call>\s*\()?",
    re.DOTALL,
)
_TOKEN_COLOURS = {"comment": "text3", "string": "warning"}
_NORMAL, _IN_COMMENT = 0, 1
_WORD = re.compile(r"[^\s,()]+")
_FOR_THE_LIST = {
    *(Qt.Key.Key_Enter, Qt.Key.Key_Return, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
}


class SqlHighlighter(QSyntaxHighlighter):
    """Colours SQL of any provider; made again on a change of theme."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        theme().changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        start = 0
        self.setCurrentBlockState(_NORMAL)
        if self.previousBlockState() == _IN_COMMENT:
            end = text.find("*/")
            start = len(text) if end < 0 else end + 2
            self._colour(0, start, "text3")
            if end < 0:
                self.setCurrentBlockState(_IN_COMMENT)
                return
        for found in _TOKENS.finditer(text, start):
            kind = found.lastgroup or ""
            if kind == "open":
                self.setCurrentBlockState(_IN_COMMENT)
                self._colour(found.start(), len(text) - found.start(), "text3")
            elif kind in ("word", "call"):
                self._word(found)
            elif kind in _TOKEN_COLOURS:
                self._colour(found.start(), found.end() - found.start(), _TOKEN_COLOURS[kind])

    def _word(self, found: re.Match[str]) -> None:
        word = found.group("word")
        if word.lower() in _KEYWORDS:
            self._colour(found.start(), len(word), "accent")
        elif found.group("call"):
            self._colour(found.start(), len(word), "success")

    def _colour(self, start: int, length: int, token: str) -> None:
        form = QTextCharFormat()
        form.setForeground(theme().colour(token))
        self.setFormat(start, length, form)


class SqlEdit(CodeEdit):
    """The editor with its colours. columns_asked: a TableRef whose columns the list would like to know."""

    columns_asked = Signal(object)

    def __init__(self, *, height: int = 196, name: str = "") -> None:
        super().__init__(height=height, name=name)
        self._highlighter = SqlHighlighter(self.document())
        self._tables: tuple[TableRef, ...] = ()
        self._columns: dict[TableRef, tuple[str, ...]] = {}
        self._asked: set[TableRef] = set()
        self._start, self._typed_at = 0, -1
        self._words = QStringListModel(self)
        self._list = QCompleter(self._words, self)
        self._list.setWidget(self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(8)
        self._list.activated.connect(self._take)
        self._popup = QListView()
        self._list.setPopup(self._popup)
        self.textChanged.connect(self._forget_mark)

    # -------------------------------------------------------------------------------------------- a fault

    def point_at(self, position: int) -> None:
        """Marks where the database saw a fault and puts the cursor there; position counts characters from 1."""
        text = self.toPlainText()
        place = min(max(position - 1, 0), len(text))
        word = _WORD.match(text, place)
        cursor = self.textCursor()
        cursor.setPosition(place if word else max(place - 1, 0))
        cursor.setPosition(word.end() if word else min(place + 1, len(text)), QTextCursor.MoveMode.KeepAnchor)
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(theme().colour("danger"))
        form.setBackground(theme().colour("danger_bg"))
        mark.format = form
        self.setExtraSelections([mark])
        cursor.clearSelection()
        cursor.setPosition(place)
        self.setTextCursor(cursor)
        self.setFocus()

    @Slot()
    def _forget_mark(self) -> None:
        if self.extraSelections():
            self.setExtraSelections([])

    # -------------------------------------------------------------------------------------------- the list

    def set_tables(self, tables: Sequence[TableRef]) -> None:
        """What the source offers."""
        self._tables = tuple(tables)

    def learn_columns(self, table: TableRef, columns: Sequence[str]) -> None:
        """The answer to `columns_asked`; a list that waits for it is shown anew."""
        self._columns[table] = tuple(columns)
        if self.textCursor().position() == self._typed_at:  # nobody has gone on since
            self._offer(asked=False)

    def offered(self) -> tuple[str, ...]:
        """What the list shows now; empty while it is closed."""
        return tuple(self._words.stringList()) if self._popup.isVisible() else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in _FOR_THE_LIST:
            if event.key() == Qt.Key.Key_Escape:
                self._popup.hide()
            else:
                event.ignore()  # the list takes it
            return
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._offer(asked=True)
            return
        before = self.toPlainText()
        super().keyPressEvent(event)
        if self.toPlainText() != before:
            self._offer(asked=False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes what is chosen while the list is open."""
        if self._popup.isVisible():
            self._take(self._popup.currentIndex().data() or self._words.stringList()[0])
            return True
        return super().focusNextPrevChild(forward)

    def _offer(self, *, asked: bool) -> None:
        """Shows what may stand at the cursor. asked: by its keys, so a word need not have begun."""
        text, at = self.toPlainText(), self.textCursor().position()
        self._typed_at = at
        made = complete(text, at, Names(self._tables, self._columns))
        self._ask_for_columns(text)
        begun = at > made.start or text[max(at - 1, 0) : at] == "."
        if not made.candidates or not (asked or begun) or not self.isVisible():
            self._popup.hide()
            return
        self._start = made.start
        self._words.setStringList(list(made.candidates))
        popup = self._popup
        popup.setAccessibleName(self.tr("What may stand here"))
        popup.setCurrentIndex(self._words.index(0, 0))
        place = self.cursorRect()
        place.setWidth(min(320, popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 16))
        self._list.complete(place)

    def _ask_for_columns(self, text: str) -> None:
        for table in mentioned(text, self._tables).values():
            if table not in self._columns and table not in self._asked:
                self._asked.add(table)
                self.columns_asked.emit(table)

    @Slot(str)
    def _take(self, word: str) -> None:
        cursor = self.textCursor()
        end = cursor.position()
        self._popup.hide()
        cursor.setPosition(self._start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(word)
        self.setTextCursor(cursor)
