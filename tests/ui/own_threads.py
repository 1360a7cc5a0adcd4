"""The threads of the jobs, as the system counts them; Qt has others of its own that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

_TASKS = Path("/proc/self/task")


def own_threads() -> frozenset[str]:
    """The numbers of the threads that were started for jobs, or by what a job called: a thread inherits its name.

    The embedding model's threads stay for ever once a job has loaded it. Skips the test off Linux.
    """
    if not _TASKS.exists():
        pytest.skip("this system does not list its threads")
    return frozenset(task.name for task in _TASKS.iterdir() if _name(task).startswith("kbconnect-"))


def _name(task: Path) -> str:
    try:
        return (task / "comm").read_text("utf-8").strip()
    except OSError:  # it has ended meanwhile
        return ""


@pytest.fixture
def no_thread_left(qtbot: QtBot) -> Iterator[None]:
    """Fails unless all threads that were started for jobs during the test have ended after it."""
    before = own_threads()
    yield
    # A thread that was waited for may still be on its way out for a moment.
    qtbot.waitUntil(lambda: own_threads() <= before)
