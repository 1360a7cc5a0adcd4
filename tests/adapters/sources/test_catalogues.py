"""The whole catalogue at once: it says of every table what asking for that one says, for each kind of source."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbconnect.core.model import TableRef
from kbconnect.core.ports import Source
from tests.adapters.sources.mysql_world import MysqlWorld
from tests.adapters.sources.postgresql_world import PostgresWorld
from tests.adapters.sources.test_fake import FakeWorld
from tests.adapters.sources.test_sqlite import SqliteWorld
from tests.adapters.sources.world import World


def assert_as_asked_one_by_one(source: Source, *, within: str | None = None) -> int:
    """Of every table (of one schema) the columns are those of `Source.columns`; returns the number of tables."""
    catalogue = source.catalogue()
    assert catalogue.tables == source.tables()
    mine = [table.ref for table in catalogue.tables if within in (None, table.ref.schema)]
    for ref in mine:
        assert catalogue.columns(ref) == source.columns(ref), ref
    return len(mine)


class CatalogueContract:
    """Inherit, and give a `world` fixture."""

    def test_it_says_what_the_tables_say(self, world: World) -> None:
        world.create("articles", ["title", "b", "a"], [("A", "1", "1")], ["a", "b"])
        world.create("events", ["id", "body"], [], ["id"])
        world.create("notes", ["body"], [("x",)])
        with world.open() as source:
            assert assert_as_asked_one_by_one(source) >= 3

    def test_tables_come_with_their_columns(self, world: World) -> None:
        table = world.create("articles", ["title", "b", "a"], [], ["a", "b"])
        with world.open() as source:
            found = {info.ref: [column.name for column in columns] for info, columns in source.catalogue()}
        assert found[table] == ["title", "b", "a"]

    def test_any_name_is_found(self, world: World) -> None:
        tables = [world.create(name, [name, "body"], [], [name]) for name in world.names]
        with world.open() as source:
            catalogue = source.catalogue()
        for name, table in zip(world.names, tables, strict=True):
            assert [column.name for column in catalogue.columns(table)] == [name, "body"]

    def test_of_a_table_that_is_not_there_it_has_no_columns(self, world: World) -> None:
        table = world.create("articles", ["id"], [], ["id"])
        world.drop(table)
        with world.open() as source:
            assert source.catalogue().columns(table) == ()

    def test_it_can_be_looked_at_when_the_source_is_closed(self, world: World) -> None:
        table = world.create("articles", ["id"], [], ["id"])
        with world.open() as source:
            catalogue = source.catalogue()
        assert catalogue.columns(table)[0].primary_key == 1


class TestFakeCatalogue(CatalogueContract):
    @pytest.fixture
    def world(self) -> FakeWorld:
        return FakeWorld()


class TestSqliteCatalogue(CatalogueContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SqliteWorld:
        return SqliteWorld(tmp_path / "shop.db")

    def test_odd_columns_are_as_asked_one_by_one(self, world: SqliteWorld) -> None:
        world.run("CREATE TABLE plain (id INTEGER PRIMARY KEY, code TEXT UNIQUE, n NUMERIC NOT NULL, x)")
        world.run("CREATE TABLE pair (b TEXT, a INT, UNIQUE (a, b), PRIMARY KEY (a, b)) WITHOUT ROWID")
        world.run("CREATE TABLE made (a INT, b INT GENERATED ALWAYS AS (a + 1), c INT AS (a) STORED)")
        world.run("CREATE UNIQUE INDEX lower_case ON plain (lower(code))")
        world.run("CREATE UNIQUE INDEX some ON plain (n) WHERE n > 0")
        world.run("CREATE VIEW seen AS SELECT id, code FROM plain")
        world.run("CREATE VIRTUAL TABLE words USING fts5(body)")
        with world.open() as source:
            assert assert_as_asked_one_by_one(source) == 5

    def test_a_view_that_can_not_be_read_does_not_hide_the_others(self, world: SqliteWorld) -> None:
        world.run("CREATE TABLE old (id INTEGER)")
        world.run("CREATE VIEW seen AS SELECT id FROM old")
        world.run("CREATE TABLE kept (id INTEGER PRIMARY KEY, body TEXT UNIQUE)")
        world.run("PRAGMA writable_schema = ON")
        world.run("DROP TABLE old")
        with world.open() as source:
            catalogue = source.catalogue()
            assert catalogue.columns(TableRef("", "kept")) == source.columns(TableRef("", "kept"))
        assert [table.ref.name for table in catalogue.tables] == ["kept", "seen"]
        assert catalogue.columns(TableRef("", "seen")) == ()


class TestMysqlCatalogue(CatalogueContract):
    @pytest.fixture
    def world(self, mysql_world: MysqlWorld) -> MysqlWorld:
        return mysql_world

    def test_odd_columns_are_as_asked_one_by_one(self, world: MysqlWorld) -> None:
        world.script(
            """
            CREATE TABLE odd (
                a int unsigned zerofill, b tinyint(1) NOT NULL, c enum('x', 'y'), d set('a', 'c'), e json,
                f decimal(10, 2), g datetime(3) DEFAULT current_timestamp(3), h timestamp NULL, i bit(5),
                j int GENERATED ALWAYS AS (a + 1) VIRTUAL, k int AS (a + 2) STORED,
                l longtext COMMENT 'it''s a "comment"',
                m geometry, n uuid, o inet6, p year, q varbinary(3), r int INVISIBLE,
                `json``d` longtext CHECK (json_valid(`json``d`)), UNIQUE (f), UNIQUE (h, i), UNIQUE (l(10))
            );
            CREATE TABLE pair (a int, b int, c int, PRIMARY KEY (c, a));
            CREATE TABLE parts (a int PRIMARY KEY) PARTITION BY HASH (a) PARTITIONS 3;
            CREATE VIEW seen AS SELECT * FROM odd; CREATE SEQUENCE numbers
            """
        )
        with world.open() as source:
            assert assert_as_asked_one_by_one(source, within=world.schema) == 4
            found = {column.name: column for column in source.columns(world.table("odd"))}
            kinds = {table.ref.name: table.kind for table in source.tables()}
        assert found["l"].comment == 'it\'s a "comment"'
        assert {name for name, column in found.items() if column.unique} == {"f", "l"}
        assert {name for name, column in found.items() if column.generated} == {"j", "k"}
        assert {name for name, column in found.items() if column.type == "json"} == {"e", "json`d"}
        assert kinds == {"odd": "table", "pair": "table", "parts": "partitioned_table", "seen": "view"}

    def test_columns_without_a_grant_are_left_out(self, world: MysqlWorld) -> None:
        world.create("open", ["id", "body"], [], ["id"])
        world.create("half", ["id", "secret"], [], ["id"])
        world.create("shut", ["id"], [], ["id"])
        login = world.account()
        world.grant("SELECT", "open", login)
        world.grant("SELECT (id)", "half", login)
        world.grant("INSERT", "shut", login)
        with world.open_as(login) as source:
            found = {
                table.ref.name: (table.readable, [column.name for column in columns])
                for table, columns in source.catalogue()
            }
            assert source.catalogue().columns(world.table("half")) == source.columns(world.table("half"))
        assert found == {"open": (True, ["id", "body"]), "half": (True, ["id"]), "shut": (False, [])}


class TestPostgresqlCatalogue(CatalogueContract):
    def test_odd_columns_are_as_asked_one_by_one(self, world: PostgresWorld) -> None:
        world.script(
            """
            CREATE DOMAIN short AS varchar(20); CREATE DOMAIN shorter AS short;
            CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TYPE place AS (x int, y int);
            CREATE TABLE odd (
                a shorter, b mood, c place, d int[], e mood[], f tsvector, g numeric(10, 2), h timestamp(3), i oid,
                j int GENERATED ALWAYS AS IDENTITY, k int GENERATED ALWAYS AS (i::int + 1) STORED, l text,
                m shorter[], n int4range, o "char", p time with time zone, q interval
            );
            COMMENT ON COLUMN odd.a IS 'it''s a "comment"';
            ALTER TABLE odd DROP COLUMN d;
            CREATE UNIQUE INDEX ON odd (g); CREATE UNIQUE INDEX ON odd (h) WHERE h IS NOT NULL;
            CREATE UNIQUE INDEX ON odd (lower(o::text)); CREATE UNIQUE INDEX ON odd (i) INCLUDE (j);
            CREATE TABLE pair (a int, b int, c int, PRIMARY KEY (c, a) INCLUDE (b));
            CREATE TABLE parts (a int PRIMARY KEY, b text) PARTITION BY RANGE (a);
            CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            CREATE VIEW seen AS SELECT * FROM odd; CREATE MATERIALIZED VIEW kept AS SELECT * FROM pair;
            CREATE TABLE nothing ();
            """
        )
        with world.open() as source:
            assert assert_as_asked_one_by_one(source, within=world.schema) == 6
            catalogue = source.catalogue()
            comment = catalogue.columns(world.table("odd"))[0].comment
        assert comment == 'it\'s a "comment"'
        assert world.table("part_1") not in [table.ref for table in catalogue.tables]

    def test_columns_without_a_grant_are_left_out(self, world: PostgresWorld) -> None:
        world.create("open", ["id", "body"], [], ["id"])
        world.create("half", ["id", "secret"], [], ["id"])
        world.create("shut", ["id"], [], ["id"])
        login = world.account()
        world.run("GRANT USAGE ON SCHEMA {} TO {}", world.schema, login.user)
        world.run("GRANT SELECT ON {} TO {}", "open", login.user)
        world.run("GRANT SELECT (id) ON {} TO {}", "half", login.user)
        with world.open_as(login) as source:
            found = {
                table.ref.name: (table.readable, [column.name for column in columns])
                for table, columns in source.catalogue()
                if table.ref.schema == world.schema
            }
            assert source.catalogue().columns(world.table("half")) == source.columns(world.table("half"))
        assert found == {"open": (True, ["id", "body"]), "half": (True, ["id"]), "shut": (False, [])}

    def test_a_schema_without_a_grant_shows_no_columns(self, world: PostgresWorld) -> None:
        table = world.create("open", ["id"], [], ["id"])
        login = world.account()
        world.run("GRANT SELECT ON {} TO {}", "open", login.user)
        with world.open_as(login) as source:
            assert source.catalogue().columns(table) == ()
