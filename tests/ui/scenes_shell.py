"""Scenes of the window around the pages: side bar, rail, empty state, a question, an error, the pass phrase."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from kbconnect.app.application import build_application
from kbconnect.core.connector import PassPhrasePurpose
from kbconnect.core.errors import LoginRefusedError
from kbconnect.core.job import Stage
from kbconnect.core.model import (
    ChangeMode,
    ChunkPolicy,
    Dataset,
    Mapping,
    SyncOptions,
    SyncPolicy,
    SyncRun,
    TableRef,
    TableSelection,
)
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.language import say
from kbconnect.ui.navigation import Navigator, Section, Shell
from kbconnect.ui.pace import Pace
from kbconnect.ui.pass_phrase import PassPhraseDialog
from kbconnect.ui.running import RunningSyncs
from kbconnect.ui.status import State, Status, rejected
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.widgets.buttons import Kind, button
from kbconnect.ui.widgets.dialogs import Asking, Question
from kbconnect.ui.widgets.empty import EmptyState, Picture
from kbconnect.ui.widgets.labels import hint, text
from kbconnect.ui.widgets.layout import across, down
from kbconnect.ui.widgets.page import Page
from kbconnect.ui.window import MainWindow
from tests.ui.scene import LIGHT_ONLY, Scene
from tests.ui.scenes_parts import counts

NOW = datetime(2025, 11, 18, 13, 41, tzinfo=UTC)


def dataset(name: str) -> Dataset:
    """A dataset on the table `public.tickets`."""
    return Dataset(
        id=name,
        name=name,
        connector_id="c",
        knowledge_base_id="k",
        selection=TableSelection(TableRef("public", "tickets")),
        mapping=Mapping(("id",)),
        mode=ChangeMode.COMPARE,
        cursor_column="",
        chunks=ChunkPolicy(),
        policy=SyncPolicy(),
        created_at=NOW,
        updated_at=NOW,
    )


class ShownSyncs(RunningSyncs):
    """Syncs that stand still, for a picture."""

    def __init__(self, jobs: Jobs, *shown: RunningSync) -> None:
        super().__init__(_never, jobs)
        self._shown = shown

    def all(self) -> tuple[RunningSync, ...]:
        return self._shown

    def get(self, dataset_id: str) -> RunningSync | None:
        return next((one for one in self._shown if one.dataset.id == dataset_id), None)


def _never(*_: object) -> SyncRun:
    raise AssertionError("a picture syncs nothing")


def support_tickets() -> RunningSync:
    """62 % of the meaning added, 19 minutes left."""
    return RunningSync(
        dataset("Support tickets"),
        "db.support.acme.example",
        SyncOptions(),
        NOW,
        started_at=NOW,
        stage=Stage.EMBEDDING,
        done=249_313,
        total=402_118,
        pace=Pace(131.0, 1_110.0),
    )


_OPEN: set[ExitStack] = set()
"""What windows of scenes have open until they end."""


def _close(cleaning: ExitStack) -> None:
    _OPEN.discard(cleaning)
    cleaning.close()


def window(first: Callable[[Shell], Page], *shown: RunningSync, section: str = "sources") -> MainWindow:
    """A main window on an empty data folder; every section has the same first page. section: the one in front."""
    cleaning = ExitStack()
    home = Path(cleaning.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    application = cleaning.enter_context(build_application(home, {}, lambda _: None))
    jobs, stack = Jobs(), QStackedWidget()
    cleaning.callback(jobs.shutdown, 5)
    syncs = ShownSyncs(jobs, *shown)
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    shell = Shell(application, jobs, syncs, Navigator(stack, syncs), memory)
    names = (
        ("sources", say("Sources"), "database"),
        ("knowledge", say("Knowledge"), "books"),
        ("activity", say("Activity"), "clock-counter-clockwise"),
        ("settings", say("Settings"), "gear-six"),
    )
    sections = [Section(*one, f"Ctrl+{at}", lambda: first(shell)) for at, one in enumerate(names, 1)]
    made = MainWindow(stack, shell, sections)
    # Held from outside: what is collected together with the window is gone before the window says so.
    _OPEN.add(cleaning)
    made.destroyed.connect(partial(_close, cleaning))
    shell.navigator.go(section)
    return made


class EmptyPage(Page):
    def __init__(self) -> None:
        super().__init__("Sources")
        self.set_body(
            EmptyState(
                Picture.ROWS_TO_ANSWERS,
                "Connect your first database",
                "kbconnect turns rows into a knowledge base you can ask, and keeps it in step with your database.",
                button("New connector", Kind.PRIMARY, "plus"),
                button("Try the sample source", Kind.SECONDARY, "flask"),
                safe="kbconnect only reads. Your database is never changed.",
                cards=(
                    ("Connect", "Paste a URL or fill in the form. A test shows each step."),
                    ("Choose", "Pick tables and columns. See the documents first."),
                    ("Ask", "Search by words at once, by meaning soon after."),
                ),
            )
        )


class FinishedPage(Page):
    def __init__(self) -> None:
        super().__init__("Help articles")
        self.set_status(rejected(7))
        self.set_actions(
            button("Ask a question", Kind.SECONDARY, "magnifying-glass"),
            button("Sync now", Kind.PRIMARY, "arrows-clockwise"),
        )
        said = text("The knowledge base now matches public.help_articles, apart from 7 rejected rows.")
        self.set_body(
            down(
                across(said, None, text("Today 09:31, took 4 s", "caption")),
                16,
                counts(),
                20,
                hint("Rejected rows are tried again when they change. The other 9,045 documents are not affected."),
                None,
                gap=0,
                margins=(24, 20, 24, 16),
            )
        )
        self.set_foot(
            button("Cancel", Kind.LINK),
            None,
            text("Nothing is saved until you say so.", "caption"),
            button("Test again", Kind.SECONDARY, "arrow-clockwise"),
            button("Save connector", Kind.PRIMARY),
        )


def finished(*shown: RunningSync) -> MainWindow:
    made = window(lambda _: EmptyPage(), *shown)
    middle = made.navigator().push(EmptyPage)
    middle.set_title("Support desk")
    made.navigator().push(FinishedPage)
    return made


def brake() -> QWidget:
    made = finished()
    page = made.navigator().page()
    if page is not None:
        page.set_status(Status(State.WAITING_ANSWER))
    asking = Asking(
        title="Remove 4,113 documents?",
        why="The source returned 4,932 rows; at 09:31 it had 9,052. Removing the difference takes away 45 % of “Help "
        "articles”. Your limit is 20 %.",
        unchanged="Nothing has been removed. All 9,045 documents can still be searched.",
        act="Remove 4,113 documents",
        keep="Keep everything",
        examples=(
            ("How to read an invoice", "id 12077", "last seen today 09:31"),
            ("Change the billing address", "id 12078", "last seen today 09:31"),
        ),
        more="Show all 4,113",
        cause="Often the cause is a failed import or a new filter at the source. If you are not sure, keep them and "
        "ask whoever looks after the database.",
    )
    _open_when_shown(made, lambda: Question(made, asking).open())
    return made


def refused() -> QWidget:
    made = finished()
    error = LoginRefusedError(
        "The server refused the login.",
        meaning="Your 812 documents are unchanged and can be searched; they may be out of date since 15 Nov.",
        hint="Ask who looks after the database for the new password of hr_reader, then enter it.",
        detail='FATAL: password authentication failed for user "hr_reader"\nSQLSTATE 28P01',
    )
    _open_when_shown(made, lambda: ErrorDialog(made, error).open())
    return made


def unlock() -> QWidget:
    made = finished()
    _open_when_shown(made, lambda: PassPhraseDialog(made, PassPhrasePurpose.CREATE).open())
    return made


def _open_when_shown(made: MainWindow, open_it: Callable[[], None]) -> None:
    QTimer.singleShot(0, made, open_it)


SHELL = (
    Scene("shell", lambda: window(lambda _: EmptyPage())),
    Scene("shell-syncing", lambda: finished(support_tickets())),
    Scene("shell-rail", lambda: finished(support_tickets()), LIGHT_ONLY, (1024, 700)),
    Scene("question", brake),
    Scene("error", refused, LIGHT_ONLY),
    Scene("pass-phrase", unlock, LIGHT_ONLY),
)
