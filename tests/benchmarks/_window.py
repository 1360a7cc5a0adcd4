"""The window with a probe in it, doing what one of the benchmarks of the window asks: `python -m ..._window SCENARIO`.

A program of its own, because memory and stalls are those of one process. It starts the window as people do, presses its
buttons, and prints one JSON document. Must not judge what it measures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from kbconnect.ui.pyside_features import read_no_sources

read_no_sources()  # as kbconnect does, before the window's modules

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTreeView, QWidget  # noqa: E402

from kbconnect.ui.start import start_window  # noqa: E402
from kbconnect.ui.widgets.tables import Table  # noqa: E402
from kbconnect.ui.window import MainWindow  # noqa: E402
from tests.benchmarks._probe import Probe  # noqa: E402

WidgetT = TypeVar("WidgetT", bound=QWidget)

_KEY_MS = 90
"""Between two keys of somebody who types quickly."""
_LEAF_MS = 1_500
SYNC, LEAF, TABLES = "sync", "leaf", "tables"


class Actor(QObject):
    """Somebody at the window. Waits in event loops of Qt, which never sleep while the window has something to do."""

    def __init__(self, scenario: str, probe: Probe, timeout_s: float) -> None:
        super().__init__()
        self._scenario, self._probe, self._timeout_s = scenario, probe, timeout_s
        self.said: dict[str, object] = {}
        self.error: BaseException | None = None

    @Slot()
    def act(self) -> None:
        try:
            {SYNC: self._sync, LEAF: self._sync, TABLES: self._tables}[self._scenario]()
        except BaseException as error:  # told by the process's exit code; a slot would swallow it
            self.error = error
        finally:
            window = self._window()
            window.quit() if hasattr(window, "quit") else window.close()

    # ------------------------------------------------------------------------------------------ what is measured

    def _sync(self) -> None:
        table = self._see(Table, lambda each: each.model().rowCount() > 0)
        table.setFocus()
        table.selectRow(0)
        QTest.keyClick(table, Qt.Key.Key_Return)
        press = self._see(QPushButton, lambda each: each.text() == "Sync now")
        self._pause(500)
        self._probe.begin()
        QTest.mouseClick(press, Qt.MouseButton.LeftButton)
        if self._scenario == LEAF:
            self._leaf()
        self._see(QLabel, lambda each: "now matches" in each.text())
        self.said["gaps"] = self._probe.end().document()

    def _leaf(self) -> None:
        """Goes from section to section while it syncs, and ends where the sync is shown."""
        keys = (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_1)
        until = time.perf_counter() + self._timeout_s
        while time.perf_counter() < until:
            for key in keys:
                QTest.keyClick(self._window(), key, Qt.KeyboardModifier.ControlModifier)
                self._pause(_LEAF_MS)
            if any("now matches" in label.text() for label in self._shown(QLabel)):
                return

    def _tables(self) -> None:
        press = self._see(QPushButton, lambda each: each.text() == "Choose data")
        self._pause(500)
        self._probe.begin()
        started = time.perf_counter()
        QTest.mouseClick(press, Qt.MouseButton.LeftButton)
        tree = self._see(QTreeView, lambda each: each.model().rowCount() > 0, every_ms=20)
        self.said["shown_s"] = time.perf_counter() - started
        self._pause(1_000)
        self.said["loading"] = self._probe.end().document()
        self.said["schemas"] = tree.model().rowCount()
        search = self._see(QLineEdit, lambda each: each.accessibleName().startswith("Search"))
        self._probe.begin()
        for words in ("table_0123", "what happened", "part_1", "x"):
            self._type(search, words)
            self._pause(600)
            QTest.keyClick(search, Qt.Key.Key_Escape)
            self._pause(300)
        self._type(search, "table_00042")
        QTest.keyClick(search, Qt.Key.Key_Return)
        self._pause(2_000)  # columns and preview of the table come
        self.said["typing"] = self._probe.end().document()

    # ------------------------------------------------------------------------------------------ hands and eyes

    def _type(self, search: QLineEdit, words: str) -> None:
        search.setFocus()
        for letter in words:
            QTest.keyClicks(search, letter)
            self._pause(_KEY_MS)

    def _window(self) -> MainWindow:
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow))

    def _shown(self, kind: type[WidgetT]) -> list[WidgetT]:
        return [each for each in self._window().findChildren(kind) if each.isVisible()]

    def _see(self, kind: type[WidgetT], fits: Callable[[WidgetT], bool], *, every_ms: int = 200) -> WidgetT:
        """Waits until such a widget is shown. Raises TimeoutError."""
        until = time.perf_counter() + self._timeout_s
        while time.perf_counter() < until:
            found = [each for each in self._shown(kind) if fits(each)]
            if found:
                return found[-1]
            self._pause(every_ms)
        words = [label.text() for label in self._shown(QLabel) if label.text()]
        raise TimeoutError(f"no {kind.__name__} as it should be; the window says {words}")

    def _pause(self, milliseconds: int) -> None:
        loop = QEventLoop(self)
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        loop.deleteLater()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", choices=(SYNC, LEAF, TABLES))
    parser.add_argument("home", type=Path)
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds for each thing that is waited for")
    parser.add_argument("--blame", type=Path, help="file for where all threads are when the window stands still")
    options = parser.parse_args()
    qt = QApplication(sys.argv[:1])
    with ExitStack() as files:
        blame = files.enter_context(options.blame.open("w", encoding="utf-8")) if options.blame else None
        actor = Actor(options.scenario, Probe(qt, blame=blame), options.timeout)
        QTimer.singleShot(0, actor.act)
        code = start_window(options.home)
    if actor.error is not None:
        raise actor.error
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    figures = dict(line.split(":", 1) for line in status.splitlines())
    actor.said["peak_bytes"] = int(figures["VmHWM"].split()[0]) * 1024
    print(json.dumps(actor.said))
    return code


if __name__ == "__main__":
    sys.exit(main())
