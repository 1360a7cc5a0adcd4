"""The vault's pass phrase: asked on the window's thread for work that waits on another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from kbconnect.core.connector import PassPhrasePurpose
from kbconnect.core.job import JobContext
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.pass_phrase import PassPhraseDialog, PassPhrases


class Answers(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @Slot(object)
    def hear(self, answer: object) -> None:
        self.heard.append(answer)


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    PassPhrases(jobs, made)
    return made


def ask(jobs: Jobs, answers: Answers, purpose: PassPhrasePurpose, times: int = 1) -> None:
    def work(_: JobContext) -> object:
        answer: object = jobs.ask(purpose)
        return answer

    for _ in range(times):
        jobs.start(work).then(returned=answers.hear)


def dialog_of(window: QMainWindow, qtbot: QtBot) -> PassPhraseDialog:
    qtbot.waitUntil(lambda: window.findChild(PassPhraseDialog) is not None)
    dialog = window.findChild(PassPhraseDialog)
    assert dialog is not None
    return dialog


def fields(dialog: PassPhraseDialog) -> list[QLineEdit]:
    return dialog.findChildren(QLineEdit)


def test_one_answer_serves_all_that_wait(window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    answers = Answers()
    ask(jobs, answers, PassPhrasePurpose.UNLOCK, times=3)
    dialog = dialog_of(window, qtbot)
    qtbot.waitUntil(lambda: len(window.findChildren(PassPhraseDialog)) == 1 and jobs.running() == 3)
    QTest.keyClicks(fields(dialog)[0], "open sesame")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(answers.heard) == 3)
    assert set(answers.heard) == {"open sesame"}


def test_not_now_is_an_answer_too(window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    answers = Answers()
    ask(jobs, answers, PassPhrasePurpose.UNLOCK)
    not_now = next(made for made in dialog_of(window, qtbot).findChildren(QPushButton) if made.text() == "Not now")
    QTest.mouseClick(not_now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: answers.heard == [None])


def test_a_new_pass_phrase_is_typed_twice_and_long_enough(window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    answers = Answers()
    ask(jobs, answers, PassPhrasePurpose.CREATE)
    dialog = dialog_of(window, qtbot)
    first, second = fields(dialog)
    assert first.echoMode() is second.echoMode() is QLineEdit.EchoMode.Password
    first.setText("short")
    second.setText("short")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert first.accessibleDescription().startswith("Use 8 characters or more")
    first.setText("four plain words here")
    second.setText("four plain words")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert second.accessibleDescription() == "The two are not the same."
    second.setText("four plain words here")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: answers.heard == ["four plain words here"])


def test_different_questions_come_one_after_the_other(window: QMainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    answers = Answers()
    ask(jobs, answers, PassPhrasePurpose.UNLOCK)
    first = dialog_of(window, qtbot)
    ask(jobs, answers, PassPhrasePurpose.CREATE)
    qtbot.waitUntil(lambda: jobs.running() == 2)
    first.reject()
    qtbot.waitUntil(lambda: first not in window.findChildren(PassPhraseDialog))
    dialog_of(window, qtbot).reject()
    qtbot.waitUntil(lambda: answers.heard == [None, None])
