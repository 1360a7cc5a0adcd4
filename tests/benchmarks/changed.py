"""A sync after one row in a hundred was changed by SQL, against a sync that finds nothing changed.

Of a hundred changed rows 50 have another text, 20 another category alone, 15 are new and 15 are gone. The figure to
reach is 1.3 times the no-change run plus the changed rows. What one of these costs is the difference to a run with
twice as many: they lie on pages all over the file, so that it is more than in a first sync. `rest_ratio` is what is
left of the run without them, in no-change runs; `at_first_rate_s` what would be allowed if they cost no more than then.
"""

from __future__ import annotations

import argparse
import sys

from tests.benchmarks._checks import expect_counts, expect_in_step
from tests.benchmarks._figures import Bench, Report, add_repeat, add_rows, middle, run_benches
from tests.benchmarks._program import Program
from tests.benchmarks._stage import DATASET, Stage
from tests.benchmarks._texts import TABLE, Corpus
from tests.servers import PostgresDatabase

_ALLOWED = 1.3


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    add_repeat(parser, 3)
    parser.add_argument("--share", type=float, default=0.01, help="of the rows that change (default 0.01)")
    parser.add_argument(
        "--recent", action="store_true", help="the newest rows change instead of rows all over the table"
    )


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("changed")
    one, two = (_changed(stage, options, share) for share in (options.share, 2 * options.share))
    report.add(**one)
    report.add(**two)
    row_s = (two["seconds"] - one["seconds"]) / (two["changed"] - one["changed"])
    rest_s = one["seconds"] - row_s * one["changed"]
    report.add(rows=options.rows, ms_of_a_row=1000 * row_s, rest_s=rest_s, rest_ratio=rest_s / one["no_change_s"])
    return report


def _changed(stage: Stage, options: argparse.Namespace, share: float) -> dict[str, float]:
    rows = options.rows
    home, first = stage.synced(rows)
    with stage.copy_of_corpus(rows) as database, stage.copy_of_home(home, database) as program:
        quiet = [_no_change(program, rows) for _ in range(options.repeat)]
        expected = change(database, rows, share, recent=options.recent)
        before = stage.server_cpu_s()
        done = program.run("sync", DATASET, "--words-only")
        ran = done.said["runs"][0]
        expect_counts(ran, "sync of changes", **expected)
        server_cpu_s = stage.server_cpu_s() - before
        expect_in_step(program, database, "sync of changes")
        _no_change(program, expected["read"])
    changed = sum(expected[name] for name in ("added", "updated", "metadata_updated", "deleted"))
    no_change = middle(quiet)
    return {
        "rows": rows,
        "changed": changed,
        "no_change_s": no_change,
        "seconds": ran["words_seconds"],
        "ratio": ran["words_seconds"] / no_change,
        "ms_a_changed_row": 1000 * (ran["words_seconds"] - no_change) / changed,
        "at_first_rate_s": _ALLOWED * no_change + changed * first.run["words_seconds"] / rows,
        "cpu_s": done.cost.cpu_s,
        "server_cpu_s": server_cpu_s,
        "peak_mb": done.cost.peak_bytes / 1e6,
    }


def _no_change(program: Program, rows: int) -> float:
    ran = program.run("sync", DATASET, "--words-only").said["runs"][0]
    expect_counts(ran, "no-change sync", read=rows, unchanged=rows)
    return float(ran["words_seconds"])


def change(database: PostgresDatabase, rows: int, share: float, *, recent: bool) -> dict[str, int]:
    """Changes the table and returns the counts that the next sync must have."""
    touched = max(int(rows * share * 0.85), 3)
    new = max(int(rows * share * 0.15), 1)
    ids = (
        list(range(rows - touched + 1, rows + 1))
        if recent
        else [1 + place * rows // touched for place in range(touched)]
    )
    # Dealt out in turns, so that each kind of change is found all over the table: 10 texts, 4 categories, 3 deletes.
    texts = [number for place, number in enumerate(ids) if place % 17 < 10]
    categories = [number for place, number in enumerate(ids) if 10 <= place % 17 < 14]
    gone = [number for place, number in enumerate(ids) if place % 17 >= 14]
    with database.connect() as connection, connection.cursor() as cursor, connection.transaction():
        cursor.execute(
            f"UPDATE {TABLE} SET body = body || ' (edited)', updated_at = '2026-07-01' WHERE id = ANY(%s)".encode(),
            (texts,),
        )
        cursor.execute(
            f"UPDATE {TABLE} SET category = 'news', updated_at = '2026-07-01' WHERE id = ANY(%s)".encode(),
            (categories,),
        )
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)".encode(), (gone,))
        with cursor.copy(f"COPY {TABLE} FROM STDIN".encode()) as copy:
            for row in Corpus().rows(rows + 1, rows + new):
                copy.write_row(row)
    return {
        "read": rows - len(gone) + new,
        "added": new,
        "updated": len(texts),
        "metadata_updated": len(categories),
        "unchanged": rows - touched,
        "deleted": len(gone),
    }


BENCH = Bench("changed", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
