"""What real sources tell of columns as cursors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.core.cursor_facts import DAY_S, CursorFacts, SelectionFacts
from kbconnect.core.cursors import Fit, advise
from kbconnect.core.errors import SourceError, TableMissingError
from kbconnect.core.model import QuerySelection, Selection, TableRef, TableSelection
from tests.adapters.sources.postgresql_world import PostgresWorld
from tests.adapters.sources.test_fake import FakeWorld
from tests.adapters.sources.test_sqlite import SqliteWorld
from tests.adapters.sources.world import HOSTILE_NAMES, World


def facts_of(world: World, selection: Selection) -> SelectionFacts:
    with world.open() as source:
        return source.cursor_facts(selection, source.describe(selection))


def by_column(facts: SelectionFacts) -> dict[str, CursorFacts]:
    return {each.column: each for each in facts.columns}


class CursorFactsContract:
    """Inherit, and give a `world` fixture."""

    def test_numbers_are_told_and_words_are_not(self, world: World) -> None:
        rows = [("a", "x", "1"), ("b", "y", None), ("c", "z", "5"), ("d", "z", "5")]
        table = world.create("articles", ["id", "body", "changed"], rows, ["id"], integers=["changed"])
        found = by_column(facts_of(world, TableSelection(table)))
        assert list(found) in (["changed"], [])
        if found:
            assert found["changed"].is_number
            assert found["changed"].null_share == pytest.approx(0.25)
            assert found["changed"].distinct_share == pytest.approx(2 / 3)
            assert found["changed"].newest == 5

    def test_of_an_empty_table_little_is_known(self, world: World) -> None:
        table = world.create("articles", ["id", "changed"], [], ["id"], integers=["changed"])
        assert all(each.newest is None for each in facts_of(world, TableSelection(table)).columns)

    def test_an_interruption_is_heard(self, world: World) -> None:
        table = world.create("articles", ["id", "changed"], [], ["id"], integers=["changed"])
        with world.open() as source:
            columns = source.columns(table)
            source.interrupt()
            with pytest.raises(SourceError, match="stopped"):
                source.cursor_facts(TableSelection(table), columns)


class TestFakeCursorFacts(CursorFactsContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()


# --------------------------------------------------------------------------------------------------- PostgreSQL

SHOP = """
CREATE TABLE articles (
    id bigserial PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, body text, created_at timestamptz DEFAULT now(),
    updated_at timestamptz, changed timestamp(3), stamp timestamptz, modified_on date, at time, price money,
    score numeric, ratio float8
);
CREATE INDEX ON articles (updated_at, id); CREATE INDEX ON articles (changed) WHERE changed IS NOT NULL;
CREATE INDEX ON articles USING hash (stamp);
INSERT INTO articles (body, created_at, updated_at, changed, stamp, modified_on, score, ratio)
SELECT 'x', '2024-01-01'::timestamptz + g * interval '5400.1 s', '2024-01-01'::timestamptz + g * interval '5400.1 s'
       + CASE WHEN g % 4 = 0 THEN interval '5 days' ELSE interval '0' END, date_trunc('second', '2024-01-01'::timestamp
       + g * interval '1 second'), CASE WHEN g % 10 = 0 THEN 'infinity' ELSE '2024-01-01'::timestamptz
       + g * interval '0.37 s' END, '2024-01-01'::date + g, 10 ^ (g % 3) * 1e305, 'NaN'
FROM generate_series(1, 1000) g;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.stamp := now(); RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON articles FOR EACH ROW EXECUTE FUNCTION touch();
"""


class TestPostgresqlCursorFacts(CursorFactsContract):
    def test_what_the_catalogue_and_a_sample_say(self, world: PostgresWorld) -> None:
        world.script(SHOP)
        for analysed in (False, True):
            if analysed:
                world.run("ANALYZE articles")
            facts = facts_of(world, TableSelection(world.table("articles")))
            found = by_column(facts)
            assert set(found) == {
                "id", "number", "created_at", "updated_at", "changed", "stamp", "modified_on", "score", "ratio",
            }  # fmt: skip
            assert [name for name, each in found.items() if each.indexed] == ["id", "updated_at"]
            assert [name for name, each in found.items() if each.from_sequence] == ["id", "number"]
            assert [name for name, each in found.items() if each.default_now] == ["created_at"]
            assert [name for name, each in found.items() if each.maintained] == ["stamp"]
            assert {name: each.time_zone for name, each in found.items() if each.is_time} == {
                "created_at": True, "updated_at": True, "changed": False, "stamp": True, "modified_on": None,
            }  # fmt: skip
            assert found["modified_on"].resolution_s == DAY_S
            assert found["changed"].resolution_s == 1
            assert found["stamp"].resolution_s is None
            assert found["updated_at"].created_column == "created_at"
            assert found["updated_at"].updated_share == pytest.approx(0.25)
            assert found["stamp"].odd_share == pytest.approx(0.1)
            assert found["ratio"].odd_share == pytest.approx(1)
            assert found["updated_at"].null_share == 0
            assert found["updated_at"].distinct_share is not None
            assert found["updated_at"].distinct_share > 0.8
            assert facts.rows is not None

    def test_what_was_counted_is_told(self, world: PostgresWorld) -> None:
        world.script("CREATE TABLE log (id bigserial PRIMARY KEY, body text);")
        login = world.database
        with login.connect() as connection:
            connection.execute(
                f"INSERT INTO \"{world.schema}\".log (body) SELECT 'x' FROM generate_series(1, 50)".encode()
            )
            connection.execute(f"UPDATE \"{world.schema}\".log SET body = 'y' WHERE id <= 7".encode())
            connection.execute(f'DELETE FROM "{world.schema}".log WHERE id <= 3'.encode())
            connection.execute("SELECT pg_stat_force_next_flush()")
        facts = facts_of(world, TableSelection(world.table("log")))
        assert (facts.inserted, facts.updated, facts.deleted) == (50, 7, 3)

    def test_a_large_table_is_sampled(self, world: PostgresWorld) -> None:
        world.script(
            "CREATE TABLE many (id int PRIMARY KEY, changed timestamptz); INSERT INTO many SELECT g, "
            "CASE WHEN g % 4 = 0 THEN NULL ELSE now() - g * interval '1 s' END FROM generate_series(1, 60000) g;"
            "ANALYZE many;"
        )
        facts = facts_of(world, TableSelection(world.table("many")))
        found = by_column(facts)["changed"]
        assert facts.rows == pytest.approx(60_000, rel=0.1)
        assert 5_000 < found.sampled_rows <= 10_000
        assert found.null_share == pytest.approx(0.25, abs=0.02)

    @pytest.mark.parametrize("kind", ["VIEW", "MATERIALIZED VIEW"])
    def test_views_and_queries_have_a_sample(self, world: PostgresWorld, kind: str) -> None:
        world.script(SHOP + f"CREATE {kind} seen AS SELECT id, updated_at, created_at FROM articles;")
        query = QuerySelection(f'SELECT id, updated_at, created_at FROM "{world.schema}".articles -- all')
        for selection in (TableSelection(world.table("seen")), query):
            found = by_column(facts_of(world, selection))
            assert list(found) == ["id", "updated_at", "created_at"]
            assert found["updated_at"].sampled_rows == 1000
            assert found["updated_at"].updated_share == pytest.approx(0.25)
            assert not found["updated_at"].indexed

    def test_partitions_count_as_one(self, world: PostgresWorld) -> None:
        world.script(
            "CREATE TABLE parts (id int, changed timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id)) "
            "PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (0) TO (100);"
            "CREATE INDEX ON parts (changed); INSERT INTO parts SELECT g FROM generate_series(0, 99) g; ANALYZE parts;"
        )
        found = by_column(facts_of(world, TableSelection(world.table("parts"))))
        assert found["changed"].indexed
        assert found["changed"].sampled_rows == 100
        assert found["id"].distinct_share == pytest.approx(1)

    def test_any_column_name_will_do(self, world: PostgresWorld) -> None:
        names = [*HOSTILE_NAMES, "id"]
        table = world.create("odd", names, [tuple("1" for _ in names)], ["id"], integers=names)
        assert [each.column for each in facts_of(world, TableSelection(table)).columns] == names

    def test_types_made_of_times_count_as_times(self, world: PostgresWorld) -> None:
        world.script(
            "CREATE DOMAIN moment AS timestamp(3) with time zone; CREATE DOMAIN later AS moment;"
            "CREATE TABLE t (id int PRIMARY KEY, updated later); INSERT INTO t VALUES (1, now());"
        )
        assert by_column(facts_of(world, TableSelection(world.table("t"))))["updated"].time_zone

    def test_a_table_that_is_gone_is_named(self, world: PostgresWorld) -> None:
        table = world.create("articles", ["id"], [("1",)], ["id"], integers=["id"])
        with world.open() as source:
            columns = source.columns(table)
            world.drop(table)
            with pytest.raises(TableMissingError):
                source.cursor_facts(TableSelection(table), columns)

    def test_advice_follows_from_it(self, world: PostgresWorld) -> None:
        world.script(SHOP)
        selection = TableSelection(world.table("articles"))
        with world.open() as source:
            columns = source.describe(selection)
            advice = advise(columns, source.cursor_facts(selection, columns), ["id"])
        assert (advice[0].column.name, advice[0].fit) == ("updated_at", Fit.GOOD)
        assert {each.column.name for each in advice} == {
            "id", "updated_at", "created_at", "changed", "stamp", "modified_on",
        }  # fmt: skip


# --------------------------------------------------------------------------------------------------- SQLite


class TestSqliteCursorFacts(CursorFactsContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SqliteWorld:
        return SqliteWorld(tmp_path / "shop.db")

    def fill(self, world: SqliteWorld, columns: str, rows: Sequence[Sequence[object]]) -> TableSelection:
        world.run(f"CREATE TABLE t ({columns})")
        world.run(f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return TableSelection(TableRef("", "t"))

    def test_what_the_schema_and_a_sample_say(self, world: SqliteWorld) -> None:
        begin = datetime(2024, 1, 1, tzinfo=UTC)
        rows = [
            (
                number,
                "x",
                (begin + timedelta(hours=number)).strftime("%Y-%m-%d %H:%M:%S"),
                (begin + timedelta(hours=number, days=number % 2)).isoformat(),
                int(begin.timestamp()) + number,
                (begin + timedelta(days=number)).date().isoformat() if number % 5 else None,
                "n/a" if number % 4 == 0 else f"2024-01-01 10:00:00.{number:03}",
            )
            for number in range(1, 201)
        ]
        selection = self.fill(
            world,
            "id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, "
            "updated_at TEXT, mtime INTEGER DEFAULT (strftime('%s', 'now')), day DATE, odd DATETIME",
            rows,
        )
        world.run("CREATE INDEX by_mtime ON t (mtime, id)")
        world.run("CREATE INDEX some ON t (day) WHERE day IS NOT NULL")
        world.run(
            "CREATE TRIGGER touch AFTER UPDATE OF body ON t "
            "BEGIN UPDATE t SET updated_at = datetime('now') WHERE id = NEW.id; END"
        )
        world.run("CREATE TRIGGER born AFTER INSERT ON t BEGIN UPDATE t SET day = date('now') WHERE id = NEW.id; END")
        facts = facts_of(world, selection)
        found = by_column(facts)
        assert facts.rows == 200
        assert list(found) == ["id", "created_at", "updated_at", "mtime", "day", "odd"]
        assert [name for name, each in found.items() if each.is_time] == ["created_at", "updated_at", "day", "odd"]
        assert [name for name, each in found.items() if each.indexed] == ["id", "mtime"]
        assert [name for name, each in found.items() if each.default_now] == ["created_at", "mtime"]
        assert [name for name, each in found.items() if each.from_sequence] == ["id"]
        assert [name for name, each in found.items() if each.maintained] == ["updated_at"]
        assert {name: each.time_zone for name, each in found.items() if each.is_time} == {
            "created_at": False, "updated_at": True, "day": False, "odd": False,
        }  # fmt: skip
        assert found["created_at"].resolution_s == 3600
        assert found["day"].resolution_s == DAY_S
        assert found["odd"].resolution_s is None
        assert found["odd"].odd_share == pytest.approx(0.25)
        assert found["day"].null_share == pytest.approx(0.2)
        assert found["updated_at"].updated_share == pytest.approx(0.5)
        assert found["mtime"].newest == begin.timestamp() + 200

    def test_a_large_table_is_sampled_at_both_ends(self, world: SqliteWorld) -> None:
        rows = [(number, None if number > 6_000 else f"2024-01-01 00:00:{number % 60:02}") for number in range(12_000)]
        facts = facts_of(world, self.fill(world, "id INTEGER PRIMARY KEY, changed TIMESTAMP", rows))
        found = by_column(facts)
        assert found["changed"].sampled_rows == 10_000
        assert found["changed"].null_share == pytest.approx(0.5)
        assert found["id"].newest == 11_999
        assert not found["id"].from_sequence

    def test_views_queries_and_tables_without_row_numbers_have_a_sample(self, world: SqliteWorld) -> None:
        world.run("CREATE TABLE pair (a TEXT, b INTEGER, at TIMESTAMP, PRIMARY KEY (a, b)) WITHOUT ROWID")
        world.run("INSERT INTO pair VALUES (?, ?, ?)", [("x", number, "2024-01-01") for number in range(11_000)])
        world.run("CREATE VIEW seen AS SELECT * FROM pair")
        for selection in (
            TableSelection(TableRef("", "pair")),
            TableSelection(TableRef("", "seen")),
            QuerySelection("SELECT a, b, at FROM pair -- all"),
        ):
            found = by_column(facts_of(world, selection))
            assert list(found) == ["b", "at"]
            assert found["at"].is_time
            assert found["at"].sampled_rows == 10_000

    def test_any_column_name_will_do(self, world: SqliteWorld) -> None:
        names = [name for name in HOSTILE_NAMES if name != "UPPER"]
        table = world.create("odd", ["id", *names], [tuple("1" for _ in range(len(names) + 1))], ["id"], integers=names)
        assert [each.column for each in facts_of(world, TableSelection(table)).columns] == names

    def test_advice_follows_from_it(self, world: SqliteWorld) -> None:
        begin = datetime(2024, 1, 1, 0, 0, 1, tzinfo=UTC)
        rows = [(number, "x", (begin + timedelta(minutes=number * 7)).isoformat(" ")) for number in range(50)]
        selection = self.fill(world, "id INTEGER PRIMARY KEY, body TEXT, updated_at TEXT", rows)
        with world.open() as source:
            columns = source.describe(selection)
            advice = advise(columns, source.cursor_facts(selection, columns), ["id"])
        assert [(each.column.name, each.fit, each.lag) for each in advice] == [
            ("updated_at", Fit.GOOD, 600.0), ("id", Fit.USABLE, 1000.0),
        ]  # fmt: skip
