"""The first sync of a table until everything can be searched by words, without an embedder."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time

from kbconnect.app.application import build_application
from kbconnect.core.job import InlineContext
from kbconnect.core.model import SyncOptions
from tests.benchmarks._checks import expect_counts, expect_in_step
from tests.benchmarks._figures import Bench, Report, add_repeat, add_rows, expect, run_benches
from tests.benchmarks._program import Program
from tests.benchmarks._stage import DATASET, KNOWLEDGE_BASE, Stage


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    add_repeat(parser, 1)
    parser.add_argument("--profile", action="store_true", help="inside this process, with a profile of its functions")


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("first_sync")
    rows = options.rows
    database = stage.corpus(rows)
    for _ in range(options.repeat):
        with stage.fresh_home(database) as program:
            if options.profile:
                seconds = profiled(program, rows)
                report.add(rows=rows, profiled_seconds=seconds, rows_per_s=rows / seconds)
            else:
                first = stage.first_sync(program)
                expect_counts(first.run, "first sync", read=rows, added=rows)
                report.add(
                    rows=rows,
                    rows_per_s=rows / first.run["words_seconds"],
                    seconds=first.run["words_seconds"],
                    process_seconds=first.cost.seconds,
                    cpu_s=first.cost.cpu_s,
                    server_cpu_s=first.server_cpu_s,
                    peak_mb=first.cost.peak_bytes / 1e6,
                    knowledge_base_mb=size_bytes(program) / 1e6,
                )
            expect_in_step(program, database, "first sync")
    return report


def size_bytes(program: Program) -> int:
    """Of the knowledge base on disk."""
    with build_application(program.home, program.environment, lambda purpose: None) as application:
        return application.knowledge_bases.counts(application.knowledge_bases.find(KNOWLEDGE_BASE).id).size_bytes


def profiled(program: Program, rows: int) -> float:
    """Syncs in this process and prints where the time went. Returns seconds, the profiler's own work with them."""
    with build_application(program.home, program.environment, lambda purpose: None) as application:
        dataset = application.datasets.find(DATASET)
        profile = cProfile.Profile()
        started = time.perf_counter()
        done = profile.runcall(application.syncing.sync, dataset.id, SyncOptions(words_only=True), InlineContext())
        seconds = time.perf_counter() - started
    pstats.Stats(profile, stream=sys.stderr).strip_dirs().sort_stats("tottime").print_stats(40)
    expect((done.status, done.counts.added), ("completed", rows), "first sync")
    return seconds


BENCH = Bench("first_sync", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
