"""The longest gap of the window's thread while a table is synced, and while 50,000 tables are listed and searched.

A timer of 2 ms inside the window is the probe. The 50,000 tables come from a catalogue made up at the source's port.
"""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks._figures import Bench, Report, add_rows, expect, run_benches
from tests.benchmarks._stage import Stage
from tests.benchmarks._window_display import display, hold_to, measured

LONGEST_MS, P99_MS = 100.0, 16.0


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    parser.add_argument("--tables", type=int, default=50_000, help="tables to choose from (default 50,000)")


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("window_stalls")
    with display() as shown, stage.fresh_home(stage.corpus(options.rows)) as program:
        environment = program.environment | shown
        listed = measured(environment, "tables", str(program.home), str(options.tables))
        synced = measured(environment, "sync", str(program.home))
    expect((synced["status"], synced["added"]), ("completed", options.rows), "sync in the window")
    found = {"sync": synced, "listing tables": listed["loading"], "searching tables": listed["typing"]}
    for during, gaps in found.items():
        report.add(
            during=during,
            platform=synced["platform"],
            turns=gaps["turns"],
            longest_ms=gaps["longest_ms"],
            p99_ms=gaps["p99_ms"],
        )
        hold_to(report, f"{during}, longest gap in ms", gaps["longest_ms"], LONGEST_MS)
        hold_to(report, f"{during}, 99th percentile in ms", gaps["p99_ms"], P99_MS)
    return report


BENCH = Bench("window_stalls", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
