"""Settings, "Appearance" and "Storage": how the window looks, and what lies where on the disk."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbconnect.app.settings import Appearance
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import told
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_history import HistoryPart
from kbconnect.ui.pages.settings_work import SettingsWork, StorageSetting
from kbconnect.ui.style import theme
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Segments, button
from kbconnect.ui.widgets.cards import Card, CopyButton, Facts, Swap
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import count, size

BASE_COLUMNS = (
    Column("Knowledge base"),
    Column("Documents", 110, right=True),
    Column("Chunks", 110, right=True),
    Column("Size", 100, right=True),
)


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
                None,
                gap=0,
            )
        )

    def reload(self) -> None:
        """Shows what is in force."""
        self.choice.choose(theme().appearance.value)

    @Slot(str)
    def _choose(self, key: str) -> None:
        appearance = Appearance(key)
        theme().set_appearance(appearance)
        self._job.start(self._work.keep_appearance(appearance))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)


class StoragePart(QWidget):
    """The data folder with the sizes of what is in it, and how long the run history is kept."""

    def __init__(self, shell: Shell, work: SettingsWork) -> None:
        super().__init__()
        self._work = work
        self._home = str(shell.application.paths.home)
        self.open = button(self.tr("Open folder"), glyph="folder-open")
        self.open.clicked.connect(self._open_home)
        self.facts = Facts()
        self.bases = Table(BASE_COLUMNS, row_height=52, fit=True, name=self.tr("Knowledge bases"))
        self.bases.opened.connect(self._open_base)
        self._places: dict[str, str] = {}
        self.history = HistoryPart(shell, work)
        self._none = text(self.tr("There is no knowledge base yet."), "muted")
        folder = text(self._home, "mono", wrap=True)
        self._problem = QVBoxLayout()
        problem, full = QWidget(), QWidget()
        problem.setLayout(self._problem)
        full.setLayout(
            down(
                Card(down(self.facts, gap=0)),
                24,
                text(self.tr("Knowledge bases"), "section"),
                4,
                self.bases,
                self._none,
                8,
                text(self.tr("Enter opens the folder of the chosen one."), "caption"),
                None,
                gap=0,
            )
        )
        self.states = Swap(loading=Skeleton(rows=4), error=problem, full=full)
        self.setLayout(
            down(
                text(self.tr("Storage"), "section"),
                2,
                text(
                    self.tr("Everything kbconnect keeps is in one folder of yours. Knowledge bases may lie elsewhere."),
                    "muted",
                    wrap=True,
                ),
                16,
                text(self.tr("Data folder"), "label"),
                6,
                across((folder, 1), CopyButton(self.tr("Copy path"), self._home), self.open),
                16,
                self.states,
                24,
                self.history,
                None,
                gap=0,
            )
        )
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_setting)
        self._job.errored.connect(self._load_failed)

    def reload(self) -> None:
        """Looks at the files again."""
        self._job.start(self._work.storage)
        self.history.reload()

    @Slot(object)
    def show_setting(self, setting: StorageSetting) -> None:
        """Shows what was found."""
        for name, size_bytes in (
            (self.tr("Connectors, datasets and history"), setting.store_bytes),
            (self.tr("Logs"), setting.logs_bytes),
            (self.tr("Sample source"), setting.sample_bytes),
            (self.tr("All together, with knowledge bases"), setting.total_bytes),
        ):
            self.facts.show_fact(name, size(size_bytes) if size_bytes else self.tr("Nothing yet"))
        self._places = {base.info.id: base.info.location for base in setting.bases}
        rows = []
        for base in setting.bases:
            counts = base.counts
            numbers = ("?", "?", "?")
            if counts is not None:
                numbers = (count(counts.documents), count(counts.chunks), size(counts.size_bytes))
            cells = [Cell(words, right=True, faint=counts is None, tip=told(base.problem)) for words in numbers]
            base_name = Cell(base.info.name, base.info.location, strong=True, glyph="books", tip=base.info.location)
            rows.append(Row(base.info.id, (base_name, *cells)))
        self.bases.set_rows(rows)
        self.bases.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.states.show_state("full")

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        clear(self._problem)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self._retry)
        self._problem.addWidget(notice)
        self.states.show_state("error")

    @Slot()
    def _retry(self) -> None:
        self.reload()

    @Slot()
    def _open_home(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._home))

    @Slot(str)
    def _open_base(self, base_id: str) -> None:
        place = self._places.get(base_id)
        if place:
            QDesktopServices.openUrl(QUrl.fromLocalFile(place.replace("\\", "/").rpartition("/")[0]))
