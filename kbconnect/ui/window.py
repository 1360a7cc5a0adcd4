"""The main window: side bar, pages, keys that work everywhere, and what must happen before it closes. Knows no page.

It is given its sections; a page is built when it is first shown. Size and place are remembered on this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.side_bar import SideBar
from kbconnect.ui.style import RAIL_BELOW, theme
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.layout import across, frame
from kbconnect.ui.widgets.overlays import FocusRing
from kbconnect.ui.widgets.panes import Panes
from kbconnect.ui.widgets.side_notes import SideNote
from kbconnect.ui.widgets.tab_order import laid_out, order_tabs
from kbconnect.ui.window_state import WindowState
from kbconnect.ui.words import counted

DESIGN_SIZE, SMALLEST = (1280, 800), (1024, 640)


class MainWindow(QMainWindow):
    """The window. sync_asked: the running sync of this dataset id is wanted. closing: the person wants it to close, and
    its syncs are about to be stopped. closed: the window is gone for good. went_away: it is hidden, and the program
    goes on without it. came_back: it is shown again. note_asked: the key of a note in the side bar."""

    sync_asked = Signal(str)
    closing = Signal()
    closed = Signal()
    went_away = Signal()
    came_back = Signal()
    note_asked = Signal(str)

    def __init__(self, stack: QStackedWidget, shell: Shell, sections: Sequence[Section]) -> None:
        """stack: the one the shell's Navigator shows pages in."""
        super().__init__()
        self._shell = shell
        self._may_close = self._is_leaving = False
        self._stays: Callable[[], bool] = _never
        self._farewell: Callable[[], Asking | None] = _nothing
        self._state = WindowState(shell.memory)
        self.setWindowTitle("kbconnect")
        self.setMinimumSize(*SMALLEST)
        self._side = SideBar(sections, shell.syncs)
        self._stack = stack
        self.setCentralWidget(frame(across(self._side, (stack, 1), gap=0), "surface"))
        self._ring = FocusRing(self)
        self._side.section_asked.connect(shell.navigator.go)
        self._side.sync_asked.connect(self.sync_asked)
        self._side.note_asked.connect(self.note_asked)
        shell.navigator.set_sections(sections)
        shell.navigator.arrived.connect(self._side.show_section)
        shell.navigator.arrived.connect(self._arrived)
        shell.navigator.cleared.connect(self.quit)
        self._bind_keys(sections)
        self.resize(*DESIGN_SIZE)
        self._state.restore(self)

    def navigator(self) -> Navigator:
        return self._shell.navigator

    def stay_if(self, stays: Callable[[], bool]) -> None:
        """stays: whether closing only hides the window; asked each time."""
        self._stays = stays

    def ask_before(self, farewell: Callable[[], Asking | None]) -> None:
        """farewell: what to ask before the program ends, None for nothing; asked each time while no sync runs."""
        self._farewell = farewell

    def show_notes(self, notes: Sequence[SideNote]) -> None:
        """How the program goes on by itself, at the foot of the side bar."""
        self._side.show_notes(notes)

    def hide_away(self) -> None:
        """Hides the window, and the program goes on without it."""
        self._state.keep(self)
        self.hide()
        self.went_away.emit()

    @Slot()
    def leave_next_time(self) -> None:
        """The system asks the program to end: the close that follows is meant for good."""
        self._is_leaving = True

    @Slot()
    def end_session(self) -> None:
        """The person signs out: nothing is asked, and what runs is taken up at the next start."""
        self._may_close = True
        self._state.keep(self)
        self.closing.emit()
        self._shell.syncs.stop_all()

    @Slot()
    def quit(self) -> None:
        """Closes for good, whatever closing usually means; asks as it does."""
        self._is_leaving = True
        self.close()

    def _bind_keys(self, sections: Sequence[Section]) -> None:
        keys = [(section.key, keys) for section in sections for keys in (section.shortcut, section.also) if keys]
        for section_key, sequence in keys:
            QShortcut(QKeySequence(sequence), self).activated.connect(partial(self.navigator().go, section_key))
        QShortcut(QKeySequence(Qt.Key.Key_F6), self).activated.connect(self._next_pane)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self).activated.connect(self._back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self).activated.connect(self.quit)

    @Slot()
    def _back(self) -> None:
        self.navigator().pop()

    @Slot()
    def _next_pane(self) -> None:
        """Moves the keyboard to the next pane: side bar, then the panes of the page from left to right."""
        places = self._panes()
        focused: QWidget | None = self.focusWidget()  # None before anything had the keyboard
        now = next((at for at, pane in enumerate(places) if focused is not None and pane.isAncestorOf(focused)), -1)
        for step in range(1, len(places) + 1):
            target = _first_to_focus(places[(now + step) % len(places)])
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _panes(self) -> list[QWidget]:
        page = self.navigator().page()
        if page is None:
            return [self._side]
        splitter = next((found for found in page.findChildren(Panes) if found.isVisible()), None)
        if splitter is None:
            return [self._side, page]
        panes = [splitter.widget(at) for at in range(splitter.count())]
        return [self._side, *(pane for pane in panes if pane is not None)]

    def focusNextPrevChild(self, forward: bool) -> bool:
        order_tabs(self.centralWidget())
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rail = self.width() < theme().px(RAIL_BELOW)
        if rail != self._side.is_rail():
            self._side.set_rail(rail=rail)

    def closeEvent(self, event: QCloseEvent) -> None:
        leaving, self._is_leaving = self._is_leaving or self._may_close, False
        if not leaving and self._stays():
            event.ignore()
            self.hide_away()
            return
        running = len(self._shell.syncs.all())
        if not self._may_close and not self.navigator().may_close():
            event.ignore()
            return
        if not self._may_close and running:
            event.ignore()
            self._ask_to_stop(running)
            return
        if not self._may_close and (asking := self._farewell()) is not None:
            event.ignore()
            self._ask(asking)
            return
        self._state.keep(self)
        super().closeEvent(event)
        self.closed.emit()

    def _ask_to_stop(self, running: int) -> None:
        syncs = counted(running, self.tr("sync"), self.tr("syncs"))
        self._ask(
            Asking(
                title=self.tr("Stop {syncs} and close?").format(syncs=syncs),
                why=self.tr("kbconnect syncs only while it is running."),
                unchanged=self.tr(
                    "What has been written so far stays and can be searched. The next sync continues there."
                ),
                act=self.tr("Stop {syncs} and close").format(syncs=syncs),
                keep=self.tr("Keep it open"),
                glyph="arrows-clockwise",
                act_glyph="stop-circle",
            )
        )

    def _ask(self, asking: Asking) -> None:
        question = Question(self, asking)
        question.answered.connect(self._answered)
        question.open()

    @Slot(bool)
    def _answered(self, stop: bool) -> None:
        if stop:
            self._may_close = True
            self.closing.emit()
            self._shell.syncs.stop_all()
            self.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_back.emit()

    @Slot(str)
    def _arrived(self, section: str) -> None:
        self._state.keep_section(section)


def _never() -> bool:
    return False


def _nothing() -> Asking | None:
    return None


def _first_to_focus(pane: QWidget) -> QWidget | None:
    """The first widget of a pane that takes the keyboard, as it is laid out."""
    return next((each for each in laid_out(pane) if each.isVisible() and each.isEnabled()), None)
