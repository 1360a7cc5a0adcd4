"""Where one is in the window: the four sections, a stack of pages in each, and the way between them. Draws nothing.

    self._shell.navigator.push(lambda: ConnectorPage(self._shell, connector_id))   # a page below this one
    self._shell.navigator.pop()                                                    # back, from the page itself
    self._shell.navigator.go("knowledge")                                          # another section

A page is built when it is first shown. A section keeps its pages while another one is in front.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from kbconnect.ui.jobs import Jobs
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.widgets.page import Page

if TYPE_CHECKING:  # half of what takes time at the start
    from kbconnect.app.application import Application

PageFactory = Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the side bar. shortcut and also: "Ctrl+1", keys that lead here. make: builds its first page."""

    key: str
    name: str
    glyph: str
    shortcut: str
    make: PageFactory
    also: str = ""


class Navigator(QObject):
    """The pages of the window in a QStackedWidget. arrived: the key of the section that is now in front. cleared: what
    spoke against closing was discarded; `may_close` is to be asked again."""

    arrived = Signal(str)
    cleared = Signal()

    def __init__(self, stack: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._sections: dict[str, Section] = {}
        self._pages: dict[str, list[Page]] = {}
        self._current = ""
        self._held: list[str] | None = None
        self._wish: Callable[[], None] | None = None

    def hold(self) -> None:
        """From now on `go` only notes where to; until `release`."""
        self._held = []

    def release(self, key: str) -> None:
        """Goes where somebody wanted to go meanwhile, else to this section."""
        held, self._held = self._held, None
        self.go(held[-1] if held else key)

    def set_sections(self, sections: Sequence[Section]) -> None:
        """The sections there are. Called once; builds no page."""
        self._sections = {section.key: section for section in sections}
        self._pages = {section.key: [] for section in sections}

    def stack(self) -> QStackedWidget:
        """Where the pages are shown."""
        return self._stack

    def section(self) -> str:
        """The key of the section in front, "" before the first."""
        return self._current

    def page(self) -> Page | None:
        """The page in front."""
        pages = self._pages.get(self._current)
        return pages[-1] if pages else None

    def go(self, key: str) -> None:
        """Brings a section to the front as it was left; once more, and it goes back to its first page.

        Raises KeyError for an unknown section.
        """
        pages = self._pages[key]
        if self._held is not None:
            self._held.append(key)
            return
        if key == self._current and pages:
            self.pop_to(0)
            return
        first = None if pages else self._sections[key].make()  # may fail: then nothing has changed
        self._leave()
        self._current = key
        if first is not None:
            self._add(first)
        else:
            self._show(pages[-1])
        self.arrived.emit(key)

    def push(self, make: PageFactory) -> Page:
        """Puts a page above the one in front, and returns it. Raises RuntimeError before the first `go`."""
        if not self._current:
            raise RuntimeError("there is no section to push a page on")
        page = make()
        self._leave()
        return self._add(page)

    def pop(self) -> bool:
        """Takes the page in front away; False if it is the first of its section or does not want to leave."""
        return self.pop_to(len(self._pages[self._current]) - 2)

    def pop_to(self, index: int) -> bool:
        """Takes pages away until the one with this index is in front. A page that may not leave stays, with a question
        of its own; then the answer is False."""
        pages = self._pages.get(self._current, [])
        if not 0 <= index < len(pages):
            return False
        while len(pages) - 1 > index:
            if not pages[-1].may_leave():
                self._wish = partial(self._pop_in, self._current, index)
                return False
            self._stack.setCurrentWidget(pages[-2])  # before the page goes: the keyboard returns to where it was
            self._remove(pages.pop())
        self._show(pages[-1])
        return True

    def replace(self, make: PageFactory) -> Page:
        """Puts a page in the place of the one in front, without asking it."""
        page, pages = make(), self._pages[self._current]
        if pages:
            self._remove(pages.pop())
        return self._add(page)

    def may_close(self) -> bool:
        """Whether every page may leave; the first that may not is brought to the front."""
        for key, pages in self._pages.items():
            for at, page in enumerate(pages):
                if not page.may_leave():
                    self._wish = partial(self._clear, key, at)
                    if key != self._current:
                        self.go(key)
                    return False
        return True

    def has_unsaved(self) -> bool:
        """Whether a page holds what would be lost; asks nobody."""
        return any(page.is_changed() for pages in self._pages.values() for page in pages)

    @Slot()
    def _go_on(self) -> None:
        """Does what the page that asked was in the way of."""
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()

    def _pop_in(self, key: str, index: int) -> None:
        """As pop_to, in the section it was asked for: another may have come to the front during the question."""
        if key != self._current:
            self.go(key)
        self.pop_to(index)

    def _clear(self, key: str, at: int) -> None:
        """Takes a page away that was discarded for closing: it does not come back if somebody keeps the window open."""
        if at:
            self._pop_in(key, at - 1)
        self.cleared.emit()

    def _add(self, page: Page) -> Page:
        pages = self._pages[self._current]
        pages.append(page)
        self._stack.addWidget(page)
        page.trail_pressed.connect(self._trail_pressed)
        page.title_changed.connect(self._refresh_trails)
        page.discarded.connect(self._go_on)
        self._refresh_trails()
        self._show(page)
        return page

    def _remove(self, page: Page) -> None:
        page.left()
        self._stack.removeWidget(page)
        page.deleteLater()

    def _leave(self) -> None:
        page = self.page()
        if page is not None:
            page.left()

    def _show(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        page.entered()

    @Slot(int)
    def _trail_pressed(self, index: int) -> None:
        self.pop_to(index)

    @Slot()
    def _refresh_trails(self) -> None:
        for pages in self._pages.values():
            titles = [page.title() for page in pages]
            for number, page in enumerate(pages):
                page.set_trail(titles[:number])


class Shell:
    """What a page is given: the use cases, the bridge to threads, the syncs under way, and the way to other pages.

    memory: what the window remembers on this machine (widths, last choices); never secrets, nothing the command line
    needs. The application may come later than the window: it is loaded while the window is already to be seen. No page
    is made before.
    """

    def __init__(
        self,
        application: Application | None,
        jobs: Jobs,
        syncs: RunningSyncs,
        navigator: Navigator,
        memory: QSettings,
    ) -> None:
        self._application = application
        self.jobs = jobs
        self.syncs = syncs
        self.navigator = navigator
        self.memory = memory

    @property
    def application(self) -> Application:
        """Every use case. Raises RuntimeError while it is being loaded."""
        if self._application is None:
            raise RuntimeError("the application is still being loaded")
        return self._application

    def take_application(self, application: Application) -> None:
        """The application has been loaded."""
        self._application = application
