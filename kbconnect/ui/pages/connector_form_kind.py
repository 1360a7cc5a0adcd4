"""The choice of the kind of source, and what is to be said of the one that is chosen. Must not load a driver."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kbconnect.core.connector import ProviderInfo, Verified
from kbconnect.core.errors import DriverMissingError
from kbconnect.ui.language import noted, say, told
from kbconnect.ui.widgets.buttons import Kind
from kbconnect.ui.widgets.cards import CopyButton, Notice
from kbconnect.ui.widgets.labels import Hint
from kbconnect.ui.widgets.layout import down
from kbconnect.ui.widgets.provider_choice import ProviderChoice

_LABELS = (noted("Files"),)
"""Kinds whose name is a word, for the list of texts to translate."""

_COMMAND = re.compile(r"pip install .+$")


class KindPart(QWidget):
    """Tiles; below them how far the chosen kind was tested, and how to get a driver that is missing."""

    chosen = Signal(str)

    def __init__(self, providers: Sequence[ProviderInfo]) -> None:
        super().__init__()
        self._providers = {provider.id: provider for provider in providers}
        options = [(one.id, say(one.label)) for one in providers]
        self.choice = ProviderChoice(options, name=self.tr("Kind of source"))
        for one in providers:
            self.choice.describe(one.id, self._remark_on(one))
        self._remark = Hint("", "info", "text3", role="caption")
        self._copy = CopyButton(self.tr("Copy command"), "", Kind.SECONDARY)
        self._missing = Notice("warning", "puzzle-piece", "", "", self._copy)
        self._missing_box = QWidget()
        self._missing_box.setLayout(down(8, self._missing, gap=0))
        self._remark_box = QWidget()
        self._remark_box.setLayout(down(6, self._remark, gap=0))
        self.setLayout(down(self.choice, self._remark_box, self._missing_box, gap=0))
        self.choice.chosen.connect(self.chosen)
        self.show_current()

    def provider(self) -> ProviderInfo:
        return self._providers[self.choice.current()]

    def show_current(self) -> None:
        """The remark of the kind that is chosen; whether its driver is there has to be told again."""
        remark = self._remark_on(self.provider())
        self._remark.say(remark)
        self._remark_box.setVisible(bool(remark))
        self._missing_box.hide()

    def show_missing(self, error: DriverMissingError) -> None:
        """The driver of the chosen kind isn't installed."""
        self._missing.say("warning", "puzzle-piece", told(error.message), told(error.hint))
        found = _COMMAND.search(error.hint)
        command = found[0] if found is not None else ""
        self._copy.set_content(command)
        self._copy.setVisible(bool(command))
        self._missing_box.show()

    def _remark_on(self, provider: ProviderInfo) -> str:
        if provider.verified is Verified.SERVER:
            return ""
        words = self.tr("Tested by us with the driver of {kind} only, not on a real server: check the first sync.")
        return words.format(kind=provider.label)
