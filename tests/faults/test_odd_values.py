"""Values and names other programs choke on, from the database to the knowledge base: as written, or rejected."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any  # what a JSON document holds

import pytest

from tests import servers
from tests.cli.conftest import CommandLine
from tests.faults.contents import content_of, file_in

ODD = {
    "infinite": ("timestamptz 'infinity'", "infinity"),
    "before all": ("timestamptz '-infinity'", "-infinity"),
    "first day": ("date '0001-01-01'", "0001-01-01"),
    "before Christ": ("date '0044-03-15 BC'", "0044-03-15 BC"),
    "last": ("timestamp '294276-12-31 23:59:59.999999'", "294276-12-31 23:59:59.999999"),
    "not a number": ("'NaN'::numeric", "NaN"),
    "no end": ("'-Infinity'::float8", "-Infinity"),
    "digits": ("0.1234567890123456789012345678901234567890::numeric", "0.1234567890123456789012345678901234567890"),
    "zone": ("timestamptz '2026-07-01 12:00:00+02'", "2026-07-01 10:00:00+00"),
    "no zone": ("timestamp '2026-07-01 12:00:00'", "2026-07-01 12:00:00"),
    "json": ("""'{"b": [1, null, "é"], "a": "x"}'::jsonb""", '{"a": "x", "b": [1, null, "é"]}'),
    "array": ("ARRAY['a,b', NULL, 'c\"d']", '{"a,b",NULL,"c\\"d"}'),
    "bytes": ("'\\x00ff10'::bytea", "\\x00ff10"),
    "interval": ("interval '1 year 2 days'", "P1Y2D"),
    "null": ("NULL::text", None),
    "signs": ("E'tab\\t, line\\n, \\u2028 and 🙂'", "tab\t, line\n, \u2028 and 🙂"),
}


@pytest.mark.server
def test_what_postgresql_holds_is_found_as_it_is_written(
    cli: CommandLine, home: Path, pg_database: servers.PostgresDatabase
) -> None:
    """Each column twice: as metadata and as text. Twins are rows that are equal but for their key."""
    columns = ", ".join(f'{value} AS "{name}"' for name, (value, _) in ODD.items())
    pg_database.execute(
        f'CREATE SCHEMA "Sales.2026"; CREATE TABLE "Sales.2026"."Order ""List""" AS SELECT n AS "select", {columns}'
        f' FROM generate_series(1, 4) n; ALTER TABLE "Sales.2026"."Order ""List""" ADD PRIMARY KEY ("select");'
        f"ALTER DATABASE {pg_database.database} SET timezone = 'Asia/Tokyo';"
        f"ALTER DATABASE {pg_database.database} SET datestyle = 'German'"
    )
    address = f"postgresql://{pg_database.user}@{pg_database.host}:{pg_database.port}/{pg_database.database}"
    cli("connector", "add", "Source", "--url", address, "--password-stdin", stdin=pg_database.password)
    cli("kb", "add", "Base", "--embedder", "none")
    names = ",".join(ODD)
    cli("dataset", "add", "Odd", "--connector", "Source", "--table", '"Sales.2026"."Order ""List"""', "--key", "select",
        "--text", names, "--metadata", names)  # fmt: skip
    (run,) = cli.json("sync", "Odd")["runs"]
    assert (run["status"], run["added"]) == ("completed", 4)
    documents = content_of(file_in(home))["documents"]
    assert {key for _, key, _, _, _ in documents} == {f'[["select","{number}"]]' for number in range(1, 5)}
    for _, _, _, metadata, text in documents:
        held: dict[str, Any] = dict(json.loads(metadata))
        for name, (_, written) in ODD.items():
            assert held.get(name) == written, name
            assert (written or "") in text, name
    (again,) = cli.json("sync", "Odd")["runs"]
    assert (again["unchanged"], again["updated"], again["metadata_updated"]) == (4, 0, 0)
    pg_database.execute("""DELETE FROM "Sales.2026"."Order ""List\""" WHERE "select" = 2""")
    (gone,) = cli.json("sync", "Odd", "--allow-deletes")["runs"]
    assert (gone["deleted"], gone["unchanged"]) == (1, 3)


def test_what_sqlite_holds_that_is_no_text(cli: CommandLine, home: Path, tmp_path: Path) -> None:
    """A NUL, bytes that are no text, numbers in a text column, and keys that differ in their type alone."""
    path = tmp_path / "odd.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (id PRIMARY KEY NOT NULL, body TEXT)")
        connection.executemany(
            "INSERT INTO notes VALUES (?, CAST(? AS TEXT))",
            [(1, "with a \0 inside"), (2, "plain"), (3, b"broken \xff\xfe"), (4, "9" * 30), ("5", "five"), (6, None)],
        )
    cli("connector", "add", "Source", "--url", f"sqlite:///{path}")
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Odd", "--connector", "Source", "--table", "notes", "--key", "id", "--text", "body")
    for added in (4, 0):
        (run,) = cli.json("sync", "Odd", code=3)["runs"]
        assert (run["added"], run["rejected"], run["updated"]) == (added, 2, 0)
    reasons = {key: reason for key, _, reason in content_of(file_in(home))["rejects"]}
    assert set(map(str, reasons)) == {'["3"]', '["6"]'}
    assert all(reasons.values())
    found = cli.json("search", "inside")["results"]
    assert len(found) == 1
