"""The installed command as people run it, in a child process, with what it cost.

Must not know what is synced or searched.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used


class ProgramFailedError(Exception):
    """A command ended with another exit code than it should; the message has what it said."""


@dataclass(frozen=True)
class Cost:
    """Of one process, from its start to its end. cpu_s: user and system time of all its threads."""

    seconds: float
    cpu_s: float
    peak_bytes: int


@dataclass(frozen=True)
class Done:
    """said: the JSON document a command printed."""

    said: Any
    cost: Cost


def run_measured(command: Sequence[str], environment: Mapping[str, str], stdin: str = "") -> tuple[str, Cost]:
    """Runs a command and returns its stdout. Raises ProgramFailedError."""
    with tempfile.TemporaryDirectory(prefix="kbconnect-bench-") as folder:
        place = Path(folder) / "cost.json"
        # Without site-packages, so that the parent of what is measured stays small.
        launcher = [sys.executable, "-S", "-E", str(Path(__file__).with_name("_child.py")), str(place)]
        done = subprocess.run(
            [*launcher, *command], input=stdin, capture_output=True, text=True, env=dict(environment), check=False
        )
        if done.returncode != 0:
            raise ProgramFailedError(
                f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}\n{done.stdout[-4000:]}"
            )
        said = json.loads(place.read_text(encoding="utf-8"))
    return done.stdout, Cost(said["seconds"], said["user_s"] + said["system_s"], said["peak_bytes"])


class Program:
    """`kbconnect` on one data folder. secrets: environment variables that hold passwords; `environment` has all."""

    def __init__(self, home: Path, secrets: Mapping[str, str]) -> None:
        self.home = home
        # As it is installed: compiled modules are kept, and not made anew by each start.
        ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {**ours, **secrets, "KBCONNECT_HOME": str(home)}
        self._command = str(Path(sys.executable).with_name("kbconnect"))

    def run(self, *words: str, stdin: str = "") -> Done:
        """Runs one command with --json. Raises ProgramFailedError."""
        said, cost = run_measured([self._command, *words, "--json"], self.environment, stdin)
        return Done(json.loads(said), cost)

    def answers(self, questions: Sequence[str], knowledge_base: str, limit: int) -> list[Any]:
        """One process, a JSON document a question."""
        words = [self._command, "search", "-", "--kb", knowledge_base, "--limit", str(limit), "--json"]
        said, _ = run_measured(words, self.environment, "\n".join(questions))
        return [json.loads(line) for line in said.splitlines()]
