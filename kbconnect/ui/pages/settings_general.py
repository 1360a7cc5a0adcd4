"""Settings, "Appearance": how the window looks."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from kbconnect.app.settings import Appearance
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_language import LanguagePart
from kbconnect.ui.pages.settings_work import SettingsWork
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.buttons import Segments
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down


class AppearancePart(QWidget):
    """Changes every open window at once, and keeps the choice."""

    def __init__(self, shell: Shell, work: SettingsWork) -> None:
        super().__init__()
        self._work = work
        self.choice = Segments(
            (Appearance.SYSTEM.value, self.tr("As the system")),
            (Appearance.LIGHT.value, self.tr("Light")),
            (Appearance.DARK.value, self.tr("Dark")),
            name=self.tr("Colours"),
        )
        self.choice.choose(theme().appearance.value)
        self.language = LanguagePart(shell.memory)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.errored.connect(self._failed)
        self.choice.chosen.connect(self._choose)
        self.setLayout(
            down(
                text(self.tr("Appearance"), "section"),
                2,
                text(self.tr("The colours of the window. The change is seen at once."), "muted", wrap=True),
                16,
                text(self.tr("Colours"), "label"),
                6,
                across(self.choice, None),
                6,
                text(self.tr("“As the system” follows the system's light or dark mode when it changes."), "caption"),
                24,
                self.language,
                None,
                gap=0,
            )
        )

    def reload(self) -> None:
        """Shows what is in force."""
        self.choice.choose(theme().appearance.value)
        self.language.reload()

    @Slot(str)
    def _choose(self, key: str) -> None:
        appearance = Appearance(key)
        theme().set_appearance(appearance)
        self._job.start(self._work.keep_appearance(appearance))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)
