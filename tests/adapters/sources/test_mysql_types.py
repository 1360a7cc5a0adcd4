"""The types of MariaDB: any of them reads as text, as a value and as a key."""

from __future__ import annotations

import pytest

from kbconnect.core.changes import key_digest
from kbconnect.core.model import ColumnKind, QuerySelection, TableRef, TableSelection
from kbconnect.core.ports import ReadPlan
from tests.adapters.sources.contract import everything, hashes, plan, scanned_hashes
from tests.adapters.sources.mysql_world import MysqlWorld

pytestmark = pytest.mark.server

ZOO = {
    "a tinyint": ("-128", "-128"),
    "b bigint unsigned": ("18446744073709551615", "18446744073709551615"),
    "c int(6) unsigned zerofill": ("42", "000042"),
    "d decimal(65, 30)": (
        "'12345678901234567890123456789012345.000000000000000000000000000001'",
        "12345678901234567890123456789012345.000000000000000000000000000001",
    ),
    "e double": ("0.1", "0.1"),
    "f double": ("1.7976931348623157e308", "1.7976931348623157e308"),
    "g float": ("0.1", "0.1"),
    "h float": ("16777217", "16777216"),
    "i double(8, 2)": ("1.005", "1.00"),
    "j tinyint(1)": ("true", "1"),
    "k bit(1)": ("b'1'", "1"),
    "l bit(12)": ("b'101'", "000000000101"),
    "m date": ("'2025-02-28'", "2025-02-28"),
    "n date": ("'0000-00-00'", "0000-00-00"),
    "o time(6)": ("'-838:59:59.000001'", "-838:59:59.000001"),
    "p time": ("'26:00:00'", "26:00:00"),
    "q datetime(6)": ("'9999-12-31 23:59:59.999999'", "9999-12-31 23:59:59.999999"),
    "r datetime": ("'0000-00-00 00:00:00'", "0000-00-00 00:00:00"),
    "s timestamp(3) NULL": ("'2025-11-18 09:42:00.5'", "2025-11-18 08:42:00.500+00"),
    "t year": ("2025", "2025"),
    "u char(5) CHARACTER SET latin1": ("'ä b '", "ä b"),
    "v varchar(9) CHARACTER SET utf8mb3": ("'日本語 '", "日本語 "),
    "w text CHARACTER SET utf8mb4": ("'🙂'", "🙂"),
    "x longtext CHARACTER SET ucs2": ("'é'", "é"),
    "y tinytext CHARACTER SET sjis": ("'日本'", "日本"),
    "z binary(3)": ("'a'", "\\x610000"),
    "aa varbinary(9)": ("X'00ff5c'", "\\x00ff5c"),
    "ab longblob": ("X''", "\\x"),
    "ac enum('so, so', 'fine')": ("'so, so'", "so, so"),
    "ad set('a', 'b', 'c')": ("'a,c'", "a,c"),
    "ae json": ("'{\"a\":  [1, null, \"ä\"]}'", '{"a":  [1, null, "ä"]}'),
    "af point": ("ST_GeomFromText('POINT(1 2.5)')", "POINT(1 2.5)"),
    "ag geometry": ("ST_GeomFromText('LINESTRING(0 0,1 1)')", "LINESTRING(0 0,1 1)"),
    "ah uuid": ("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "ai inet6": ("'::FFFF:10.0.0.1'", "::ffff:10.0.0.1"),
    "aj inet4": ("'10.0.0.1'", "10.0.0.1"),
    "ak varchar(20) COLLATE utf8mb4_general_ci": ("'NULL'", "NULL"),
    "al int GENERATED ALWAYS AS (a * 2) VIRTUAL": ("DEFAULT", "-256"),
    "am varchar(9) COMPRESSED": ("'pressed'", "pressed"),
}  # fmt: skip
KINDS = {
    "a": ColumnKind.INTEGER, "d": ColumnKind.NUMBER, "g": ColumnKind.NUMBER, "j": ColumnKind.BOOLEAN,
    "k": ColumnKind.BOOLEAN, "l": ColumnKind.OTHER, "m": ColumnKind.DATE, "p": ColumnKind.TIME,
    "q": ColumnKind.TIMESTAMP, "s": ColumnKind.TIMESTAMP, "t": ColumnKind.INTEGER, "u": ColumnKind.TEXT,
    "aa": ColumnKind.BINARY, "ac": ColumnKind.TEXT, "ae": ColumnKind.JSON, "af": ColumnKind.OTHER,
    "ah": ColumnKind.UUID,
}  # fmt: skip


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


@pytest.fixture
def zoo(world: MysqlWorld) -> TableRef:
    world.run("SET SESSION sql_mode = '', time_zone = '+01:00'")
    world.run(f"CREATE TABLE zoo (id bigint PRIMARY KEY, {', '.join(ZOO)})")
    nothing = ", ".join("DEFAULT" if value == "DEFAULT" else "NULL" for value, _ in ZOO.values())
    world.run(f"INSERT INTO zoo VALUES (1, {', '.join(value for value, _ in ZOO.values())}), (2, {nothing})")
    return world.table("zoo")


def test_any_type_reads(world: MysqlWorld, zoo: TableRef) -> None:
    names = tuple(column.split()[0] for column in ZOO)
    expected = tuple(text for _, text in ZOO.values())
    for text, metadata in ((names, ()), ((), names)):
        with world.open() as source, source.read(ReadPlan(TableSelection(zoo), ("id",), text, metadata)) as reader:
            assert everything(reader) == {("1",): expected, ("2",): (None,) * len(ZOO)}
            assert hashes(reader.rows()) == hashes(reader.rows_by_key([("1",), ("2",)])) == scanned_hashes(reader)
    with world.open() as source:
        assert source.sample(TableSelection(zoo), 9).rows == (("1", *expected), ("2", *[None] * len(ZOO)))
        kinds = {column.name: column.kind for column in source.columns(zoo)}
        assert {name: kinds[name] for name in KINDS} == KINDS
        assert [column.name for column in source.columns(zoo) if column.generated] == ["al"]


def test_any_type_reads_through_a_query(world: MysqlWorld, zoo: TableRef) -> None:
    query = QuerySelection("SELECT * FROM zoo")
    # What the server says of a query tells no more of these than that they are texts, or bytes.
    expected = {name.split()[0]: text for name, (_, text) in ZOO.items()}
    with world.open() as source:
        (row, _) = source.sample(query, 2).rows
        found = dict(zip([column.name for column in source.describe(query)], row, strict=True))
        with source.read(ReadPlan(query, ("id",), tuple(expected), ())) as reader:
            values = everything(reader)
            assert hashes(reader.rows()) == hashes(reader.rows_by_key([("1",), ("2",)])) == scanned_hashes(reader)
    found.pop("id")
    assert found == expected
    assert values == {("1",): tuple(expected.values()), ("2",): (None,) * len(ZOO)}


@pytest.mark.parametrize("column", [column for column in ZOO if "GENERATED" not in column])
def test_any_type_is_a_key(world: MysqlWorld, zoo: TableRef, column: str) -> None:
    name = column.split(maxsplit=1)[0]
    with world.open() as source, source.read(ReadPlan(TableSelection(zoo), (name,), (name,), ("id",))) as reader:
        found = scanned_hashes(reader)
        assert set(found) >= {(None,)}
        assert all(digest == key_digest(key) for key, (digest, _, _) in found.items())
        assert len(found) == 2
        assert hashes(reader.rows_by_key(list(found))) == found == hashes(reader.rows())
        assert {key for batch in list(reader.keys()) for key in batch.keys} == set(found)


def test_any_change_of_a_value_changes_its_hash(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, v varchar(20) COLLATE utf8mb4_general_ci, f float, b blob)")
    rows = ["'a', 0.1, 'x'", "'A', 0.1, 'x'", "'a ', 0.1, 'x'", "'ä', 0.1, 'x'", "'a', 0.10000001, 'x'",
            "'a', 0.1, 'x\\0'", "NULL, 0.1, 'x'", "'', 0.1, 'x'", "'a', NULL, 'x'"]  # fmt: skip
    for number, row in enumerate(rows):
        world.run(f"INSERT INTO t VALUES ({number}, {row})")
    with world.open() as source, source.read(plan(world.table("t"), "id", "v f b")) as reader:
        texts = [text for _, text, _ in scanned_hashes(reader).values()]
        values = everything(reader)
    assert len(set(texts)) == len(rows)
    assert values["4",][1] == "0.10000001"


def test_a_column_in_another_collation_changes_no_hash_of_the_others(world: MysqlWorld) -> None:
    found = []
    for other in ("utf8mb4_general_ci", "latin1_swedish_ci", "utf8mb4_bin"):
        world.run("DROP TABLE IF EXISTS t")
        world.run(
            "CREATE TABLE t (id int PRIMARY KEY, v text COLLATE utf8mb4_general_ci, w longtext COLLATE "
            f"utf8mb4_general_ci, d datetime, other text COLLATE {other})"
        )
        world.run("INSERT INTO t VALUES (1, 'ä', REPEAT('é', 100000), '2026-01-02', 'x'), (2, NULL, '', NULL, NULL)")
        with world.open() as source, source.read(plan(world.table("t"), "id", "v w d other")) as reader:
            found.append(scanned_hashes(reader))
    assert found[0] == found[1] == found[2]


def test_any_byte_of_a_latin_text_is_a_character(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, body text CHARACTER SET latin1)")
    world.run("INSERT INTO t VALUES (1, X'c3a9'), (2, X'81'), (3, 'ok')")
    with world.open() as source, source.read(plan(world.table("t"), "id", "body")) as reader:
        assert everything(reader) == {("1",): ("Ã©",), ("2",): ("\x81",), ("3",): ("ok",)}


def test_keys_that_a_collation_takes_for_one_stay_apart(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (code varchar(20) COLLATE utf8mb4_general_ci, body text, KEY (code))")
    texts = ["a", "A", "a ", "ä", "Ä", "b", "a", "ss", "ß", "B ", "a\t"]
    for number, text in enumerate(texts):
        world.run("INSERT INTO t VALUES (%s, %s)", text, str(number))
    with world.open() as source, source.read(plan(world.table("t"), "code", "body")) as reader:
        keys = [key for batch in reader.fingerprints() for key in batch.keys]
        groups = [key for place, key in enumerate(keys) if place == 0 or keys[place - 1] != key]
        assert len(keys) == len(texts)
        assert sorted(groups) == sorted({(text,) for text in texts})
        found = [key for batch in reader.rows_by_key([("a",), ("ß",)]) for key in batch.fingerprints.keys]
        assert sorted(found) == [("a",), ("a",), ("ß",)]


@pytest.mark.parametrize("collation", ["utf8mb4_general_ci", "utf8mb4_unicode_ci", "latin1_swedish_ci", "utf8mb4_bin"])
def test_a_reading_goes_on_behind_a_key_in_any_collation(world: MysqlWorld, collation: str) -> None:
    charset = collation.split("_", maxsplit=1)[0]
    world.run(f"CREATE TABLE t (code varchar(60) CHARACTER SET {charset} COLLATE {collation} PRIMARY KEY, body text)")
    for text in ("b", "A", "ä", "ö", "Z", "a1", "Ab", "z", "-", "10", "9", "o'clock", "back\\slash", "\x01"):
        world.run("INSERT IGNORE INTO t VALUES (%s, 'x')", text)
    with world.open() as source, source.read(plan(world.table("t"), "code", "body")) as reader:
        order = list(scanned_hashes(reader))
        assert len(order) > 10
        for place, last in enumerate(order):
            rest = [found for batch in reader.rows(after=last) for found in batch.fingerprints.keys]
            assert rest == order[place + 1 :]
        assert hashes(reader.rows_by_key(order)) == scanned_hashes(reader)


def test_a_view_reads_like_a_table(world: MysqlWorld) -> None:
    world.run("CREATE TABLE t (id int PRIMARY KEY, v varchar(9))")
    world.run("INSERT INTO t SELECT seq, CONCAT('v', seq) FROM seq_0_to_19")
    world.run("CREATE VIEW seen AS SELECT id, v, UPPER(v) AS loud FROM t")
    with world.open() as source:
        assert source.row_estimate(TableSelection(world.table("seen"))) is None
        with source.read(plan(world.table("seen"), "id", "v loud")) as reader:
            assert everything(reader)["7",] == ("v7", "V7")
            assert len(scanned_hashes(reader)) == 20
            assert sum(len(batch.values) for batch in reader.rows_by_key([("3",), ("13",)])) == 2
