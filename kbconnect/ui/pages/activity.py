"""The page "Activity": every sync there was, a picture of four weeks, and at the right what the chosen one did.

Owns which runs are shown and which is chosen. Follows the syncs of the window.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from kbconnect.core.model import SyncRun, Trigger
from kbconnect.ui.errors import ErrorNotice, show_error
from kbconnect.ui.jobs import Latest, Queue
from kbconnect.ui.language import noted, say
from kbconnect.ui.models.activity import (
    ALL,
    ATTENTION,
    COLUMNS,
    DAYS,
    QUEUED_PREFIX,
    RUNNING,
    Filter,
    History,
    counts_of,
    days_of,
    rows_of,
    runs_of,
    trigger_words,
)
from kbconnect.ui.navigation import Shell
from kbconnect.ui.pages.activity_chart import DayChart
from kbconnect.ui.pages.activity_detail import RunDetail
from kbconnect.ui.pages.activity_work import ActivityWork
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.style import theme
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.bars import Skeleton
from kbconnect.ui.widgets.buttons import Segments, button, icon_button
from kbconnect.ui.widgets.cards import Swap
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.fields import Choice, SearchEdit
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, clear, down, frame, scroll
from kbconnect.ui.widgets.overlays import toast
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import count, counted, utc_now

RELOAD_PAUSE_MS = 250
"""Syncs that start or end together cause one reading of the history."""
NARROW, NARROW_PANE, PANE = 1000, 288, 340
"""On a page below this width the pane at the right gives way to the table."""
_PERIODS = (("7", noted("Last 7 days")), (str(DAYS), noted("Last 4 weeks")), ("", noted("All")))


class ActivityPage(Page):
    """The run history."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(say("Activity"))
        self._shell = shell
        self._work = ActivityWork(shell.application)
        self._routes = Routes(shell, self)
        self._history: History | None = None
        self._whole: SyncRun | None = None
        self._known: frozenset[tuple[str, bool]] = frozenset()
        self._make_parts(shell)
        self._job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._run_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._export_job = Latest(shell.jobs, self, Queue.INTERACTIVE)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(RELOAD_PAUSE_MS)
        self._connect_parts()

    # -------------------------------------------------------------------------------------------- building

    def _make_parts(self, shell: Shell) -> None:
        self.chart = DayChart()
        self.search = SearchEdit(self.tr("Search dataset or error"))
        self.filter = Segments(
            (ALL, self.tr("All")), (ATTENTION, self.tr("Needs attention")), (RUNNING, self.tr("Running"))
        )
        self.period = Choice(*((key, say(words)) for key, words in _PERIODS), name=self.tr("Period"))
        self.period.choose(str(DAYS))
        anybody = ("", self.tr("Started by anybody"))
        self.trigger = Choice(
            anybody, *((each.value, trigger_words(each)) for each in Trigger), name=self.tr("Started by")
        )
        self._export = icon_button("download-simple", self.tr("Export the runs shown"))
        self.set_actions(self.trigger, self.period, self._export)
        self._show_actions(shown=False)
        self.table = Table(COLUMNS, row_height=48, name=self.tr("Syncs"))
        self.detail = RunDetail()
        self._nothing = text("", "muted", wrap=True)
        self._nothing.setContentsMargins(12, 12, 12, 12)
        self._nothing.hide()
        self._notices, self._problem = QVBoxLayout(), QVBoxLayout()
        self._problem.setContentsMargins(24, 20, 24, 16)
        line = across((self.search, 1), self.filter)
        left = frame(
            down(
                self._notices,
                self.chart,
                14,
                line,
                6,
                self._nothing,
                (self.table, 1),
                gap=0,
                margins=(24, 16, 24, 0),
            ),
            "surface",
        )
        left.setMinimumWidth(560)
        right = frame(down(scroll(self.detail), gap=0), "canvas")
        right.setMinimumWidth(theme().px(NARROW_PANE))
        self._panes = Panes("activity", shell.memory, (left, 0), (right, PANE))
        self._is_narrow = False
        self._to_sources = button(self.tr("Go to sources"), glyph="database")
        self.states = Swap(
            loading=frame(down(Skeleton(rows=8, row_height=48), margins=(24, 20, 24, 16))),
            empty=EmptyState(
                Picture.HISTORY,
                self.tr("Every sync is kept here"),
                self.tr("What changed, what was rejected and why, and what to do if a sync fails."),
                self._to_sources,
                safe=self.tr("kbconnect only reads. Your database is never changed."),
            ),
            error=frame(down(self._problem, None)),
            full=self._panes,
        )
        self.set_body(self.states)

    def _connect_parts(self) -> None:
        self._job.returned.connect(self.show_history)
        self._job.errored.connect(self._load_failed)
        self._run_job.returned.connect(self._run_loaded)
        self._run_job.errored.connect(self._run_failed)
        self._pause.timeout.connect(self.reload)
        self.search.searched.connect(self._show_rows)
        self.filter.chosen.connect(self._show_rows)
        self.period.picked.connect(self._show_rows)
        self.trigger.picked.connect(self._show_rows)
        self._export.clicked.connect(self.export)
        self._export_job.returned.connect(self._exported)
        self._export_job.errored.connect(self._run_failed)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._open_dataset)
        self.detail.retry_asked.connect(self.retry)
        self.detail.stop_asked.connect(self._stop)
        self.detail.password_asked.connect(self._enter_password)
        self.detail.dataset_asked.connect(self._open_dataset)
        self._to_sources.clicked.connect(self._go_to_sources)
        self._shell.syncs.changed.connect(self._syncs_changed)
        self._shell.syncs.failed.connect(self._sync_failed)
        keys = (("Ctrl+F", self._go_to_search), ("/", self._go_to_search), ("F5", self.reload), ("Ctrl+R", self.reload))
        for sequence, slot in keys:
            QShortcut(QKeySequence(sequence), self).activated.connect(slot)

    # -------------------------------------------------------------------------------------------- loading

    def entered(self) -> None:
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Reads the history again; what is shown stays until then."""
        self._job.start(self._work.history)

    @Slot(object)
    def show_history(self, history: History) -> None:
        """Shows what was loaded."""
        self._history = history
        clear(self._notices)
        has_any = bool(history.runs or self._shell.syncs.all())
        self.states.show_state("full" if has_any else "empty")
        self._show_actions(shown=bool(history.runs))
        if has_any:
            self.chart.show_days(days_of(history.runs, utc_now()))
            self._show_rows()

    @Slot(object)
    def _load_failed(self, error: BaseException) -> None:
        place = self._problem if self._history is None else self._notices
        clear(place)
        notice = ErrorNotice(error)
        notice.retry_asked.connect(self.reload)
        place.addWidget(notice)
        if self._history is None:
            self.states.show_state("error")
        else:
            place.addSpacing(14)

    def _show_actions(self, *, shown: bool) -> None:
        for action in (self.trigger, self.period, self._export):
            action.setVisible(shown)

    def _wanted(self) -> Filter:
        days = self.period.key()
        trigger = Trigger(self.trigger.key()) if self.trigger.key() else None
        return Filter(self.filter.current(), self.search.text(), int(days) if days else None, trigger)

    @Slot()
    def _show_rows(self) -> None:
        if self._history is None:
            return
        history, syncs, wanted, now = self._history, self._shell.syncs.all(), self._wanted(), utc_now()
        rows = rows_of(history, syncs, wanted, now)
        self.table.set_rows(rows)
        words = {ALL: self.tr("All"), ATTENTION: self.tr("Needs attention"), RUNNING: self.tr("Running")}
        for key, number in counts_of(history, syncs, wanted.days, now).items():
            self.filter.set_words(key, f"{words[key]} {count(number)}")
        self._nothing.setVisible(not rows)
        self._nothing.setText(self._why_nothing(wanted))
        ids = [row.id for row in rows]
        if ids and self.table.chosen_id() not in ids:
            self.table.choose(ids[0])
        self._show_chosen()

    def _why_nothing(self, wanted: Filter) -> str:
        if wanted.needle.strip():
            return self.tr("No sync has “{words}” in its dataset, connector or error.").format(
                words=wanted.needle.strip()
            )
        if wanted.kind == ATTENTION:
            return self.tr("Nothing needs you: the newest sync of every dataset went well.")
        if wanted.kind == RUNNING:
            return self.tr("Nothing is being synced now.")
        return self.tr("There was no sync in this time.")

    @Slot()
    def export(self) -> None:
        """Asks for a file and writes the runs shown to it."""
        if self._history is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = str(Path(folder) / f"kbconnect-runs-{utc_now():%Y-%m-%d}.csv")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export runs"), usual, self.tr("Tables (*.csv)"))
        if chosen:
            runs = runs_of(self._history, self._wanted(), utc_now())
            self._export_job.start(self._work.export(runs, self._history, Path(chosen)))

    @Slot(object)
    def _exported(self, written: int) -> None:
        runs = counted(written, self.tr("run was written"), self.tr("runs were written"))
        toast(self, runs, "check-circle", "success")

    # -------------------------------------------------------------------------------------------- the chosen run

    @Slot()
    def _show_chosen(self) -> None:
        chosen, history = self.table.chosen_id(), self._history
        if history is None or not chosen:
            self.detail.invite()
            return
        if chosen.startswith(QUEUED_PREFIX):
            sync = self._shell.syncs.get(self._dataset_id())
            origin = history.origins.get(self._dataset_id())
            if sync is not None:
                self.detail.show_queued(sync, origin.connector if origin is not None else "")
            return
        run = history.find(chosen)
        if run is None:
            self.detail.invite()
            return
        if self._whole is not None and self._whole.id == run.id and self._whole.status is run.status:
            run = self._whole
        elif run.counts.rejected:
            self._run_job.start(self._work.run(run.id))
        self.detail.show_run(run, history, self._sync_of(run), utc_now())

    def _sync_of(self, run: SyncRun) -> RunningSync | None:
        """The live state of a run that is going on in this window."""
        newest = self._history is not None and next(
            (other for other in self._history.runs if other.dataset_id == run.dataset_id), None
        )
        sync = self._shell.syncs.get(run.dataset_id)
        live = sync is not None and not sync.queued and run.finished_at is None and newest and newest.id == run.id
        return sync if live else None

    @Slot(object)
    def _run_loaded(self, run: SyncRun) -> None:
        self._whole = run
        if self.table.chosen_id() == str(run.id):
            self._show_chosen()

    @Slot(object)
    def _run_failed(self, error: BaseException) -> None:
        show_error(self, error)

    def _dataset_id(self) -> str:
        chosen = self.table.chosen_id()
        if chosen.startswith(QUEUED_PREFIX):
            return chosen.removeprefix(QUEUED_PREFIX)
        run = self._history.find(chosen) if self._history is not None else None
        return run.dataset_id if run is not None else ""

    @Slot()
    def retry(self) -> None:
        """Syncs the dataset of the chosen run now."""
        origin = self._history.origins.get(self._dataset_id()) if self._history is not None else None
        if origin is not None:
            self._shell.syncs.start(origin.dataset, source=origin.place)

    @Slot()
    def _stop(self) -> None:
        self._shell.syncs.stop(self._dataset_id())

    @Slot()
    def _enter_password(self) -> None:
        origin = self._history.origins.get(self._dataset_id()) if self._history is not None else None
        if origin is not None:
            self._routes.edit_connector(origin.connector_id, focus_secret=True)

    @Slot()
    def _open_dataset(self) -> None:
        origin = self._history.origins.get(self._dataset_id()) if self._history is not None else None
        if origin is not None:
            self._routes.open_sync(origin.dataset.id, origin.dataset.name)

    # -------------------------------------------------------------------------------------------- syncs

    @Slot(str)
    def _syncs_changed(self, dataset_id: str) -> None:
        """Progress goes into the rows; a sync that starts or ends changes the history."""
        if not self.isVisible():
            return
        known = frozenset((sync.dataset.id, sync.queued) for sync in self._shell.syncs.all())
        if known != self._known:
            self._known = known
            self._pause.start()
        if self._history is None:
            return
        self.table.set_rows(rows_of(self._history, self._shell.syncs.all(), self._wanted(), utc_now()))
        sync = self._shell.syncs.get(dataset_id)
        if sync is not None and dataset_id == self._dataset_id():
            self.detail.show_sync(sync)

    @Slot(str, object)
    def _sync_failed(self, dataset_id: str, error: BaseException) -> None:
        if self.isVisible():
            show_error(self, error)

    @Slot()
    def _go_to_sources(self) -> None:
        self._shell.navigator.go("sources")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(NARROW)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            pane = self._panes.sizes()[1]
            wanted = min(pane, theme().px(NARROW_PANE)) if narrow else max(pane, theme().px(PANE))
            self._panes.setSizes([max(1, self.width() - wanted), wanted])

    @Slot()
    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
