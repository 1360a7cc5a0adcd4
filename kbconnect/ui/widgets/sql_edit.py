"""An editor for one SELECT: colours, numbered lines, what may stand at the cursor, a mark where a database saw a fault.

Runs and checks nothing. Colour only helps to read; nothing depends on it. Tab leaves the editor, as everywhere; in the
list it takes what is chosen. Lines are moved in and out by Ctrl+] and Ctrl+[, and a new line begins below the last.
Qt counts a text in units of UTF-16, Python and databases in characters: places are converted where they pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QRectF, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QCompleter, QListView, QTextEdit, QWidget

from kbconnect.core.model import TableRef
from kbconnect.ui.fonts import Size
from kbconnect.ui.models.sql_words import Names, TableIndex, complete, mentioned
from kbconnect.ui.painting import RIGHT, ink_on
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
_INDENT = 4
_NUMBERS_LEFT, _NUMBERS_RIGHT = 8, 10
"""Around the numbers of the lines, in pixels."""
_FOR_THE_LIST = {
    *(Qt.Key.Key_Enter, Qt.Key.Key_Return, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
}
_MOVES = {Qt.Key.Key_BracketRight: _INDENT, Qt.Key.Key_BracketLeft: -_INDENT}


def _units(text: str, characters: int) -> int:
    """How many units of UTF-16 the first characters take."""
    before = text[:characters]
    return characters if before.isascii() else len(before.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    """The other way round."""
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "surrogatepass"))


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


class LineNumbers(QWidget):
    """The numbers beside the lines of an editor. What is read aloud is the text: they have no place in the order."""

    def __init__(self, editor: SqlEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._fault: int | None = None
        editor.blockCountChanged.connect(self.fit)
        editor.updateRequest.connect(self._scroll)
        self.fit()

    def show_fault(self, line: int | None) -> None:
        """line: the one a fault is in, from 0; None takes the mark away."""
        self._fault = line
        self.update()

    @Slot()
    def fit(self) -> None:
        """Room for the highest number; the editor's text begins beside it."""
        digits = max(2, len(str(self._editor.blockCount())))
        width = _NUMBERS_LEFT + self._editor.fontMetrics().horizontalAdvance("0") * digits + _NUMBERS_RIGHT
        self._editor.make_room(width)
        inside = self._editor.viewport().geometry()
        self.setGeometry(inside.x() - width, inside.y(), width, inside.height())

    @Slot(QRect, int)
    def _scroll(self, _changed: QRect, _by: int) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with ink_on(self) as ink:
            for number, top, height in self._editor.lines_shown():
                box = QRectF(0, top, self.width() - _NUMBERS_RIGHT, height)
                tone = "danger" if number == self._fault else "text3"
                ink.text(box, str(number + 1), Size.CODE, tone, code=True, align=RIGHT)


class SqlEdit(CodeEdit):
    """The editor with its colours. columns_asked: a TableRef whose columns the list would like to know."""

    columns_asked = Signal(object)

    def __init__(self, *, height: int = 196, name: str = "") -> None:
        super().__init__(height=height, name=name)
        self._highlighter = SqlHighlighter(self.document())
        self._tables = TableIndex()
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
        theme().dress(self._popup)  # it becomes a window of its own
        self._list.setPopup(self._popup)
        self._fault: tuple[int, int] | None = None
        self._faulty = ""
        self._numbers = LineNumbers(self)
        self.setAccessibleDescription(
            self.tr("Tab leaves the editor. Ctrl+Space shows what may stand here. Ctrl+] and Ctrl+[ move lines.")
        )
        self.textChanged.connect(self._forget_mark)
        theme().changed.connect(self._show_mark)

    # -------------------------------------------------------------------------------------------- line numbers

    def make_room(self, left: int) -> None:
        """left: pixels beside the text."""
        self.setViewportMargins(left, 0, 0, 0)

    def lines_shown(self) -> Iterator[tuple[int, float, float]]:
        """Of each line in view its number from 0, where it begins and how high it is, in pixels."""
        block = self.firstVisibleBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > self.viewport().height():
                return
            # The box of the last line has the margin of the document in it.
            yield block.blockNumber(), box.top(), block.layout().lineAt(0).height()
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._numbers.fit()

    # -------------------------------------------------------------------------------------------- a fault

    def point_at(self, position: int) -> None:
        """Marks where the database saw a fault and puts the cursor there; position counts characters from 1."""
        text = self.toPlainText()
        place = min(max(position - 1, 0), len(text))
        word = _WORD.match(text, place)
        start, end = (place, word.end()) if word else (max(place - 1, 0), min(place + 1, len(text)))
        self._fault, self._faulty = (_units(text, start), _units(text, end)), text
        self._show_mark()
        cursor = self.textCursor()
        cursor.setPosition(_units(text, place))
        self.setTextCursor(cursor)
        self.setFocus()

    def marked(self) -> str:
        """The words that are marked, "" if none are."""
        return "".join(mark.cursor.selectedText() for mark in self.extraSelections())

    @Slot()
    def _show_mark(self) -> None:
        if self._fault is None:
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = self.textCursor()
        mark.cursor.setPosition(self._fault[0])
        mark.cursor.setPosition(self._fault[1], QTextCursor.MoveMode.KeepAnchor)
        mark.format = QTextCharFormat()
        mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        mark.format.setUnderlineColor(theme().colour("danger"))
        mark.format.setBackground(theme().colour("danger_bg"))
        self.setExtraSelections([mark])
        self._numbers.show_fault(mark.cursor.blockNumber())

    @Slot()
    def _forget_mark(self) -> None:
        # Colouring the text again tells of a change, too.
        if self._fault is not None and self.toPlainText() != self._faulty:
            self._fault = None
            self.setExtraSelections([])
            self._numbers.show_fault(None)

    # -------------------------------------------------------------------------------------------- the list

    def set_tables(self, tables: TableIndex) -> None:
        """What the source offers."""
        self._tables = tables

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
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _MOVES:
            self._move_lines(_MOVES[Qt.Key(event.key())])
            return
        before = self.toPlainText()
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._begin_below()
        elif self.toPlainText() != before:
            self._offer(asked=False)

    def _begin_below(self) -> None:
        """A new line begins where the one above it does."""
        cursor = self.textCursor()
        above = cursor.block().previous().text()
        if cursor.atBlockStart() and (space := above[: len(above) - len(above.lstrip())]):
            cursor.insertText(space)

    def _move_lines(self, by: int) -> None:
        """Moves the chosen lines to the right, or to the left as far as there is space."""
        chosen = self.textCursor()
        block = self.document().findBlock(chosen.selectionStart())
        last = self.document().findBlock(chosen.selectionEnd())
        edit = QTextCursor(block)
        edit.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            edit.setPosition(block.position())
            if by > 0:
                edit.insertText(" " * by)
            else:
                line = block.text()
                for _ in range(min(-by, len(line) - len(line.lstrip()))):
                    edit.deleteChar()
            block = block.next()
        edit.endEditBlock()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes what is chosen while the list is open."""
        if self._popup.isVisible():
            self._take(self._popup.currentIndex().data() or self._words.stringList()[0])
            return True
        return super().focusNextPrevChild(forward)

    def _offer(self, *, asked: bool) -> None:
        """Shows what may stand at the cursor. asked: by its keys, so a word need not have begun."""
        text, self._typed_at = self.toPlainText(), self.textCursor().position()
        at = _characters(text, self._typed_at)
        made = complete(text, at, Names(self._tables, self._columns))
        self._ask_for_columns(text)
        begun = at > made.start or text[max(at - 1, 0) : at] == "."
        if not made.candidates or not (asked or begun) or not self.isVisible():
            self._popup.hide()
            return
        self._start = _units(text, made.start)
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
