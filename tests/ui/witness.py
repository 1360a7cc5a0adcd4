"""Sees what must never happen in the window, whatever a person does: faults, warnings of Qt, a password where it shows.

Owns the hooks that hear of it, and gives them back. Must not know how the window is driven.
"""

from __future__ import annotations

import base64
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.widgets.fields import SecretEdit
from kbconnect.ui.widgets.labels import Text

if TYPE_CHECKING:
    from threading import ExceptHookArgs

KNOWN_OF_QT = tuple(
    f"This plugin does not support {what}" for what in ("propagateSizeHints", "raise", "grabbing the keyboard")
)
"""What the offscreen platform says of every window, and of every list that opens."""
_MOST_CELLS = 400
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class Witness(logging.Handler):
    """faults: what was seen, in words, with traces."""

    def __init__(self, password: str) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []
        coded = base64.b64encode(password.encode()).decode()
        self._forms = tuple(dict.fromkeys((password, quote(password, safe=""), password.encode().hex(), coded)))

    def emit(self, record: logging.LogRecord) -> None:
        """A record of the program's log: a fault is logged as an error, Qt's words from warnings on."""
        told = record.getMessage()
        from_qt = record.name == "kbconnect.qt"
        if record.levelno < logging.ERROR and not from_qt:
            return
        if from_qt and any(told.startswith(known) for known in KNOWN_OF_QT):
            return
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.faults.append(f"{record.name} {record.levelname}: {told}\n{trace}")

    def look(self) -> None:
        """At all that can be seen or read out now."""
        for top in QApplication.topLevelWidgets():
            if isinstance(top, ErrorDialog) and top.explanation.is_bug:
                self.faults.append(f"a fault was shown: {top.explanation.report()}")
            for widget in (top, *top.findChildren(QWidget)):
                self._read(widget)
        self._check(QGuiApplication.clipboard().text(), "the clipboard")

    def look_into(self, folder: Path) -> None:
        """Into every file below a folder."""
        for path in folder.rglob("*"):
            if path.is_file():
                written = path.read_bytes()
                for form in self._forms:
                    if form.encode() in written or form.encode("utf-16-le") in written:
                        self.faults.append(f"the password is in {path.relative_to(folder)}")

    def _read(self, widget: QWidget) -> None:
        if isinstance(widget, SecretEdit):
            return
        words = [widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, Text):
            words.append(widget.words())
        elif isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            words.append(widget.text())
        elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
            document: QTextDocument = widget.document()
            words.append(document.toPlainText())
        elif isinstance(widget, QAbstractItemView) and widget.isVisible():
            words += _cells(widget.model())
        for each in words:
            self._check(each, f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”")

    def _check(self, words: str, where: str) -> None:
        if any(form in words for form in self._forms):
            self.faults.append(f"the password can be read in {where}")

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.faults.append("not caught: " + "".join(traceback.format_exception(kind, error, trace)))

    def _uncaught_in_thread(self, what: ExceptHookArgs) -> None:
        told = traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback)
        self.faults.append("not caught in a thread: " + "".join(told))

    def _unraisable(self, what: sys.UnraisableHookArgs) -> None:
        told = traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback)
        self.faults.append(f"not raised ({what.err_msg}, {what.object!r}): " + "".join(told))


def _cells(model: QAbstractItemModel | None) -> list[str]:
    """The words of a model's first cells, level by level."""
    found: list[str] = []
    parents = [QModelIndex()] if model is not None else []
    while model is not None and parents and len(found) < _MOST_CELLS:
        parent = parents.pop(0)
        for row in range(min(model.rowCount(parent), 50)):
            for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
                found += [str(model.index(row, column, parent).data(role) or "") for role in _ROLES]
            parents.append(model.index(row, 0, parent))
    return found


@contextmanager
def watched(password: str) -> Iterator[Witness]:
    """A witness who hears of everything until the end. To be entered before the window is made."""
    witness = Witness(password)
    logger = logging.getLogger("kbconnect")
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook, sys.unraisablehook = (
        witness._uncaught,
        witness._uncaught_in_thread,
        witness._unraisable,
    )
    logger.addHandler(witness)
    try:
        yield witness
    finally:
        logger.removeHandler(witness)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
