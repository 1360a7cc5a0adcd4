"""The dialog that asks for a new knowledge base: its name, and whether it is searched by meaning too. Makes none."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.model import KnowledgeBaseDraft
from kbconnect.ui.language import say
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import Check, Field, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down

WITH_MEANING, WORDS_ONLY = "minilm", "none"


class NewKnowledgeBase(Dialog):
    """drafted: the KnowledgeBaseDraft somebody filled in. taken: names that are in use."""

    drafted = Signal(object)

    def __init__(self, parent: QWidget, taken: Collection[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._name = Field(
            say("Name"),
            LineEdit(placeholder=say("Customer support"), name=say("Name")),
            hint=say("People choose it by this name when they ask a question."),
            validate=self._fault,
        )
        self._meaning = Check(say("Find by meaning too"), checked=True)
        self._make = button(say("Make knowledge base"), Kind.PRIMARY, shortcut="Ctrl+Return")
        keep = button(say("Cancel"))
        why = say(
            "Answers are found by words at once and by meaning later. Giving every chunk its meaning takes time, "
            "about 100 chunks a second; nothing leaves this machine."
        )
        body = down(
            text(say("New knowledge base"), "title"),
            14,
            self._name,
            14,
            self._meaning,
            4,
            text(why, "caption", wrap=True),
            gap=0,
        )
        super().__init__(parent, body, across(keep, None, self._make), title=say("New knowledge base"), width=480)
        self._make.setDefault(True)
        self._make.clicked.connect(self._finish)
        keep.clicked.connect(self.reject)
        self._name.editor.setFocus()

    def _fault(self, name: str) -> str:
        if not name.strip():
            return self.tr("Give it a name that people recognise.")
        taken = name.strip().casefold() in self._taken
        return self.tr("There is already a knowledge base with this name.") if taken else ""

    @Slot()
    def _finish(self) -> None:
        if self._name.check():
            embedder = WITH_MEANING if self._meaning.isChecked() else WORDS_ONLY
            self.drafted.emit(KnowledgeBaseDraft(self._name.value().strip(), embedder=embedder))
            self.accept()
