"""What a peer is told to do, and what it says when it has done it: JSON in and out. Must not import a peer."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from minilm import Free, MiniLm, Model

QUERY = "SELECT id::text AS id, title, body, category FROM articles ORDER BY articles.id"


@dataclass(frozen=True)
class Task:
    """url: of SQLAlchemy. folder: keeps the peer's state from one run to the next. model_folder: "" for one that costs
    nothing. batch: rows handed on at a time, where a peer can be told."""

    url: str
    folder: str
    model_folder: str
    threads: int
    batch: int

    def model(self) -> Model:
        return MiniLm(Path(self.model_folder), self.threads) if self.model_folder else Free()


class Watch:
    """Seconds of the clock and of all threads' processor time since it was made."""

    def __init__(self) -> None:
        self._started, self._cpu = time.perf_counter(), time.process_time()

    def seconds(self) -> float:
        return time.perf_counter() - self._started

    def took(self) -> dict[str, float]:
        return {"seconds": self.seconds(), "cpu_s": time.process_time() - self._cpu}


def run(packages: tuple[str, ...], work: Callable[[Task, Model], dict[str, float]]) -> None:
    """Reads the task from standard input. work: returns its seconds and counts; the model is loaded before."""
    task = Task(**json.load(sys.stdin))
    done: dict[str, object] = dict(work(task, task.model()))
    print(json.dumps({**done, "versions": {name: version(name) for name in packages}}))
