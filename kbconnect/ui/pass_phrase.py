"""Asks for the pass phrase of the encrypted vault, when work on a thread needs it. Keeps nothing.

The work waits in `Jobs.ask`; `PassPhrases` hears the question on the window's thread and answers it.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from kbconnect.core.connector import PassPhrasePurpose
from kbconnect.ui.jobs import Jobs, Prompt
from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Field, SecretEdit
from kbconnect.ui.widgets.labels import Glyph, text
from kbconnect.ui.widgets.layout import across, down

SHORTEST = 8


class PassPhraseDialog(Dialog):
    """One pass phrase to unlock the vault, or a new one typed twice to make it."""

    def __init__(self, parent: QWidget, purpose: PassPhrasePurpose) -> None:
        creating = purpose is PassPhrasePurpose.CREATE
        self._first = Field(
            say("Pass phrase"), SecretEdit(name=say("Pass phrase")), validate=_check_length if creating else _check
        )
        again = SecretEdit(name=say("Pass phrase once more"))
        self._second = Field(say("Once more"), again, validate=self._check_same)
        self._second.setVisible(creating)
        title = say("Choose a pass phrase for the vault") if creating else say("Unlock the vault")
        why = (
            say(
                "Passwords are kept in an encrypted file of kbconnect. Its pass phrase is asked for each time "
                "kbconnect starts. Nobody can recover it: without it the passwords must be entered again; documents "
                "are not affected."
            )
            if creating
            else say("Passwords of your connectors are in kbconnect's encrypted vault. Enter its pass phrase to go on.")
        )
        words = down(text(title, "title", wrap=True), 6, text(why, "muted", wrap=True), 16, self._first, 12, gap=0)
        words.addWidget(self._second)
        enter = button(say("Make the vault") if creating else say("Unlock the vault"), Kind.PRIMARY, "lock-key-open")
        not_now = button(say("Not now"), Kind.LINK)
        super().__init__(
            parent,
            across(down(Glyph("lock-key", "accent", 26), None), (words, 1), gap=16),
            across(not_now, None, enter),
            title=title,
            width=520,
        )
        enter.clicked.connect(self._enter)
        enter.setDefault(True)
        not_now.clicked.connect(self.reject)
        self._first.editor.setFocus()

    def pass_phrase(self) -> str:
        return self._first.value()

    def _check_same(self, value: str) -> str:
        same = self._second.isHidden() or value == self._first.value()
        return "" if same else self.tr("The two are not the same.")

    @Slot()
    def _enter(self) -> None:
        if all([self._first.check(), self._second.check()]):
            self.accept()


def _check(value: str) -> str:
    return "" if value else say("Enter the pass phrase.")


def _check_length(value: str) -> str:
    if len(value) >= SHORTEST:
        return ""
    return say("Use {count} characters or more; several words are good.").format(count=SHORTEST)


class PassPhrases(QObject):
    """Answers the questions of jobs one after the other; one dialog serves all that wait for the same."""

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: deque[Prompt] = deque()
        self._dialog: PassPhraseDialog | None = None
        jobs.asked.connect(self._asked)

    @Slot(object)
    def _asked(self, prompt: Prompt) -> None:
        self._waiting.append(prompt)
        if self._dialog is None:
            self._open()

    def _open(self) -> None:
        purpose = self._waiting[0].question
        if not isinstance(purpose, PassPhrasePurpose):
            raise TypeError(f"nobody here can answer {purpose!r}")
        self._dialog = PassPhraseDialog(self._window, purpose)
        self._dialog.finished.connect(self._answered)
        self._dialog.open()

    @Slot(int)
    def _answered(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        answer = dialog.pass_phrase() if result == QDialog.DialogCode.Accepted else None
        question = self._waiting[0].question
        for prompt in [waiting for waiting in self._waiting if waiting.question == question]:
            self._waiting.remove(prompt)
            prompt.answer(answer)
        if self._waiting:
            self._open()
