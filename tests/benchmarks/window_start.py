"""From the start of the program to its window, and what it holds when it stands idle, beside the limits of both.

Memory is that of the program itself, seen from outside, on an empty folder and on one with the sample source and its
documents.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from kbconnect.app.application import build_application
from kbconnect.core.job import InlineContext
from kbconnect.core.model import SyncOptions
from tests.benchmarks._figures import Bench, Report, add_repeat, expect, middle, run_benches
from tests.benchmarks._stage import Stage
from tests.benchmarks._window_display import display, hold_to, idle_mb, measured

START_S, IDLE_MB, IDLE_FULL_MB = 0.6, 110.0, 115.0


def add_options(parser: argparse.ArgumentParser) -> None:
    add_repeat(parser, 5)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("window_start")
    full = stage.folder / "window with documents"
    _fill(full)
    seconds, idle, idle_full, platform = [], [], [], ""
    with display() as shown:
        for number in range(options.repeat + 1):
            program = stage.program(stage.folder / "window")
            began = time.monotonic()  # the same clock as in the child
            said = measured(program.environment | shown, "start", str(program.home))
            expect(said["code"], 0, "exit code")
            platform = said["platform"]
            if number:  # the first one makes the folder
                seconds.append(said["painted_at"] - began)
                idle.append(idle_mb(program.environment | shown))
                idle_full.append(idle_mb(stage.program(full).environment | shown))
    report.add(
        platform=platform,
        starts=len(seconds),
        median_s=middle(seconds),
        slowest_s=max(seconds),
        idle_mb=middle(idle),
        idle_with_documents_mb=middle(idle_full),
    )
    hold_to(report, "seconds to the window", middle(seconds), START_S)
    hold_to(report, "idle memory in MB", middle(idle), IDLE_MB)
    hold_to(report, "idle memory with documents in MB", middle(idle_full), IDLE_FULL_MB)
    return report


def _fill(home: Path) -> None:
    """The sample source and its documents, by words."""
    with build_application(home, {}, lambda _: None) as application:
        for dataset in application.samples.datasets():
            application.syncing.sync(dataset.id, SyncOptions(words_only=True), InlineContext())


BENCH = Bench("window_start", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
