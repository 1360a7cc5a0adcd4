"""A display for the window, and the window's own program of measurements on it. Judges by limits, measures nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any  # what a JSON document holds is checked where it is used

from tests.benchmarks._figures import Report
from tests.benchmarks._program import ProgramFailedError

IDLE_AFTER_S = 5.0
CHILD = "tests.benchmarks._window_child"
_ROOT = Path(__file__).parents[2]


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Variables for programs with a window: on an Xvfb of its own, or without one drawn into memory, with a note."""
    if shutil.which("Xvfb") is None:
        print("There is no Xvfb: windows are drawn into memory (offscreen).", file=sys.stderr)
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="utf-8") as file:
            number = file.readline().strip()
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(timeout=20)


def measured(environment: Mapping[str, str], *words: str) -> dict[str, Any]:
    """What the child says. Raises ProgramFailedError."""
    command = [sys.executable, "-m", CHILD, *words]
    done = subprocess.run(
        command, cwd=_ROOT, env=dict(environment), capture_output=True, text=True, check=False, timeout=900
    )
    if done.returncode != 0:
        raise ProgramFailedError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def idle_mb(environment: Mapping[str, str]) -> float:
    """Resident memory of `kbconnect` itself, started by somebody and left alone; 0 where the system doesn't say."""
    program = subprocess.Popen([str(Path(sys.executable).with_name("kbconnect"))], env=dict(environment))
    try:
        Event().wait(IDLE_AFTER_S)
        status = Path(f"/proc/{program.pid}/status")
        lines = status.read_text("utf-8").splitlines() if status.exists() else []
        return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6
    finally:
        program.terminate()
        program.wait(timeout=20)


def hold_to(report: Report, what: str, value: float, limit: float) -> None:
    """Notes in the report when a limit was missed."""
    if value > limit:
        report.missed.append(f"{what}: {value:.4g}, at most {limit:g}")
