"""Highest resident memory of a first sync and of a sync without changes, for tables of several sizes.

Beside it what the change table takes in memory for each known document (the ledger and what a comparison adds to it)
and for each new row (the plan of a first sync), since that alone may grow with the table.
"""

from __future__ import annotations

import argparse
import os
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kbconnect.app.application import build_application
from kbconnect.core.changes import Action, Comparison, Definition
from kbconnect.core.knowledge_base import Ledger
from kbconnect.core.ports import FingerprintBatch
from tests.benchmarks._checks import expect_counts
from tests.benchmarks._figures import Bench, Report, expect, run_benches
from tests.benchmarks._stage import DATASET, Stage

_BATCH = 2_000


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100_000, 1_000_000], help="rows of the tables (100,000 and 1,000,000)"
    )


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("memory")
    idle = stage.program(stage.folder / "idle").run("kb", "list").cost.peak_bytes
    for rows in options.sizes:
        home, first = stage.synced(rows)
        expect_counts(first.run, "first sync", read=rows, added=rows)
        stage.corpus(rows)
        done = stage.program(home).run("sync", DATASET, "--words-only")
        expect_counts(done.said["runs"][0], "no-change sync", read=rows, unchanged=rows)
        (kept, known), (plan, new) = known_bytes(home, rows), new_bytes(rows)
        report.add(
            rows=rows,
            first_sync_mb=first.cost.peak_bytes / 1e6,
            no_change_mb=done.cost.peak_bytes / 1e6,
            bytes_a_known_document=kept / rows,
            at_most=known / rows,
            bytes_a_new_row=plan / rows,
            at_most_new=new / rows,
            first_sync_without_table_mb=(first.cost.peak_bytes - new) / 1e6,
            no_change_without_table_mb=(done.cost.peak_bytes - known) / 1e6,
            program_alone_mb=idle / 1e6,
        )
    return report


def known_bytes(home: Path, rows: int) -> tuple[int, int]:
    """What ledger and comparison hold once they are there, and most they took on the way."""
    with build_application(home, os.environ, lambda purpose: None) as application:
        dataset = application.datasets.find(DATASET)
        with application.knowledge_bases.open(dataset.knowledge_base_id) as knowledge_base:
            tracemalloc.start()
            try:
                ledger = knowledge_base.ledger(dataset.id)
                comparison = Comparison(ledger, Definition(0, 0))
                held = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
    expect((len(ledger.key_digests), comparison.read), (rows, 0), "rows of the ledger")
    return held


def new_bytes(rows: int) -> tuple[int, int]:
    """What the plan of a first sync holds, and most it took on the way; keys are texts of seven characters."""
    nothing = np.zeros(0, np.uint64)
    ledger = Ledger(np.zeros((0, 2), np.uint64), nothing, nothing, np.zeros(0, np.uint32))
    tracemalloc.start()
    try:
        comparison = Comparison(ledger, Definition(0, 0))
        for _ in comparison.compare(_fingerprints(rows)):
            pass
        plan = comparison.plan()
        del comparison
        held = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    expect((plan.read, plan.count(Action.ADD)), (rows, rows), "rows of the plan")
    return held


def _fingerprints(rows: int) -> Iterator[FingerprintBatch]:
    generator = np.random.default_rng(rows)
    most = np.iinfo(np.uint64).max
    for start in range(0, rows, _BATCH):
        size = min(_BATCH, rows - start)
        hashes = generator.integers(0, most, (size, 4), np.uint64)
        keys = [(f"{number:07}",) for number in range(start, start + size)]
        yield FingerprintBatch(hashes[:, :2].copy(), hashes[:, 2].copy(), hashes[:, 3].copy(), keys)


BENCH = Bench("memory", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
