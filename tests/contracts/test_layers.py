"""The rules about who may import whom, as pyproject.toml states them, hold for the code as it stands."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kbconnect"
# Words that only the window's bridge may use; ruff bans them file by file, this looks at what ruff was told to skip.
THREADS = re.compile(r"\b(QThread|QThreadPool|QRunnable|QtConcurrent|threading\.Thread|ThreadPoolExecutor)\b")

THREADS_ELSEWHERE = {
    "adapters/network.py": "the system's host look-up has no time-out, so a thread is left behind",
    "cli/signals.py": "a signal's handler may take no lock, and cannot run while the main thread is in a driver's call",
    "app/silence.py": "somebody must look at the time while a call of a driver blocks",
    "adapters/secrets/leases.py": "an account that was lent is renewed while a sync is in a call of a driver",
    "adapters/secrets/references_command.py": "a command is given a time-out, which a pipe of Windows lacks",
    "adapters/tunnels/forwarding.py": "a driver waits in its own call for bytes that have to come through a tunnel",
    "adapters/sources/dialect_patience.py": "some drivers connect without a limit of time",
    "adapters/sources/session_calls.py": "a server may hear late of a wish to stop; whose wish it was must not wait",
    "app/left_behind.py": "connecting can't be broken off; who asks to stop must not wait for its time limit",
    "app/read_ahead.py": "a batch is read and mapped while SQLite, outside of Python's lock, writes the one before",
}


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """The linter's set-up of its own log switches every other logger of the process off."""
    yield
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.mark.usefixtures("logging_as_before")
def test_imports_follow_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)

    assert status == 0, capsys.readouterr().out


def test_only_the_windows_bridge_starts_threads() -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if THREADS.search(path.read_text(encoding="utf-8"))
    }

    assert users <= {"ui/jobs.py", *THREADS_ELSEWHERE}


def test_no_file_is_a_drawer() -> None:
    names = re.compile(r"_?(utils?|helpers?|common|misc|managers?)")
    drawers = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if names.fullmatch(path.stem)]

    assert drawers == [], "each of these things has a file that should own it"
