"""Settings, "About": the version, and the licences of everything that is shipped with the program."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import Slot, qVersion
from PySide6.QtWidgets import QWidget

from kbconnect import __version__
from kbconnect.core.job import JobContext
from kbconnect.ui.errors import show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import say
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_parts import Part, licence_text, parts
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.cards import CopyButton
from kbconnect.ui.widgets.dialogs import Dialog
from kbconnect.ui.widgets.fields import CodeEdit
from kbconnect.ui.widgets.labels import Mark, text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.widgets.tables import Table

COLUMNS = (Column("Part"), Column("Version", 110), Column("Licence", 300))


class LicenceDialog(Dialog):
    """The whole text of one licence."""

    def __init__(self, parent: QWidget, part: Part, words: str) -> None:
        close = button(say("Close"), Kind.PRIMARY)
        box = CodeEdit(words, height=360, name=part.name)
        box.setReadOnly(True)
        head = down(text(part.name, "title"), text(part.licence, "muted", wrap=True), 12, box, gap=2)
        title = say("Licence of {part}").format(part=part.name)
        super().__init__(parent, head, across(CopyButton(say("Copy text"), words), None, close), title=title, width=720)
        close.clicked.connect(self.accept)
        close.setFocus()


class AboutPart(QWidget):
    """Reads versions and licences when it is first shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._parts: dict[str, Part] = {}
        self._opening: Part | None = None
        home = str(shell.application.paths.home)
        python = platform.python_version()
        versions = f"kbconnect {__version__}  ·  Qt {qVersion()}  ·  Python {python}"
        self.table = Table(COLUMNS, row_height=40, fit=True, name=self.tr("Parts and licences"))
        self.table.opened.connect(self._open)
        self._show = button(self.tr("Show licence"), Kind.LINK, "article")
        self._show.clicked.connect(self._open_chosen)
        report = f"{versions}\n{platform.platform()}\n{home}"
        self.setLayout(
            down(
                across(
                    Mark(44),
                    6,
                    (
                        down(
                            text("kbconnect", "title"),
                            text(
                                self.tr("Turns the rows of your databases into a knowledge base."), "muted", wrap=True
                            ),
                            gap=1,
                        ),
                        1,
                    ),
                    CopyButton(self.tr("Copy versions"), report, Kind.SECONDARY),
                ),
                16,
                text(versions, "small"),
                2,
                text(self.tr("Data folder: %s") % home, "small", wrap=True),
                2,
                text(self.tr("Licensed under the Apache License 2.0."), "small"),
                24,
                across(text(self.tr("Shipped parts and their licences"), "section"), None, self._show),
                4,
                self.table,
                None,
                gap=0,
            )
        )
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._text_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_parts)
        self._job.errored.connect(self._failed)
        self._text_job.returned.connect(self._show_text)
        self._text_job.errored.connect(self._failed)

    def reload(self) -> None:
        """Reads the parts once: they don't change while the program runs."""
        if not self._parts:
            self._job.start(parts)

    @Slot(object)
    def show_parts(self, found: Sequence[Part]) -> None:
        self._parts = {part.name: part for part in found}
        self.table.set_rows(
            [
                Row(
                    part.name,
                    (
                        Cell(part.name, strong=True)
                        if part.kind == "library"
                        else Cell(f"{part.name}, {say(part.kind)}", strong=True),
                        Cell(part.version),
                        Cell(part.licence),
                    ),
                )
                for part in self._parts.values()
            ]
        )

    @Slot(str)
    def _open(self, name: str) -> None:
        part = self._parts.get(name)
        if part is not None:
            self._opening = part
            self._text_job.start(_Text(part))

    @Slot()
    def _open_chosen(self) -> None:
        self._open(self.table.chosen_id() or next(iter(self._parts), ""))

    @Slot(object)
    def _show_text(self, words: str) -> None:
        if self._opening is not None:
            missing = self.tr("This part ships no text of its licence; its name is %s.") % self._opening.licence
            LicenceDialog(self, self._opening, words or missing).open()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        show_error(self, error)


class _Text:
    """Reading the licence of one part, as work."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def __call__(self, _: JobContext) -> str:
        return licence_text(self._part)
