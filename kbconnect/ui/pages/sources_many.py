"""The right pane of the page "Sources" while many connectors are chosen: their states, and what to do with them all.

Shows frozen values and tells what was pressed. Must not ask a use case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from kbconnect.ui.language import say, told
from kbconnect.ui.models.cells import Cell, Column, Entry, Row
from kbconnect.ui.models.sources import ConnectorOverview, place_of
from kbconnect.ui.pages.sources_chosen_test import ManyTests
from kbconnect.ui.status import Status
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.bars import Bar
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.labels import text
from kbconnect.ui.widgets.layout import across, down, flow, frame
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import DOT, count, counted, exact_moment, moment

COLUMNS = (
    Column("Connector", sortable=True),
    Column("Status", 170, sortable=True),
    Column("Datasets", 104, right=True, sortable=True),
    Column("Last checked", 122, sortable=True),
)


class ManyChosen(QWidget):
    """The pane. Signals carry nothing: the page knows which are chosen."""

    sync_asked = Signal()
    test_asked = Signal()
    stop_tests_asked = Signal()
    export_asked = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, tuple[ConnectorOverview, Entry, int, Row]] = {}
        self._title = text("", "title")
        self._states = text("", "muted", wrap=True)
        self.sync_button = button("", glyph="arrows-clockwise", shortcut="Ctrl+Shift+S")
        self.test_button = button("", shortcut="F5")
        self.export_button = button(self.tr("Export…"), glyph="export")
        self.delete_button = button(self.tr("Delete…"), Kind.DANGER_QUIET, "trash")
        self._stop = button(self.tr("Stop testing"), Kind.LINK)
        self._bar, self._tested = Bar(), text("", "caption")
        self._tests = frame(down(across(self._tested, None, self._stop), self._bar, gap=4, margins=(0, 16, 0, 0)))
        self._tests.hide()
        self.table = Table(COLUMNS, row_height=52, selects=False, fit=True, name=self.tr("Chosen connectors"))
        actions = flow(self.sync_button, self.test_button, self.export_button, self.delete_button, gap=8)
        self.setLayout(
            down(
                self._title,
                2,
                self._states,
                14,
                actions,
                self._tests,
                16,
                self.table,
                None,
                gap=0,
                margins=(24, 20, 24, 16),
            )
        )
        self.sync_button.clicked.connect(self.sync_asked)
        self.test_button.clicked.connect(self.test_asked)
        self.export_button.clicked.connect(self.export_asked)
        self.delete_button.clicked.connect(self.delete_asked)
        self._stop.clicked.connect(self.stop_tests_asked)

    def show_chosen(
        self,
        chosen: Sequence[ConnectorOverview],
        entries: Sequence[Entry],
        syncs: Sequence[RunningSync],
        now: datetime,
    ) -> None:
        """chosen and entries: the same connectors in the same order."""
        connectors = counted(len(chosen), self.tr("connector"), self.tr("connectors"))
        self._title.setText(self.tr("{connectors} chosen").format(connectors=connectors))
        self._states.setText(_states_words(entries))
        running = {sync.dataset.id for sync in syncs}
        idle = sum(one.dataset.id not in running for shown in chosen for one in shown.datasets)
        datasets = counted(idle, self.tr("dataset"), self.tr("datasets"))
        self.sync_button.setText(self.tr("Sync {datasets}").format(datasets=datasets))
        self.sync_button.setEnabled(idle > 0)
        tested = counted(len(chosen), self.tr("connection"), self.tr("connections"))
        self.test_button.setText(self.tr("Test {connections}").format(connections=tested))
        self.table.set_rows([self._row(shown, entry, now) for shown, entry in zip(chosen, entries, strict=True)])

    def _row(self, shown: ConnectorOverview, entry: Entry, now: datetime) -> Row:
        """The row made before, while it would be the same: all 300 may be chosen while something is synced."""
        made = self._rows.get(entry.id)
        minute = int(now.timestamp()) // 60
        if made is None or made[0] is not shown or made[1] is not entry or made[2] != minute:
            made = (shown, entry, minute, _row(shown, entry, now))
            self._rows[entry.id] = made
        return made[3]

    @Slot(object)
    def show_tests(self, tests: ManyTests) -> None:
        """How far tests of many are; they stay to be seen when all are done, until others are chosen."""
        self._tests.setVisible(tests.total > 0)
        self._stop.setVisible(tests.is_running())
        self.test_button.setEnabled(not tests.is_running())
        self._bar.set_share(tests.done / tests.total if tests.total else 0)
        self._bar.setVisible(tests.is_running())
        every = counted(tests.total, self.tr("connection"), self.tr("connections"))
        words = self.tr("{done} of {connections} tested").format(done=count(tests.done), connections=every)
        if tests.failed:
            words = self.tr("{tested}, {failed} failed").format(tested=words, failed=count(tests.failed))
        self._tested.setText(words)


def _states_words(entries: Sequence[Entry]) -> str:
    """How many are in which state, what asks for attention first: "1 × Login refused  ·  3 × Healthy"."""
    numbers = Counter(entry.status.state for entry in entries if entry.status is not None)
    looks = sorted(((Status(state), number) for state, number in numbers.items()), key=lambda each: -each[0].look.rank)
    return DOT.join(f"{count(number)} × {status.word}" for status, number in looks)


def _row(shown: ConnectorOverview, entry: Entry, now: datetime) -> Row:
    connector, check = shown.connector, shown.connector.last_check
    checked = Cell(say("Never"), faint=True, order=0.0)
    if check is not None:
        checked = Cell(moment(check.at, now), tip=exact_moment(check.at), order=check.at.timestamp())
    status = Cell(status=entry.status, tip=told(check.summary) if check is not None else "")
    number = len(shown.datasets)
    return Row(
        connector.id,
        (
            Cell(connector.name, place_of(connector), strong=True, tile=connector.provider),
            status,
            Cell(count(number), right=True, order=number),
            checked,
        ),
    )
