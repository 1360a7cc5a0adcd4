"""Settings, "Storage": what lies where on the disk and how large it is; compacting and backing up; the run history."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from kbconnect.app.storage import PROGRAM, Sizes
from kbconnect.core.job import Progress, Stage
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Job, Latest, Queue
from kbconnect.ui.language import told
from kbconnect.ui.models.cells import Cell, Column, Row
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.settings_history import HistoryPart
from kbconnect.ui.pages.settings_work import SettingsWork, StorageSetting, StoredBase
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import button
from kbconnect.ui.widgets.cards import Card, CopyButton, Facts, Notice, Swap
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.widgets.task_line import TaskLine
from kbconnect.ui.words import DOT, count, size, utc_now

COLUMNS = (
    Column("File"),
    Column("Documents", 100, right=True),
    Column("Chunks", 100, right=True),
    Column("Size", 90, right=True),
    Column("Unused", 90, right=True),
)
_PROGRAM_ROW = "program"


class StoragePart(QWidget):
    """One file at a time is compacted or backed up, in a job that can be stopped."""

    def __init__(self, shell: Shell, work: SettingsWork) -> None:
        super().__init__()
        self._work, self._jobs = work, shell.jobs
        self._home = str(shell.application.paths.home)
        self._program_file = str(shell.application.paths.store)
        self._files: dict[str, StoredBase | None] = {}
        self._running: Job | None = None
        self._target = ""
        self.open = button(self.tr("Open folder"), glyph="folder-open")
        self.facts = Facts()
        self.bases = Table(COLUMNS, row_height=52, fit=True, name=self.tr("Files"))
        self.back_up = button(self.tr("Back up"), glyph="archive")
        self.compact = button(self.tr("Compact"), glyph="arrows-in")
        self.task = TaskLine()
        self._show_backup = button(self.tr("Open its folder"), glyph="folder-open")
        self.done = Notice("success", "check-circle", "", "", self._show_backup)
        self.done.hide()
        self.history = HistoryPart(shell, work)
        self._problem = QVBoxLayout()
        self._lay_out()
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._job.returned.connect(self.show_setting)
        self._job.errored.connect(self._load_failed)
        self.open.clicked.connect(self._open_home)
        self.bases.opened.connect(self._open_file)
        self.bases.chosen.connect(self._show_acts)
        self.back_up.clicked.connect(self.ask_to_back_up)
        self.compact.clicked.connect(self._compact)
        self.task.stop_asked.connect(self._stop)
        self._show_backup.clicked.connect(self._open_backup)

    def _lay_out(self) -> None:
        problem, full = QWidget(), QWidget()
        problem.setLayout(self._problem)
        full.setLayout(
            down(
                Card(down(self.facts, gap=0)),
                24,
                across(text(self.tr("Files"), "section"), None, self.back_up, self.compact),
                4,
                self.bases,
                8,
                text(
                    self.tr(
                        "Choose a file to back it up or to compact it, which gives back what is unused. Enter opens "
                        "its folder."
                    ),
                    "caption",
                    wrap=True,
                ),
                10,
                self.task,
                self.done,
                None,
                gap=0,
            )
        )
        self.states = Swap(loading=Skeleton(rows=4), error=problem, full=full)
        folder = text(self._home, "mono", wrap=True)
        intro = self.tr("Everything kbconnect keeps is in one folder of yours. Knowledge bases may lie elsewhere.")
        self.setLayout(
            down(
                text(self.tr("Storage"), "section"),
                2,
                text(intro, "muted", wrap=True),
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

    def reload(self) -> None:
        """Looks at the files again."""
        self._job.start(self._work.storage)
        self.history.reload()

    @Slot(object)
    def show_setting(self, setting: StorageSetting) -> None:
        """Shows what was found."""
        for name, size_bytes in (
            (self.tr("Logs"), setting.logs_bytes),
            (self.tr("Sample source"), setting.sample_bytes),
            (self.tr("All together, with the files below"), setting.total_bytes),
        ):
            self.facts.show_fact(name, size(size_bytes) if size_bytes else self.tr("Nothing yet"))
        self._files = {_PROGRAM_ROW: None, **{base.info.id: base for base in setting.bases}}
        own_name = self.tr("Connectors, datasets and history")
        own = Cell(own_name, self._program_file, strong=True, glyph="gear-six", tip=self._program_file, path=True)
        numbers = ("–", "–", size(setting.store_bytes), _unused(setting.store_unused_bytes))
        rows = [Row(_PROGRAM_ROW, (own, *(Cell(words, right=True) for words in numbers)))]
        rows += [self._row(base) for base in setting.bases]
        self.bases.set_rows(rows)
        self.states.show_state("full")
        self._show_acts()

    def _row(self, base: StoredBase) -> Row:
        counts = base.counts
        numbers = ("–", "–", "–", "–")
        if counts is not None:
            unused = _unused(base.unused_bytes)
            numbers = (count(counts.documents), count(counts.chunks), size(counts.size_bytes), unused)
        cells = [Cell(words, right=True, faint=counts is None, tip=told(base.problem)) for words in numbers]
        name = Cell(base.info.name, base.info.location, strong=True, glyph="books", tip=base.info.location, path=True)
        if counts is None:
            lost, why = DOT.join((self.tr("Can't be opened"), base.info.location)), told(base.problem)
            name = replace(name, sub=lost, glyph="warning-circle", glyph_tone="warning", tip=why)
        return Row(base.info.id, (name, *cells))

    # ------------------------------------------------------------------------------------------- acts

    @Slot()
    def _show_acts(self) -> None:
        row = self.bases.chosen_id()
        usable = row in self._files and self._running is None
        base = self._files.get(row)
        usable = usable and (base is None or base.counts is not None)
        for made in (self.back_up, self.compact):
            made.setEnabled(usable)

    def _what(self) -> str:
        """The chosen file, as `Storage` calls it."""
        row = self.bases.chosen_id()
        return PROGRAM if row == _PROGRAM_ROW else row

    def _name(self) -> str:
        base = self._files.get(self.bases.chosen_id())
        return base.info.name if base is not None else "kbconnect"

    @Slot()
    def ask_to_back_up(self) -> None:
        """Asks for a file, then backs the chosen one up to it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = self._name()
        suffix = "db" if self._what() == PROGRAM else "kb"
        usual = str(Path(folder) / f"{_as_file_name(name)} {utc_now():%Y-%m-%d}.{suffix}")
        title = self.tr("Back up {name}").format(name=name)
        chosen, _ = QFileDialog.getSaveFileName(self, title, usual, f"*.{suffix}")
        if chosen:
            self._target = chosen
            self._begin(self.tr("Backing up {name}").format(name=name), self.tr("Stop backing up"))
            job = self._jobs.start(self._work.back_up(self._what(), Path(chosen)), Queue.INTERACTIVE, owner=self)
            self._follow(job.then(returned=self._backed_up))

    @Slot()
    def _compact(self) -> None:
        self._target = ""
        self._begin(self.tr("Compacting {name}").format(name=self._name()), self.tr("Stop compacting"))
        job = self._jobs.start(self._work.compact(self._what()), Queue.INTERACTIVE, owner=self)
        self._follow(job.then(returned=self._compacted))

    def _begin(self, words: str, stop: str) -> None:
        self.done.hide()
        self.task.stop.setText(stop)
        self.task.setProperty("act", words)
        self.task.show_step(words, None, announce=True)
        self._reveal(self.task)

    def _follow(self, job: Job) -> None:
        self._running = job.then(errored=self._failed, aborted=self._stopped, progressed=self._progressed)
        self._show_acts()

    @Slot()
    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        act = str(self.task.property("act"))
        if progress.stage is Stage.COMPARING:
            self.task.show_step(self.tr("{act}: checking the copy").format(act=act), 1.0)
        elif progress.total:
            self.task.show_step(act, progress.done / progress.total)
        else:
            self.task.show_step(act, None)

    @Slot(object)
    def _backed_up(self, size_bytes: int) -> None:
        self._end()
        what = self.tr("Backed up: {size}, checked").format(size=size(size_bytes))
        back = self.tr(
            "{file}. To go back to it: quit kbconnect, remove the files beside the original that end in -wal or -shm, "
            "and put this one in its place under the same name. The next sync brings it up to date."
        )
        self.done.say("success", "check-circle", what, back.format(file=self._target))
        self._show_backup.show()
        self._show_done()

    @Slot(object)
    def _compacted(self, sizes: Sizes) -> None:
        self._end()
        freed = max(0, sizes.before - sizes.after)
        words = self.tr("Compacted: {size} given back").format(size=size(freed))
        if not freed:
            words = self.tr("Compacted: there was nothing to give back")
        before, after = size(sizes.before), size(sizes.after)
        meaning = self.tr("It was {before} and is {after} now.").format(before=before, after=after)
        self.done.say("success", "check-circle", words, meaning if freed else "")
        self._show_backup.hide()
        self._show_done()

    def _show_done(self) -> None:
        self.done.show()
        self._reveal(self.done)

    def _reveal(self, part: QWidget) -> None:
        """Scrolls to it, once it has its place."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            QTimer.singleShot(0, area, partial(area.ensureWidgetVisible, part, 0, 24))

    @Slot()
    def _stopped(self) -> None:
        self._end()
        toast(self, self.tr("Stopped. The file is as it was."), "stop-circle", "text3")

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._end()
        show_error(self, error)

    def _end(self) -> None:
        self._running = None
        self.task.hide()
        self.reload()

    # ------------------------------------------------------------------------------------------- places

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
        self._open_folder(self._home)

    @Slot(str)
    def _open_file(self, row: str) -> None:
        base = self._files.get(row)
        self._open_folder(str(Path(base.info.location).parent) if base is not None else self._home)

    @Slot()
    def _open_backup(self) -> None:
        self._open_folder(str(Path(self._target).parent))

    def _open_folder(self, folder: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            QGuiApplication.clipboard().setText(folder)
            toast(self, self.tr("No file manager answered. The path was copied."), "folder-open", "warning")


def _unused(size_bytes: int) -> str:
    return size(size_bytes) if size_bytes else "–"


def _as_file_name(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in " ._-" else "-" for sign in name).strip(" .-")[:60] or "backup"
