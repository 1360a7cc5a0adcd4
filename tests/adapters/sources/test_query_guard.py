"""Queries that do more than read: refused before they are sent, and harmless where they pass.

Each attack runs on a real server as its administrator, the worst account there is, and nothing may have changed after.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.core.errors import KbConnectError, QueryRefusedError
from kbconnect.core.model import QuerySelection
from kbconnect.core.ports import ReadPlan, Source
from tests.adapters.sources.postgresql_world import PostgresWorld

READING = [
    "SELECT 1",
    "select * from t where a = 'x; DELETE' -- ; drop",
    "SELECT 1;",
    "SELECT 1 ; ; -- the end",
    "SELECT 1 /* a /* nested */ ; comment */ AS a",
    "WITH a AS (SELECT 1 AS x) SELECT * FROM a",
    "WITH RECURSIVE a(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM a WHERE n < 5) SELECT n FROM a",
    "VALUES (1, 'a'), (2, 'b')",
    "TABLE t",
    "(SELECT 1) UNION (SELECT 2) ORDER BY 1",
    "SELECT a, count(*) FILTER (WHERE b > 1) OVER w FROM t WINDOW w AS (PARTITION BY a)",
    "SELECT $$; DROP TABLE t$$ AS a, $x$ $$ ; $x$ AS b",
    "SELECT E'it\\'s; fine' AS a",
    'SELECT "delete", "pg_sleep" FROM "drop; table"',
    "SELECT '(' AS a, \"(\" FROM t",
    "SELECT update_count, deleted, into_account FROM t",
    "SELECT j->>'a', j @> '{\"a\": 1}'::jsonb, a::text[], t.*::text FROM t TABLESAMPLE SYSTEM (1)",
    "SELECT * FROM t1 LEFT JOIN LATERAL (SELECT * FROM t2 WHERE t2.a = t1.a LIMIT 1) x ON true",
    "SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AS \"day\"",
    "SELECT xmin, ctid FROM t",
]

REFUSED = [
    "DELETE FROM victim",
    "UPDATE victim SET v = 'x'",
    "INSERT INTO victim VALUES (9, 'x')",
    "MERGE INTO victim USING victim v ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE victim",
    "DROP TABLE victim",
    "CREATE TABLE more (a int)",
    "ALTER TABLE victim ADD COLUMN w int",
    "GRANT ALL ON victim TO PUBLIC",
    "COPY victim TO '/tmp/kbconnect-attack'",
    "COPY (SELECT 1) TO PROGRAM 'touch /tmp/kbconnect-attack'",
    "DO $$ BEGIN DELETE FROM victim; END $$",
    "CALL something()",
    "VACUUM victim",
    "LOCK TABLE victim",
    "SET default_transaction_read_only = off",
    "SET SESSION AUTHORIZATION postgres",
    "RESET ALL",
    "BEGIN",
    "COMMIT",
    "LISTEN x",
    "NOTIFY x",
    "PREPARE p AS DELETE FROM victim",
    "EXECUTE p",
    "EXPLAIN ANALYZE DELETE FROM victim",
    "SHOW ALL",
    "SELECT 1; DELETE FROM victim",
    "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM victim",
    "SELECT 1) AS q; DELETE FROM victim; SELECT * FROM (SELECT 1",
    "SELECT 1) AS q) TO STDOUT; DELETE FROM victim; COPY (SELECT 1 FROM (SELECT 2",
    "SELECT 1 /* */ ; /* */ DELETE FROM victim -- x",
    "SELECT 1 AS a /* never closed",
    "WITH gone AS (DELETE FROM victim RETURNING *) SELECT * FROM gone",
    "WITH a AS (SELECT 1), gone AS (UPDATE victim SET v = 'x' RETURNING *) SELECT * FROM a, gone",
    "SELECT * FROM (WITH gone AS (INSERT INTO victim VALUES (9, 'x') RETURNING *) SELECT * FROM gone) x",
    "SELECT * INTO stolen FROM victim",
    "SELECT * INTO TEMP stolen FROM victim",
    "SELECT * FROM victim FOR UPDATE",
    "SELECT * FROM victim FOR NO KEY UPDATE",
    "SELECT * FROM (SELECT * FROM victim FOR SHARE SKIP LOCKED) x",
    "SELECT pg_sleep(30)",
    "SELECT pg_catalog . pg_sleep /* */ (30)",
    "SELECT PG_SLEEP(30)",
    'SELECT "pg_sleep"(30)',
    'SELECT U&"pg\\005fsleep"(30)',
    "SELECT * FROM pg_sleep(30)",
    "SELECT pg_sleep_for('30 s')",
    "SELECT pg_sleep_until('infinity')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
    "SELECT pg_cancel_backend(1)",
    "SELECT nextval('counter')",
    "SELECT setval('counter', 99)",
    "SELECT set_config('default_transaction_read_only', 'off', false)",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/kbconnect-attack')",
    "SELECT lo_create(77), lo_unlink(77), lo_put(77, 0, 'x'), lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_stat_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT * FROM pg_ls_waldir()",
    "SELECT dblink('host=127.0.0.1', 'DELETE FROM victim')",
    "SELECT dblink_exec('host=127.0.0.1', 'DELETE FROM victim')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_promote()",
    "SELECT pg_switch_wal()",
    "SELECT query_to_xml('SELECT 1', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT pg_logical_emit_message(false, 'x', 'y')",
    "SELECT pg_create_logical_replication_slot('x', 'pgoutput')",
    "SELECT pg_create_physical_replication_slot('x')",
    "SELECT pg_drop_replication_slot('x')",
    "SELECT pg_replication_origin_create('x')",
    "SELECT pg_stat_reset()",
    "SELECT pg_backup_start('x')",
    "SELECT pg_export_snapshot()",
    "SELECT txid_current()",
    "SELECT ts_stat('DELETE FROM victim')",
    "",
    " ; ",
    "-- nothing but a comment",
    "nonsense",
    "SELECT 1\0",
]


@pytest.mark.parametrize("dialect", ["postgres", "sqlite"])
@pytest.mark.parametrize(
    "query", ["SELECT '\ud800'", "SELECT 1 -- \udcff", "SELECT 1\0", "SELECT '\ud83d' AS \"\udc4d\""]
)
def test_characters_no_database_takes_are_named(query: str, dialect: str) -> None:
    with pytest.raises(QueryRefusedError, match="character") as caught:
        checked_query(query, dialect)
    assert caught.value.hint


@pytest.mark.parametrize("query", READING)
def test_reading_queries_pass(query: str) -> None:
    assert checked_query(query, "postgres").startswith(query.lstrip()[:5])


@pytest.mark.parametrize("query", REFUSED)
def test_everything_else_is_refused_in_plain_words(query: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        checked_query(query, "postgres")
    assert caught.value.message.endswith(".")
    assert caught.value.hint


@given(st.text(st.sampled_from("SELECT 1()';\"-/*$aE\\\n"), max_size=40))
def test_any_text_is_either_refused_or_one_statement(text: str) -> None:
    try:
        checked = checked_query(text, "postgres")
    except QueryRefusedError:
        return
    assert checked.strip().upper().lstrip("( \n").startswith(("SELECT", "WITH", "VALUES", "TABLE", "--", "/*"))


@pytest.mark.server
@pytest.mark.parametrize("is_guarded", [True, False], ids=["guarded", "session alone"])
def test_no_attack_changes_anything(world: PostgresWorld, monkeypatch: pytest.MonkeyPatch, is_guarded: bool) -> None:
    """Without the guard the read-only session and the time limit have to hold alone; what only the guard stops (reading
    files, waiting, ending other sessions) is left out there."""
    if not is_guarded:
        monkeypatch.setattr("kbconnect.adapters.sources.postgresql.checked_query", lambda text, dialect: text)
    guard_only = (
        "pg_sleep", "terminate", "cancel", "pg_read", "pg_stat_file", "pg_ls", "advisory", "reload", "rotate", "switch",
        "promote", "to_xml", "snapshot", "backup", "replication", "emit", "stat_reset", "pg\\005f", "txid",
    )  # fmt: skip
    world.script("CREATE TABLE victim (id int PRIMARY KEY, v text); INSERT INTO victim VALUES (1, 'a')")
    world.script("CREATE SEQUENCE counter")
    before = state(world)
    with world.open_as(world.database, statement_timeout_s=2) as source:
        for query in REFUSED:
            if not is_guarded and any(word in query.lower() for word in guard_only):
                continue
            attack(
                source, query.replace("victim", f'"{world.schema}".victim').replace("'counter'", f"'{sequence(world)}'")
            )
            assert state(world) == before, query
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)


def attack(source: Source, query: str) -> None:
    """Tries to run a query in every way there is; an attack may also just read something."""
    selection = QuerySelection(query)
    with suppress(KbConnectError):
        source.describe(selection)
    with suppress(KbConnectError):
        source.sample(selection, 3)
    with suppress(KbConnectError), source.read(ReadPlan(selection, ("id",), (), ())) as reader:
        list(reader.rows())


def sequence(world: PostgresWorld) -> str:
    return f'"{world.schema}".counter'


def state(world: PostgresWorld) -> list[object]:
    return [
        world.run("SELECT * FROM victim ORDER BY id"),
        world.run("SELECT last_value, is_called FROM counter"),
        world.run(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE nspname = current_schema() ORDER BY 1"
        ),
        world.run("SELECT count(*) FROM pg_largeobject_metadata"),
        world.run("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"),
        world.run("SELECT count(*) FROM pg_replication_slots"),
        world.run("SELECT attname FROM pg_attribute WHERE attrelid = 'victim'::regclass ORDER BY attnum"),
    ]


@pytest.mark.parametrize(
    ("query", "dialect", "parameter"),
    [
        ("SELECT * FROM t WHERE a = $1", "postgres", "$1"),
        ("SELECT * FROM t WHERE a = ?", "sqlite", "?"),
        ("SELECT * FROM t WHERE a=?2", "sqlite", "?2"),
        ("SELECT * FROM t WHERE a = :name", "sqlite", ":name"),
        ("SELECT * FROM t WHERE a = @name", "sqlite", "@name"),
        ("SELECT * FROM t WHERE a IN ($name)", "sqlite", "$name"),
    ],
)
def test_a_parameter_nobody_fills_in_is_named(query: str, dialect: str, parameter: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        checked_query(query, dialect)
    assert parameter in caught.value.message
    assert "does more than read" not in caught.value.message


@pytest.mark.parametrize(
    ("query", "dialect"),
    [
        ("SELECT a[1:2], b[:3], c::text, j ? 'k', d$1 FROM t WHERE e = '$1 :x ?'", "postgres"),
        ('SELECT "a$1", "why?" FROM t', "postgres"),
        ("SELECT [a:b], `c?`, \"d@e\", '%s :x ? @y' FROM t", "sqlite"),
    ],
)
def test_what_looks_like_a_parameter_passes(query: str, dialect: str) -> None:
    assert checked_query(query, dialect) == query


def test_the_parser_says_nothing_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(QueryRefusedError):
        checked_query("EXPLAIN SELECT 1", "postgres")
    assert caplog.records == []
