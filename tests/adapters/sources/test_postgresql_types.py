"""The types of PostgreSQL: any of them reads as text, as a value and as a key."""

from __future__ import annotations

import pytest

from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import ReadPlan
from tests.adapters.sources.contract import everything, hashes, plan, scanned_hashes
from tests.adapters.sources.postgresql_world import PostgresWorld

pytestmark = pytest.mark.server

ZOO = {
    "a smallint": ("(-32768)::smallint", "-32768"),
    "b numeric": ("12345678901234567890.000123", "12345678901234567890.000123"),
    "c numeric": ("'NaN'", "NaN"),
    "d numeric": ("'-Infinity'", "-Infinity"),
    "e double precision": ("0.1", "0.1"),
    "f double precision": ("'NaN'", "NaN"),
    "g real": ("'Infinity'", "Infinity"),
    "h boolean": ("true", "true"),
    "i date": ("'infinity'", "infinity"),
    "j date": ("'4713-01-01 BC'", "4713-01-01 BC"),
    "k date": ("'294276-12-31'", "294276-12-31"),
    "l timestamp": ("'0001-01-01 00:00:00.000001 BC'", "0001-01-01 00:00:00.000001 BC"),
    "m timestamptz": ("'2025-11-18 09:42:00+01'", "2025-11-18 08:42:00+00"),
    "n timestamptz": ("'-infinity'", "-infinity"),
    "o time": ("'24:00:00'", "24:00:00"),
    "p timetz": ("'10:00:00+05:30'", "10:00:00+05:30"),
    "q interval": ("'1 year 2 days 03:04:05.6'", "P1Y2DT3H4M5.6S"),
    "r json": ("'{\"a\":  [1, null]}'", '{"a":  [1, null]}'),
    "s jsonb": ("'{\"b\": 1, \"a\": \"ä\"}'", '{"a": "ä", "b": 1}'),
    "t integer[]": ("'{{1,2},{3,NULL}}'", "{{1,2},{3,NULL}}"),
    "u text[]": ("ARRAY['a,b', '\"', '']", '{"a,b","\\"",""}'),
    "v bytea": ("'\\x00ff5c'", "\\x00ff5c"),
    "w mood": ("'so, so'", "so, so"),
    "x int4range": ("'[1,5)'", "[1,5)"),
    "y uuid": ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "z point": ("'(1,2)'", "(1,2)"),
    "aa pair": ("ROW(1, 'x y')", '(1,"x y")'),
    "ab short_name": ("'Ann'", "Ann"),
    "ac money": ("12.5", "$12.50"),
    "ae tsvector": ("to_tsvector('simple', 'b a')", "'a':2 'b':1"),
    "af bit(3)": ("B'101'", "101"),
    "ag bit varying": ("B'1'", "1"),
    "ah inet": ("'10.0.0.1/8'", "10.0.0.1/8"),
    "ai macaddr": ("'08:00:2b:01:02:03'", "08:00:2b:01:02:03"),
    "aj char(5)": ("'ab'", "ab"),
    "ak \"char\"": ("'x'", "x"),
    "al oid": ("4294967295", "4294967295"),
    "am polygon": ("'((0,0),(1,1))'", "((0,0),(1,1))"),
    "an datemultirange": ("'{[2020-01-01,2020-02-01)}'", "{[2020-01-01,2020-02-01)}"),
    "ao name": ("'n'", "n"),
    "ap blob_domain": ("'\\x01'", "\\x01"),
    "aq regclass": ("'pg_class'", "pg_class"),
    "ar vector(2)": ("'[1,2.5]'", "[1,2.5]"),
}  # fmt: skip


@pytest.fixture
def zoo(world: PostgresWorld) -> TableRef:
    world.script(
        "CREATE TYPE mood AS ENUM ('so, so', 'fine'); CREATE TYPE pair AS (a int, b text);"
        "CREATE DOMAIN short_name AS varchar(20) CHECK (VALUE <> ''); CREATE DOMAIN blob_domain AS bytea;"
        "CREATE EXTENSION IF NOT EXISTS vector SCHEMA public"
    )
    world.script(f"CREATE TABLE zoo (id bigint PRIMARY KEY, {', '.join(ZOO)})")
    values = ", ".join(value for value, _ in ZOO.values())
    world.script(f"INSERT INTO zoo VALUES (1, {values}), (2{', NULL' * len(ZOO)})")
    return world.table("zoo")


def test_any_type_reads(world: PostgresWorld, zoo: TableRef) -> None:
    names = tuple(column.split()[0] for column in ZOO)
    expected = tuple(text for _, text in ZOO.values())
    for text, metadata in ((names, ()), ((), names)):
        with world.open() as source, source.read(ReadPlan(TableSelection(zoo), ("id",), text, metadata)) as reader:
            assert everything(reader) == {("1",): expected, ("2",): (None,) * len(ZOO)}
            assert hashes(reader.rows()) == scanned_hashes(reader)
            assert hashes(reader.rows_by_key([("1",), ("2",)])) == scanned_hashes(reader)
    with world.open() as source:
        sample = source.sample(TableSelection(zoo), 5)
    assert sample.rows[0] == ("1", *expected)


def test_any_type_can_be_a_key(world: PostgresWorld, zoo: TableRef) -> None:
    for column, (_, text) in ZOO.items():
        name = column.split()[0]
        with world.open() as source, source.read(ReadPlan(TableSelection(zoo), (name,), ("id",), ())) as reader:
            assert everything(reader) == {(text,): ("1",), (None,): ("2",)}, column
            assert hashes(reader.rows_by_key([(text,), (None,)])) == scanned_hashes(reader), column


def test_kinds_of_columns(world: PostgresWorld, zoo: TableRef) -> None:
    with world.open() as source:
        columns = {column.name: column for column in source.columns(zoo)}
        query = source.describe(QuerySelection(f'SELECT * FROM "{world.schema}".zoo'))
    kinds = {
        name: columns[name].kind.value for name in ("a", "b", "h", "i", "m", "o", "s", "v", "w", "y", "ab", "ap", "t")
    }
    assert kinds == {
        "a": "integer", "b": "number", "h": "boolean", "i": "date", "m": "timestamp", "o": "time", "s": "json",
        "v": "binary", "w": "text", "y": "uuid", "ab": "text", "ap": "binary", "t": "other",
    }  # fmt: skip
    assert [(column.name, column.kind) for column in query] == [
        (column.name, column.kind) for column in columns.values()
    ]
    domains = {"ab", "ap"}  # of a query's column the server names the type below the domain
    assert [c.type for c in query if c.name not in domains] == [
        c.type for c in columns.values() if c.name not in domains
    ]
    assert columns["af"].type == "bit(3)"
    assert columns["ae"].generated


def test_columns_say_what_the_catalogue_knows(world: PostgresWorld) -> None:
    world.script(
        "CREATE TABLE t (gone int, id int, lang char(2) NOT NULL, slug text UNIQUE, a int, b int, "
        "total int GENERATED ALWAYS AS (a + b) STORED, PRIMARY KEY (lang, id), UNIQUE (a, b));"
        "CREATE UNIQUE INDEX ON t (a) WHERE a > 0; CREATE UNIQUE INDEX ON t (lower(slug));"
        "ALTER TABLE t DROP COLUMN gone; COMMENT ON COLUMN t.slug IS 'as in the URL'"
    )
    with world.open() as source:
        columns = source.columns(world.table("t"))
    assert [(c.name, c.primary_key, c.nullable, c.unique, c.generated, c.comment) for c in columns] == [
        ("id", 2, False, False, False, ""),
        ("lang", 1, False, False, False, ""),
        ("slug", 0, True, True, False, "as in the URL"),
        ("a", 0, True, False, False, ""),
        ("b", 0, True, False, False, ""),
        ("total", 0, True, False, True, ""),
    ]


def test_a_name_may_have_any_character_of_a_type_as_well(world: PostgresWorld) -> None:
    world.script('CREATE TYPE "my (odd) type%" AS ENUM (\'x\'); CREATE TABLE t (k "my (odd) type%" PRIMARY KEY, v int)')
    world.script("INSERT INTO t VALUES ('x', 1)")
    with world.open() as source, source.read(plan(world.table("t"), "k", "v")) as reader:
        assert [batch.values for batch in reader.rows_by_key([("x",)])] == [[("1",)]]


def test_keys_that_are_equal_but_written_differently_are_two(world: PostgresWorld) -> None:
    world.script("CREATE TABLE t (k numeric, v int); INSERT INTO t VALUES (1.0, 1), (1.00, 2), (1.0, 3), (1, 4)")
    with world.open() as source, source.read(plan(world.table("t"), "k", "v", batch_rows=1)) as reader:
        keys = [key for batch in reader.fingerprints() for key in batch.keys]
        assert sorted(keys, key=str) == [("1",), ("1.0",), ("1.0",), ("1.00",)]
        assert abs(keys.index(("1.0",)) - len(keys) + 1 + keys[::-1].index(("1.0",))) == 1
        assert [len(batch.values) for batch in reader.rows_by_key([("1.00",)])] == [1]
