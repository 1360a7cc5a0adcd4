"""Scripts for accounts that may only read: run for real, signed in with, synced through, and refused all else."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pymysql
import pytest
from cryptography.fernet import Fernet
from psycopg import sql

from kbconnect.app.application import Application, build_application
from kbconnect.core.access import AccessScript
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    Connector,
    ConnectorDraft,
    Secret,
    SshTunnel,
    StepState,
)
from kbconnect.core.errors import InputError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import (
    DatasetDraft,
    KnowledgeBaseDraft,
    Mapping,
    QuerySelection,
    RunStatus,
    Selection,
    SyncOptions,
    TableRef,
    TableSelection,
)
from tests import servers
from tests.adapters.sources.mysql_world import draft_of as mysql_draft
from tests.adapters.sources.postgresql_world import draft_of
from tests.mariadb_server import MariadbServer

pytestmark = pytest.mark.server

ODD = 'select "ü; DROP'
"""A reserved word, a quote, a blank, a letter beyond ASCII, and what would end a statement."""
ACCOUNT = 'Leser "1"; \'$kbconnect$\n-- x'

TABLES = sql.SQL(
    "CREATE SCHEMA {odd}; CREATE TABLE {odd}.{odd} (id int PRIMARY KEY, {odd} text, secret text);"
    "INSERT INTO {odd}.{odd} VALUES (1, 'one', 'hidden'), (2, 'two', 'hidden');"
    "CREATE TABLE whole (id int PRIMARY KEY, body text); INSERT INTO whole VALUES (1, 'all of it');"
    "CREATE TABLE other (id int PRIMARY KEY, body text); CREATE SEQUENCE counter;"
    "CREATE TABLE behind (id int PRIMARY KEY, body text); INSERT INTO behind VALUES (7, 'seen');"
    "CREATE VIEW seen AS SELECT * FROM behind;"
    "CREATE VIEW asked WITH (security_invoker = true) AS SELECT * FROM behind"
).format(odd=sql.Identifier(ODD))


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    key = Fernet.generate_key().decode()
    with build_application(tmp_path / "home", {"KBCONNECT_VAULT_KEY": key}, lambda purpose: None) as made:
        made.knowledge_bases.add(KnowledgeBaseDraft("Base", embedder="none"))
        yield made


@pytest.fixture
def database(pg_database: servers.PostgresDatabase) -> Iterator[servers.PostgresDatabase]:
    """With odd names in it; the account of the scripts goes at the end."""
    with pg_database.connect() as connection:
        connection.execute(TABLES)
    yield pg_database
    with pg_database.connect() as connection:
        for role in (ACCOUNT, "kbconnect_reader", "old one"):
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                connection.execute(sql.SQL("DROP OWNED BY {0} CASCADE; DROP ROLE {0}").format(sql.Identifier(role)))


@pytest.fixture
def connector(application: Application, database: servers.PostgresDatabase) -> Connector:
    return application.connectors.add(draft_of(database), Secret(database.password))


def add_dataset(application: Application, name: str, selection: Selection, *text: str) -> str:
    (connector,) = application.connectors.list()
    (base,) = application.knowledge_bases.list()
    draft = DatasetDraft(name, connector.id, selection, Mapping(("id",), "", text), base.id)
    return application.datasets.add(draft).id


def script_of(application: Application, account: str = ACCOUNT, tables: list[TableRef] | None = None) -> AccessScript:
    (connector,) = application.connectors.list()
    return application.access_scripts.script(connector.id, account, tables, InlineContext())


def sign_in(database: servers.PostgresDatabase, account: str) -> servers.PostgresDatabase:
    """Gives the account a password, as an administrator does after the script."""
    with database.connect() as connection:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD 'chosen'").format(sql.Identifier(account)))
    return replace(database, user=account, password="chosen")


def refused(login: servers.PostgresDatabase, statement: sql.SQL | sql.Composed) -> str:
    """The SQLSTATE with which the server refuses a statement of the account, with its read-only mode switched off."""
    with login.connect() as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)
    return caught.value.sqlstate or ""


def test_the_account_reads_what_is_chosen_and_nothing_else(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    ids = [
        add_dataset(application, "Odd", TableSelection(TableRef(ODD, ODD)), ODD),
        add_dataset(application, "Whole", TableSelection(TableRef("public", "whole")), "body"),
        add_dataset(application, "Query", QuerySelection("WITH x AS (SELECT * FROM seen) SELECT * FROM x"), "body"),
        add_dataset(application, "Asked", QuerySelection("SELECT * FROM public.asked"), "body"),
    ]
    script = script_of(application)
    database.execute(script.make)
    database.execute(script.make)
    login = sign_in(database, ACCOUNT)
    draft = replace(draft_of(login), name=connector.name)
    application.connectors.edit(connector.id, draft, Secret(login.password))
    for dataset_id in ids:
        run = application.syncing.sync(dataset_id, SyncOptions(), InlineContext())
        assert run.status is RunStatus.COMPLETED, run
        assert run.counts.added > 0
    report = application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
    assert report.ok
    assert not report.can_write
    assert report.powers == ()

    odd = sql.Identifier(ODD)
    for statement in (
        sql.SQL("SELECT secret FROM {0}.{0}").format(odd),
        sql.SQL("SELECT * FROM {0}.{0}").format(odd),
        sql.SQL("SELECT * FROM other"),
        sql.SQL("INSERT INTO whole VALUES (9, 'x')"),
        sql.SQL("UPDATE {0}.{0} SET id = 9").format(odd),
        sql.SQL("DELETE FROM whole"),
        sql.SQL("TRUNCATE whole"),
        sql.SQL("CREATE TABLE mine (id int)"),
        sql.SQL("CREATE SCHEMA mine"),
        sql.SQL("SELECT nextval('counter')"),
        sql.SQL("CREATE ROLE mine"),
        sql.SQL("COPY whole TO PROGRAM 'cat'"),
        sql.SQL("SELECT pg_read_file('/etc/passwd')"),
    ):
        assert refused(login, statement) == "42501", statement
    with login.connect() as connection:
        assert connection.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)


def test_the_script_says_what_it_does_not_do(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    database.execute(
        "ALTER TABLE whole ENABLE ROW LEVEL SECURITY; GRANT CREATE ON SCHEMA public TO PUBLIC;"
        "CREATE ROLE kbconnect_reader"
    )
    add_dataset(application, "Whole", TableSelection(TableRef("public", "whole")), "body")
    add_dataset(application, "Gone", TableSelection(TableRef("public", "gone")), "body")
    add_dataset(application, "Query", QuerySelection("SELECT * FROM seen, asked"), "body")
    script = script_of(application, "")
    assert script.account == "kbconnect_reader"
    notes = "\n".join(script.notes)
    for words in (
        "“public.whole” has row level security",
        "“public.seen” is a view and reads with its owner's rights",
        "“public.behind” stands behind a view",
        "no table “public.gone” any more",
        "Everybody may create tables in the schema “public”",
        "There is already an account “kbconnect_reader”",
        "The present account can also read 2 tables that the new one can't, in “public”, “select",
    ):
        assert words in notes
    assert "gone" not in script.make
    assert "PASSWORD '" not in script.make
    assert database.password not in script.make + script.take_away + notes


def test_an_account_that_is_there_stays_as_it_is(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    database.execute("CREATE ROLE kbconnect_reader SUPERUSER")
    database.execute(script_of(application, "", [TableRef("public", "whole")]).make)
    with database.connect() as connection:
        role = connection.execute("SELECT rolsuper, rolcanlogin FROM pg_roles WHERE rolname = 'kbconnect_reader'")
        assert role.fetchone() == (True, False)


def test_tables_can_be_named(application: Application, connector: Connector) -> None:
    script = script_of(application, "", [TableRef("", "whole"), TableRef(ODD, ODD)])
    assert "GRANT SELECT ON public.whole TO kbconnect_reader;" in script.make
    assert 'GRANT SELECT ON "select ""ü; DROP"."select ""ü; DROP" TO kbconnect_reader;' in script.make


def test_the_network_is_told_as_the_server_sees_it(application: Application, connector: Connector) -> None:
    network = script_of(application, "", [TableRef("", "whole")]).network
    assert network is not None
    assert network.address == "127.0.0.1"
    assert network.rule == f"host  {connector.database}  kbconnect_reader  127.0.0.1/32  scram-sha-256"
    assert network.rule_place == "pg_hba.conf"
    assert network.firewall == ""
    assert any("offers no encryption" in note for note in network.notes)


def test_with_encryption_the_rule_demands_it(application: Application, debian_postgres: servers.DebianPostgres) -> None:
    login = debian_postgres.reader
    application.connectors.add(draft_of(login), Secret(login.password))
    network = script_of(application, "", [TableRef("sales", "products")]).network
    assert network is not None
    assert network.rule.startswith("hostssl  shop  kbconnect_reader  127.0.0.1/32")


def test_a_server_that_lets_nobody_in_gets_a_script_too(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    add_dataset(application, "Odd", TableSelection(TableRef(ODD, ODD)), ODD)
    application.connectors.edit(connector.id, draft_of(database), Secret("wrong"))
    script = script_of(application)
    assert "could not be asked" in script.notes[0]
    database.execute(script.make)
    login = sign_in(database, ACCOUNT)
    assert refused(login, sql.SQL("SELECT secret FROM {0}.{0}").format(sql.Identifier(ODD))) == "42501"
    with login.connect() as connection:
        assert connection.execute(sql.SQL("SELECT id FROM {0}.{0}").format(sql.Identifier(ODD))).fetchall()
    assert script.network is not None
    assert "ADDRESS/32  scram-sha-256" in script.network.rule


def test_rights_can_be_taken_from_the_present_account(
    application: Application, database: servers.PostgresDatabase
) -> None:
    database.execute(
        'CREATE ROLE "old one" LOGIN PASSWORD \'x\' CREATEDB CREATEROLE; GRANT ALL ON whole, other TO "old one";'
        'GRANT UPDATE (body) ON behind TO "old one"; GRANT ALL ON SEQUENCE counter TO "old one";'
        'GRANT ALL ON SCHEMA public TO "old one"; GRANT pg_write_all_data TO "old one"'
    )
    login = replace(database, user="old one", password="x")
    connector = application.connectors.add(draft_of(login), Secret("x"))
    add_dataset(application, "Whole", TableSelection(TableRef("public", "whole")), "body")
    before = application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
    assert before.can_write
    database.execute(script_of(application).take_away)
    after = application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
    assert after.powers == ()
    assert application.connectors.get(connector.id).last_check == replace(
        application.connectors.get(connector.id).last_check,  # type: ignore[type-var] # it was tested
        can_write=False,
        powers=(),
    )
    assert script_of(application).take_away == ""
    (dataset,) = application.datasets.list()
    assert application.syncing.sync(dataset.id, SyncOptions(), InlineContext()).status is RunStatus.COMPLETED


def test_a_superuser_gets_a_new_account_instead(application: Application, connector: Connector) -> None:
    assert script_of(application, "", [TableRef("", "whole")]).take_away == ""


def test_what_makes_no_script_says_why(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    with pytest.raises(InputError, match="Nothing is taken from"):
        script_of(application)
    with pytest.raises(InputError, match="signs in with now"):
        script_of(application, database.user.upper())


def test_an_account_that_can_only_read_may_be_given_more_to_read(
    application: Application, connector: Connector, database: servers.PostgresDatabase
) -> None:
    report = ConnectionReport((CheckStep("login", StepState.PASSED, "Signed in"),), can_write=False)
    application.connectors.remember_test(connector.id, report)
    made = script_of(application, database.user, [TableRef("", "whole")])
    assert made.account == database.user
    assert "GRANT SELECT" in made.make


def test_a_file_has_rights_of_the_system(application: Application, tmp_path: Path) -> None:
    file = tmp_path / "shop's.db"
    file.touch()
    connector = application.connectors.add(ConnectorDraft("File", "sqlite", database=str(file)), None)
    script = application.access_scripts.script(connector.id, "reader", [TableRef("", "t")], InlineContext())
    assert script.language == "shell"
    assert script.network is None
    assert f"setfacl -m u:reader:r-X {shlex.quote(str(file))}" in script.make


def test_behind_a_tunnel_the_address_is_the_tunnels(application: Application, connector: Connector) -> None:
    from kbconnect.app.access_scripts import _through

    script = script_of(application, "", [TableRef("", "whole")])
    through = replace(connector, options=replace(connector.options, tunnel=SshTunnel("gate.example")))
    network = _through(through, script).network
    assert network is not None
    assert "gate.example" in network.notes[0]


def test_mariadb_gives_an_account_that_syncs_and_nothing_else(application: Application, mariadb: MariadbServer) -> None:
    with mariadb.fresh_database() as login, closing(login.connect()) as root, root.cursor() as cursor:
        cursor.execute("CREATE TABLE orders (id int PRIMARY KEY, body text, secret text)")
        cursor.execute("CREATE TABLE other (id int PRIMARY KEY, body text)")
        cursor.execute("INSERT INTO orders VALUES (1, 'one', 'hidden'), (2, 'two', 'hidden')")
        connector = application.connectors.add(mysql_draft(login), Secret(login.password))
        dataset = add_dataset(application, "Orders", TableSelection(TableRef(login.database, "orders")), "body")
        script = script_of(application, "sync's `reader`")
        account = "'sync''s `reader`'@'%'"
        try:
            code = [line for line in script.make.splitlines() if not line.startswith("--")]
            for statement in "\n".join(code).split(";\n"):
                if statement.strip(" ;\n"):
                    cursor.execute(statement)
            cursor.execute(f"ALTER USER {account} IDENTIFIED BY 'chosen' ACCOUNT UNLOCK")
            reader = replace(login, user="sync's `reader`", password="chosen")
            application.connectors.edit(connector.id, mysql_draft(reader), Secret("chosen"))
            run = application.syncing.sync(dataset, SyncOptions(), InlineContext())
            assert run.status is RunStatus.COMPLETED, run
            assert run.counts.added == 2
            report = application.connectors.test_saved(connector.id, lambda step: None, InlineContext())
            assert report.ok
            assert report.powers == ()
            with closing(reader.connect()) as connection, connection.cursor() as asking:
                for refused_statement in (
                    "SELECT secret FROM orders",
                    "SELECT * FROM other",
                    "INSERT INTO orders VALUES (3, 'x', 'y')",
                    "CREATE TABLE mine (id int)",
                    "DROP TABLE orders",
                ):
                    with pytest.raises(pymysql.err.OperationalError, match="denied"):
                        asking.execute(refused_statement)
        finally:
            cursor.execute(f"DROP USER IF EXISTS {account}")
