"""The foot of "Choose data": the dataset's name, the knowledge base it feeds, two ways to save. Saves nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.core.model import KnowledgeBaseInfo
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.fields import Choice, LineEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import set_role
from kbconnect.ui.words import plain_tip

_PART = r'"[^"]+"|`[^`]+`|\[[^\]]+\]|\w+'
_FROM = re.compile(rf"\bfrom\s+(?:(?:{_PART})\.)*({_PART})", re.IGNORECASE)
_NEW = "new"
_FIRST = "first"


class SelectionFoot(QObject):
    """name_edited: somebody typed a name of their own. base_picked: another knowledge base. new_base_asked: the dialog.

    save_asked: True to sync afterwards.
    """

    name_edited = Signal()
    base_picked = Signal()
    new_base_asked = Signal()
    save_asked = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.name = LineEdit(placeholder=self.tr("Name"), name=self.tr("Name of the dataset"))
        self.name.setMinimumWidth(136)
        self.name.setMaximumWidth(220)
        self.bases = Choice(name=self.tr("Knowledge base it feeds"))
        self.bases.setMaximumWidth(220)
        self.save = button(self.tr("Save"))
        self.save_and_sync = button(self.tr("Save and sync"), Kind.PRIMARY, "arrows-clockwise", shortcut="Ctrl+Return")
        self._label = text(self.tr("Dataset"), "label")
        self._label.setBuddy(self.name)
        self._feeds = text(self.tr("feeds"), "muted")
        self._embedders: dict[str, str] = {}
        self._before = ""
        self._own_name = False
        self._filled_name, self._filled_base = "", ""
        self.name.textEdited.connect(self._name_typed)
        self.bases.picked.connect(self._base_picked)
        self.save.clicked.connect(self._save)
        self.save_and_sync.clicked.connect(self._save_and_sync)

    def items(self) -> tuple[QWidget | int | None, ...]:
        """What stands in the foot, from left to right."""
        return (self._label, self.name, 8, self._feeds, self.bases, None, self.save, self.save_and_sync)

    def show_bases(self, bases: Sequence[KnowledgeBaseInfo], chosen: str = "") -> None:
        """chosen: the id of the one that is fed; "" leaves the choice, or takes the oldest."""
        self._embedders = {base.id: base.embedder for base in bases}
        oldest = sorted(bases, key=lambda base: base.created_at)
        options = [(base.id, base.name) for base in bases] or [(_FIRST, self.tr("Knowledge base"))]
        self.bases.set_options([*options, (_NEW, self.tr("New knowledge base…"))])
        if chosen:
            self.bases.choose(chosen)
        elif self.bases.key() == _NEW or not self._before:
            self.bases.choose(oldest[0].id if oldest else _FIRST)
        if not self._before:
            self._filled_base = self.base_id()
        self._before = self.bases.key()

    def base_id(self) -> str:
        """The knowledge base that is fed; "" for the first one, which is made when the dataset is saved."""
        key = self.bases.key()
        return "" if key in (_NEW, _FIRST) else key

    def embedder(self) -> str:
        """The embedder of the knowledge base that is fed."""
        return self._embedders.get(self.base_id(), "minilm")

    def dataset_name(self) -> str:
        return self.name.text().strip()

    def set_name(self, name: str) -> None:
        """The name of a saved dataset; from now on it is not replaced by itself."""
        self.name.setText(name)
        self._own_name = True
        self._filled_name = self.dataset_name()

    def propose_name(self, name: str) -> None:
        """A name made from the table's, unless somebody typed one."""
        if not self._own_name:
            self.name.setText(name)
            self.name.setCursorPosition(0)
            self._filled_name = self.dataset_name()

    def is_changed(self) -> bool:
        """Whether somebody chose another name or knowledge base than was filled in."""
        return (self.dataset_name(), self.base_id()) != (self._filled_name, self._filled_base)

    def was_saved(self) -> None:
        """What stands here is what is saved."""
        self._filled_name, self._filled_base = self.dataset_name(), self.base_id()

    def show_name_fault(self, sentence: str) -> None:
        """Marks the name; the sentence is its tool tip and what a screen reader tells. "" takes the mark away."""
        set_role(self.name, "wrong", "true" if sentence else "")
        self.name.setToolTip(plain_tip(sentence))
        self.name.setAccessibleDescription(sentence)

    def set_ready(self, *, ready: bool, why: str = "") -> None:
        """Whether there is something that can be saved, else why not."""
        for each in (self.save, self.save_and_sync):
            each.setEnabled(ready)
            each.setAccessibleDescription(why)

    @Slot()
    def _name_typed(self) -> None:
        self._own_name = bool(self.name.text())
        self.show_name_fault("")
        self.name_edited.emit()

    @Slot(str)
    def _base_picked(self, key: str) -> None:
        if key == _NEW:
            self.bases.choose(self._before)
            self.new_base_asked.emit()
            return
        self._before = key
        self.base_picked.emit()

    @Slot()
    def _save(self) -> None:
        self.save_asked.emit(False)

    @Slot()
    def _save_and_sync(self) -> None:
        self.save_asked.emit(True)


def proposed_name(table: str) -> str:
    """A name people recognise from a table's: "help_articles" gives "Help articles"."""
    words = " ".join(table.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]


def proposed_query_name(sql: str) -> str:
    """A name from the first table a query reads, "" if none is seen."""
    found = _FROM.search(sql)
    return proposed_name(found.group(1).strip('"`[]')) if found else ""
