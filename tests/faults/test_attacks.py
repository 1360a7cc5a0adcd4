"""Queries that try to do more than read, through the public way: a dataset that is previewed and synced.

Each runs on a real server as its administrator, the worst account there is. It is refused by the guard, by the session
or by the server, with a sentence that says what to do; and a hash over all that the source holds (tables, sequences,
roles, settings, large objects, sessions of others, the files of its folder) is the same before and after.

What a read-only session still lets pass is refused by the guard by name: `STILL_ALLOWED`. What neither stops:
- a function, an operator or a view of the database itself that an administrator made and that leaves the session by its
  own means, unless its name is called and it acts as its owner: `BEYOND_US`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from kbconnect.adapters.sources import query_guard
from kbconnect.app.application import Application, build_application
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import DatasetDraft, ErrorInfo, KnowledgeBaseDraft, Mapping, QuerySelection, SyncOptions
from tests import servers
from tests.adapters.sources.mysql_world import draft_of as mysql_draft
from tests.adapters.sources.postgresql_world import draft_of as postgresql_draft
from tests.mariadb_server import MariadbLogin, MariadbServer

STILL_ALLOWED = (
    ("pg_sleep", "holds a connection of the server"),
    ("pg_terminate_backend", "ends the sessions of others"),
    ("pg_notify", "wakes programs that listen, once the transaction ends"),
    ("pg_advisory_lock", "holds a lock that other programs wait for"),
    ("pg_read_file", "reads files of the server's machine"),
    ("lo_export", "writes files on the server's machine"),
    ("dblink_exec", "writes through another connection"),
    ("query_to_xml", "runs SQL that is given as text"),
    ("set_config", "changes settings of the session"),
    ("pg_reload_conf", "makes the server read its settings again"),
    ("pg_stat_reset", "forgets the server's statistics"),
    ("pg_switch_wal", "begins a new file of the server's log"),
    ("txid_current", "uses up a number of a transaction"),
)
"""(function, what it would do in spite of a read-only transaction); the guard refuses each by name."""

BEYOND_US = (
    ("view", "a view that an administrator made over such a function"),
    ("function", "a function of the database that calls such a function and acts with the rights of this account"),
    ("operator", "an operator, a cast or a type whose own function acts as its owner"),
)
"""What an administrator would have had to make first."""


# ------------------------------------------------------------------------------------------------ the public way


@dataclass(frozen=True)
class Target:
    """A source under attack. shot: a hash over all it holds, and over what stands around it."""

    application: Application
    connector_id: str
    shot: Callable[[], str]

    def draft(self, query: str) -> DatasetDraft:
        (base,) = self.application.knowledge_bases.list()
        return DatasetDraft("Attack", self.connector_id, QuerySelection(query), Mapping(("id",), "", ("id",)), base.id)

    def preview(self, query: str) -> KbConnectError | None:
        """What was told of it; None if it just read something."""
        try:
            self.application.catalog.preview(self.draft(query), 3, "none", InlineContext())
        except KbConnectError as error:
            return error
        return None

    def attack(self, query: str) -> list[KbConnectError | ErrorInfo]:
        """Previews and syncs a query. Returns what was told, of which there may be nothing: an attack may just read."""
        draft, previewed = self.draft(query), self.preview(query)
        told: list[KbConnectError | ErrorInfo] = [previewed] if previewed is not None else []
        try:
            dataset = self.application.datasets.add(draft)
        except KbConnectError as error:
            return [*told, error]
        try:
            run = self.application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
            told += [run.error] if run.error is not None else []
        except KbConnectError as error:
            told.append(error)
        finally:
            self.application.datasets.remove(dataset.id)
        return told


@contextmanager
def open_target(home: Path, draft: ConnectorDraft, password: str | None, shot: Callable[[], str]) -> Iterator[Target]:
    environment = {"KBCONNECT_VAULT_KEY": Fernet.generate_key().decode()}
    with build_application(home, environment, lambda purpose: None) as application:
        application.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder="none"))
        connector = application.connectors.add(draft, None if password is None else Secret(password))
        yield Target(application, connector.id, shot)


def assert_refused(target: Target, query: str) -> None:
    before = target.shot()
    told = target.attack(query)
    assert target.shot() == before, query
    assert told, f"nothing stopped it: {query}"
    for error in told:
        assert error.message.endswith((".", "…")), error
        assert error.hint


def digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


RECURSION = "WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r) SELECT max(id) AS id FROM r"

# ------------------------------------------------------------------------------------------------ PostgreSQL

SET_UP = """
CREATE TABLE victim (id int PRIMARY KEY, v text); INSERT INTO victim VALUES (1, 'a'), (2, 'b');
CREATE SEQUENCE counter; SELECT lo_from_bytea(4242, 'large');
CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM victim; RETURN 1; END $$;
CREATE FUNCTION wipe_as_owner() RETURNS int LANGUAGE plpgsql SECURITY DEFINER
    AS $$ BEGIN PERFORM dblink_exec(current_setting('attack.server'), 'DELETE FROM victim'); RETURN 1; END $$;
CREATE FUNCTION run_program() RETURNS int LANGUAGE plpgsql AS
    $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch kbconnect-was-here'''; RETURN 1; END $$;
CREATE FUNCTION switch_off() RETURNS int LANGUAGE plpgsql AS
    $$ BEGIN PERFORM set_config('transaction_read_only', 'off', false); DELETE FROM victim; RETURN 1; END $$;
CREATE VIEW counting AS SELECT nextval('counter')::int AS id;
CREATE VIEW wiping AS SELECT wipe() AS id;
CREATE FUNCTION wipe_of(int, int) RETURNS int LANGUAGE sql AS 'SELECT wipe()';
CREATE OPERATOR @!@ (FUNCTION = wipe_of, LEFTARG = int, RIGHTARG = int);
CREATE TYPE odd AS (n int);
CREATE FUNCTION to_odd(int) RETURNS odd LANGUAGE plpgsql AS $$ BEGIN DELETE FROM victim; RETURN ROW($1); END $$;
CREATE CAST (int AS odd) WITH FUNCTION to_odd(int);
CREATE FUNCTION is_small(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM victim; RETURN true; END $$;
CREATE DOMAIN small AS int CHECK (is_small(VALUE));
CREATE SCHEMA "Odd ;Name"; CREATE FUNCTION "Odd ;Name"."wi(pe"() RETURNS int LANGUAGE sql AS 'SELECT public.wipe()';
CREATE FUNCTION of_row(victim) RETURNS int LANGUAGE sql AS 'SELECT wipe()';
CREATE FUNCTION md5(text) RETURNS text LANGUAGE sql AS $$ SELECT 'shadow' $$
"""

POSTGRESQL = {
    "select into": "SELECT * INTO stolen FROM victim",
    "select into temp": "SELECT id INTO TEMP stolen FROM victim",
    "delete in a with": "WITH gone AS (DELETE FROM victim RETURNING id) SELECT id FROM gone",
    "update deep in a with": "SELECT id FROM (WITH x AS (UPDATE victim SET v = 'x' RETURNING id) SELECT * FROM x) y",
    "insert in a second with": "WITH a AS (SELECT 1), b AS (INSERT INTO victim VALUES (9) RETURNING id) TABLE b",
    "merge": "MERGE INTO victim USING victim v ON true WHEN MATCHED THEN DELETE",
    "read a file": "SELECT pg_read_file('postgresql.conf') AS id",
    "read a file, quoted": 'SELECT "pg_catalog"."pg_read_file"(\'PG_VERSION\') AS id',
    "list a folder": "SELECT pg_ls_dir('.') AS id",
    "stat a file": "SELECT size AS id FROM pg_stat_file('PG_VERSION')",
    "import a file": "SELECT lo_import('/etc/hostname') AS id",
    "export a file": "SELECT lo_export(4242, 'kbconnect-was-here') AS id",
    "change a large object": "SELECT lo_put(4242, 0, 'x') AS id",
    "remove a large object": "SELECT lo_unlink(4242) AS id",
    "open a large object": "SELECT lo_open(4242, 131072) AS id",
    "dblink": "SELECT dblink_exec('dbname=x', 'DELETE FROM victim') AS id",
    "dblink as a table": "SELECT id FROM dblink('dbname=x', 'DELETE FROM victim RETURNING id') AS t(id int)",
    "copy to a program": "COPY (SELECT 1) TO PROGRAM 'touch kbconnect-was-here'",
    "copy to a file": "COPY victim TO '/tmp/kbconnect-was-here'",
    "copy hidden in a query": "SELECT 1 AS id) TO PROGRAM 'touch kbconnect-was-here'; COPY (SELECT 1 AS id",
    "setval": "SELECT setval('counter', 99) AS id",
    "nextval": "SELECT nextval('counter') AS id",
    "end a session": "SELECT pg_terminate_backend(pid) AS id FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    "cancel a session": "SELECT pg_cancel_backend(pid) AS id FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    "notify": "SELECT pg_notify('x', 'y') AS id",
    "listen": "LISTEN x",
    "advisory lock": "SELECT pg_advisory_lock(7) AS id",
    "advisory lock of a transaction": "SELECT pg_try_advisory_xact_lock(7) AS id",
    "reload": "SELECT pg_reload_conf() AS id",
    "reset statistics": "SELECT pg_stat_reset() AS id",
    "switch the log": "SELECT pg_switch_wal() AS id",
    "alter system": "ALTER SYSTEM SET log_statement = 'all'",
    "stacked": "SELECT 1 AS id; DELETE FROM victim",
    "stacked with a commit": "SELECT 1 AS id; COMMIT; BEGIN READ WRITE; DELETE FROM victim; COMMIT",
    "stacked behind a bracket": "SELECT 1 AS id) AS q; DELETE FROM victim; SELECT * FROM (SELECT 1 AS id",
    "stacked in a comment that ends early": "SELECT 1 AS id -- \r) AS q; COMMIT; DELETE FROM victim; SELECT (1",
    "stacked in a nested comment": "SELECT 1 AS id /* /* */ */ ; DELETE FROM victim -- */",
    "stacked behind an open comment": "SELECT 1 AS id /* ; DELETE FROM victim",
    "stacked in dollars of a name": "SELECT 1 AS a$x$) q; COMMIT; DELETE FROM victim; SELECT * FROM (SELECT 1 AS b$x$",
    "stacked behind an escaped quote": "SELECT E'\\' AS id; DELETE FROM victim; --'; DELETE FROM victim",
    "escapes that go on": "SELECT E'a'\n'b\\' ' AS id, pg_sleep(9) , ' ' , ' '",
    "a quote that is no escape": "SELECT 'a\\' AS id, pg_sleep(9) --'",
    "unicode names": 'SELECT U&"pg_r\\0065ad_file"(\'PG_VERSION\') AS id',
    "unicode names with another sign": "SELECT U&\"pg_r!0065ad_file\" UESCAPE '!' ('PG_VERSION') AS id",
    "a comment inside a call": "SELECT pg_catalog . /* x */ pg_read_file -- y\n ('PG_VERSION') AS id",
    "large letters": "SELECT PG_Read_File('PG_VERSION') AS id",
    "do": "DO $$ BEGIN DELETE FROM victim; END $$",
    "call": "CALL wipe()",
    "explain analyze": "EXPLAIN ANALYZE DELETE FROM victim",
    "prepare": "PREPARE x AS DELETE FROM victim",
    "set role": "SET ROLE pg_write_all_data",
    "set role by a function": "SELECT set_config('role', 'none', false) AS id",
    "read-write by a function": "SELECT set_config('transaction_read_only', 'off', false) AS id",
    "for update": "SELECT id FROM victim FOR UPDATE",
    "lock": "LOCK TABLE victim",
    "a function that writes": "SELECT wipe() AS id",
    "a function that switches off": "SELECT switch_off() AS id",
    "a function as its owner": "SELECT wipe_as_owner() AS id",
    "a function that runs a program": "SELECT run_program() AS id",
    "a function in an odd schema": 'SELECT "Odd ;Name"."wi(pe"() AS id',
    "a function of a row": "SELECT victim.of_row AS id FROM victim",
    "an operator": "SELECT 1 @!@ 2 AS id",
    "an operator in full": "SELECT 1 OPERATOR(public.@!@) 2 AS id",
    "a cast": "SELECT (1::odd).n AS id",
    "a domain": "SELECT 1::small AS id",
    "a view that counts": "SELECT id FROM counting",
    "a view that writes": "SELECT id FROM wiping",
    "sql given as text": "SELECT query_to_xml('DELETE FROM victim', true, true, '') AS id",
    "a cursor given as text": "SELECT cursor_to_xml('x', 1, true, true, '') AS id",
    "sql in a text search": "SELECT word AS id FROM ts_stat('DELETE FROM victim RETURNING NULL::tsvector')",
    "sql in a cross table": "SELECT * FROM crosstab('DELETE FROM victim RETURNING 1, 2, 3') AS t(id int, a int)",
    "passwords": "SELECT rolname AS id, rolpassword FROM pg_authid",
    "passwords by another name": 'SELECT usename AS id FROM pg_catalog."pg_shadow"',
    "rules of the server": "SELECT line_number AS id FROM pg_hba_file_rules",
    "damage a table": "SELECT heap_force_kill('victim'::regclass, ARRAY['(0,1)']::tid[]) AS id",
    "a series without end": "SELECT n AS id FROM generate_series(1, 10000000000) AS n ORDER BY n DESC",
    "a recursion without end": RECURSION,
    "a result without end": "SELECT repeat('x', 1000000000) || repeat('y', 1000000000) AS id",
    "sleeping": "SELECT pg_sleep(60) AS id",
    "sleeping as a table": "SELECT 1 AS id FROM pg_sleep(60)",
    "sleeping in a default": "SELECT coalesce(NULL, pg_sleep(60)::text) AS id",
    "nothing but depth": f"SELECT {'(' * 5_000}1{')' * 5_000} AS id",
}  # fmt: skip

# What would run until somebody stops it is only previewed: a sync has no limit of time.
ENDLESS = {name for name in POSTGRESQL if "without end" in name}


@pytest.fixture(scope="module")
def postgresql_target(
    postgres: servers.PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Target, servers.PostgresDatabase]]:
    with postgres.fresh_database() as database, database.connect() as watching:
        for extension in ("dblink", "tablefunc", "pg_surgery"):
            if watching.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", (extension,)).fetchone():
                watching.execute(f"CREATE EXTENSION {extension}".encode())
        database.execute(SET_UP)
        database.execute(
            f"ALTER DATABASE {database.database} SET attack.server = 'host={database.host} port={database.port}"
            f" dbname={database.database} user={database.user} password={database.password}';"
            f"ALTER DATABASE {database.database} SET search_path = public, pg_catalog"
        )
        pid = watching.execute("SELECT pg_backend_pid()").fetchone()

        def shot() -> str:
            asked = [watching.execute(query).fetchall() for query in POSTGRESQL_SHOT]
            alive = watching.execute("SELECT pg_backend_pid()").fetchone() == pid
            data = postgres.folder / "data"
            files = sorted(path.name for path in data.iterdir() if path.name != "postmaster.pid")
            return digest((asked, alive, files, Path("/tmp/kbconnect-was-here").exists()))

        draft = replace(postgresql_draft(database), name="Source", options=ConnectorOptions(statement_timeout_s=1))
        home = tmp_path_factory.mktemp("attacks") / "home"
        with open_target(home, draft, database.password, shot) as target:
            yield target, database


POSTGRESQL_SHOT = (
    b"SELECT * FROM victim ORDER BY id",
    b"SELECT last_value, is_called FROM counter",
    b"SELECT relname, relkind, relnatts FROM pg_class WHERE oid > 16383 ORDER BY relname",
    b"SELECT proname, prosrc FROM pg_proc WHERE oid > 16383 ORDER BY proname, oid",
    b"SELECT rolname, rolsuper, rolconfig FROM pg_roles ORDER BY rolname",
    b"SELECT name, setting FROM pg_settings ORDER BY name",
    b"SELECT setdatabase, setrole, setconfig FROM pg_db_role_setting ORDER BY 1, 2",
    b"SELECT loid, pageno, data FROM pg_largeobject ORDER BY 1, 2",
    b"SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)' ORDER BY 1",
    b"SELECT locktype, objid FROM pg_locks WHERE locktype = 'advisory'",
    b"SELECT slot_name FROM pg_replication_slots",
)


@pytest.mark.server
@pytest.mark.parametrize("name", POSTGRESQL)
def test_postgresql_is_as_it_was(postgresql_target: tuple[Target, servers.PostgresDatabase], name: str) -> None:
    target, _ = postgresql_target
    if name in ENDLESS:
        error = target.preview(POSTGRESQL[name])
        assert error is not None
        assert error.hint
        return
    assert_refused(target, POSTGRESQL[name])


@pytest.mark.server
def test_a_query_still_reads_after_all_of_that(postgresql_target: tuple[Target, servers.PostgresDatabase]) -> None:
    target, _ = postgresql_target
    before = target.shot()
    assert target.attack("SELECT id, md5(v) AS v FROM victim") == []
    assert target.shot() == before


GUARD_ALONE = ("pg_sleep", "advisory", "pg_terminate_backend", "pg_cancel_backend", "pg_notify")
"""What every account may do, so that no right stands in its way: it waits, holds up or ends what is its own."""


@pytest.mark.server
def test_the_session_of_a_query_may_only_read(
    postgresql_target: tuple[Target, servers.PostgresDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the guard: what a superuser may do, this session may not."""
    target, _ = postgresql_target
    monkeypatch.setattr("kbconnect.adapters.sources.postgresql.checked_query", lambda text, dialect: text)
    before = target.shot()
    tried = 0
    for name, query in POSTGRESQL.items():
        if name not in ENDLESS and not any(word in query.lower() for word in GUARD_ALONE):
            target.preview(query)
            assert target.shot() == before, query
            tried += 1
    assert tried > 50


@pytest.mark.parametrize("function", [function for function, _ in STILL_ALLOWED])
def test_what_a_read_only_session_still_allows_is_refused_by_name(function: str) -> None:
    with pytest.raises(KbConnectError, match=f"The function {function} does more than read"):
        query_guard.checked_query(f"SELECT {function}('x') AS id", "postgres")


# ------------------------------------------------------------------------------------------------ SQLite

SQLITE = {
    "delete": "DELETE FROM victim",
    "insert behind a query": "SELECT 1 AS id; INSERT INTO victim VALUES (9, 'x')",
    "attach": "ATTACH '{folder}/stolen.db' AS stolen",
    "attach behind a query": "SELECT 1 AS id; ATTACH '{folder}/stolen.db' AS stolen",
    "detach": "DETACH main",
    "load an extension": "SELECT load_extension('{folder}/x.so') AS id",
    "load an extension, in brackets": "SELECT [load_extension]('{folder}/x.so') AS id",
    "load an extension behind a comment": "SELECT 1 /* /* */ AS id, load_extension('{folder}/x.so') /* */",
    "write a file": "SELECT writefile('{folder}/kbconnect-was-here', 'x') AS id",
    "read a file": "SELECT readfile('/etc/hostname') AS id",
    "a tokenizer": "SELECT fts3_tokenizer('simple') AS id",
    "writable schema": "PRAGMA writable_schema = ON",
    "writable schema as a table": "SELECT * FROM pragma_writable_schema(1)",
    "journal mode": "PRAGMA journal_mode = DELETE",
    "user version as a table": "SELECT * FROM pragma_user_version(7)",
    "a pragma of the heap": "SELECT * FROM pragma_hard_heap_limit(1)",
    "vacuum": "VACUUM INTO '{folder}/kbconnect-was-here'",
    "a table": "CREATE TABLE stolen AS SELECT * FROM victim",
    "returning in a with": "WITH gone AS (DELETE FROM victim RETURNING id) SELECT id FROM gone",
    "explain": "EXPLAIN DELETE FROM victim",
    "a commit": "COMMIT",
    "a recursion without end": RECURSION,
}  # fmt: skip


@pytest.fixture
def sqlite_target(tmp_path: Path) -> Iterator[tuple[Target, Path]]:
    folder = tmp_path / "source"
    folder.mkdir()
    file = folder / "shop.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE victim (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO victim VALUES (1, 'a')"
        )

    def shot() -> str:
        return digest((sorted(path.name for path in folder.iterdir()), file.read_bytes()))

    draft = ConnectorDraft("Source", "sqlite", database=str(file), options=ConnectorOptions(statement_timeout_s=1))
    with open_target(tmp_path / "home", draft, None, shot) as target:
        yield target, folder


def test_a_sqlite_file_is_as_it_was(sqlite_target: tuple[Target, Path]) -> None:
    target, folder = sqlite_target
    for name, query in SQLITE.items():
        if "without end" not in name:
            assert_refused(target, query.format(folder=folder))


def test_a_sqlite_query_without_end_is_broken_off(sqlite_target: tuple[Target, Path]) -> None:
    target, _ = sqlite_target
    before = target.shot()
    error = target.preview(SQLITE["a recursion without end"])
    assert error is not None
    assert error.hint
    assert target.shot() == before


# ------------------------------------------------------------------------------------------------ MariaDB

MARIADB = {
    "delete": "DELETE FROM victim",
    "load a file": "SELECT LOAD_FILE('/etc/hostname') AS id",
    "load a file in an executable comment": "SELECT 1 AS id /*! , LOAD_FILE('/etc/hostname') */",
    "load a file in a comment of MariaDB": "SELECT 1 AS id /*M!100100 , LOAD_FILE('/etc/hostname') */",
    "load a file behind an escape": "SELECT 'a\\'' AS id, LOAD_FILE('/etc/hostname'), 'b'",
    "load a file behind a dash": "SELECT 1--1 AS id, LOAD_FILE('/etc/hostname')",
    "load a file, quoted": "SELECT `load_file`('/etc/hostname') AS id",
    "into a file": "SELECT id FROM victim INTO OUTFILE '{folder}/kbconnect-was-here'",
    "into a file in the middle": "SELECT id INTO OUTFILE '{folder}/kbconnect-was-here' FROM victim",
    "into a dump": "SELECT id FROM victim LIMIT 1 INTO DUMPFILE '{folder}/kbconnect-was-here'",
    "into a variable": "SELECT id INTO @x FROM victim",
    "sleep": "SELECT SLEEP(60) AS id",
    "benchmark": "SELECT BENCHMARK(1000000000, MD5('x')) AS id",
    "a lock": "SELECT GET_LOCK('x', 60) AS id",
    "all locks": "SELECT RELEASE_ALL_LOCKS() AS id",
    "a sequence": "SELECT NEXT VALUE FOR counter AS id",
    "a sequence as a function": "SELECT NEXTVAL(counter) AS id",
    "set a sequence": "SELECT SETVAL(counter, 99) AS id",
    "stacked": "SELECT 1 AS id; DELETE FROM victim",
    "stacked with a commit": "SELECT 1 AS id; COMMIT; DELETE FROM victim",
    "for update": "SELECT id FROM victim FOR UPDATE",
    "share mode": "SELECT id FROM victim LOCK IN SHARE MODE",
    "a function that writes": "SELECT wipe() AS id",
    "a view that writes": "SELECT id FROM wiping",
    "handler": "HANDLER victim OPEN",
    "set a global": "SET GLOBAL general_log = ON",
    "kill": "KILL 1",
    "call": "CALL wipe()",
    "a commit": "COMMIT",
    "hash comment": "SELECT 1 AS id # '\n, SLEEP(60) -- '",
}  # fmt: skip
MARIADB_SET_UP = (
    "CREATE TABLE victim (id int PRIMARY KEY, v text)",
    "INSERT INTO victim VALUES (1, 'a'), (2, 'b')",
    "CREATE SEQUENCE counter",
    "CREATE FUNCTION wipe() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM victim; RETURN 1; END",
    "CREATE VIEW wiping AS SELECT wipe() AS id",
)


@pytest.mark.server
def test_mariadb_is_as_it_was(mariadb: MariadbServer, tmp_path: Path) -> None:
    with mariadb.fresh_database() as login, closing(login.connect()) as watching:
        with watching.cursor() as cursor:
            for statement in MARIADB_SET_UP:
                cursor.execute(statement)
        folder = Path(str(_rows(watching, "SELECT @@datadir")[0][0]))

        def shot() -> str:
            asked = [_rows(watching, query) for query in MARIADB_SHOT]
            return digest(
                (asked, sorted(path.name for path in folder.iterdir() if path.is_dir() or "here" in path.name))
            )

        draft = replace(_mariadb_draft(login), name="Source")
        with open_target(tmp_path / "home", draft, login.password, shot) as target:
            for query in MARIADB.values():
                assert_refused(target, query.replace("{folder}", str(folder)))
            assert target.attack("SELECT id, MD5(v) AS v FROM victim") == []


def _mariadb_draft(login: MariadbLogin) -> ConnectorDraft:
    return mysql_draft(login, statement_timeout_s=2)


def _rows(connection: object, query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:  # type: ignore[attr-defined] # the driver has no types
        cursor.execute(query)
        return list(cursor.fetchall())


MARIADB_SHOT = (
    "SELECT * FROM victim ORDER BY id",
    "SELECT next_not_cached_value, cycle_count FROM counter",
    "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES ORDER BY 1, 2",
    "SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES ORDER BY 1, 2",
    "SELECT User, Host, Priv FROM mysql.global_priv ORDER BY 1, 2",
    "SELECT * FROM information_schema.GLOBAL_VARIABLES WHERE VARIABLE_NAME NOT REGEXP 'POS|TIMESTAMP' ORDER BY 1",
)
