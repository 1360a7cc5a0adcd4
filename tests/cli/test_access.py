"""`kbconnect connector script`: the script alone on stdout, what is worth knowing beside it."""

from __future__ import annotations

import pytest

from tests import servers
from tests.cli.conftest import CommandLine


@pytest.fixture
def shop_server(cli: CommandLine, pg_database: servers.PostgresDatabase) -> servers.PostgresDatabase:
    pg_database.execute("CREATE SCHEMA sales; CREATE TABLE sales.orders (id int PRIMARY KEY, body text, secret text)")
    url = pg_database.url.replace(f":{pg_database.password}@", "@")
    cli("connector", "add", "Shop", "--url", url, "--password-stdin", stdin=pg_database.password)
    cli("kb", "add", "Base", "--embedder", "none")
    cli("dataset", "add", "Orders", "--connector", "Shop", "--table", "sales.orders", "--key", "id", "--text", "body")
    return pg_database


@pytest.mark.server
def test_the_script_can_be_piped(cli: CommandLine, shop_server: servers.PostgresDatabase) -> None:
    answer = cli("connector", "script", "Shop", "--account", "reader of orders")
    try:
        shop_server.execute(answer.out)
        with shop_server.connect() as connection:
            rights = connection.execute(
                "SELECT column_name FROM information_schema.column_privileges WHERE grantee = 'reader of orders'"
            )
            assert sorted(rights.fetchall()) == [("body",), ("id",)]
        assert "pg_hba.conf" in answer.err
        assert "127.0.0.1/32" in answer.err
        assert shop_server.password not in answer.out + answer.err
    finally:
        shop_server.execute('DROP OWNED BY "reader of orders"; DROP ROLE "reader of orders"')


@pytest.mark.server
def test_the_document_has_all_of_it(cli: CommandLine, shop_server: servers.PostgresDatabase) -> None:
    document = cli.json("connector", "script", "Shop")
    assert set(document) == {"account", "language", "script", "take_away", "notes", "network"}
    assert document["account"] == "kbconnect_reader"
    assert document["language"] == "sql"
    assert "GRANT SELECT (id, body)\n  ON sales.orders TO kbconnect_reader;" in document["script"]
    assert set(document["network"]) == {"address", "rule", "rule_place", "firewall", "notes"}
    assert document["network"]["address"] == "127.0.0.1"


@pytest.mark.server
def test_a_superuser_has_nothing_taken(cli: CommandLine, shop_server: servers.PostgresDatabase) -> None:
    answer = cli("connector", "script", "Shop", "--take-away")
    assert answer.out == ""
    assert "superuser" in answer.err


@pytest.mark.server
def test_what_the_account_may_do_is_shown(cli: CommandLine, shop_server: servers.PostgresDatabase) -> None:
    cli("connector", "test", "Shop")
    shown = cli("connector", "show", "Shop").out
    assert "Superuser" in shown
    assert "It is a superuser" in shown
    check = cli.json("connector", "show", "Shop")["last_check"]
    assert check["access"] == "superuser"
    assert [power["kind"] for power in check["powers"]] == ["superuser"]
    assert set(check["powers"][0]) == {"kind", "severity", "sentence"}


def test_tables_are_named_with_their_schema(cli: CommandLine, connector: str) -> None:
    answer = cli("connector", "script", connector, "--table", '"my.schema".t', "--unseen")
    assert "setfacl" in answer.out
    assert "no accounts of its own" in answer.err


@pytest.mark.parametrize("name", ["artcles", "main.artcles", '"artcles"'])
def test_a_table_that_is_not_there_gets_no_script(cli: CommandLine, connector: str, name: str) -> None:
    answer = cli("connector", "script", connector, "--table", "articles", "--table", name, code=1)
    assert answer.out == ""
    assert "There is no table" in answer.err
    assert "No script was written." in answer.err
    assert "Did you mean articles?" in answer.err
    assert "--unseen" in answer.err
    assert cli.json("connector", "script", connector, "--table", name, code=1)["error"]["code"] == "input"
    assert "setfacl" in cli("connector", "script", connector, "--table", "articles").out


@pytest.mark.server
def test_a_table_of_a_server_is_looked_up(cli: CommandLine, shop_server: servers.PostgresDatabase) -> None:
    del shop_server
    assert "ON sales.orders" in cli("connector", "script", "Shop", "--table", "orders").out
    for wrong in ("sales.order", "sale.orders"):
        assert "Did you mean sales.orders?" in cli("connector", "script", "Shop", "--table", wrong, code=1).err
    assert "hidden.orders” any more" in cli("connector", "script", "Shop", "--table", "hidden.orders", "--unseen").err


def test_a_server_that_lets_nobody_in_gets_a_script_with_a_warning(cli: CommandLine) -> None:
    cli("connector", "add", "Far", "--url", "postgresql://127.0.0.1:1/shop")
    answer = cli("connector", "script", "Far", "--table", "orders")
    assert "orders" in answer.out
    assert "Nobody could look whether these tables are there" in answer.err


def test_unseen_tables_have_to_be_named(cli: CommandLine, connector: str) -> None:
    assert "--table" in cli("connector", "script", connector, "--unseen", code=2).err


def test_a_connector_without_datasets_is_told(cli: CommandLine, connector: str) -> None:
    answer = cli("connector", "script", connector, code=1)
    assert "Nothing is taken from Shop yet" in answer.err


def test_a_name_of_three_parts_is_wrong_use(cli: CommandLine, connector: str) -> None:
    assert "SCHEMA" in cli("connector", "script", connector, "--table", "a.b.c", code=2).err
