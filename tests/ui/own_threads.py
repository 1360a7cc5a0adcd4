"""The threads of the jobs, as the system counts them; Qt has others of its own that come and go."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

_TASKS = Path("/proc/self/task")


def own_threads() -> list[str]:
    """The names (their first 15 letters) of the threads that were started for jobs. Skips the test off Linux."""
    if not _TASKS.exists():
        pytest.skip("this system does not list its threads")
    names = [_name(task) for task in _TASKS.iterdir()]
    return [name for name in names if name.startswith("kbconnect-")]


def _name(task: Path) -> str:
    try:
        return (task / "comm").read_text("utf-8").strip()
    except OSError:  # it has ended meanwhile
        return ""


def wait_for_no_own_threads(qtbot: QtBot) -> None:
    """A thread that was waited for may still be on its way out for a moment."""
    qtbot.waitUntil(lambda: own_threads() == [])
