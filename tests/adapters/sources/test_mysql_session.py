"""A session of MariaDB: its settings, its read-only guarantee, people's queries, sizes, and its password."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from kbconnect.adapters.sources import mysql_connect
from kbconnect.core.cursor_facts import CursorFacts
from kbconnect.core.errors import (
    ColumnMissingError,
    KbConnectError,
    MappingError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    TableMissingError,
)
from kbconnect.core.model import ColumnKind, QuerySelection, TableSelection
from kbconnect.core.ports import CursorWindow, ReadPlan
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.mysql_world import MysqlWorld

pytestmark = pytest.mark.server


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


def test_the_session_is_as_agreed(world: MysqlWorld) -> None:
    settings = (
        "tx_read_only", "tx_isolation", "time_zone", "sql_mode", "character_set_connection", "lc_time_names",
        "lock_wait_timeout", "max_statement_time", "local_infile",
    )  # fmt: skip
    columns = ", ".join(f"@@session.{name} AS {name}" for name in settings[:-1])
    with world.open() as source:
        (row,) = source.sample(QuerySelection(f"SELECT {columns}"), 1).rows
    assert row == ("1", "REPEATABLE-READ", "+00:00", "", "utf8mb4", "en_US", "10", "60.000000")


def test_the_session_can_not_write(world: MysqlWorld) -> None:
    world.create("t", ["id"], [("1",)], ["id"])
    world.run("CREATE FUNCTION sneak() RETURNS int BEGIN INSERT INTO t VALUES ('2'); RETURN 1; END")
    with world.open() as source:
        query = QuerySelection("SELECT sneak() AS id")
        with pytest.raises((QueryRefusedError, QueryFailedError)):
            source.sample(query, 1)
        with (
            pytest.raises((QueryRefusedError, QueryFailedError)),
            source.read(ReadPlan(query, ("id",), (), ())) as reader,
        ):
            list(reader.rows())
    assert world.run("SELECT COUNT(*) FROM t") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT LOAD_FILE('/etc/passwd') AS a", "SELECT SLEEP(9) AS a", "SELECT BENCHMARK(1000000000, MD5('a')) AS a",
        "SELECT GET_LOCK('a', 9) AS a", "SELECT 1 AS a INTO OUTFILE '/tmp/kbconnect-never'",
        "SELECT 1 AS a /*!50000 INTO OUTFILE '/tmp/kbconnect-never' */", "SELECT id AS a FROM t FOR UPDATE",
        "SELECT 1 AS a; DROP TABLE t", "SELECT `sleep`(9) AS a", "SELECT 1 AS a INTO @x", "HANDLER t OPEN",
        "SELECT 1 -- \n; DROP TABLE t", "SELECT 'a\\'' AS a, (SELECT SLEEP(9)) AS b, ' AS c",
    ],
)  # fmt: skip
def test_queries_that_do_more_than_read_are_refused(world: MysqlWorld, sql: str) -> None:
    world.create("t", ["id"], [("1",)], ["id"])
    with world.open() as source, pytest.raises((QueryRefusedError, QueryFailedError)):
        source.sample(QuerySelection(sql), 1)
    assert world.run("SELECT COUNT(*) FROM t") == [(1,)]


def test_a_query_is_read_like_a_table(world: MysqlWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
    query = QuerySelection("SELECT CAST(id AS UNSIGNED) AS id, CONCAT(body, ' 100%') AS `Body` FROM articles; # all")
    with world.open() as source:
        described = source.describe(query)
        assert [(column.name, column.kind) for column in described] == [
            ("id", ColumnKind.INTEGER), ("Body", ColumnKind.TEXT),
        ]  # fmt: skip
        assert source.sample(query, 1).rows == (("1", "A 100%"),)
        assert source.row_estimate(query) is None
        with source.read(ReadPlan(query, ("id",), ("Body",), ())) as reader:
            assert everything(reader) == {("1",): ("A 100%",), ("2",): ("B 100%",)}
            assert [batch.values for batch in reader.rows_by_key([("2",)])] == [[("B 100%",)]]
            assert reader.row_estimate() is None


def test_a_query_with_two_columns_of_one_name_is_named(world: MysqlWorld) -> None:
    with world.open() as source, pytest.raises(QueryFailedError, match="two columns named “a”"):
        source.describe(QuerySelection("SELECT 1 AS a, 2 AS a"))


@pytest.mark.parametrize(
    ("sql", "at", "error"),
    [
        ("SELECT id FORM articles WHERE id = 1", "articles", QueryFailedError),
        ("SELECT id,\n  nonsense\nFROM articles", "nonsense", ColumnMissingError),
        ("SELECT id FROM nowhere", "nowhere", TableMissingError),
        ("SELECT nonsense_of(id) AS a\nFROM articles", "nonsense_of", QueryFailedError),
        ("SELECT id\nFROM articles\nWHERE WHERE id = '1'", "WHERE id", QueryFailedError),
        ("SELECT id FROM articles WHERE", "", QueryFailedError),
    ],
)
def test_a_wrong_query_says_where(world: MysqlWorld, sql: str, at: str, error: type[KbConnectError]) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    with world.open() as source, pytest.raises(error) as caught:
        source.sample(QuerySelection(sql), 1)
    assert caught.value.position == (sql.index(at) + 1 if at else len(sql))
    assert caught.value.hint


def test_a_password_of_any_characters_works_and_shows_nowhere(world: MysqlWorld) -> None:
    login = replace(world.account(), database="")
    with world.open_as(login) as source:
        assert source.sample(QuerySelection("SELECT 1 AS a"), 1).rows == (("1",),)
    wrong = replace(login, password=login.password + "!wrong!")
    with pytest.raises(KbConnectError) as caught, world.open_as(wrong):
        pass
    shown = (
        f"{caught.value!r} {caught.value.message} {caught.value.hint} {caught.value.detail} {caught.value.__cause__!r}"
    )
    assert "!wrong!" not in shown
    assert login.password not in shown


def test_without_a_database_all_are_listed_but_the_systems_own(world: MysqlWorld) -> None:
    table = world.create("articles", ["id"], [], ["id"])
    with world.open_as(replace(world.database, database="")) as source:
        found = {info.ref for info in source.tables()}
        assert source.columns(table)
    assert table in found
    assert "shop" in {ref.schema for ref in found}
    assert not {ref.schema for ref in found} & {"mysql", "information_schema", "performance_schema", "sys"}


def test_a_server_that_is_too_old_is_named(world: MysqlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mysql_connect, "OLDEST_MARIADB", (99, 0))
    with pytest.raises(SourceError, match=r"MariaDB 10\.\d+\.\d+, which is too old"), world.open():
        pass


# --------------------------------------------------------------------------------------------------- size


def test_a_cell_over_the_limit_stays_where_it_is(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, body longtext, data longblob)")
    world.run("INSERT INTO t VALUES (1, 'fine', '\\0'), (2, '', ''), (3, 'fine', NULL)")
    # A server takes no larger value than this by default.
    world.run("UPDATE t SET body = REPEAT('x', 15000000), data = REPEAT('y', 16000000) WHERE id = 2")
    tracemalloc.start()
    try:
        with (
            world.open() as source,
            source.read(plan(world.table("t"), "id", "body data", max_cell_bytes=10_000_000)) as reader,
        ):
            (batch,) = reader.rows()
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert batch.values == [("fine", "\\x00"), (None, None), ("fine", None)]
    assert [(fault.column, fault.reason) for fault in batch.faults] == [
        ("body", "Larger than the limit of 10 MB (15 MB)"), ("data", "Larger than the limit of 10 MB (16 MB)"),
    ]  # fmt: skip
    assert peak < 10_000_000


def test_a_row_of_several_packets_is_read_whole(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, a longtext, b longtext)")
    world.run("INSERT INTO t VALUES (1, 'first', ''), (3, 'last', NULL)")
    world.run("INSERT INTO t VALUES (2, REPEAT('x', 9000000), REPEAT('y', 9000000))")
    with world.open() as source, source.read(plan(world.table("t"), "id", "a b")) as reader:
        batches = [batch.values for batch in reader.rows()]
        assert batches == [[("first", "")], [("x" * 9_000_000, "y" * 9_000_000)], [("last", None)]]
        scan = reader.rows()
        next(scan)
        next(scan)
        scan.close()
        assert sum(len(batch.keys) for batch in reader.fingerprints()) == 3


def test_memory_is_bounded_by_the_batch(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, body longtext)")
    world.run("INSERT INTO t SELECT seq, REPEAT(MD5(seq), 31250) FROM seq_1_to_60")
    tracemalloc.start()
    try:
        with world.open() as source, source.read(plan(world.table("t"), "id", "body", batch_bytes=3_500_000)) as reader:
            sizes = [len(batch.values) for batch in reader.rows()]
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(sizes) == 60
    assert max(sizes) == 3
    assert peak < 20_000_000


# --------------------------------------------------------------------------------------------------- cursors

# Of each type: values by the name of their row, a lag, and the rows in the window before the position of all of them.
CURSORS = {
    "tinyint": ("0: -128, 1: 117, 2: 122, 3: 127", 5.0, "2 3"),
    "bigint unsigned": ("1: 18446744073709551605, 2: 18446744073709551610, 3: 18446744073709551615", 5.0, "2 3"),
    "decimal(40, 20)": ("1: 0.1, 2: 0.30000000000000000001, 3: 0.4", 0.1, "2 3"),
    "float": ("1: 0.1, 2: 0.7, 3: 0.7", 0.0, "2 3"),
    "double": ("1: 0.1, 2: 0.2, 3: 0.3", 0.1, "2 3"),
    "date": ("1: '2025-02-26', 2: '2025-02-27', 3: '2025-02-28', 4: '2999-01-01', 5: '0000-00-00'", 60.0, "2 3 4 5"),
    "datetime(6)": (
        "1: '2025-03-01 11:58:59.9', 2: '2025-03-01 11:59', 3: '2025-03-01 12:00', 4: '2999-01-01', 5: '0000-00-00'",
        60.0,
        "2 3 4 5",
    ),
    "timestamp NULL": ("1: '2025-03-01 11:58:59', 2: '2025-03-01 11:59', 3: '2025-03-01 12:00'", 60.0, "2 3"),
    "year": ("1: 2020, 2: 2024, 3: 2025", 1.0, "2 3"),
}


@pytest.mark.parametrize("type_", CURSORS)
def test_any_type_with_an_order_can_be_a_cursor(world: MysqlWorld, type_: str) -> None:
    values, lag, expected = CURSORS[type_]
    world.run("SET SESSION sql_mode = '', time_zone = '+05:30'")
    world.run(f"CREATE TABLE t (id varchar(9) PRIMARY KEY, at {type_})")
    world.run("INSERT INTO t VALUES ('unset', NULL)")
    for entry in values.split(", "):
        name, _, value = entry.partition(": ")
        world.run(f"INSERT INTO t VALUES ('{name}', {value})")
    everyone = {entry.partition(": ")[0] for entry in values.split(", ")} | {"unset"}
    wanted = plan(world.table("t"), "id", "", cursor_column="at")
    for one in (wanted, replace(wanted, selection=QuerySelection("SELECT id, at FROM t"))):
        with world.open() as source, source.read(one) as reader:
            position = reader.cursor_position()
            assert position is not None
            for far, inside in ((lag, {*expected.split(), "unset"}), (1e30, everyone)):
                window = CursorWindow(position, far)
                found = {str(key[0]) for batch in reader.fingerprints(window) for key in batch.keys}
                assert found == inside
            assert everything(reader, CursorWindow("other:1", 0)).keys() == {(name,) for name in everyone}


@pytest.mark.parametrize("type_", ["varchar(9)", "json", "blob", "tinyint(1)", "time", "enum('a')", "uuid", "bit(8)"])
def test_a_type_without_an_order_in_time_is_no_cursor(world: MysqlWorld, type_: str) -> None:
    world.run(f"CREATE TABLE t (id int PRIMARY KEY, at {type_})")
    with (
        world.open() as source,
        source.read(plan(world.table("t"), "id", "", cursor_column="at")) as reader,
        pytest.raises(MappingError, match="“at” can't be used") as caught,
    ):
        reader.cursor_position()
    assert caught.value.hint


def test_a_time_that_is_still_to_come_counts_as_now(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id varchar(9) PRIMARY KEY, at datetime(6))")
    world.run("INSERT INTO t VALUES ('far', '2999-01-01')")
    with world.open() as source, source.read(plan(world.table("t"), "id", "", cursor_column="at")) as reader:
        position = reader.cursor_position()
    world.run("INSERT INTO t VALUES ('since', UTC_TIMESTAMP(6))")
    assert position is not None
    assert "2999" not in position
    with world.open() as source, source.read(plan(world.table("t"), "id", "", cursor_column="at")) as reader:
        assert everything(reader, CursorWindow(position, 0)).keys() == {("far",), ("since",)}


def test_facts_of_columns_as_cursors(world: MysqlWorld) -> None:
    world.run(
        "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, body text, made datetime DEFAULT CURRENT_TIMESTAMP, "
        "changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, touched datetime, "
        "flag tinyint(1), KEY (changed))"
    )
    world.run("CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW SET NEW.touched = NOW()")
    world.run(
        "INSERT INTO t (body, made, changed) SELECT 'x', '2026-01-01' + INTERVAL seq SECOND, "
        "'2026-02-01' + INTERVAL seq SECOND FROM seq_1_to_50"
    )
    selection = TableSelection(world.table("t"))
    with world.open() as source:
        facts = source.cursor_facts(selection, source.columns(world.table("t")))
        of_query = source.cursor_facts(
            QuerySelection("SELECT id, changed FROM t"), source.describe(QuerySelection("SELECT id, changed FROM t"))
        )
    found: dict[str, CursorFacts] = {each.column: each for each in facts.columns}
    assert set(found) == {"id", "made", "changed", "touched"}
    assert found["id"].from_sequence
    assert found["id"].indexed
    assert found["made"].default_now
    assert not found["made"].indexed
    assert found["made"].time_zone is False
    assert found["changed"].maintained
    assert found["changed"].time_zone is True
    assert found["changed"].newest is not None
    assert found["touched"].maintained
    assert found["touched"].null_share == 1.0
    assert {each.column for each in of_query.columns} == {"id", "changed"}
