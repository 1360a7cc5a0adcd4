"""The whole job on a real PostgreSQL, with a password that came by standard input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import servers
from tests.cli.conftest import CommandLine

pytestmark = pytest.mark.server


def test_from_password_to_search(cli: CommandLine, home: Path, pg_database: servers.PostgresDatabase) -> None:
    pg_database.execute(servers.SAMPLE_TABLES + 'CREATE TABLE sales."Odd.Name" (id int PRIMARY KEY, note text);')
    url = f"postgresql://{pg_database.user}@{pg_database.host}:{pg_database.port}/{pg_database.database}"
    secret = pg_database.password

    tested = cli.json("connector", "test", "--url", url, "--password-stdin", stdin=secret)
    assert tested["ok"] is True
    assert [step["name"] for step in tested["steps"]][:2] == ["resolve", "connect"]
    assert any("write" in warning for warning in tested["warnings"])  # the test is a superuser
    refused = cli.json("connector", "test", "--url", url, "--password-stdin", stdin="wrong", code=1)
    assert [step["name"] for step in refused["steps"] if not step["ok"]] == ["login"]

    added = cli("connector", "add", "Sales", "--url", url, "--password-stdin", stdin=secret)
    assert cli.json("connector", "test", "Sales")["ok"] is True
    tables = cli.json("discover", "Sales", "--schema", "sales")["tables"]
    assert {(table["schema"], table["name"]) for table in tables} >= {("sales", "products"), ("sales", "Odd.Name")}
    odd = cli.json("discover", "Sales", "--table", 'sales."Odd.Name"')["columns"]
    assert [column["name"] for column in odd] == ["id", "note"]

    cli("kb", "add", "Handbook", "--embedder", "none")
    cli("dataset", "add", "Products", "--connector", "Sales", "--table", "sales.products", "--text", "description",
        "--title", "name", "--metadata", "price")  # fmt: skip
    (first,) = cli.json("sync", "Products", code=3)["runs"]
    assert (first["read"], first["added"], first["rejected"]) == (3, 2, 1)
    pg_database.execute("UPDATE sales.products SET description = 'Now for two rucksacks.' WHERE product_id = 3")
    (second,) = cli.json("sync", "Products")["runs"]
    assert (second["added"], second["unchanged"], second["rejected"]) == (1, 2, 0)
    (hit,) = cli.json("search", "boils water", "--limit", "1")["results"]
    assert (hit["title"], hit["key"], hit["metadata"]) == ("Kettle", {"product_id": "1"}, {"price": 39.9})

    written = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert secret.encode() not in written
    assert secret not in added.out + added.err


def test_a_host_that_answers_nobody(cli: CommandLine) -> None:
    cli("connector", "add", "Nobody", "--url", "postgresql://127.0.0.1:1/x")
    told = cli.json("discover", "Nobody", code=1)
    assert told["error"]["code"] == "port_closed"
    assert told["error"]["retryable"] is True
    assert len(cli("discover", "Nobody", code=1).err.splitlines()) >= 3
