"""SQLite files: the contract, and what only SQLite does."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.adapters.sources.sqlite import SqliteSource
from kbconnect.adapters.sources.sqlite_errors import translate
from kbconnect.core.access import PowerKind
from kbconnect.core.connector import CheckStep, ConnectorDraft, ConnectorOptions, StepState
from kbconnect.core.errors import (
    AccessDeniedError,
    DatabaseMissingError,
    InputError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    SourceTimeoutError,
)
from kbconnect.core.job import InlineContext
from kbconnect.core.model import ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import ReadPlan, Source
from tests.adapters.sources.contract import Row, SourceContract, World, everything, hashes, plan, scanned_hashes


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class SqliteWorld(World):
    def __init__(self, path: Path, journal_mode: str = "WAL") -> None:
        self.path = path
        self.run(f"PRAGMA journal_mode = {journal_mode}")

    def run(self, statement: str, rows: Sequence[Sequence[object]] = ()) -> None:
        with closing(sqlite3.connect(self.path, timeout=0.5)) as connection, connection:
            if rows:
                connection.executemany(statement, rows)
            else:
                connection.execute(statement)

    def draft(self, *, statement_timeout_s: int = 60) -> ConnectorDraft:
        options = ConnectorOptions(statement_timeout_s=statement_timeout_s)
        return ConnectorDraft("file", "sqlite", database=str(self.path), options=options)

    def open(self) -> AbstractContextManager[Source]:
        return open_source(self.draft(), None)

    def create(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        key: Sequence[str] = (),
        *,
        integers: Sequence[str] = (),
    ) -> TableRef:
        parts = [
            f"{quote(column)} {'INTEGER' if column in integers else 'TEXT'}{' NOT NULL' if column in key else ''}"
            for column in columns
        ]
        if key:
            parts.append(f"PRIMARY KEY ({', '.join(map(quote, key))})")
        self.run(f"CREATE TABLE {quote(name)} ({', '.join(parts)})")
        if rows:
            self.run(f"INSERT INTO {quote(name)} VALUES ({', '.join('?' * len(columns))})", rows)
        return TableRef("", name)

    def insert(self, table: TableRef, row: Row) -> None:
        self.run(f"INSERT INTO {quote(table.name)} VALUES ({', '.join('?' * len(row))})", [row])

    def drop(self, table: TableRef) -> None:
        self.run(f"DROP TABLE {quote(table.name)}")

    def drop_column(self, table: TableRef, name: str) -> None:
        self.run(f"ALTER TABLE {quote(table.name)} DROP COLUMN {quote(name)}")


@pytest.fixture
def world(tmp_path: Path) -> SqliteWorld:
    return SqliteWorld(tmp_path / "shop 100%?#.db")


class TestSqliteSource(SourceContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SqliteWorld:
        return SqliteWorld(tmp_path / "shop.db")


def read(world: SqliteWorld, wanted: ReadPlan) -> dict[tuple[str | None, ...], Row]:
    with world.open() as source, source.read(wanted) as reader:
        return everything(reader)


# --------------------------------------------------------------------------------------------------- values


def test_values_have_types_whatever_the_column_says(world: SqliteWorld) -> None:
    world.run("CREATE TABLE zoo (id INTEGER PRIMARY KEY, v INTEGER)")
    values: list[object] = [
        7, -(2**63), "seven", 1.5, float("inf"), -float("inf"), float("nan"), b"\x00\xff", "", None, True, 0.1, 1e300,
    ]  # fmt: skip
    world.run("INSERT INTO zoo VALUES (?, ?)", list(enumerate(values)))
    found = read(world, plan(TableRef("", "zoo"), "id", "v"))
    assert [found[(str(number),)][0] for number in range(len(values))] == [
        "7", "-9223372036854775808", "seven", "1.5", "inf", "-inf", None, "\\x00ff", "", None, "1", "0.1", "1e+300",
    ]  # fmt: skip


def test_a_text_that_is_no_utf8_is_a_fault_of_its_row(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    world.run("INSERT INTO t VALUES (1, 'fine'), (2, CAST(x'c3a4' || x'ff' || x'41' AS TEXT))")
    with world.open() as source, source.read(plan(TableRef("", "t"), "id", "body")) as reader:
        (batch,) = reader.rows()
        before = hashes(reader.rows())
        assert before == scanned_hashes(reader)
        assert source.sample(TableSelection(TableRef("", "t")), 5).rows[1] == ("2", "ä\ufffdA")
    assert batch.values == [("fine",), (None,)]
    assert [(fault.row, fault.column, fault.reason) for fault in batch.faults] == [
        (1, "body", "Not valid UTF-8 at character 2")
    ]
    world.run("UPDATE t SET body = CAST(x'c3a4' || x'fe' || x'41' AS TEXT) WHERE id = 2")
    with world.open() as source, source.read(plan(TableRef("", "t"), "id", "body")) as reader:
        assert hashes(reader.rows())[("2",)] != before[("2",)]


def test_keys_of_any_type_are_found_again(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (k, body TEXT)")
    keys: list[object] = [1, "1", 1.0, b"1", None, "a", "A", 2**60, 1.5, "1.5"]
    world.run("INSERT INTO t VALUES (?, ?)", [(key, str(number)) for number, key in enumerate(keys)])
    with world.open() as source, source.read(plan(TableRef("", "t"), "k", "body")) as reader:
        seen = [key for batch in reader.fingerprints() for key in batch.keys]
        assert len([key for place, key in enumerate(seen) if place == 0 or seen[place - 1] != key]) == len(set(seen))
        assert seen.count(("1",)) == 2
        again = [key for batch in reader.rows_by_key(list(set(seen))) for key in batch.fingerprints.keys]
        assert sorted(again, key=str) == sorted(seen, key=str)


def test_a_unique_key_that_ignores_case_still_finds_the_exact_row(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (k TEXT COLLATE NOCASE PRIMARY KEY NOT NULL, body TEXT) WITHOUT ROWID")
    world.run("INSERT INTO t VALUES ('Ann', 'x')")
    with world.open() as source, source.read(plan(TableRef("", "t"), "k", "body")) as reader:
        assert list(reader.rows_by_key([("ANN",)])) == []
        assert [batch.values for batch in reader.rows_by_key([("Ann",)])] == [[("x",)]]


def test_views_virtual_tables_and_odd_tables(world: SqliteWorld) -> None:
    world.run("CREATE TABLE base (a INT, b TEXT GENERATED ALWAYS AS (a || '!') STORED, PRIMARY KEY (a)) WITHOUT ROWID")
    world.run("INSERT INTO base (a) VALUES (2), (1)")
    world.run("CREATE VIEW seen AS SELECT a, b FROM base")
    world.run("CREATE VIRTUAL TABLE words USING fts5(body)")
    world.run("INSERT INTO words VALUES ('a kettle')")
    with world.open() as source:
        found = {info.ref.name: info for info in source.tables()}
        assert {name: info.kind for name, info in found.items()} == {"base": "table", "seen": "view", "words": "table"}
        assert [(column.name, column.generated) for column in source.columns(TableRef("", "base"))] == [
            ("a", False), ("b", True),
        ]  # fmt: skip
        assert source.sample(TableSelection(TableRef("", "words")), 3).rows == (("a kettle",),)
    assert read(world, plan(TableRef("", "seen"), "a", "b")) == {("1",): ("1!",), ("2",): ("2!",)}


def test_declared_types_become_kinds(world: SqliteWorld) -> None:
    world.run(
        "CREATE TABLE t (a INTEGER, b VARCHAR(20), c DOUBLE, d BOOLEAN, e DATETIME, f DATE, g BLOB, h JSON, i, "
        "j NUMERIC(5,2))"
    )
    with world.open() as source:
        kinds = [column.kind.value for column in source.columns(TableRef("", "t"))]
    assert kinds == ["integer", "text", "number", "boolean", "timestamp", "date", "binary", "json", "other", "number"]


def test_estimates_come_cheaply(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (a TEXT)")
    world.run("INSERT INTO t VALUES (?)", [("x",)] * 500)
    world.run("CREATE TABLE none (a TEXT)")
    with world.open() as source:
        assert {info.ref.name: info.rows_estimate for info in source.tables()} == {"none": 0, "t": 500}
        assert {info.ref.name: info.empty for info in source.tables()} == {"none": True, "t": False}
        with source.read(plan(TableRef("", "t"), "a", "a")) as reader:
            assert reader.row_estimate() == 500


def test_old_statistics_do_not_empty_a_table(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID")
    world.run(
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50001) SELECT i FROM n"
    )
    world.run("ANALYZE")
    world.run("UPDATE sqlite_stat1 SET stat = '0 1'")
    with world.open() as source:
        (table,) = source.tables()
    assert (table.rows_estimate, table.empty) == (50_001, False)


def test_a_table_that_can_not_be_counted_does_not_hide_the_others(world: SqliteWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.run("CREATE VIRTUAL TABLE words USING fts5(body)")
    world.run("CREATE TABLE torn (a)")
    with closing(sqlite3.connect(world.path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master VALUES "
            "('table', 'shapes', 'shapes', 0, 'CREATE VIRTUAL TABLE shapes USING module_of_somebody(a)')"
        )
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'torn'").fetchone()
    world.run("PRAGMA journal_mode = DELETE")
    with world.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with world.open() as source:
        assert {info.ref.name: info.rows_estimate for info in source.tables()} == {
            "articles": 1, "shapes": None, "torn": None, "words": None,
        }  # fmt: skip
        assert source.row_estimate(TableSelection(TableRef("", "articles"))) == 1
        assert source.row_estimate(TableSelection(TableRef("", "shapes"))) is None
    assert read(world, plan(TableRef("", "articles"), "id", "body")) == {("1",): ("A",)}


def test_an_estimate_looks_at_its_own_table_alone(world: SqliteWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.create("others", ["id"], [("1",)], ["id"])
    looked_at: list[str] = []
    connection = sqlite3.connect(world.path, isolation_level=None)
    with closing(connection):
        connection.set_trace_callback(looked_at.append)
        source = SqliteSource(connection, 60)
        assert source.row_estimate(TableSelection(TableRef("", "articles"))) == 1
    assert any("articles" in statement for statement in looked_at)
    assert not any("others" in statement for statement in looked_at)


def test_a_cell_of_50_megabytes_is_not_loaded(world: SqliteWorld) -> None:
    world.run("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT, data BLOB)")
    world.run("INSERT INTO t VALUES (1, 'fine', x'00'), (2, printf('%.*c', 52000000, 'x'), zeroblob(60000000))")
    with world.open() as source, source.read(plan(TableRef("", "t"), "id", "body data")) as reader:
        (batch,) = reader.rows()
    assert batch.values == [("fine", "\\x00"), (None, None)]
    assert [fault.reason for fault in batch.faults] == [
        "Larger than the limit of 20 MB (52 MB)", "Larger than the limit of 20 MB (60 MB)",
    ]  # fmt: skip


# --------------------------------------------------------------------------------------------------- queries


def test_a_query_is_read_like_a_table(world: SqliteWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A"), ("2", "B")], ["id"])
    query = QuerySelection('SELECT id, upper(body) AS "Body", 1.5 AS price FROM articles -- all of them')
    with world.open() as source:
        assert [column.name for column in source.describe(query)] == ["id", "Body", "price"]
        sample = source.sample(query, 1)
        assert sample.rows == (("1", "A", "1.5"),)
        assert [column.kind for column in sample.columns] == [ColumnKind.TEXT, ColumnKind.TEXT, ColumnKind.NUMBER]
        with source.read(ReadPlan(query, ("id",), ("Body",), ())) as reader:
            assert everything(reader) == {("1",): ("A",), ("2",): ("B",)}
            assert [batch.values for batch in reader.rows_by_key([("2",)])] == [[("B",)]]
            assert reader.row_estimate() is None


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "SELECT 1; DELETE FROM articles",
        "SELECT 1) AS q; DELETE FROM articles; SELECT * FROM (SELECT 1",
        "WITH gone AS (DELETE FROM articles RETURNING id) SELECT * FROM gone",
        "ATTACH DATABASE 'other.db' AS other",
        "PRAGMA query_only = OFF",
        "SELECT * FROM pragma_query_only(0)",
        "SELECT load_extension('x')",
        "SELECT \"load_extension\"('x')",
        "SELECT writefile('x', 'y')",
        "VACUUM INTO 'copy.db'",
        "INSERT INTO articles VALUES ('3', 'C')",
        "CREATE TABLE x (a)",
        "",
        "   ;",
    ],
)
def test_a_query_that_does_more_than_read_is_refused(world: SqliteWorld, sql: str) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    before = world.path.read_bytes()
    with world.open() as source:
        with pytest.raises((QueryRefusedError, QueryFailedError)):
            source.sample(QuerySelection(sql), 5)
        with (
            pytest.raises((QueryRefusedError, QueryFailedError)),
            source.read(ReadPlan(QuerySelection(sql), ("id",), (), ())),
        ):
            pass
    assert world.path.read_bytes() == before
    assert not list(world.path.parent.glob("*other*"))


def test_a_query_without_end_is_stopped_at_the_time_limit(world: SqliteWorld) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with (
        open_source(world.draft(statement_timeout_s=1), None) as source,
        pytest.raises(SourceTimeoutError, match="time limit"),
    ):
        source.sample(QuerySelection(endless), 5)


def test_a_question_during_a_reading_sets_no_time_limit_to_the_rest_of_it(world: SqliteWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50000) SELECT x FROM n"
    with (
        open_source(world.draft(statement_timeout_s=0), None) as source,
        source.read(ReadPlan(QuerySelection(many), ("x",), (), ())) as reader,
    ):
        source.describe(TableSelection(table))
        assert sum(len(batch.fingerprints.keys) for batch in reader.rows()) == 50_000


def test_a_query_can_be_interrupted(world: SqliteWorld) -> None:
    world.create("articles", ["id", "body"], [(str(number), "A") for number in range(20)], ["id"])
    with world.open() as source, source.read(plan(TableRef("", "articles"), "id", "body", batch_rows=5)) as reader:
        scan = reader.rows()
        next(scan)
        source.interrupt()
        with pytest.raises(SourceError, match="stopped"):
            list(scan)


# --------------------------------------------------------------------------------------------------- opening


def test_opening_leaves_the_file_alone(world: SqliteWorld) -> None:
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.run("PRAGMA journal_mode = DELETE")
    before = (world.path.read_bytes(), world.path.stat().st_mtime_ns)
    assert read(world, plan(table, "id", "body")) == {("1",): ("A",)}
    assert (world.path.read_bytes(), world.path.stat().st_mtime_ns) == before
    assert list(world.path.parent.iterdir()) == [world.path]


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    draft = ConnectorDraft("file", "sqlite", database=str(tmp_path / "none.db"))
    with pytest.raises(DatabaseMissingError, match=r"none\.db"), open_source(draft, None):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("database", ["", "  "])
def test_a_path_is_needed(database: str) -> None:
    with pytest.raises(InputError), open_source(ConnectorDraft("file", "sqlite", database=database), None):
        pass


@pytest.mark.parametrize("database", ["~nobody of this name/shop.db", "a\0b.db", "a\ud800b.db"])
def test_a_path_that_leads_nowhere_is_named(database: str) -> None:
    with (
        pytest.raises((InputError, DatabaseMissingError)) as caught,
        open_source(ConnectorDraft("f", "sqlite", database=database), None),
    ):
        pass
    assert caught.value.hint


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match="folder"),
        open_source(ConnectorDraft("f", "sqlite", database=str(tmp_path)), None),
    ):
        pass


def test_another_kind_of_file_is_named_as_that(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear team, " * 200)
    draft = ConnectorDraft("f", "sqlite", database=str(path))
    with open_source(draft, None) as source, pytest.raises(SourceError, match="not a SQLite database"):
        source.tables()


def test_a_damaged_file_is_named_as_that(world: SqliteWorld) -> None:
    table = world.create("articles", ["id", "body"], [(str(n), "x" * 900) for n in range(400)], ["id"])
    world.run("PRAGMA journal_mode = DELETE")
    with world.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xa5" * 4096 * 20)
    with (
        pytest.raises(SourceError, match="damaged"),
        world.open() as source,
        source.read(plan(table, "id", "body")) as reader,
    ):
        list(reader.rows())
    steps: list[CheckStep] = []
    report = check_connection(world.draft(), None, steps.append, InlineContext())
    assert [step.state for step in report.steps if step.name == "read"] == [StepState.WARNING]


def test_a_file_held_by_a_writer_says_so(world: SqliteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.adapters.sources.sqlite._BUSY_TIMEOUT_S", 0.05)
    world.run("PRAGMA journal_mode = DELETE")
    world.create("articles", ["id"], [], ["id"])
    with closing(sqlite3.connect(world.path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SourceTimeoutError, match="holds it") as caught, world.open() as source:
            source.tables()
    assert caught.value.retryable


@pytest.fixture
def guarded_folder() -> Iterator[Path]:
    """A folder in which the test is an ordinary account, also where it runs as the administrator."""
    if sys.platform == "win32":
        pytest.skip("rights work otherwise there")
    administrator = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        if administrator:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if administrator:
                os.seteuid(0)
            folder.chmod(0o700)


def test_a_file_without_the_right_to_read_it_says_so(guarded_folder: Path) -> None:
    world = SqliteWorld(guarded_folder / "shop.db")
    world.path.chmod(0)
    with pytest.raises(AccessDeniedError, match="may not read"), world.open():
        pass


def test_a_file_with_a_log_reads_in_a_folder_nobody_may_write_to(guarded_folder: Path) -> None:
    world = SqliteWorld(guarded_folder / "shop.db")
    table = world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.path.chmod(0o444)
    guarded_folder.chmod(0o555)
    assert read(world, plan(table, "id", "body")) == {("1",): ("A",)}
    assert list(guarded_folder.iterdir()) == [world.path]


def test_every_result_code_has_a_meaning() -> None:
    primary = {
        value
        for name, value in vars(sqlite3).items()
        if name.startswith("SQLITE_") and isinstance(value, int) and value < 256
        and name not in {"SQLITE_OK", "SQLITE_ROW", "SQLITE_DONE"}
    }  # fmt: skip
    from kbconnect.adapters.sources import sqlite_errors

    errors = {
        sqlite3.SQLITE_ERROR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_WARNING,
    }  # fmt: skip
    assert errors <= primary
    assert set(range(1, 29)) - set(sqlite_errors._CODES) == set()
    for driver_error in (sqlite3.ProgrammingError("x"), sqlite3.Warning("x"), sqlite3.InterfaceError("x")):
        assert translate(driver_error).message  # type: ignore[arg-type] # sqlite3.Warning is raised like an error


# --------------------------------------------------------------------------------------------------- connection test


def test_the_connection_test_goes_step_by_step(world: SqliteWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    steps: list[CheckStep] = []
    report = check_connection(world.draft(), None, steps.append, InlineContext())
    assert report.ok
    assert not report.can_write
    assert tuple(steps) == report.steps
    assert [(step.name, step.state.value) for step in steps] == [
        ("resolve", "passed"), ("database", "passed"), ("read", "passed"), ("privileges", "passed"),
    ]  # fmt: skip
    assert steps[2].detail == "1 table can be read"
    assert report.server_version.startswith("SQLite 3")
    assert [power.kind for power in report.powers] == [PowerKind.FILE]


def test_the_connection_test_ends_at_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear team, " * 200)
    for database, name in ((str(tmp_path / "none.db"), "resolve"), (str(tmp_path / "letter.db"), "database")):
        report = check_connection(
            ConnectorDraft("f", "sqlite", database=database), None, lambda step: None, InlineContext()
        )
        assert not report.ok
        assert (report.steps[-1].name, report.steps[-1].state) == (name, StepState.FAILED)
        assert report.steps[-1].hint


def test_an_empty_file_is_a_database_without_tables(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    report = check_connection(
        ConnectorDraft("f", "sqlite", database=str(tmp_path / "empty.db")), None, lambda step: None, InlineContext()
    )
    assert report.ok
    assert report.warnings == ("The file can be read, but there is no table in it yet.",)
