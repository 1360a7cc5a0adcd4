"""Reading speed of CSV and Parquet beside PostgreSQL's: the same rows, read by the same methods of a source.

Each source gives all fingerprints (a sync without changes) and all rows (a first sync), in one process and in turn;
what counts are the ratios to PostgreSQL. With --megabytes also the highest memory of a process that reads so large a
CSV.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.ports import FingerprintBatch, ReadPlan, SourceReader
from tests.benchmarks._figures import Bench, Report, add_repeat, add_rows, expect, middle, run_benches
from tests.benchmarks._stage import Stage, draft_of_source
from tests.benchmarks._texts import TABLE
from tests.servers import PostgresDatabase


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    add_repeat(parser, 3)
    parser.add_argument(
        "--megabytes", type=int, default=0, help="size of a CSV whose reading is watched for its memory"
    )


@dataclass(frozen=True)
class _Source:
    name: str
    draft: ConnectorDraft
    secret: Secret | None
    table: TableRef

    def plan(self) -> ReadPlan:
        return ReadPlan(TableSelection(self.table), ("id",), ("title", "body"), ("category",))


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("files")
    database = stage.corpus(options.rows)
    folder = stage.folder / f"files-{options.rows}"
    folder.mkdir(exist_ok=True)
    sources = _sources(database, folder)
    speeds: dict[tuple[str, str], list[float]] = {}
    digests: dict[str, int] = {}
    for _ in range(options.repeat):
        for source in sources:
            for method, read in _METHODS.items():
                seconds, rows, digest = _timed(source, read)
                expect(rows, options.rows, f"rows of {source.name}, {method}")
                speeds.setdefault((source.name, method), []).append(rows / seconds)
                expect(digest, digests.setdefault("keys", digest), f"keys of {source.name}, {method}")
    for source in sources:
        for method in _METHODS:
            speed = middle(speeds[source.name, method])
            report.add(
                source=source.name,
                method=method,
                rows_per_s=speed,
                times_postgresql=speed / middle(speeds[sources[0].name, method]),
            )
    if options.megabytes:
        _add_memory(report, sources[1], folder, options.megabytes)
    return report


def _sources(database: PostgresDatabase, folder: Path) -> tuple[_Source, ...]:
    csv, parquet = folder / "articles.csv", folder / "articles.parquet"
    with database.connect() as connection, csv.open("wb") as file:
        statement = f"COPY (SELECT id, title, body, category FROM {TABLE}) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor().copy(statement.encode()) as copy:
            for block in copy:
                file.write(block)
    with duckdb.connect() as engine:
        engine.execute(f"COPY (FROM read_csv('{csv}', all_varchar = true)) TO '{parquet}' (FORMAT parquet)")
    password = Secret(database.password)
    return (
        _Source("postgresql", draft_of_source(database), password, TableRef("public", TABLE)),
        _Source("csv", _of_file(csv), None, TableRef("", csv.name)),
        _Source("parquet", _of_file(parquet), None, TableRef("", parquet.name)),
    )


def _of_file(path: Path) -> ConnectorDraft:
    return ConnectorDraft(path.name, "files", database=str(path))


def _fingerprints(reader: SourceReader) -> Iterator[FingerprintBatch]:
    return reader.fingerprints()


def _rows(reader: SourceReader) -> Iterator[FingerprintBatch]:
    with closing(reader.rows()) as batches:
        for batch in batches:
            yield batch.fingerprints


_METHODS: dict[str, Callable[[SourceReader], Iterator[FingerprintBatch]]] = {
    "fingerprints": _fingerprints,
    "rows": _rows,
}


def _timed(source: _Source, read: Callable[[SourceReader], Iterator[FingerprintBatch]]) -> tuple[float, int, int]:
    """Seconds, rows, and all key digests in one number, whatever their order."""
    started = time.perf_counter()
    rows, digest = 0, np.uint64(0)
    with open_source(source.draft, source.secret) as opened, opened.read(source.plan()) as reader:
        for batch in read(reader):
            rows += len(batch.text_hashes)
            digest ^= np.bitwise_xor.reduce(batch.key_digests.ravel())
    return time.perf_counter() - started, rows, int(digest)


def _add_memory(report: Report, source: _Source, folder: Path, megabytes: int) -> None:
    """Of a process of its own, for the CSV as it is and for one of the same rows over and over, with other ids."""
    small = Path(source.draft.database)
    large = folder / "large.csv"
    try:
        times = max(1, round(megabytes * 1_000_000 / small.stat().st_size))
        with duckdb.connect() as engine:
            engine.execute(
                f"COPY (SELECT id::BIGINT + n * 1000000000 AS id, title, body, category FROM range({times}) AS r(n), "
                f"read_csv('{small}', all_varchar = true)) TO '{large}' (FORMAT csv, HEADER)"
            )
        for path in (small, large):
            done = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.files", "--read", str(path)],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ},
            )
            report.add(size_mb=path.stat().st_size / 1e6, **json.loads(done.stdout))
    finally:
        large.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, float]:
    """Reads fingerprints, then rows, and says what this process took."""
    source = _Source("csv", _of_file(path), None, TableRef("", path.name))
    fingerprints, rows, _ = _timed(source, _fingerprints)
    seconds, _, _ = _timed(source, _rows)
    # Not getrusage(): a process that was started by a larger one begins with the peak of that.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    peak_kb = int(status["VmHWM"].split()[0])
    return {"rows": rows, "fingerprints_s": fingerprints, "rows_s": seconds, "peak_mb": peak_kb * 1_024 / 1e6}


BENCH = Bench("files", __doc__ or "", add_options, run)

if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        print(json.dumps(_read(Path(sys.argv[2]))))
        sys.exit(0)
    sys.exit(run_benches([BENCH], sys.argv[1:]))
