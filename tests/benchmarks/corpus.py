"""Making and loading a table of English into a real PostgreSQL: what the other benchmarks stand on."""

from __future__ import annotations

import argparse
import sys
import time

from tests.benchmarks._figures import Bench, Report, add_rows, expect, run_benches
from tests.benchmarks._stage import Stage
from tests.benchmarks._texts import TABLE, Corpus, load


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("corpus")
    started = time.perf_counter()
    characters = sum(len(row[2]) for row in Corpus().rows(1, options.rows))
    made = time.perf_counter() - started
    with stage.fresh_database() as database:
        started = time.perf_counter()
        load(database, options.rows)
        loaded = time.perf_counter() - started
        with database.connect() as connection:
            found = connection.execute(f"SELECT count(*), sum(length(body))::bigint FROM {TABLE}".encode()).fetchone()
    expect(found, (options.rows, characters), "rows and characters in the table")
    report.add(rows=options.rows, characters_a_row=characters / options.rows, made_seconds=made, loaded_seconds=loaded)
    return report


BENCH = Bench("corpus", __doc__ or "", add_rows, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
