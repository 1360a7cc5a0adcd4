"""Every page and dialog in German: no English is left in what is shown, read out or told in a tool tip.

Contents of sources stay as they are; so do names, SQL, and what is written for whoever looks after the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from kbconnect.ui.language import install_language
from kbconnect.ui.widgets.labels import Text
from tests.ui.access import heard
from tests.ui.scene import Scene, shown
from tests.ui.screens import SCENES

BOARDS = ("parts", "shell", "question", "error", "pass-phrase")
"""Scenes that show widgets with words of their own."""
PAGES = tuple(scene for scene in SCENES if not scene.name.startswith(BOARDS))
ENGLISH = re.compile(
    r"\b(?:the|is|are|and|or|not|no|nothing|of|to|with|your|you|this|that|these|there|it|its|can't|could|would|should"
    r"|must|be|been|choose|check|try|again|write|read|from|for|has|have|than|which|who|what|when|where|by|at|on|into"
    r"|every|documents|rows|columns|datasets|dataset|connector|chunks|chunk|next|synced|saved|show|open|close)\b",
    re.IGNORECASE,
)
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_MOST_ROWS = 60


@pytest.fixture(autouse=True)
def german(qapp: QApplication) -> None:
    """The fixture `look` goes back to English before each test."""
    QAccessible.setActive(True)
    install_language(qapp, "de")


def said_in(window: QWidget) -> Iterator[str]:
    """Every text of a window that a program, not a source, has written."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        if isinstance(widget, Text):
            yield widget.words()
        elif isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _model_texts(widget.model(), QModelIndex())
    yield from (one.name for one in heard(window))


def _model_texts(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    for row in range(min(model.rowCount(parent), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (str(told) for role in ROLES if (told := index.data(role)) is not None)
            if column == 0 and not isinstance(model, QAbstractListModel) and model.rowCount(index):
                yield from _model_texts(model, index)


CONTENTS = (
    "Macros and replies",
    'syntax error at or near "FORM"',
    "GNOME keyring of this computer",
    "All rows can be searched by words; adding meaning",
    "7 rows rejected; the rest goes on",
    "Compared with the knowledge base: 214,806 rows are new or changed",
    "Connected to db.support.acme.example, read-only",
    "The connection to db.support.acme.example was lost. Trying again in 8 s.",
    "Waiting for the database db.support.acme.example: nothing has come for 22 s.",
    "Nothing comes from db.support.acme.example; waiting",
    "Sessions end when credentials change",
    "cannot sign in after changing the password",
    "may guests use the printer",
    "how long does a link to a new password work",
    "Wants the red tent. Write to",
    "Charged twice on",
    "last week",
)
"""Names, and what the scenes let a sync say while they are imported, in English."""
_LEFT_ALONE = re.compile(
    r"„[^“]*“|`[^`]*`|\([^()]*\)|\S*[/_:.=@]\S+"
    r"|(?s:\b(?:SELECT|GRANT|FATAL|CREATE|BEGIN)\b.*)|\b(?:OR|AND|IT)\b|\S+-it-\S+|--[^\n]*|\b(?:ufw|nft)\b[^\n]*"
)
"""Quotes, paths, SQL, what servers write, and names of licences and packages."""


_ARTICLES = (
    "Open the sign-in page",
    "If the link does not come",
    "Still locked out?",
    "After the reset",
    "After five wrong attempts",
    "The customer cannot sign in",
    "All other devices are signed out",
    "Get back in when",
)
"""How texts of the sample articles begin."""


def english_in(text: str) -> list[str]:
    text = text.replace("\u200b", "")  # where a long word may be broken
    bare = text if not any(begin in text for begin in _ARTICLES) else ""
    for known in CONTENTS:
        bare = bare.replace(known, " ")
    return ENGLISH.findall(_LEFT_ALONE.sub(" ", bare))


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_no_english_is_left(scene: Scene) -> None:
    with shown(scene) as window:
        left = {text for text in said_in(window) if english_in(text)}
        assert left == set()
