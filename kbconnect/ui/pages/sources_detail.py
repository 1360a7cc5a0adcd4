"""The chosen connector on the page "Sources": head, facts, its test, its datasets and the latest changes.

Shows frozen values and tells what was pressed. Must not ask a use case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from kbconnect.core.access import AccessLevel
from kbconnect.core.connector import Connector, access_of
from kbconnect.ui.icons import icon
from kbconnect.ui.language import told
from kbconnect.ui.models.sources import (
    CHANGE_COLUMNS,
    DATASET_COLUMNS,
    ConnectorOverview,
    SourcesOverview,
    access_words,
    change_rows,
    connector_status,
    dataset_rows,
    place_of,
    power_lines,
    refused_run,
    secret_place_words,
)
from kbconnect.ui.pages.connector_form_test import ConnectionTest
from kbconnect.ui.pages.connector_form_words import Way
from kbconnect.ui.pages.sources_exposed import ExposedColumns
from kbconnect.ui.status import State, Status
from kbconnect.ui.style import GAP, PAGE_MARGIN, theme
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.buttons import Button, Kind, button, icon_button
from kbconnect.ui.widgets.cards import Card, Notice
from kbconnect.ui.widgets.labels import Glyph, Pill, Text, Tile, text
from kbconnect.ui.widgets.layout import across, down, frame
from kbconnect.ui.widgets.tables import Table
from kbconnect.ui.words import exact_moment, moment, plain_tip

_NAME_WIDTH, _STATUS_WIDTH = 290, 170
"""What a name and its status need beside the buttons, and of that a status at most."""


class Fact(QWidget):
    """A caption with a value and its icon below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._glyph = Glyph("minus", "text2", 15)
        self._value = text("", "label", elide=True)
        self._value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        value = across(self._glyph, (self._value, 1), gap=5)
        self.setLayout(down(text(name, "caption"), value, gap=3, margins=(12, 0, 8, 0)))

    def say(self, value: str, glyph: str, token: str = "text2", tip: str = "") -> None:
        self._value.setText(value)
        self._glyph.show_glyph(glyph, token)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(f"{self._name}: {value}")


class ConnectorDetail(QWidget):
    """One connector. Signals carry nothing or the id of a dataset; the page knows which connector is shown.

    password_asked: the id of the connector whose password is to be entered.
    """

    sync_asked = Signal()
    stop_asked = Signal()
    test_asked = Signal()
    edit_asked = Signal()
    password_asked = Signal(str)
    duplicate_asked = Signal()
    access_asked = Signal()
    delete_asked = Signal()
    add_asked = Signal()
    dataset_opened = Signal(str)
    dataset_sync_asked = Signal(str)
    dataset_edit_asked = Signal(str)
    dataset_limits_asked = Signal(str)
    dataset_delete_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: ConnectorOverview | None = None
        self._running: frozenset[str] = frozenset()
        self._make_head()
        self._account = Fact(self.tr("Account"))
        self._secret = Fact(self.tr("Password"))
        self._encryption = Fact(self.tr("Encryption"))
        self._checked = Fact(self.tr("Last checked"))
        self.test = ConnectionTest(self._hide_test_button())
        self.test_part = frame(down(self.test, gap=0, margins=(0, 20, 0, 0)))
        self.test_part.hide()
        self._enter = button(self.tr("Enter new password"), glyph="key")
        self._enter.clicked.connect(self._ask_password)
        self._repair = button(self.tr("Edit connector"), glyph="pencil-simple")
        self._repair.clicked.connect(self.edit_asked)
        self._trouble = Notice("danger", "x-circle", "", "", self._enter, self._repair)
        self._trouble_part = frame(down(self._trouble, margins=(0, 16, 0, 0)))
        self.access_button = button(self.tr("Read-only account…"), Kind.LINK, "shield-check")
        self.access_button.clicked.connect(self.access_asked)
        more = text(self.tr("This account can do more than read."), "muted", elide=True)
        line = across(Glyph("shield-warning", "warning", 16), (more, 1), self.access_button, gap=8)
        self._access_part = frame(down(line, margins=(16, 10, 8, 0)))
        self._access_part.hide()
        self._make_tables()
        self._arrange()

    # -------------------------------------------------------------------------------------------- building

    def _make_head(self) -> None:
        self._tile = Tile("", 44)
        self._name = text("", "title", elide=True)
        self._pill = Pill(Status(State.UNTESTED))
        self._place = text("", "muted", elide=True)
        self.sync_button = button(self.tr("Sync now"), glyph="arrows-clockwise", shortcut="Ctrl+Shift+S")
        self.stop_button = button(self.tr("Stop sync"), glyph="stop-circle")
        self.test_button = button(self.tr("Test connection"), shortcut="F5")
        self._more = icon_button("dots-three-bold", self.tr("More actions"))
        self._menu = QMenu(self)
        for words, glyph, signal in (
            (self.tr("Edit…"), "pencil-simple", self.edit_asked),
            (self.tr("Duplicate"), "copy", self.duplicate_asked),
            (self.tr("Read-only account…"), "shield-check", self.access_asked),
            (self.tr("Delete…"), "trash", self.delete_asked),
        ):
            self._menu.addAction(icon(glyph, "text2"), words).triggered.connect(signal)
        self._more.clicked.connect(self._open_menu)
        self.sync_button.clicked.connect(self.sync_asked)
        self.stop_button.clicked.connect(self.stop_asked)
        self.test_button.clicked.connect(self.test_asked)

    def _hide_test_button(self) -> Button:
        hide = icon_button("x", self.tr("Hide the test"))
        hide.clicked.connect(self._hide_test)
        return hide

    def _make_tables(self) -> None:
        self.datasets = Table(DATASET_COLUMNS, row_height=52, fit=True, name=self.tr("Datasets"))
        self.datasets.opened.connect(self.dataset_opened)
        self.datasets.delete_asked.connect(self.dataset_delete_asked)
        self.datasets.menu_asked.connect(self._open_dataset_menu)
        self._add = button(self.tr("Add dataset"), Kind.LINK, "plus")
        self._add.clicked.connect(self.add_asked)
        self.first = button(self.tr("Choose data"), Kind.PRIMARY, "table")
        self.first.clicked.connect(self.add_asked)
        self.exposed = ExposedColumns()
        self.exposed.edit_asked.connect(self.dataset_edit_asked)
        self._no_datasets = Card(
            down(
                text(self.tr("Nothing is taken from here yet"), "strong"),
                text(
                    self.tr("Choose a table or write a SELECT. You see the documents before anything is synced."),
                    "muted",
                    wrap=True,
                ),
                10,
                across(self.first, None),
                gap=2,
            ),
            margins=(16, 14, 16, 16),
        )
        self.changes = Table(CHANGE_COLUMNS, row_height=38, fit=True, name=self.tr("Latest changes"))
        self.changes.opened.connect(self._open_change)
        self._no_changes: Text = text(self.tr("No sync has brought anything yet."), "muted")

    def _arrange(self) -> None:
        names = down(across((self._name, 0), self._pill, None, gap=10), across((self._place, 0), None, gap=0), gap=1)
        self._beside = across()
        self._below = across(margins=(0, 12, 0, 0))
        self._below_part = QWidget()
        self._below_part.setLayout(self._below)
        head = across(self._tile, 4, (names, 1), self._beside, self._more)
        self._place_actions(below=False)
        facts = across(
            *((fact, 1) for fact in (self._account, self._secret, self._encryption, self._checked)),
            gap=0,
            margins=(4, 12, 4, 12),
        )
        self._changes_part = frame(
            down(24, text(self.tr("Latest changes"), "section"), 4, self.changes, self._no_changes, gap=0)
        )
        self.setLayout(
            down(
                head,
                self._below_part,
                16,
                frame(facts, "card"),
                self._access_part,
                self._trouble_part,
                self.test_part,
                20,
                across(text(self.tr("Datasets"), "section"), None, self._add),
                self.datasets,
                self.exposed,
                6,
                self._no_datasets,
                self._changes_part,
                None,
                gap=0,
                margins=(PAGE_MARGIN, 20, PAGE_MARGIN, 16),
            )
        )

    def _place_actions(self, *, below: bool) -> None:
        """Beside the name, or below it where they would leave it no room."""
        self._is_below = below
        place = self._below if below else self._beside
        for each in (self.sync_button, self.stop_button, self.test_button):
            place.addWidget(each)
        if below:
            self._below.addStretch(1)
        elif self._below.count():
            self._below.takeAt(self._below.count() - 1)
        self._below_part.setVisible(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)  # the width alone decides: buttons stay where they are from connector to connector
        sync = max(self.sync_button.sizeHint().width(), self.stop_button.sizeHint().width())
        actions = sync + self.test_button.sizeHint().width() + self._more.width()
        room = self.width() - 2 * PAGE_MARGIN - self._tile.width() - actions - 4 * GAP
        below = room < theme().px(_NAME_WIDTH)
        if below is not self._is_below:
            self._place_actions(below=below)

    # -------------------------------------------------------------------------------------------- showing

    def show_connector(
        self, overview: SourcesOverview, shown: ConnectorOverview, syncs: Sequence[RunningSync], now: datetime
    ) -> None:
        """Shows a connector as it is now; another one than before hides the test of that."""
        if self._shown is None or self._shown.connector.id != shown.connector.id:
            self.test_part.hide()
        self._shown = shown
        connector = shown.connector
        label = overview.label(connector)
        self._tile.show_provider(connector.provider, label)
        self._name.setText(connector.name)
        self._place.setText(f"{label}  ·  {place_of(connector)}")
        self._place.setToolTip(plain_tip(connector.database) if not connector.host else "")
        self._show_facts(overview, connector, now)
        self._show_trouble(shown)
        self.show_syncs(syncs, now)
        self.changes.set_rows(change_rows(shown, now))

    def show_syncs(self, syncs: Sequence[RunningSync], now: datetime) -> None:
        """What changes while something is synced: status, buttons, the rows of datasets."""
        shown = self._shown
        if shown is None:
            return
        ours = [sync for sync in syncs if sync.dataset.connector_id == shown.connector.id]
        self._running = frozenset(sync.dataset.id for sync in ours)
        self._pill.set_status(connector_status(shown, syncs))
        self._pill.setMinimumWidth(min(self._pill.sizeHint().width(), theme().px(_STATUS_WIDTH)))
        self.datasets.set_rows(dataset_rows(shown, syncs, now))
        self.exposed.show_datasets(shown.datasets)
        has_datasets, has_changes = bool(shown.datasets), bool(self.changes.rows() or shown.runs)
        self.sync_button.setVisible(has_datasets and not ours)
        self.stop_button.setVisible(bool(ours))
        self.stop_button.setEnabled(any(not sync.stopping for sync in ours))
        self.stop_button.setText(self.tr("Stop sync") if len(ours) <= 1 else self.tr("Stop %d syncs") % len(ours))
        self._add.setVisible(has_datasets)
        self.datasets.setVisible(has_datasets)
        self._no_datasets.setVisible(not has_datasets)
        self._changes_part.setVisible(has_datasets)
        self.changes.setVisible(has_changes)
        self._no_changes.setVisible(not has_changes)

    def _show_facts(self, overview: SourcesOverview, connector: Connector, now: datetime) -> None:
        check = connector.last_check
        provider = overview.providers.get(connector.provider)
        is_file = provider is not None and provider.is_file
        if check is None or not check.ok:
            self._account.say(
                connector.username or self.tr("Not tested yet"), "user" if connector.username else "circle-dashed"
            )
        else:
            lines = power_lines(check) or ((self._safer(),) if check.can_write else (connector.username,))
            self._account.say(*access_words(check), "\n".join(lines))
        does_more = check is not None and check.ok and access_of(check) is not AccessLevel.READ_ONLY
        self._access_part.setVisible(does_more)
        if is_file:
            self._secret.say(self.tr("None needed"), "minus-circle")
            self._encryption.say(self.tr("A local file"), "file")
        else:
            self._secret.say(*secret_place_words(connector.secret_reference))
            encryption = check.encryption if check is not None else ""
            if check is None or not check.ok:
                unknown = self.tr("Not tested yet") if check is None else self.tr("Unknown")
                self._encryption.say(unknown, "circle-dashed")
            else:
                self._encryption.say(encryption or self.tr("None"), "lock-simple" if encryption else "lock-simple-open")
        if check is None:
            self._checked.say(self.tr("Never"), "circle-dashed")
        else:
            glyph, token = ("check-circle", "success") if check.ok else ("x-circle", "danger")
            self._checked.say(moment(check.at, now), glyph, token, exact_moment(check.at))

    def _safer(self) -> str:
        return self.tr("kbconnect never writes; a read-only account is safer.")

    def _show_trouble(self, shown: ConnectorOverview) -> None:
        check, refused = shown.connector.last_check, refused_run(shown)
        what = why = ""
        if check is not None and not check.ok:
            what, why = self.tr("The last test failed"), check.summary
        elif refused is not None and refused.error is not None:
            what, why = self.tr("The last sync failed"), refused.error.message
        meaning = f"{told(why)} {self.tr('Documents already there can still be searched.')}".strip()
        self._trouble.say("danger", "x-circle", what, meaning)
        self._trouble_part.setVisible(bool(what))
        self._enter.setVisible(refused is not None)
        self._repair.setVisible(refused is None)

    def begin_test(self, way: Way) -> None:
        """Opens the place of the test."""
        self.test.begin(way, self._name.words())
        self.test_part.show()
        self.test_button.setEnabled(False)

    def end_test(self) -> None:
        self.test_button.setEnabled(True)

    # -------------------------------------------------------------------------------------------- menus

    @Slot()
    def _hide_test(self) -> None:
        self.test_part.hide()

    @Slot()
    def _ask_password(self) -> None:
        if self._shown is not None:
            self.password_asked.emit(self._shown.connector.id)

    @Slot(str)
    def _open_change(self, run_id: str) -> None:
        runs = self._shown.runs if self._shown is not None else ()
        for run in runs:
            if str(run.id) == run_id:
                self.dataset_opened.emit(run.dataset_id)

    @Slot()
    def _open_menu(self) -> None:
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + 4))
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    def menu(self) -> QMenu:
        """Edit, Duplicate, Read-only account, Delete."""
        return self._menu

    @Slot(str, QPoint)
    def _open_dataset_menu(self, dataset_id: str, place: QPoint) -> None:
        menu = self.dataset_menu(dataset_id)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def dataset_menu(self, dataset_id: str) -> QMenu:
        """What can be done with one dataset."""
        menu = QMenu(self)
        running = dataset_id in self._running
        entries = (
            (self.tr("Open"), "arrow-square-out", self._open_chosen, True),
            (self.tr("Sync now"), "arrows-clockwise", self._sync_chosen, not running),
            (self.tr("Edit…"), "pencil-simple", self._edit_chosen, not running),
            (self.tr("Limits…"), "gauge", self._limit_chosen, not running),
            (self.tr("Remove…"), "trash", self._delete_chosen, not running),
        )
        for words, glyph, slot, enabled in entries:
            action = menu.addAction(icon(glyph, "text2"), words)
            action.setEnabled(enabled)
            action.setProperty("dataset", dataset_id)
            action.triggered.connect(slot)
        return menu

    def _sender_dataset(self) -> str:
        sender = self.sender()
        return str(sender.property("dataset"))

    @Slot()
    def _open_chosen(self) -> None:
        self.dataset_opened.emit(self._sender_dataset())

    @Slot()
    def _sync_chosen(self) -> None:
        self.dataset_sync_asked.emit(self._sender_dataset())

    @Slot()
    def _edit_chosen(self) -> None:
        self.dataset_edit_asked.emit(self._sender_dataset())

    @Slot()
    def _limit_chosen(self) -> None:
        self.dataset_limits_asked.emit(self._sender_dataset())

    @Slot()
    def _delete_chosen(self) -> None:
        self.dataset_delete_asked.emit(self._sender_dataset())
