"""Starting and ending: the window opens on a data folder, gives everything back, and says why where it cannot."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kbconnect.app.application import build_application
from kbconnect.app.settings import Appearance
from kbconnect.core.job import InlineContext
from kbconnect.core.model import SyncOptions
from kbconnect.ui.errors import ErrorDialog
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.motion import prefers_reduced_motion
from kbconnect.ui.start import MEMORY_FILE, application_icon, open_window, start_window
from kbconnect.ui.style import Theme
from kbconnect.ui.window import MainWindow


class Visitor:
    """Waits inside the event loop until a window of a kind is there, then does something with it."""

    def __init__(
        self,
        kind: type[QWidget],
        act: Callable[[QWidget], object],
        when: Callable[[QWidget], bool] = QWidget.isVisible,
    ) -> None:
        self.kind, self.act, self.when, self.met = kind, act, when, False
        self.timer = QTimer(QApplication.instance())
        self.timer.timeout.connect(self.look)
        self.timer.start(20)

    def look(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, self.kind) and widget.isVisible() and self.when(widget) and not self.met:
                self.met = True
                self.timer.stop()
                self.act(widget)


def is_loaded(window: QWidget) -> bool:
    return isinstance(window, MainWindow) and window.navigator().page() is not None


@pytest.mark.usefixtures("no_thread_left")
def test_the_window_opens_and_gives_everything_back(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    hook = sys.excepthook
    visitor = Visitor(MainWindow, QWidget.close, is_loaded)
    assert start_window(tmp_path) == 0
    assert visitor.met
    assert sys.excepthook is hook
    assert gc.isenabled()
    assert (tmp_path / MEMORY_FILE).is_file()


@pytest.mark.usefixtures("no_thread_left")
def test_the_window_may_be_closed_while_it_is_still_loading(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    visitor = Visitor(MainWindow, QWidget.close)
    assert start_window(tmp_path) == 0
    assert visitor.met


def test_where_somebody_wants_to_go_while_it_loads_is_where_it_opens(qapp: QApplication, tmp_path: Path) -> None:
    def go(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        window.navigator().go("activity")
        sections.append(window.navigator().section())
        visitors.append(Visitor(MainWindow, leave, is_loaded))

    def leave(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        sections.append(window.navigator().section())
        window.close()

    sections: list[str] = []
    visitors = [Visitor(MainWindow, go)]
    assert start_window(tmp_path) == 0
    assert sections == ["", "activity"]


def test_it_opens_where_it_was_left(qapp: QApplication, tmp_path: Path) -> None:
    def leave_at_activity(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        sections.append(window.navigator().section())
        window.navigator().go("activity")
        window.close()

    sections: list[str] = []
    for _ in range(2):
        visitor = Visitor(MainWindow, leave_at_activity, is_loaded)
        assert start_window(tmp_path) == 0
        assert visitor.met
    assert sections == ["sources", "activity"]


def test_a_job_that_hangs_does_not_keep_the_program(tmp_path: Path) -> None:
    """The program itself, because it ends without coming back: a window closed over a call nobody can break off."""
    program = f"""
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from kbconnect.ui import jobs, start

inside, shutdown, show = threading.Event(), jobs.Jobs.shutdown, start.MainWindow.showEvent
jobs.Jobs.shutdown = lambda self, timeout_s=0.2: shutdown(self, timeout_s)

def shown(window, event):
    show(window, event)
    window._shell.jobs.start(lambda _: (inside.set(), threading.Event().wait(60)))
    QTimer.singleShot(0, lambda: (inside.wait(10), window.close()))

start.MainWindow.showEvent = shown
sys.exit(start.start_window(Path({str(tmp_path)!r})))
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=40)
    assert ended.returncode == 0, ended.stderr


def test_the_appearance_of_last_time_is_there_at_once(look: Theme, tmp_path: Path) -> None:
    with build_application(tmp_path, {}, lambda _: None) as application:
        application.settings.appearance = Appearance.DARK
    at_first: list[bool] = []
    for _ in range(2):
        first = Visitor(MainWindow, lambda _: at_first.append(look.dark))

        def was_seen(window: QWidget, first: Visitor = first) -> bool:
            return first.met and is_loaded(window)

        last = Visitor(MainWindow, QWidget.close, was_seen)
        assert start_window(tmp_path) == 0
        assert last.met
    assert len(at_first) == 2
    assert at_first[1]  # the first time the store may have been asked before anybody looked


def test_nothing_heavy_is_loaded_before_the_window_is_there() -> None:
    heavy = "{'numpy', 'sqlalchemy', 'pyqtgraph', 'qtawesome', 'onnxruntime', 'keyring', 'kbconnect.adapters'}"
    look_up = f"import sys, kbconnect.ui.start; print(sorted({heavy} & sys.modules.keys()))"
    answer = subprocess.run([sys.executable, "-c", look_up], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_window_that_stands_idle_does_without_what_syncs_need(tmp_path: Path) -> None:
    """The program itself, on a folder with documents: it shows how many there are, and nobody has asked for more."""
    with build_application(tmp_path, {}, lambda _: None) as application:
        application.syncing.sync(application.samples.datasets()[0].id, SyncOptions(words_only=True), InlineContext())
    heavy = {"numpy", "sqlglot", "psycopg", "duckdb", "paramiko", "cryptography", "keyring", "alembic", "asyncio"}
    heavy |= {"ssl", "subprocess", "sqlalchemy.orm", "PySide6.QtNetwork", "kbconnect.cli.main", "kbconnect.core.sync"}
    program = f"""
import sys
from kbconnect.ui.pyside_features import read_no_sources
read_no_sources()
from PySide6.QtCore import QTimer
from kbconnect.__main__ import main
from kbconnect.ui import start

def look(window):
    page = window.navigator().page()
    if page is None or "detail" not in vars(page) or window._shell.jobs.running():
        QTimer.singleShot(20, lambda: look(window))
        return
    print(page.states.current(), page.list.entries()[0].name, sorted({heavy!r} & sys.modules.keys()))
    window.close()

show = start.MainWindow.showEvent
def shown(window, event):
    show(window, event)
    QTimer.singleShot(0, lambda: look(window))
start.MainWindow.showEvent = shown
sys.exit(main())
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "KBCONNECT_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment)
    assert ended.stdout.strip() == "full Sample shop []", ended.stderr


def test_a_damaged_store_is_explained_and_the_program_ends(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "kbconnect.db").write_bytes(b"this is no database" * 500)
    told: list[str] = []

    def read(dialog: QWidget) -> None:
        assert isinstance(dialog, ErrorDialog)
        told.append(dialog.explanation.report())
        dialog.accept()

    visitor = Visitor(ErrorDialog, read)
    assert start_window(tmp_path) == 1
    assert visitor.met
    assert "kbconnect.db" in told[0]


@pytest.mark.parametrize("section", ["sources", "knowledge", "activity", "settings"])
def test_every_section_opens_on_an_empty_folder(section: str, tmp_path: Path, jobs: Jobs, qtbot: QtBot) -> None:
    with build_application(tmp_path, {}, lambda _: None) as application, open_window(application, jobs) as window:
        qtbot.addWidget(window)
        window.show()
        window.navigator().go(section)
        qtbot.waitUntil(lambda: jobs.running() == 0)
        page = window.navigator().page()
        assert page is not None
        assert page.title().lower() == section
        assert window.findChildren(ErrorDialog) == []
        jobs.shutdown()


def test_the_mark_is_drawn_in_every_size_a_task_bar_asks_for(qapp: QApplication) -> None:
    sizes = application_icon().availableSizes()
    assert {QSize(16, 16), QSize(48, 48), QSize(256, 256)} <= set(sizes)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="those systems are asked in another way")
@pytest.mark.parametrize(("setting", "reduced"), [("0", True), ("false", True), ("1", False)])
def test_less_motion_is_read_from_the_desktop(
    setting: str, reduced: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert not prefers_reduced_motion()
    kept = tmp_path / ".config/gtk-3.0/settings.ini"
    kept.parent.mkdir(parents=True)
    kept.write_text(f"[Settings]\ngtk-enable-animations={setting}\n", "utf-8")
    assert prefers_reduced_motion() is reduced
