"""Reading a table of MariaDB beside the same table of PostgreSQL: all rows, and their fingerprints alone.

Both servers stand on this machine and hold the same rows; the readers are those of a sync, without what comes behind
them. The ratio is MariaDB's rows a second over PostgreSQL's.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import ConnectorDraft, Secret
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.ports import KeyBatch, ReadPlan, SourceReader
from tests.benchmarks._figures import Bench, Report, add_repeat, add_rows, expect, middle, run_benches
from tests.benchmarks._stage import CONNECTOR, Stage, draft_of_source
from tests.benchmarks._texts import TABLE, Corpus
from tests.mariadb_server import MariadbLogin, has_mariadb, run_mariadb

_CREATE = f"""
CREATE TABLE {TABLE} (
    id bigint NOT NULL, title text NOT NULL, body text NOT NULL, category text NOT NULL, updated_at timestamp NOT NULL
) CHARACTER SET utf8mb4"""
_FINISH = (
    f"ALTER TABLE {TABLE} ADD PRIMARY KEY (id), ADD KEY (updated_at)",
    f"ANALYZE TABLE {TABLE}",
)
_ROWS_A_STATEMENT = 2_000
_SETTINGS = "innodb-buffer-pool-size = 1G\nmax-allowed-packet = 64M\n"


def add_options(parser: argparse.ArgumentParser) -> None:
    add_rows(parser)
    add_repeat(parser, 3)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    if not has_mariadb():
        sys.exit("This needs Debian's mariadb-server.")
    report = Report("mariadb")
    rows = options.rows
    postgres = stage.corpus(rows)
    with run_mariadb(_SETTINGS) as server, server.fresh_database() as database:
        print(f"Loading a table of {rows:,} rows", file=sys.stderr, flush=True)
        _load(database, rows)
        drafts: dict[str, tuple[ConnectorDraft, str, str]] = {
            "PostgreSQL": (draft_of_source(postgres), postgres.password, "public"),
            "MariaDB": (_draft(database), database.password, database.database),
        }
        for what, measure in _WAYS.items():
            rates: dict[str, list[float]] = {name: [] for name in drafts}
            for _ in range(options.repeat):
                for name, (draft, password, schema) in drafts.items():
                    with _reader(draft, password, schema) as reader:
                        started = time.perf_counter()
                        found = measure(reader)
                        rates[name].append(rows / (time.perf_counter() - started))
                        expect(found, rows, f"{what} of {name}")
            postgresql, mariadb = middle(rates["PostgreSQL"]), middle(rates["MariaDB"])
            report.add(
                what=what,
                rows=rows,
                postgresql_rows_per_s=postgresql,
                mariadb_rows_per_s=mariadb,
                ratio=mariadb / postgresql,
            )
    return report


@contextlib.contextmanager
def _reader(draft: ConnectorDraft, password: str, schema: str) -> Iterator[SourceReader]:
    plan = ReadPlan(TableSelection(TableRef(schema, TABLE)), ("id",), ("title", "body"), ("category",))
    with open_source(draft, Secret(password)) as source, source.read(plan) as reader:
        yield reader


def _size(batch: KeyBatch) -> int:
    return len(batch.keys)


_WAYS: dict[str, Callable[[SourceReader], int]] = {
    "fingerprints": lambda reader: sum(len(batch.keys) for batch in reader.fingerprints()),
    "rows": lambda reader: sum(len(batch.values) for batch in reader.rows()),
    "keys": lambda reader: sum(map(_size, reader.keys())),
}


def _draft(database: MariadbLogin) -> ConnectorDraft:
    return ConnectorDraft(
        CONNECTOR, "mysql", database.host, database.port, username=database.user, database=database.database
    )


def _load(database: MariadbLogin, rows: int) -> None:
    with contextlib.closing(database.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(_CREATE)
        every = Corpus().rows(1, rows)
        while part := list(itertools.islice(every, _ROWS_A_STATEMENT)):
            cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s, %s)", _as_written(part))
        for statement in _FINISH:
            cursor.execute(statement)


def _as_written(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Times without their zone: the driver's session is in UTC, as this server is."""
    return [(*row[:-1], row[-1].removesuffix("+00")) for row in rows]


BENCH = Bench("mariadb", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
