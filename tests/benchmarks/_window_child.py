"""The window in a process of its own, measured from inside: `start`, `sync` or `tables`, and a data folder.

Prints one JSON document. Owns the probe of the window's thread; must not judge what it finds.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from kbconnect.ui.pyside_features import read_no_sources

read_no_sources()  # as kbconnect does, before the window's modules

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

PROBE_EVERY_MS = 2
CLOSED_AFTER_MS = 3_000
SCHEMAS = 500
TYPED = ("orders_4", "archive_in", "s_12 prices", "x")


class Probe(QObject):
    """Gaps between the turns of a timer that wants every 2 ms, in ms: what a person feels as a stall."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(PROBE_EVERY_MS)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def _turn(self) -> None:
        self.gaps_ms.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()

    def told(self) -> dict[str, float]:
        """The longest gap and the 99th percentile of all."""
        import statistics

        self._timer.stop()
        return {
            "longest_ms": max(self.gaps_ms),
            "p99_ms": statistics.quantiles(self.gaps_ms, n=100, method="inclusive")[98],
            "turns": len(self.gaps_ms),
        }


class FirstPaint(QObject):
    """The moment when the main window was first painted, by the system's monotonic clock."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.at = 0.0
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        from kbconnect.ui.window import MainWindow

        if event.type() is QEvent.Type.Paint and isinstance(watched, MainWindow):
            self.at = time.monotonic()
            self._application.removeEventFilter(self)
        return False


def memory_mb() -> float:
    """Resident now; 0 where the system doesn't say."""
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6


def pause(milliseconds: int) -> None:
    """In a loop of Qt's own. QTest.qWait sleeps ten milliseconds after each look for events, which is a stall."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def start(home: Path) -> dict[str, object]:
    """As people start it, until its window has come up; then it is closed."""
    application = QApplication(sys.argv[:1])
    from kbconnect.ui.start import start_window
    from kbconnect.ui.window import MainWindow

    painted = FirstPaint(application)

    def leave() -> None:
        next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)).close()

    QTimer.singleShot(CLOSED_AFTER_MS, leave)
    code = start_window(home)
    return {"code": code, "painted_at": painted.at, "platform": application.platformName()}


def sync(home: Path) -> dict[str, object]:
    """A first sync of the folder's dataset, its page in front; words only, as the other benchmarks of reading."""
    from PySide6.QtTest import QTest  # not for `start`, whose memory is measured

    application = QApplication(sys.argv[:1])
    from kbconnect.app.application import build_application
    from kbconnect.core.model import SyncOptions
    from kbconnect.ui.jobs import Jobs
    from kbconnect.ui.pages.routes import Routes
    from kbconnect.ui.start import open_window
    from kbconnect.ui.style import install_theme

    install_theme(application)
    jobs, probe = Jobs(), Probe()
    with build_application(home, os.environ, lambda purpose: None) as built, open_window(built, jobs) as window:
        window.show()
        QTest.qWaitForWindowExposed(window)
        pause(1_000)
        (dataset,) = built.datasets.list()
        shell = window._shell
        Routes(shell, window).open_sync(dataset.id, dataset.name)
        pause(500)
        probe.start()
        shell.syncs.start(dataset, SyncOptions(words_only=True))
        while shell.syncs.all():
            pause(50)
        told: dict[str, object] = {**probe.told(), "memory_mb": memory_mb(), "platform": application.platformName()}
        run = built.history.runs()[0]
        jobs.shutdown()
        return told | {"status": run.status.value, "added": run.counts.added}


def tables(home: Path, count: int) -> dict[str, object]:
    """The choice of data on a source that gives that many tables at its port, with typing into its search."""
    from PySide6.QtTest import QTest  # not for `start`, whose memory is measured

    application = QApplication(sys.argv[:1])
    from kbconnect.app.application import build_application
    from kbconnect.core.model import TableInfo, TableRef
    from kbconnect.ui.jobs import Jobs
    from kbconnect.ui.pages.data_selection_tables import TablesPane
    from kbconnect.ui.pages.routes import Routes
    from kbconnect.ui.start import open_window
    from kbconnect.ui.style import install_theme

    names = ("orders", "customers", "prices", "archive_invoices", "log_entries")

    class Wide:
        """Answers as the catalogue does; nothing but its tables is asked for."""

        def tables(self, connector_id: str, context: object) -> tuple[TableInfo, ...]:
            return tuple(
                TableInfo(
                    TableRef(f"s_{number % SCHEMAS:03}", f"{names[number % 5]}_{number // SCHEMAS}"),
                    "table",
                    number * 7,
                    f"Kept for department {number % 90}",
                )
                for number in range(count)
            )

    install_theme(application)
    jobs, probe = Jobs(), Probe()
    with build_application(home, os.environ, lambda purpose: None) as built:
        vars(built)["catalog"] = Wide()
        with open_window(built, jobs) as window:
            window.show()
            QTest.qWaitForWindowExposed(window)
            pause(1_000)
            probe.start()
            Routes(window._shell, window).choose_data(built.connectors.list()[0].id)
            while jobs.running():
                pause(10)
            pause(500)
            loading = Probe.told(probe)
            typing = Probe()
            typing.start()
            search = window.findChildren(TablesPane)[-1].search
            for words in TYPED:
                search.selectAll()
                for letter in words:
                    QTest.keyClick(search, letter)  # type: ignore[call-overload] # a character is taken, too
                    pause(60)
                pause(600)
            told: dict[str, object] = {"loading": loading, "typing": typing.told(), "memory_mb": memory_mb()}
            jobs.shutdown()
            return told | {"platform": application.platformName()}


if __name__ == "__main__":
    what, place, *more = sys.argv[1:]
    found = (
        start(Path(place))
        if what == "start"
        else sync(Path(place))
        if what == "sync"
        else tables(Path(place), int(more[0]))
    )
    print(json.dumps(found))
