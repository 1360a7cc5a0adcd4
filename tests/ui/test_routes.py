"""A page is imported when it is first opened, while the window goes on; in a process of its own, where none is yet."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FIRST_TIMES = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

application = QApplication([])
from kbconnect.app.application import build_application
from kbconnect.ui.jobs import Jobs
from kbconnect.ui.pages.routes import Routes
from kbconnect.ui.start import open_window
from kbconnect.ui.style import install_theme

def settle():
    loop = QEventLoop()
    jobs.idle.connect(loop.quit)
    QTimer.singleShot(20_000, loop.quit)
    if jobs.running():
        loop.exec()

def depth():
    number = 0
    while navigator.pop():
        number += 1
    return number

install_theme(application)
jobs, told = Jobs(), {}
with build_application(Path(sys.argv[1]), {}, lambda purpose: None) as built, open_window(built, jobs) as window:
    shell, navigator = window._shell, window._shell.navigator
    settle()
    routes, first = Routes(shell, window), navigator.page()
    routes.edit_connector()
    routes.edit_connector()
    told["at once"] = navigator.page() is first
    settle()
    told["asked twice"] = depth()
    routes.edit_connector()
    told["once more"] = depth()
    routes.open_sync("nobody")
    navigator.go("settings")
    settle()
    told["gone elsewhere"] = depth()
    jobs.shutdown()
print(json.dumps(told))
"""


def test_the_first_time_a_page_comes_when_it_is_imported(tmp_path: Path) -> None:
    words = [sys.executable, "-c", FIRST_TIMES, str(tmp_path / "home")]
    answer = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout.splitlines()[-1])
    assert told == {"at once": True, "asked twice": 1, "once more": 1, "gone elsewhere": 0}
