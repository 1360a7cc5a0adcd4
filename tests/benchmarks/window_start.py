"""From the start of the program to its window, and what it holds when it stands idle, beside the limits of both."""

from __future__ import annotations

import argparse
import sys
import time

from tests.benchmarks._figures import Bench, Report, add_repeat, expect, middle, run_benches
from tests.benchmarks._stage import Stage
from tests.benchmarks._window_display import display, hold_to, measured

START_S, IDLE_MB = 0.6, 110.0


def add_options(parser: argparse.ArgumentParser) -> None:
    add_repeat(parser, 5)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("window_start")
    seconds, idle, platform = [], [], ""
    with display() as shown:
        for number in range(options.repeat + 1):
            program = stage.program(stage.folder / "window")
            began = time.monotonic()  # the same clock as in the child
            said = measured(program.environment | shown, "start", str(program.home))
            expect(said["code"], 0, "exit code")
            platform = said["platform"]
            if number:  # the first one makes the folder
                seconds.append(said["painted_at"] - began)
                idle.append(said["idle_mb"])
    report.add(
        platform=platform, starts=len(seconds), median_s=middle(seconds), slowest_s=max(seconds), idle_mb=middle(idle)
    )
    hold_to(report, "seconds to the window", middle(seconds), START_S)
    hold_to(report, "idle memory in MB", middle(idle), IDLE_MB)
    return report


BENCH = Bench("window_start", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
