"""SQLite and PostgreSQL as databases that only SQLAlchemy knows, for the tests of the generic source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from sqlalchemy import URL

from kbconnect.adapters.sources.dialect import DialectProvider
from kbconnect.adapters.sources.dialect_description import Dialect, place_of
from kbconnect.core.connector import ConnectorDraft, ProviderInfo, Secret
from kbconnect.core.model import ColumnKind, TableRef
from kbconnect.core.ports import Source
from tests import servers
from tests.adapters.sources.postgresql_world import PostgresWorld, draft_of
from tests.adapters.sources.test_sqlite import SqliteWorld

ESTIMATES = """
SELECT n.nspname AS schema_name, c.relname AS table_name, CASE WHEN c.reltuples >= 0 THEN c.reltuples END AS row_count
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'm')
"""
SQLITE = Dialect(
    ProviderInfo("their-sqlite", "Their SQLite", "Ts", None, is_file=True),
    lambda connector, _: URL.create("sqlite", database=connector.database),
    connect_arguments=lambda _: {"check_same_thread": False},
    begin=("PRAGMA query_only = ON", "BEGIN", "SELECT 1 FROM sqlite_master LIMIT 1"),
    cancel=lambda driver: driver.interrupt(),
    sqlglot="sqlite",
    size_of="length(CAST({0} AS BLOB))",
    order_of="{0} COLLATE BINARY",
)


def _url(connector: ConnectorDraft, password: str) -> URL:
    place = place_of(connector, POSTGRESQL.info)
    return URL.create("postgresql+psycopg", connector.username, password, place.host, place.port, connector.database)


POSTGRESQL = Dialect(
    ProviderInfo("their-postgresql", "Their PostgreSQL", "Tp", 5432, is_file=False),
    _url,
    begin=("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",),
    time_limit=lambda seconds: (f"SET LOCAL statement_timeout = {seconds * 1000}",),
    cancel=lambda driver: driver.cancel(),
    sqlglot="postgres",
    size_of="octet_length({0})",
    order_of='{0}::text COLLATE "C"',
    row_estimates=ESTIMATES,
    version="SELECT split_part(version(), ' on ', 1)",
    encryption=lambda connection, _: connection.exec_driver_sql(
        "SELECT coalesce((SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()), '')"
    ).scalar(),
)
PAGED_SQLITE = replace(SQLITE, paged=True, size_of="")
ALL_COLUMNS = """
SELECT n.nspname AS schema_name, c.relname AS table_name, a.attname AS column_name, a.attnum AS column_place,
       format_type(a.atttypid, a.atttypmod) AS type_name, NOT a.attnotnull AS is_nullable,
       a.attgenerated <> '' AS is_computed, col_description(c.oid, a.attnum) AS comment_text,
       coalesce((SELECT array_position(i.indkey::int[], a.attnum::int) + 1 FROM pg_index i
                 WHERE i.indrelid = c.oid AND i.indisprimary), 0) AS key_position,
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indnatts = 1
               AND i.indkey[0] = a.attnum) AS is_unique
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
"""
# As SQL Server is described: pages, one answer at a time, a catalogue of its own, and a session that ends when it is
# broken off.
PAGED_POSTGRESQL = replace(
    POSTGRESQL,
    paged=True,
    one_at_a_time=True,
    hangs_up=True,
    cancel=lambda driver: driver.close(),
    schemas="SELECT nspname FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'",
    all_columns=ALL_COLUMNS,
    types={"text": ColumnKind.TEXT, "bigint": ColumnKind.INTEGER},
)


class SqliteByDialect(SqliteWorld):
    dialect = SQLITE

    def open(self) -> AbstractContextManager[Source]:
        return self._open()

    @contextmanager
    def _open(self) -> Iterator[Source]:
        with DialectProvider(self.dialect).open(self.draft(), None) as source:
            yield source

    def create(self, *arguments: object, **others: object) -> TableRef:
        return replace(super().create(*arguments, **others), schema="main")  # type: ignore[arg-type]  # as there


class PagedSqlite(SqliteByDialect):
    dialect = PAGED_SQLITE


class PostgresByDialect(PostgresWorld):
    dialect = POSTGRESQL

    def open_as(self, login: servers.PostgresDatabase, **options: object) -> AbstractContextManager[Source]:
        return self._opened(login, **options)

    @contextmanager
    def _opened(self, login: servers.PostgresDatabase, **options: object) -> Iterator[Source]:
        with DialectProvider(self.dialect).open(draft_of(login, **options), Secret(login.password)) as source:
            yield source


class PagedPostgres(PostgresByDialect):
    dialect = PAGED_POSTGRESQL
