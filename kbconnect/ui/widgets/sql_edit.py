"""An editor for one SELECT: colours for keywords, functions, strings and comments. Runs and checks nothing.

Colour only helps to read; nothing depends on it.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

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
    """The editor with its colours."""

    def __init__(self, *, height: int = 196, name: str = "") -> None:
        super().__init__(height=height, name=name)
        self._highlighter = SqlHighlighter(self.document())

    def point_at(self, position: int) -> None:
        """Puts the cursor where the database saw a fault; position counts characters from 1."""
        cursor = self.textCursor()
        cursor.setPosition(min(max(position - 1, 0), len(self.toPlainText())))
        self.setTextCursor(cursor)
        self.setFocus()
