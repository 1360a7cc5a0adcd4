"""The session of a superuser's query may only read, unless that would change what the query gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import Secret
from kbconnect.core.errors import QueryRefusedError
from kbconnect.core.model import QuerySelection, TableRef, TableSelection
from tests import servers
from tests.adapters.sources.postgresql_world import draft_of

pytestmark = pytest.mark.server

WHO = QuerySelection("SELECT current_user AS who")


@pytest.fixture
def database(pg_database: servers.PostgresDatabase) -> servers.PostgresDatabase:
    pg_database.execute("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    return pg_database


def answer(login: servers.PostgresDatabase, query: QuerySelection) -> tuple[tuple[str | None, ...], ...]:
    with open_source(draft_of(login), Secret(login.password)) as source:
        return tuple(tuple(row) for row in source.sample(query, 5).rows)


def test_a_superusers_query_runs_as_a_reader(database: servers.PostgresDatabase) -> None:
    assert answer(database, WHO) == (("pg_read_all_data",),)
    assert answer(database, QuerySelection("SELECT id FROM t ORDER BY id")) == (("1",), ("2",))


def test_a_picked_table_is_read_as_before(database: servers.PostgresDatabase) -> None:
    with open_source(draft_of(database), Secret(database.password)) as source:
        source.sample(WHO, 1)
        assert len(source.sample(TableSelection(TableRef("public", "t")), 5).rows) == 2
        assert source.sample(WHO, 1).rows == (("pg_read_all_data",),)


def test_an_ordinary_account_stays_what_it_is(
    postgres: servers.PostgresServer, database: servers.PostgresDatabase
) -> None:
    database.execute("CREATE ROLE plain LOGIN PASSWORD 'x'; GRANT SELECT ON t TO plain")
    try:
        assert answer(replace(database, user="plain", password="x"), WHO) == (("plain",),)
    finally:
        database.execute("DROP OWNED BY plain; DROP ROLE plain")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w",
    ],
)
def test_where_a_reader_would_see_other_rows_nothing_changes(
    database: servers.PostgresDatabase, statement: str
) -> None:
    database.execute(statement)
    assert answer(database, WHO) == ((database.user,),)
    assert len(answer(database, QuerySelection("SELECT id FROM t"))) == 2


def test_a_function_that_acts_as_its_owner_is_refused_by_name(database: servers.PostgresDatabase) -> None:
    body = "LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
    database.execute(
        f'CREATE FUNCTION lends() RETURNS int {body}; CREATE FUNCTION "Lends It"() RETURNS int {body};'
        f"CREATE FUNCTION lends_and_reads() RETURNS int STABLE {body};"
        "CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    )
    for call in ("lends()", "public . LENDS ()", '"Lends It"()'):
        with pytest.raises(QueryRefusedError, match="acts with other rights"):
            answer(database, QuerySelection(f"SELECT {call} AS a"))
    for call in ("lends_and_reads()", "plain()"):
        assert answer(database, QuerySelection(f"SELECT {call} AS a")) == (("1",),)


def test_no_search_path_shadows_the_servers_own_functions(database: servers.PostgresDatabase) -> None:
    database.execute(
        "CREATE SCHEMA evil; CREATE FUNCTION evil.md5(text) RETURNS text LANGUAGE sql AS $$ SELECT 'shadow' $$;"
        f"ALTER DATABASE {database.database} SET search_path = evil, public, pg_catalog"
    )
    rows = answer(database, QuerySelection("SELECT md5('a') AS sum, current_schemas(false)::text AS path FROM t"))
    assert rows[0] == ("0cc175b9c0f1b6a831c399e269772661", "{pg_catalog,evil,public}")


def test_other_search_paths_stay(database: servers.PostgresDatabase) -> None:
    database.execute(
        f"CREATE SCHEMA own; ALTER DATABASE {database.database} SET search_path = own, public;"
        "CREATE TABLE own.o (id int)"
    )
    assert answer(database, QuerySelection("SELECT current_schema() AS s FROM o RIGHT JOIN t ON true"))[0] == ("own",)
