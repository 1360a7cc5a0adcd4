"""What an account of MariaDB may do beyond reading, and the script for one that may only read: on a real server."""

from __future__ import annotations

from dataclasses import replace

import pymysql
import pytest

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.adapters.sources.mysql_rights import Grant, grants_of, read_only_script
from kbconnect.core.access import AccessLevel, AccessScript, AccessWish, NeededTable, PowerKind, access_level
from kbconnect.core.connector import ConnectionReport, Secret
from kbconnect.core.errors import AccessDeniedError, ColumnMissingError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import TableSelection
from kbconnect.core.ports import WritesAccessScripts
from tests.adapters.sources.contract import everything, plan
from tests.adapters.sources.mysql_world import MysqlWorld, draft_of, quote
from tests.mariadb_server import MariadbLogin

pytestmark = pytest.mark.server


@pytest.fixture
def world(mysql_world: MysqlWorld) -> MysqlWorld:
    return mysql_world


def report_of(login: MariadbLogin) -> ConnectionReport:
    return check_connection(draft_of(login), Secret(login.password), lambda step: None, InlineContext())


@pytest.mark.parametrize(
    ("rights", "place", "kind", "level"),
    [
        ("SELECT", "{}.*", None, AccessLevel.READ_ONLY),
        ("SELECT, SHOW VIEW", "{}.*", None, AccessLevel.READ_ONLY),
        ("SELECT, INSERT", "{}.*", PowerKind.WRITES, AccessLevel.CAN_WRITE),
        ("SELECT, UPDATE (body)", "{}.t", PowerKind.WRITES, AccessLevel.CAN_WRITE),
        ("SELECT, DROP", "{}.*", PowerKind.CREATES, AccessLevel.CAN_WRITE),
        ("SELECT, CREATE TEMPORARY TABLES", "{}.*", PowerKind.CREATES, AccessLevel.CAN_WRITE),
        ("SELECT, LOCK TABLES", "{}.*", PowerKind.SESSIONS, AccessLevel.CAN_WRITE),
        ("SELECT, EXECUTE", "{}.*", PowerKind.RUNS_AS_OWNER, AccessLevel.READ_ONLY),
        ("SELECT", "*.*", PowerKind.READS_MORE, AccessLevel.READ_ONLY),
        ("SELECT, PROCESS", "*.*", PowerKind.READS_MORE, AccessLevel.READ_ONLY),
        ("SELECT, FILE", "*.*", PowerKind.SERVER_FILES, AccessLevel.CAN_WRITE),
        ("SELECT, CREATE USER", "*.*", PowerKind.ACCOUNTS, AccessLevel.CAN_WRITE),
        ("SELECT, RELOAD", "*.*", PowerKind.SESSIONS, AccessLevel.CAN_WRITE),
        ("SELECT, REPLICATION SLAVE", "*.*", PowerKind.REPLICATION, AccessLevel.CAN_WRITE),
        ("SELECT, SUPER", "*.*", PowerKind.SUPERUSER, AccessLevel.SUPERUSER),
        ("ALL PRIVILEGES", "{}.*", PowerKind.WRITES, AccessLevel.CAN_WRITE),
        ("ALL PRIVILEGES", "*.*", PowerKind.SUPERUSER, AccessLevel.SUPERUSER),
    ],
)
def test_what_an_account_may_do_is_named(
    world: MysqlWorld, rights: str, place: str, kind: PowerKind | None, level: AccessLevel
) -> None:
    world.create("t", ["id", "body"], [("1", "A")], ["id"])
    login = world.account()
    world.grant(rights, place.format(f"`{world.schema}`"), login)
    report = report_of(login)
    assert report.ok, report
    assert access_level(report.powers) is level
    assert report.can_write is (level is not AccessLevel.READ_ONLY)
    assert kind in {None, *(power.kind for power in report.powers)}
    assert bool(report.powers) is (kind is not None)


def test_rights_that_can_be_passed_on_and_those_of_roles(world: MysqlWorld) -> None:
    world.create("t", ["id", "body"], [("1", "A")], ["id"])
    login = world.account()
    world.run(f"GRANT SELECT ON `{world.schema}`.* TO `{login.user}` WITH GRANT OPTION")
    assert {power.kind for power in report_of(login).powers} == {PowerKind.GRANTS}
    world.run("CREATE ROLE writing")
    try:
        world.run(f"GRANT DELETE ON `{world.schema}`.* TO writing")
        world.run(f"GRANT writing TO `{login.user}`")
        assert {power.kind for power in report_of(login).powers} == {PowerKind.GRANTS, PowerKind.WRITES}
    finally:
        world.run("DROP ROLE writing")


def test_grants_are_read_whatever_names_stand_in_them() -> None:
    lines = [
        "GRANT USAGE ON *.* TO `we``ird ON x`@`%` IDENTIFIED BY PASSWORD '*0123456789ABCDEF'",
        "GRANT SELECT, INSERT (`a, b`, `c)`), CREATE VIEW ON `my ``db`.`t ON u` TO `x`@`%` WITH GRANT OPTION",
        "GRANT ALL PRIVILEGES ON `100\\%`.* TO 'old'@'localhost'",
        "GRANT EXECUTE ON PROCEDURE `d`.`p` TO `x`@`%`",
        "GRANT SELECT ON `d`.`t` TO `WITH GRANT OPTION`@`%`",
        "GRANT `reader`@`%`,`writer` TO `x`@`%`",
        "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
        "SET DEFAULT ROLE `reader` FOR `x`@`%`",
    ]
    grants, roles = grants_of(lines)
    assert grants == (
        Grant(frozenset(), "*", "*"),
        Grant(frozenset({"SELECT", "INSERT", "CREATE VIEW"}), "my `db", "t ON u", grantable=True),
        Grant(frozenset({"ALL PRIVILEGES"}), "100\\%", "*"),
        Grant(frozenset({"EXECUTE"}), "d", "p", kind="PROCEDURE"),
        Grant(frozenset({"SELECT"}), "d", "t"),
    )
    assert roles == ("reader", "writer")


def test_the_script_makes_an_account_that_reads_what_was_chosen_and_nothing_else(world: MysqlWorld) -> None:
    name = "Odd `name; --"
    table = world.create(name, ["id", "body", "salary"], [("1", "A", "9")], ["id"])
    world.create("whole", ["id", "body"], [("1", "B")], ["id"])
    world.create("other", ["id"], [("1",)], ["id"])
    user = f"reader `{world.schema}"
    script = read_only_script(user, world.schema, {table: ("id", "body"), "whole": None})
    try:
        for _ in range(2):  # it may be run again
            run_script(world, script)
        made = replace(world.database, user=user, password="pw'1")
        with pytest.raises(pymysql.err.OperationalError):
            made.connect()
        unlock = next(line for line in script.splitlines() if "ALTER USER" in line)
        world.run(unlock.removeprefix("-- ").removesuffix(";").replace("'choose-a-password'", "'pw''1'"))
        report = report_of(made)
        assert report.ok, report
        assert report.powers == ()
        with open_source(draft_of(made), Secret(made.password)) as source:
            assert {info.ref.name for info in source.tables()} == {name, "whole"}
            assert source.sample(TableSelection(table), 9).rows == (("1", "A"),)
            with source.read(plan(world.table("whole"), "id", "body")) as reader:
                assert everything(reader) == {("1",): ("B",)}
            with pytest.raises((AccessDeniedError, ColumnMissingError)), source.read(plan(table, "id", "salary")):
                pass
            with pytest.raises(AccessDeniedError):
                source.columns(world.table("other"))
    finally:
        world.run("DROP USER IF EXISTS `" + user.replace("`", "``") + "`")


def run_script(world: MysqlWorld, script: str) -> None:
    for statement in script.split(";\n"):
        code = "\n".join(line for line in statement.splitlines() if not line.startswith("--"))
        if code.strip():
            world.run(code)


def test_a_source_writes_the_script_for_a_wish(world: MysqlWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    world.create("notes", ["id", "body"], [("1", "A")], ["id"])
    wish = AccessWish(
        "kb_reader", (NeededTable(world.table("articles"), ("id", "body")),), (f"SELECT * FROM `{world.schema}`.notes",)
    )
    with world.open() as source:
        assert isinstance(source, WritesAccessScripts)
        script = source.access_script(wish)
    assert f"GRANT SELECT (`id`, `body`) ON `{world.schema}`.`articles` TO `kb_reader`@`%`;" in script.make
    assert f"GRANT SELECT ON `{world.schema}`.`notes` TO `kb_reader`@`%`;" in script.make
    assert "choose-a-password" in script.make
    assert script.network is not None
    assert script.network.address == "127.0.0.1"


def script_of(world: MysqlWorld, login: MariadbLogin, *tables: str) -> AccessScript:
    wish = AccessWish("kb_reader", tuple(NeededTable(world.table(name)) for name in tables))
    with world.open_as(replace(login, database=world.schema)) as source:
        assert isinstance(source, WritesAccessScripts)
        return source.access_script(wish)


def test_what_reading_does_not_need_is_taken_away(world: MysqlWorld) -> None:
    world.create("t", ["id", "body"], [("1", "A")], ["id"])
    world.create("lent", ["id", "body"], [("1", "B")], ["id"])
    world.run("CREATE PROCEDURE p() SELECT 1")
    login, role = world.account(), f"Role `of {world.schema}"
    world.grant("SELECT, INSERT, UPDATE (body), TRIGGER", "t", login)
    world.run(f"GRANT ALL PRIVILEGES ON `{world.schema}`.* TO `{login.user}` WITH GRANT OPTION")
    world.run(f"GRANT FILE, PROCESS, RELOAD ON *.* TO `{login.user}`")
    world.run(f"GRANT EXECUTE ON PROCEDURE `{world.schema}`.p TO `{login.user}`")
    world.run(f"CREATE ROLE {quote(role)}")
    try:
        world.run(f"GRANT SELECT, DELETE ON `{world.schema}`.lent TO {quote(role)}")
        world.run(f"GRANT {quote(role)} TO `{login.user}`")
        world.run(f"SET DEFAULT ROLE {quote(role)} FOR `{login.user}`")
        script = script_of(world, login, "t", "lent").take_away
        run_script(world, script)
        report = report_of(login)
        assert report.ok, report
        assert access_level(report.powers) is AccessLevel.READ_ONLY
        assert {power.kind for power in report.powers} <= {PowerKind.RUNS_AS_OWNER}
        with world.open_as(login) as source:
            for name, body in (("t", "A"), ("lent", "B")):
                assert source.sample(TableSelection(world.table(name)), 9).rows == (("1", body),)
        for statement in (
            "INSERT INTO t VALUES (2, 'C')",
            "UPDATE t SET body = ''",
            "DELETE FROM lent",
            "DROP TABLE t",
        ):
            with pytest.raises(pymysql.err.OperationalError, match="denied"):
                replace(login, database=world.schema).run(statement)
        assert script_of(world, login, "t").take_away == ""
    finally:
        world.run(f"DROP ROLE {quote(role)}")


def test_nothing_is_taken_from_an_administrator_or_a_reader(world: MysqlWorld) -> None:
    world.create("t", ["id"], [("1",)], ["id"])
    reader, administrator = world.account(), world.account()
    world.grant("SELECT, SHOW VIEW", "t", reader)
    world.run(f"GRANT ALL PRIVILEGES ON *.* TO `{administrator.user}`")
    assert script_of(world, reader, "t").take_away == ""
    assert script_of(world, administrator, "t").take_away == ""


def test_what_everybody_may_do_is_said(world: MysqlWorld) -> None:
    world.create("t", ["id"], [("1",)], ["id"])
    login = world.account()
    world.grant("SELECT, DELETE", "t", login)
    if not world.run("SELECT VERSION() REGEXP '^1[1-9]|^10[.]1[1-9]'")[0][0]:
        pytest.skip("this server knows no PUBLIC")
    world.run(f"GRANT INSERT ON `{world.schema}`.* TO PUBLIC")
    try:
        script = script_of(world, login, "t").take_away
    finally:
        world.run(f"REVOKE INSERT ON `{world.schema}`.* FROM PUBLIC")
    assert f"-- Everybody may do this on `{world.schema}`.*, so it can't be taken from one account: INSERT." in script
    assert f"REVOKE DELETE ON `{world.schema}`.`t` FROM `{login.user}`@`%`;" in script


def test_the_account_of_the_script_can_be_emptied_and_removed(world: MysqlWorld) -> None:
    table = world.create("t", ["id"], [("1",)], ["id"])
    user = f"reader {world.schema}"
    script = read_only_script(user, world.schema, {table: None})
    run_script(world, script)
    left = [line.removeprefix("-- ").removesuffix(";") for line in script.splitlines() if line.startswith("-- ")]
    (empty,) = [line for line in left if line.startswith("REVOKE ALL")]
    (drop,) = [line for line in left if line.startswith("DROP USER")]
    world.run(empty)
    assert not any("SELECT" in line for (line,) in world.run(f"SHOW GRANTS FOR `{user}`"))
    world.run(drop)
    assert world.run("SELECT COUNT(*) FROM mysql.user WHERE User = %s", user) == [(0,)]


def test_the_script_the_doctor_offers_can_be_run(world: MysqlWorld) -> None:
    world.create("articles", ["id", "body"], [("1", "A")], ["id"])
    fix = report_of(world.database).steps[-1].fix
    try:
        run_script(world, fix)
        assert world.run("SELECT COUNT(*) FROM mysql.user WHERE User = 'kbconnect_reader'") == [(1,)]
    finally:
        world.run("DROP USER IF EXISTS kbconnect_reader")
