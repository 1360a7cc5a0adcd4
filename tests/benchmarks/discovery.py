"""Listing a database of 10,000 tables and 120,000 columns, beside SQLAlchemy's Inspector on the same database."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

import sqlalchemy
from psycopg import sql
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.engine.reflection import ObjectKind

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from tests.benchmarks._figures import Bench, Report, add_repeat, expect, middle, run_benches
from tests.benchmarks._stage import Stage, draft_of_source
from tests.servers import PostgresDatabase

_SCHEMAS = 20
_COLUMNS = (
    "id bigint PRIMARY KEY, title varchar(200) NOT NULL, body text, author_id integer, price numeric(10, 2),"
    " paid boolean NOT NULL DEFAULT false, day date, happened_at timestamptz DEFAULT now(), attributes jsonb,"
    " reference uuid, file bytea, tags text[]"
)
_COLUMN_COUNT = 12
_AT_A_TIME = 100  # a transaction holds a lock a table


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tables", type=int, default=10_000, help="tables of 12 columns (default 10,000)")
    add_repeat(parser, 5)


def run(stage: Stage, options: argparse.Namespace) -> Report:
    report = Report("discovery")
    tables, columns = options.tables, options.tables * _COLUMN_COUNT
    database = wide_database(stage, tables)
    ways: dict[str, Callable[[PostgresDatabase], Measured]] = {
        "tables": _tables,
        "catalogue": _catalogue,
        "catalogue, every column made": _all_columns,
        "SQLAlchemy get_multi_columns": _sqlalchemy,
    }
    seconds: dict[str, list[Measured]] = {way: [] for way in ways}
    for _ in range(options.repeat):
        for way, measure in ways.items():
            measured = measure(database)
            found = (measured.tables, measured.columns)
            expect(found, (tables, None if way == "tables" else columns), f"{way}, tables and columns found")
            seconds[way].append(measured)
    for way, runs in seconds.items():
        report.add(
            way=way,
            tables=tables,
            columns=runs[0].columns,
            median_s=middle([one.seconds for one in runs]),
            slowest_s=max(one.seconds for one in runs),
            connecting_s=middle([one.connecting_s for one in runs]),
        )
    return report


@dataclass(frozen=True)
class Measured:
    """One look at the whole database on a new connection; what was found is counted when the time was taken.

    columns: None where none were asked for."""

    connecting_s: float
    seconds: float
    tables: int
    columns: int | None


def wide_database(stage: Stage, tables: int) -> PostgresDatabase:
    """A database with that many tables in 20 schemas, made once."""
    name, draft = f"wide_{tables}", f"wide_{tables}_draft"
    with stage.server.superuser.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return replace(stage.server.superuser, database=name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(draft)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(draft)))
        print(f"Making {tables:,} tables", file=sys.stderr, flush=True)
        _make_tables(replace(stage.server.superuser, database=draft), tables)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))
    return replace(stage.server.superuser, database=name)


def _make_tables(database: PostgresDatabase, tables: int) -> None:
    for schema in range(_SCHEMAS):
        database.execute(f"CREATE SCHEMA part_{schema:02}")
    for start in range(0, tables, _AT_A_TIME):
        database.execute(
            ";".join(
                f"CREATE TABLE part_{number % _SCHEMAS:02}.table_{number:05} ({_COLUMNS});"
                f"COMMENT ON TABLE part_{number % _SCHEMAS:02}.table_{number:05} IS 'What happened in part {number}'"
                for number in range(start, min(start + _AT_A_TIME, tables))
            )
        )
    with database.connect() as connection:
        connection.execute("VACUUM (ANALYZE)")


def _tables(database: PostgresDatabase) -> Measured:
    """The list alone; its columns are not asked for."""
    started = time.perf_counter()
    with open_source(draft_of_source(database), Secret(database.password)) as source:
        opened = time.perf_counter()
        found = source.tables()
        ended = time.perf_counter()
    return Measured(opened - started, ended - opened, len(found), None)


def _catalogue(database: PostgresDatabase, *, every_column: bool = False) -> Measured:
    """What the window asks for: columns are made when somebody looks at a table, or all of them."""
    started = time.perf_counter()
    with open_source(draft_of_source(database), Secret(database.password)) as source:
        opened = time.perf_counter()
        found = source.catalogue()
        made = list(found) if every_column else []
        ended = time.perf_counter()
    columns = sum(len(columns) for _, columns in made or found)
    return Measured(opened - started, ended - opened, len(found.tables), columns)


def _all_columns(database: PostgresDatabase) -> Measured:
    return _catalogue(database, every_column=True)


def _sqlalchemy(database: PostgresDatabase) -> Measured:
    url = URL.create(
        "postgresql+psycopg", database.user, database.password, database.host, database.port, database.database
    )
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    started = time.perf_counter()
    with closing(engine.connect()) as connection:
        opened = time.perf_counter()
        inspector = sqlalchemy.inspect(connection)
        found: dict[tuple[str | None, str], list[ReflectedColumn]] = {}
        for schema in inspector.get_schema_names():
            if schema != "information_schema":
                found |= inspector.get_multi_columns(schema=schema, kind=ObjectKind.ANY)
        took = time.perf_counter() - opened
    return Measured(opened - started, took, len(found), sum(len(columns) for columns in found.values()))


BENCH = Bench("discovery", __doc__ or "", add_options, run)

if __name__ == "__main__":
    sys.exit(run_benches([BENCH], sys.argv[1:]))
