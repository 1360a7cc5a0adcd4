"""Errors as people see them: known ones in plain words, bugs with a report, none twice, no secret anywhere."""

from __future__ import annotations

import sys
from functools import partial

import pytest
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.core.errors import DeleteBrakeError, KbConnectError, LoginRefusedError, SourceLostError
from kbconnect.core.job import JobCancelled, JobContext
from kbconnect.core.model import ErrorInfo
from kbconnect.ui.errors import ErrorDesk, ErrorDialog, ErrorNotice, bug_report, explain, log_qt_message, show_error
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CopyButton

REFUSED = LoginRefusedError(
    "The server refused the login.",
    meaning="Your 812 documents are unchanged.",
    hint="Enter the new password of hr_reader.",
    detail='FATAL: password authentication failed for user "hr_reader"',
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def is_gone(window: QMainWindow, dialog: ErrorDialog) -> bool:
    return dialog not in window.findChildren(ErrorDialog)


def raised(message: str) -> ValueError:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_a_known_error_is_told_in_its_three_sentences() -> None:
    told = explain(REFUSED)
    assert (told.what, told.tone, told.is_bug) == ("The server refused the login", "danger", False)
    assert told.sentence() == "Your 812 documents are unchanged. Enter the new password of hr_reader."
    assert "FATAL" in told.report()
    assert explain(KbConnectError("It broke. It stays broken.")).what == "It broke. It stays broken."


def test_what_protects_the_data_is_not_shown_as_a_failure() -> None:
    assert explain(DeleteBrakeError("The sync stopped.", gone=5, known=9)).tone == "warning"
    assert explain(ErrorInfo("delete_brake", "The sync stopped.", "Look at it.", retryable=False)).tone == "warning"
    assert explain(ErrorInfo("login_refused", "The server refused the login.", "", retryable=False)).tone == "danger"


def test_a_bug_has_a_report_without_secrets() -> None:
    error = raised("postgresql://reader:hunter2-secret@db.example/support password=hunter2-secret")
    told = explain(error)
    assert told.is_bug
    assert "ValueError" in told.detail
    assert "test_errors.py" in told.detail
    assert "Qt 6" in told.detail
    assert "hunter2-secret" not in bug_report(error)


def test_a_notice_offers_to_try_again_and_to_copy(qtbot: QtBot) -> None:
    enter = button("Enter new password", Kind.SECONDARY, "key")
    notice = ErrorNotice(REFUSED, enter)
    qtbot.addWidget(notice)
    found = [made.text() for made in notice.findChildren(QPushButton)]
    assert found == ["Enter new password", "Try again", "Copy report"]
    with qtbot.waitSignal(notice.retry_asked):
        QTest.mouseClick(notice.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    copy = notice.findChild(CopyButton)
    assert copy is not None
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == explain(REFUSED).report()


def test_a_notice_without_another_try(qtbot: QtBot) -> None:
    notice = ErrorNotice(ErrorInfo("input", "The name is taken.", "Choose another one.", False), can_retry=False)
    qtbot.addWidget(notice)
    assert notice.findChildren(QPushButton) == []
    assert notice.words() == ("The name is taken", "Choose another one.")


def test_a_dialog_tells_everything_and_is_logged(
    window: QMainWindow, log: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    dialog = show_error(window, REFUSED)
    said = words(dialog)
    for part in ("The server refused the login", REFUSED.meaning, REFUSED.hint, REFUSED.detail):
        assert part in said
    assert "login_refused" in log.text
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(ErrorDialog) is None)


def test_a_long_trace_shows_its_end_and_copies_whole(window: QMainWindow) -> None:
    detail = "\n".join(f"line {number}" for number in range(50))
    dialog = show_error(window, KbConnectError("It broke.", detail=detail))
    assert "line 49" in words(dialog)
    assert "line 10" not in words(dialog)
    copy = dialog.findChild(CopyButton)
    assert copy is not None
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "line 10" in QGuiApplication.clipboard().text()
    dialog.close()


def test_errors_are_shown_one_after_the_other_and_none_twice(window: QMainWindow, qtbot: QtBot) -> None:
    desk = ErrorDesk(window)
    for error in (REFUSED, REFUSED, SourceLostError("The server went away."), JobCancelled(), raised("a"), raised("b")):
        desk.show(error)
    seen = []
    while (dialog := window.findChild(ErrorDialog)) is not None:
        seen.append(dialog.explanation.what)
        dialog.accept()
        qtbot.waitUntil(partial(is_gone, window, dialog))
    assert seen == [
        "The server refused the login",
        "The server went away",
        "kbconnect has met a fault of its own",
    ]


def test_an_error_of_a_job_nobody_listens_to_is_shown(window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    desk = ErrorDesk(window)
    jobs.unheard.connect(desk.show)

    def work(_: JobContext) -> None:
        raise REFUSED

    jobs.start(work)
    qtbot.waitUntil(lambda: window.findChild(ErrorDialog) is not None)
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert dialog.explanation == explain(REFUSED)
    dialog.close()


def test_the_desk_takes_uncaught_exceptions_and_gives_them_back(window: QMainWindow, qtbot: QtBot) -> None:
    desk = ErrorDesk(window)
    desk.install()
    try:
        error = raised("in a slot")
        sys.excepthook(ValueError, error, error.__traceback__)
    finally:
        desk.remove()
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert "in a slot" in dialog.explanation.detail
    dialog.close()


def test_ctrl_c_in_the_terminal_closes_the_window(window: QMainWindow, qtbot: QtBot) -> None:
    desk = ErrorDesk(window)
    desk.install()
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        desk.remove()
    assert not window.isVisible()


def test_messages_of_qt_go_to_the_log(log: pytest.LogCaptureFixture) -> None:
    log_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "QLayout: something is odd")
    assert [(record.name, record.levelname) for record in log.records] == [("kbconnect.qt", "WARNING")]
