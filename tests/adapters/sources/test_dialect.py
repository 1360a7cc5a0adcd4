"""The generic source: the whole contract on SQLite and PostgreSQL through SQLAlchemy, and what only it does."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL

from kbconnect.adapters.sources import dialect_catalog
from kbconnect.adapters.sources.dialect import DialectProvider, opened
from kbconnect.adapters.sources.dialect_catalog import parted_query
from kbconnect.adapters.sources.dialect_check import check
from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.core.connector import CheckStep, ConnectorDraft, ConnectorOptions, Secret, StepState
from kbconnect.core.errors import (
    DatabaseMissingError,
    DriverMissingError,
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceTimeoutError,
)
from kbconnect.core.job import InlineContext
from kbconnect.core.model import ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests import servers
from tests.adapters.sources.contract import SourceContract, everything, hashes, plan, scanned_hashes
from tests.adapters.sources.dialect_world import (
    POSTGRESQL,
    SQLITE,
    PagedPostgres,
    PagedSqlite,
    PostgresByDialect,
    SqliteByDialect,
)
from tests.adapters.sources.postgresql_world import draft_of


class TestSqlite(SourceContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SqliteByDialect:
        return SqliteByDialect(tmp_path / "shop.db")


class TestPagedSqlite(SourceContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SqliteByDialect:
        return PagedSqlite(tmp_path / "shop.db")


@pytest.mark.server
class TestPostgresql(SourceContract):
    @pytest.fixture
    def world(self, shared_database: servers.PostgresDatabase) -> Iterator[PostgresByDialect]:
        with shared_database.connect() as connection:
            made = PostgresByDialect(shared_database, connection, f"Shop {secrets.token_hex(4)}")
            yield made
            made.clean_up()


@pytest.mark.server
class TestPagedPostgresql(SourceContract):
    @pytest.fixture
    def world(self, shared_database: servers.PostgresDatabase) -> Iterator[PostgresByDialect]:
        with shared_database.connect() as connection:
            made = PagedPostgres(shared_database, connection, f"Shop {secrets.token_hex(4)}")
            yield made
            made.clean_up()

    # Both take seconds, and how the pages are asked for makes no difference to them.
    test_any_name_reads = None  # type: ignore[assignment]  # left out of this class
    test_any_key_has_the_digest_of_core = None  # type: ignore[assignment]  # left out of this class


@pytest.fixture
def by_dialect(shared_database: servers.PostgresDatabase) -> Iterator[PostgresByDialect]:
    with shared_database.connect() as connection:
        made = PostgresByDialect(shared_database, connection, f"Shop {secrets.token_hex(4)}")
        yield made
        made.clean_up()


KINDS = """
CREATE TABLE kinds (id uuid PRIMARY KEY, n numeric(8,2), f float8, b bool, d date, t timestamptz, j jsonb, raw bytea,
                    word varchar(9) UNIQUE, day date DEFAULT current_date, total int GENERATED ALWAYS AS (1) STORED);
COMMENT ON TABLE kinds IS 'All kinds';
COMMENT ON COLUMN kinds.n IS 'A price';
INSERT INTO kinds VALUES ('11111111-2222-3333-4444-555555555555', 12.50, 1e300, true, '2024-02-29',
                          '2024-02-29 12:00:00+00', '{"b": 1, "a": [true]}', '\\x00ff', 'é');
CREATE VIEW seen AS SELECT id, n FROM kinds;
"""


@pytest.mark.server
def test_types_views_and_comments(by_dialect: PostgresByDialect) -> None:
    by_dialect.script(KINDS)
    kinds = by_dialect.table("kinds")
    with by_dialect.open() as source:
        listed = {info.ref: info for info in source.tables() if info.ref.schema == by_dialect.schema}
        assert {ref.name: info.kind for ref, info in listed.items()} == {"kinds": "table", "seen": "view"}
        assert listed[kinds].comment == "All kinds"
        columns = {column.name: column for column in source.columns(kinds)}
        whole = source.catalogue()
        assert whole.columns(kinds) == tuple(columns.values())
        assert whole.columns(TableRef(by_dialect.schema, "nowhere")) == ()
        with source.read(plan(kinds, "id", "n f b d t j raw word")) as reader:
            rows = everything(reader)
            assert hashes(reader.rows_by_key(list(rows))) == scanned_hashes(reader)
    assert [columns[name].kind for name in ("id", "n", "f", "b", "d", "t", "j", "raw", "word")] == [
        ColumnKind.UUID, ColumnKind.NUMBER, ColumnKind.NUMBER, ColumnKind.BOOLEAN, ColumnKind.DATE,
        ColumnKind.TIMESTAMP, ColumnKind.JSON, ColumnKind.BINARY, ColumnKind.TEXT,
    ]  # fmt: skip
    assert columns["n"].comment == "A price"
    assert columns["word"].unique
    assert columns["total"].generated
    assert rows == {
        ("11111111-2222-3333-4444-555555555555",): (
            "12.50", "1e+300", "true", "2024-02-29", "2024-02-29 12:00:00+00:00",
            '{"a": [true], "b": 1}', "\\x00ff", "é",
        )
    }  # fmt: skip


@pytest.mark.server
def test_times_are_cursors(by_dialect: PostgresByDialect) -> None:
    by_dialect.script(
        "CREATE TABLE log (id int PRIMARY KEY, at timestamp, zoned timestamptz, day date, price numeric, body text);"
        "INSERT INTO log SELECT n, '2024-01-01'::timestamp + n * interval '1 hour', "
        "'2024-01-01 00:00+00'::timestamptz + n * interval '1 hour', '2024-01-01'::date + n, n + 0.5, 'x' "
        "FROM generate_series(1, 100) n; INSERT INTO log VALUES (999, '2999-01-01', '2999-01-01', '2999-01-01');"
    )
    log = by_dialect.table("log")
    with by_dialect.open() as source:
        for column in ("at", "zoned"):
            with source.read(plan(log, "id", "body", cursor_column=column)) as reader:
                position = reader.cursor_position() or ""
                found = everything(reader, CursorWindow(position, 7_200))
            assert list(found) == [("98",), ("99",), ("100",), ("999",)]
        with source.read(plan(log, "id", "body", cursor_column="day")) as reader:
            assert ("100",) in everything(reader, CursorWindow(reader.cursor_position() or "", 0))
        with source.read(plan(log, "id", "body", cursor_column="price")) as reader:
            assert list(everything(reader, CursorWindow(reader.cursor_position() or "", 0))) == [("100",), ("999",)]
        facts = {each.column: each for each in source.cursor_facts(TableSelection(log), source.columns(log)).columns}
    assert set(facts) == {"id", "at", "zoned", "day", "price"}
    assert (facts["at"].is_time, facts["at"].time_zone, facts["zoned"].time_zone) == (True, False, True)
    assert facts["id"].indexed
    assert facts["at"].future_share is not None
    assert facts["at"].future_share > 0


@pytest.mark.server
def test_a_query_is_read_and_guarded(by_dialect: PostgresByDialect) -> None:
    table = by_dialect.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
    relation = f'"{table.schema}".articles'
    query = QuerySelection(f'SELECT id, body AS "a:b %", 1.5 AS price FROM {relation} -- all')
    with by_dialect.open() as source:
        assert [column.name for column in source.describe(query)] == ["id", "a:b %", "price"]
        assert [column.kind for column in source.sample(query, 5).columns] == [
            ColumnKind.TEXT, ColumnKind.TEXT, ColumnKind.NUMBER,
        ]  # fmt: skip
        with source.read(ReadPlan(query, ("id",), ("a:b %",), ())) as reader:
            assert everything(reader) == {("1",): ("A",), ("2",): ("B",)}
            assert [batch.values for batch in reader.rows_by_key([("2",), ("7",)])] == [[("B",)]]
        with pytest.raises(QueryRefusedError):
            source.sample(QuerySelection(f"DELETE FROM {relation}"), 1)
        with pytest.raises(QueryFailedError, match="two columns"):
            source.describe(QuerySelection(f"SELECT id, body AS id FROM {relation}"))
        with pytest.raises(QueryFailedError):
            source.sample(QuerySelection("SELECT 1 / 0 AS x"), 1)
        # What gets past the guard meets the transaction of the database itself: no parser sees into a function.
        by_dialect.script(
            f"CREATE FUNCTION sly() RETURNS int LANGUAGE sql VOLATILE AS $$ DELETE FROM {relation} RETURNING 1 $$"
        )
        with pytest.raises(QueryRefusedError):
            source.sample(QuerySelection(f'SELECT "{table.schema}".sly() AS x'), 1)
    assert by_dialect.run("SELECT count(*) FROM {}.articles", by_dialect.schema) == [(2,)]


@pytest.mark.server
def test_a_query_that_takes_too_long_is_stopped(by_dialect: PostgresByDialect) -> None:
    slow = QuerySelection("SELECT count(*) AS n FROM generate_series(1, 2000000000) g")
    with by_dialect.open_as(by_dialect.database, statement_timeout_s=1) as source, pytest.raises(SourceTimeoutError):
        source.sample(slow, 1)


def test_a_driver_without_a_time_limit_is_broken_off(tmp_path: Path) -> None:
    world = SqliteByDialect(tmp_path / "shop.db")
    draft = world.draft(statement_timeout_s=1)
    slow = QuerySelection("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS c FROM n")
    with DialectProvider(SQLITE).open(draft, None) as source:
        with pytest.raises(SourceTimeoutError):
            source.sample(slow, 1)
        assert source.sample(QuerySelection("SELECT 1 AS one"), 1).rows == (("1",),)


def steps_of(dialect: Dialect, draft: ConnectorDraft, secret: Secret | None) -> dict[str, CheckStep]:
    told: list[CheckStep] = []
    report = check(dialect, draft, secret, told.append, InlineContext())
    assert report.steps == tuple(told)
    return {step.name: step for step in report.steps}


@pytest.mark.server
def test_the_doctor_names_the_step_that_fails(by_dialect: PostgresByDialect) -> None:
    by_dialect.create("articles", ["id"], [("1",)], ["id"])
    login = by_dialect.database
    draft, secret = draft_of(login), Secret(login.password)
    fine = steps_of(POSTGRESQL, draft, secret)
    assert list(fine) == ["resolve", "connect", "tls", "login", "database", "read", "privileges"]
    assert all(step.ok for step in fine.values())
    assert "PostgreSQL 18" in fine["database"].detail
    account = by_dialect.account()
    other = ConnectorDraft("x", "x", login.host, login.port, account.user, "nowhere")
    refused = steps_of(POSTGRESQL, other, Secret(account.password))
    assert not refused["login"].ok
    assert "nowhere" in refused["login"].technical
    coded = replace(POSTGRESQL, code_of=lambda _: "?", codes={"?": DatabaseMissingError})
    assert [name for name, step in steps_of(coded, other, None).items() if not step.ok] == ["database"]
    closed = ConnectorDraft("x", "x", "127.0.0.1", 1, "me", "d")
    assert list(steps_of(POSTGRESQL, closed, None)) == ["resolve", "connect"]
    unknown = ConnectorDraft("x", "x", "no-such-host.invalid", 1, "me", "d", ConnectorOptions(connect_timeout_s=2))
    assert list(steps_of(POSTGRESQL, unknown, None)) == ["resolve"]


def test_the_doctor_looks_into_a_file(tmp_path: Path) -> None:
    world = SqliteByDialect(tmp_path / "shop.db")
    found = steps_of(SQLITE, world.draft(), None)
    assert {name: step.state for name, step in found.items()} == {
        "database": StepState.PASSED, "read": StepState.WARNING, "privileges": StepState.SKIPPED,
    }  # fmt: skip


def test_a_missing_driver_says_how_to_get_it() -> None:
    absent = replace(SQLITE, url=lambda *_: URL.create("sqlite+nowhere"), package="kbconnect[nowhere]")
    with (
        pytest.raises(DriverMissingError) as caught,
        DialectProvider(absent).open(ConnectorDraft("x", "x", database="y"), None),
    ):
        pass
    assert "pip install 'kbconnect[nowhere]'" in caught.value.hint
    with pytest.raises(DriverMissingError):
        DialectProvider(absent).load_driver()
    DialectProvider(SQLITE).load_driver()


def test_nothing_is_ever_committed(tmp_path: Path) -> None:
    world = SqliteByDialect(tmp_path / "shop.db")
    with opened(SQLITE, world.draft(), None) as (_, connection):
        connection.exec_driver_sql("CREATE TABLE t (a)")
        with pytest.raises(QueryRefusedError):
            connection.commit()


def test_errors_never_hold_the_statement_or_its_values(tmp_path: Path) -> None:
    world = SqliteByDialect(tmp_path / "shop.db")
    with world.open() as source, pytest.raises(KbConnectError) as caught:
        source.sample(QuerySelection("SELECT 'topsecret' AS a, nothing AS b FROM nowhere"), 1)
    assert "topsecret" not in f"{caught.value.message}{caught.value.hint}{caught.value.detail}"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("sql", "before"),
    [
        ("SELECT 1 AS a", ""),
        ("WITH a AS (SELECT 1 AS x) SELECT x FROM a", "WITH a AS (SELECT 1 AS x)"),
        ("WITH a (x) AS (SELECT ')'), b AS (SELECT (1) AS y) -- )\n(SELECT x FROM a)",
         "WITH a (x) AS (SELECT ')'), b AS (SELECT (1) AS y)"),
        ("WITH [as] AS (SELECT 1 AS x) SELECT * FROM [as]", "WITH [as] AS (SELECT 1 AS x)"),
    ],
)  # fmt: skip
def test_the_with_of_a_query_is_found(sql: str, before: str) -> None:
    assert parted_query(sql) == (before, sql[len(before) :])


def test_a_with_goes_before_the_statement_where_it_has_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect_catalog, "WITH_FIRST", frozenset({"sqlite"}))
    world = SqliteByDialect(tmp_path / "shop.db")
    world.create("articles", ["id", "body"], [("1", "A:%"), ("2", "B")], ["id"])
    query = QuerySelection("WITH found AS (SELECT id, body FROM articles WHERE body LIKE 'A:%') SELECT * FROM found")
    with world.open() as source:
        assert [column.name for column in source.describe(query)] == ["id", "body"]
        assert source.sample(query, 5).rows == (("1", "A:%"),)
        assert len(source.cursor_facts(query, source.describe(query)).columns) == 0
        with source.read(ReadPlan(query, ("id",), ("body",), ())) as reader:
            assert everything(reader) == {("1",): ("A:%",)}
            assert [batch.values for batch in reader.rows_by_key([("1",), ("2",)])] == [[("A:%",)]]
