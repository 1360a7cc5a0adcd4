"""Resident memory of the window with 50,000 tables to choose from, some of them searched, beside its limit.

The tables come from a catalogue made up at the source's port; all that the window makes of them is the window's own.
"""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks._figures import Bench, Report, run_benches
from tests.benchmarks._stage import Stage
from tests.benchmarks._window_display import display, hold_to, measured

MOST_MB = 300.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tables", type=int, default=50_000, help="tables to choose from (default 50,000)")


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("window_memory")
    with display() as shown, stage.fresh_home(stage.server.superuser) as program:
        said = measured(program.environment | shown, "tables", str(program.home), str(options.tables))
    report.add(platform=said["platform"], tables=options.tables, memory_mb=said["memory_mb"])
    hold_to(report, "memory in MB", said["memory_mb"], MOST_MB)
    return report


BENCH = Bench("window_memory", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
