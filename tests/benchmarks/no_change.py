"""A sync that finds nothing changed: rows compared in a second."""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks._checks import expect_counts, expect_in_step
from tests.benchmarks._figures import Bench, Report, add_repeat, add_rows, middle, run_benches
from tests.benchmarks._stage import DATASET, Stage


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    add_repeat(parser, 3)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("no_change")
    rows = options.rows
    home, _ = stage.synced(rows)
    database = stage.corpus(rows)
    program = stage.program(home)
    rates: list[float] = []
    for _ in range(options.repeat):
        before = stage.server_cpu_s()
        done = program.run("sync", DATASET, "--words-only")
        ran = done.said["runs"][0]
        expect_counts(ran, "no-change sync", read=rows, unchanged=rows)
        rates.append(rows / ran["words_seconds"])
        report.add(
            rows=rows,
            rows_per_s=rates[-1],
            seconds=ran["words_seconds"],
            process_seconds=done.cost.seconds,
            cpu_s=done.cost.cpu_s,
            server_cpu_s=stage.server_cpu_s() - before,
            peak_mb=done.cost.peak_bytes / 1e6,
        )
    expect_in_step(program, database, "no-change sync")
    report.add(rows=rows, median_rows_per_s=middle(rates))
    return report


BENCH = Bench("no_change", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
