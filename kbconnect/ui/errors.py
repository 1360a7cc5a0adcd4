"""The only place that shows errors: known ones in plain words where they matter, bugs with a report that can be copied.

    self._swap.add_state("error", ErrorNotice(error))           # in place, with "Try again"
    show_error(self, error)                                     # a dialog, for an act that failed
    job.then(returned=self._show, errored=self._desk.show)      # whatever comes

A known error is a KbConnectError: the environment is to blame and a person can act on it. All else is a bug of ours.
Must not decide what happens next and must not swallow an error: whatever is shown is logged, too.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, Slot, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QWidget

from kbconnect import __version__
from kbconnect.app.logs import redact
from kbconnect.core.errors import (
    DatasetBusyError,
    DeleteBrakeError,
    KbConnectError,
    SecretStoreLockedError,
    TooManyRejectsError,
    TooManyRowsError,
)
from kbconnect.core.job import JobCancelled
from kbconnect.core.model import ErrorInfo
from kbconnect.ui.language import say, told
from kbconnect.ui.widgets.buttons import Button, Kind, button
from kbconnect.ui.widgets.cards import CodeBox, CopyButton, Notice
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down

_LOG = logging.getLogger("kbconnect.window")
_QT_LOG = logging.getLogger("kbconnect.qt")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_ASKS_FOR_A_LOOK = {
    kind.code
    for kind in (DeleteBrakeError, DatasetBusyError, TooManyRejectsError, TooManyRowsError, SecretStoreLockedError)
}
"""Codes of errors that protect the data or only wait for somebody: they are not failures."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error in words. what: happened. meaning: for the data. hint: what to do next. detail: for IT, copyable."""

    what: str
    meaning: str
    hint: str
    detail: str
    retryable: bool
    tone: str = "danger"
    glyph: str = "x-circle"
    is_bug: bool = False

    def sentence(self) -> str:
        """What it means and what to do, as one paragraph."""
        return " ".join(part for part in (self.meaning, self.hint) if part)

    def report(self) -> str:
        """Everything, as plain text to send to somebody."""
        return "\n".join(part for part in (self.what, self.meaning, self.hint, self.detail) if part)


def explain(error: BaseException | ErrorInfo) -> Explanation:
    """Any error in words, without secrets."""
    if isinstance(error, (KbConnectError, ErrorInfo)):
        calm = error.code in _ASKS_FOR_A_LOOK
        return Explanation(
            what=_headline(told(error.message)),
            meaning="" if isinstance(error, ErrorInfo) else told(error.meaning),
            hint=told(error.hint),
            detail=error.detail,
            retryable=error.retryable,
            tone="warning" if calm else "danger",
            glyph="warning-circle" if calm else "x-circle",
        )
    return Explanation(
        what=say("kbconnect has met a fault of its own"),
        meaning=say("What was saved before is still there, and what was being done may be unfinished."),
        hint=say("Try it again. If it comes back, copy the report and send it to whoever looks after kbconnect."),
        detail=bug_report(error),
        retryable=False,
        is_bug=True,
    )


def _headline(message: str) -> str:
    """A single sentence without its full stop; several stay as they are."""
    return message[:-1] if message.endswith(".") and ". " not in message else message


def bug_report(error: BaseException) -> str:
    """Versions and the trace of an unexpected error; passwords in URLs and the like are taken out."""
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    python = ".".join(str(part) for part in sys.version_info[:3])
    head = f"kbconnect {__version__}, Python {python}, Qt {qVersion()}, {platform.platform()}"
    return redact(f"{head}\n{trace}").rstrip()


class ErrorNotice(Notice):
    """An error in the place where its result would be. retry_asked: "Try again" was pressed."""

    retry_asked = Signal()

    def __init__(self, error: BaseException | ErrorInfo, *actions: Button, can_retry: bool = True) -> None:
        """actions: buttons that lead out of it ("Enter new password"), before "Try again"."""
        told = explain(error)
        retry = button(say("Try again"), Kind.SECONDARY, "arrow-clockwise")
        buttons = [*actions, retry] if can_retry else list(actions)
        if told.detail:
            buttons.append(CopyButton(say("Copy report"), told.report()))
        super().__init__(told.tone, told.glyph, told.what, told.sentence(), *buttons)
        retry.clicked.connect(self.retry_asked)
        if not isinstance(error, ErrorInfo):
            log_error(error)


class ErrorDialog(Dialog):
    """An error that needs to be read: what, meaning, hint, and below it the technical text for IT."""

    def __init__(self, parent: QWidget, error: BaseException | ErrorInfo) -> None:
        told = explain(error)
        words = down(text(told.what, "title", wrap=True), 6, gap=0)
        if told.meaning:
            words.addWidget(text(told.meaning, wrap=True))
        if told.hint:
            words.addSpacing(10)
            words.addWidget(text(told.hint, "strong", wrap=True))
        if told.detail:
            words.addSpacing(16)
            box = CodeBox(_shortened(told.detail), say("Copy report"), name=say("For IT"), copied=told.report())
            words.addWidget(text(say("For IT"), "label"))
            words.addSpacing(6)
            words.addWidget(box)
        close = button(say("Close"), Kind.PRIMARY)
        body = across(down(Glyph(told.glyph, told.tone, 26), None), (words, 1), gap=16)
        super().__init__(parent, body, across(None, close), title=told.what)
        self.explanation = told
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()


_MOST_LINES = 14


def _shortened(detail: str) -> str:
    """The last lines of a long text: the cause stands at the end. Copying takes all of it."""
    lines = detail.splitlines()
    return detail if len(lines) <= _MOST_LINES else "\n".join(["…", *lines[-_MOST_LINES:]])


def show_error(widget: QWidget, error: BaseException | ErrorInfo) -> ErrorDialog:
    """Shows an error over the window of `widget`, and logs it."""
    if not isinstance(error, ErrorInfo):
        log_error(error)
    dialog = ErrorDialog(widget, error)
    dialog.open()
    return dialog


def log_error(error: BaseException) -> None:
    """A known error as one line, a bug with its trace. The log takes secrets out."""
    if isinstance(error, KbConnectError):
        _LOG.warning("%s: %s %s", error.code, error.message, error.detail)
    else:
        _LOG.error("a fault of kbconnect", exc_info=error)


class ErrorDesk(QObject):
    """Shows what nobody else has shown, one after the other: errors of jobs, exceptions of slots and paint events.

    While it is installed, `sys.excepthook` and Qt's own messages come here.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: deque[BaseException] = deque()
        self._dialog: ErrorDialog | None = None
        self._excepthook = sys.excepthook
        self._qt_handler: Callable[..., None] | None = None

    def install(self) -> None:
        """Takes over uncaught exceptions and Qt's messages until `remove`."""
        self._excepthook = sys.excepthook
        sys.excepthook = self._uncaught
        self._qt_handler = qInstallMessageHandler(log_qt_message)

    def remove(self) -> None:
        """Gives both back to whoever had them before."""
        sys.excepthook = self._excepthook
        qInstallMessageHandler(self._qt_handler)

    @Slot(object)
    def show(self, error: BaseException) -> None:
        """Shows an error now, or after the one that is being read; the same fault again is only logged."""
        log_error(error)
        if isinstance(error, JobCancelled) or self._is_known(error):
            return
        self._waiting.append(error)
        self._show_next()

    def _is_known(self, error: BaseException) -> bool:
        told = explain(error)
        shown = [explain(other) for other in self._waiting]
        if self._dialog is not None:
            shown.append(self._dialog.explanation)
        if told.is_bug:  # a fault in a paint event comes sixty times a second
            return any(other.is_bug for other in shown)
        return any(other == told for other in shown)

    def _show_next(self) -> None:
        if self._dialog is None and self._waiting:
            self._dialog = ErrorDialog(self._window, self._waiting.popleft())
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    @Slot()
    def _closed(self) -> None:
        self._dialog = None
        self._show_next()

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        self.show(error.with_traceback(trace))


def log_qt_message(level: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Writes a message of Qt into the program's log."""
    _QT_LOG.log(_QT_LEVELS.get(level, logging.WARNING), "%s", message)
