"""What an account may do beyond reading, each power given to a real account and found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from kbconnect.adapters.sources.postgresql_audit import audit
from kbconnect.core.access import AccessLevel, Power, PowerKind, Severity, access_level
from tests import servers

pytestmark = pytest.mark.server

NAME = 'Aud"it §'
ROLE = '"Aud""it §"'


@pytest.fixture(scope="module")
def own_database(postgres: servers.PostgresServer) -> Iterator[servers.PostgresDatabase]:
    with postgres.fresh_database() as database:
        yield database


@pytest.fixture
def pg_database(own_database: servers.PostgresDatabase) -> servers.PostgresDatabase:
    """One for all of these tests; what `account` makes in it goes with the account."""
    return own_database


@pytest.fixture
def account(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    """An account that may read one table of this database, with a few things around it to be let into."""
    pg_database.execute(
        f"CREATE ROLE {ROLE} LOGIN PASSWORD 'x'; CREATE ROLE other;"
        "CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE SEQUENCE s;"
        f'CREATE SCHEMA "My Own"; CREATE TABLE "My Own".c (id int); GRANT SELECT ON a TO {ROLE};'
        f'GRANT USAGE ON SCHEMA "My Own" TO {ROLE}'
    )
    yield replace(pg_database, user=NAME, password="x")
    pg_database.execute(
        f"DROP OWNED BY {ROLE}, other CASCADE; DROP ROLE {ROLE}, other;"
        'DROP SCHEMA public CASCADE; DROP SCHEMA "My Own" CASCADE; CREATE SCHEMA public;'
        "GRANT USAGE ON SCHEMA public TO PUBLIC"
    )


def powers_of(login: servers.PostgresDatabase) -> tuple[Power, ...]:
    with login.connect() as connection:
        return audit(connection)


def test_an_account_that_may_only_read_has_none(account: servers.PostgresDatabase) -> None:
    assert powers_of(account) == ()
    assert access_level(powers_of(account)) is AccessLevel.READ_ONLY


@pytest.mark.parametrize(
    ("given", "kind", "severity", "said"),
    [
        ("GRANT INSERT, UPDATE ON a, b TO {}; GRANT UPDATE (id) ON \"My Own\".c TO {}", PowerKind.WRITES,
         Severity.WRITES, "It can write to 2 tables in the schema “public” (INSERT, UPDATE)."),
        ("GRANT TRUNCATE ON a, b TO {}; GRANT DELETE ON a TO {}", PowerKind.WRITES, Severity.WRITES,
         "It can write to 2 tables in the schema “public” (DELETE 1, TRUNCATE)."),
        ("GRANT UPDATE (id) ON \"My Own\".c TO {}", PowerKind.WRITES, Severity.WRITES,
         "It can write to 1 table in the schema “My Own” (UPDATE)."),
        ("GRANT SELECT ON b TO {} WITH GRANT OPTION", PowerKind.GRANTS, Severity.WRITES, "rights in 1 table."),
        ("GRANT CREATE ON SCHEMA \"My Own\" TO {}", PowerKind.CREATES, Severity.WRITES, "in “My Own”."),
        ("ALTER TABLE a OWNER TO {}", PowerKind.OWNS, Severity.WRITES, "owns 1 table"),
        ("ALTER ROLE {} SUPERUSER", PowerKind.SUPERUSER, Severity.ADMINISTERS, "It is a superuser"),
        ("ALTER ROLE {} CREATEROLE", PowerKind.ACCOUNTS, Severity.ADMINISTERS, "create accounts"),
        ("ALTER ROLE {} CREATEDB", PowerKind.DATABASES, Severity.WRITES, "create databases"),
        ("ALTER ROLE {} REPLICATION", PowerKind.REPLICATION, Severity.ADMINISTERS, "copy the whole server"),
        ("ALTER ROLE {} BYPASSRLS", PowerKind.ROW_SECURITY, Severity.REACHES, "sees every row"),
        ("GRANT pg_write_all_data TO {}", PowerKind.WRITES, Severity.WRITES, "(pg_write_all_data)"),
        ("GRANT pg_read_all_data TO {}", PowerKind.READS_MORE, Severity.REACHES, "(pg_read_all_data)"),
        ("GRANT pg_execute_server_program TO {}", PowerKind.SERVER_PROGRAMS, Severity.ADMINISTERS, "run programs"),
        ("GRANT pg_read_server_files TO {}", PowerKind.SERVER_FILES, Severity.ADMINISTERS, "read files"),
        ("GRANT pg_write_server_files TO {}", PowerKind.SERVER_FILES, Severity.ADMINISTERS, "write files"),
        ("GRANT pg_signal_backend TO {}", PowerKind.SESSIONS, Severity.WRITES, "sessions of others"),
        ("GRANT pg_checkpoint TO {}", PowerKind.SESSIONS, Severity.WRITES, "(pg_checkpoint)"),
        ("GRANT pg_monitor TO {}", PowerKind.READS_MORE, Severity.REACHES, "(pg_monitor)"),
        ("GRANT other TO {}; ALTER ROLE other SUPERUSER", PowerKind.SUPERUSER, Severity.ADMINISTERS,
         "become the superuser “other”"),
        ("GRANT other TO {}; ALTER ROLE other CREATEROLE", PowerKind.BECOMES, Severity.ADMINISTERS, "“other”"),
        ("ALTER ROLE {} NOINHERIT; GRANT other TO {}; GRANT DELETE ON a TO other", PowerKind.BECOMES, Severity.WRITES,
         "become “other”, which can write"),
        ("GRANT other TO {}; GRANT DELETE ON a TO other", PowerKind.WRITES, Severity.WRITES, "(DELETE)"),
        ("GRANT other TO {} WITH ADMIN OPTION", PowerKind.GRANTS, Severity.WRITES, "members of “other”"),
        ("GRANT USAGE ON SEQUENCE s TO {}", PowerKind.SEQUENCES, Severity.WRITES, "counters (sequences), 1 in all"),
        ("GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {}", PowerKind.SERVER_FILES, Severity.ADMINISTERS,
         "“pg_read_file”"),
        ("GRANT EXECUTE ON FUNCTION lo_import(text) TO {}", PowerKind.SERVER_FILES, Severity.ADMINISTERS,
         "“lo_import”"),
        ("GRANT EXECUTE ON FUNCTION pg_reload_conf() TO {}", PowerKind.SESSIONS, Severity.WRITES, "“pg_reload_conf”"),
        ("CREATE FUNCTION public.sneak() RETURNS void SECURITY DEFINER LANGUAGE sql AS 'DELETE FROM a'",
         PowerKind.RUNS_AS_OWNER, Severity.REACHES, "“sneak”"),
        ("SELECT lo_create(4711); GRANT UPDATE ON LARGE OBJECT 4711 TO {}", PowerKind.LARGE_OBJECTS, Severity.WRITES,
         "large objects, 1 in all"),
        ("ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO {}", PowerKind.DEFAULTS, Severity.WRITES, "to write"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {}", PowerKind.DEFAULTS, Severity.REACHES, "to read"),
    ],
)  # fmt: skip
def test_a_power_is_found(
    pg_database: servers.PostgresDatabase,
    account: servers.PostgresDatabase,
    given: str,
    kind: PowerKind,
    severity: Severity,
    said: str,
) -> None:
    pg_database.execute(given.replace("{}", ROLE))
    found = powers_of(account)
    assert any(power.kind is kind and power.severity is severity and said in power.sentence for power in found), found
    level = access_level(found)
    assert (level is AccessLevel.READ_ONLY) == (severity is Severity.REACHES)
    assert (level is AccessLevel.SUPERUSER) == (kind is PowerKind.SUPERUSER)
    assert all(power.sentence.startswith("It ") and power.sentence.endswith(".") for power in found)
    if "lo_create" in given:
        pg_database.execute("SELECT lo_unlink(4711)")


def test_other_servers_are_found(pg_database: servers.PostgresDatabase, account: servers.PostgresDatabase) -> None:
    extensions = "SELECT count(*) FROM pg_available_extensions WHERE name IN ('postgres_fdw', 'dblink')"
    with pg_database.connect() as connection:
        if connection.execute(extensions).fetchone() != (2,):
            pytest.skip("this server comes without postgres_fdw and dblink")
    pg_database.execute(
        "CREATE EXTENSION dblink; CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;"
        f"CREATE USER MAPPING FOR {ROLE} SERVER far"
    )
    sentences = [power.sentence for power in powers_of(account)]
    assert "It can reach other servers: “far”." in sentences
    assert any("dblink" in sentence for sentence in sentences)
    pg_database.execute("DROP SERVER far CASCADE")


def test_the_worst_comes_first(pg_database: servers.PostgresDatabase, account: servers.PostgresDatabase) -> None:
    pg_database.execute(f"ALTER ROLE {ROLE} CREATEROLE BYPASSRLS; GRANT INSERT ON a TO {ROLE}")
    severities = [power.severity for power in powers_of(account)]
    assert severities == [Severity.ADMINISTERS, Severity.WRITES, Severity.REACHES]


def test_many_schemas_make_few_sentences(
    pg_database: servers.PostgresDatabase, account: servers.PostgresDatabase
) -> None:
    pg_database.execute(
        "DO $$ BEGIN FOR i IN 1..9 LOOP EXECUTE format('CREATE SCHEMA s%s; CREATE TABLE s%s.t (id int);"
        f"GRANT ALL ON SCHEMA s%s TO {ROLE}; GRANT ALL ON s%s.t TO {ROLE}', i, i, i, i); END LOOP; END $$"
    )
    sentences = [power.sentence for power in powers_of(account) if power.kind is PowerKind.WRITES]
    assert len(sentences) == 4
    assert sentences[-1] == "It can write to 6 tables in further schemas."


def test_the_number_of_queries_does_not_grow_with_the_tables(
    pg_database: servers.PostgresDatabase, account: servers.PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    execute = psycopg.Connection.execute
    for _ in range(2):
        asked: list[object] = []
        monkeypatch.setattr(
            psycopg.Connection, "execute", lambda self, *given, seen=asked: seen.append(given) or execute(self, *given)
        )
        powers_of(account)
        counts.append(len(asked))
        monkeypatch.undo()
        pg_database.execute(
            "DO $$ BEGIN FOR i IN 1..50 LOOP "
            "EXECUTE format('CREATE TABLE IF NOT EXISTS more%s (id int)', i); END LOOP; END $$"
        )
    assert counts[0] == counts[1] < 12
