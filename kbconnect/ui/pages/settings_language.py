"""Settings, "Appearance": the language of the window. Keeps the choice on this machine; it holds from the next start.

Must not switch the language itself: widgets that are there keep their words.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.ui.language import language, languages, system_language
from kbconnect.ui.widgets.fields import Choice, Field
from kbconnect.ui.widgets.layout import across

KEPT_AS = "window/language"
"""The key in Shell.memory; what the start of the window looks up. Nothing there: as the system."""
_SYSTEM = "system"
_WIDTH = 240


class LanguagePart(QWidget):
    """A choice that is kept at once, and says when it holds."""

    def __init__(self, memory: QSettings) -> None:
        super().__init__()
        self._memory = memory
        self.choice = Choice((_SYSTEM, self.tr("As the system")), *languages().items(), name=self.tr("Language"))
        self.choice.picked.connect(self._choose)
        self._field = Field(self.tr("Language"), self.choice)
        self._field.setFixedWidth(_WIDTH)
        self.setLayout(across(self._field, None))  # in a column its height would be reckoned for the whole width
        self.reload()

    def reload(self) -> None:
        """Shows what is kept."""
        kept = str(self._memory.value(KEPT_AS) or "")
        self.choice.choose(kept if kept in languages() else _SYSTEM)
        self._show_when()

    @Slot(str)
    def _choose(self, key: str) -> None:
        if key == _SYSTEM:
            self._memory.remove(KEPT_AS)
        else:
            self._memory.setValue(KEPT_AS, key)
        self._show_when()

    def _show_when(self) -> None:
        key = self.choice.key()
        coming = system_language() if key == _SYSTEM else key
        if coming == language():
            self._field.set_hint(self.tr("The command line speaks English."))
        else:
            words = self.tr("From the next start of kbconnect: {language}.").format(language=languages()[coming])
            self._field.set_hint(words, "arrow-clockwise")
