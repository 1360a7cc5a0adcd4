"""What an account may do on a MySQL or MariaDB server, and the SQL that would put it right.

Owns the reading of SHOW GRANTS, whose form is the same in every language, the powers found in it, and the scripts
offered to administrators, every name in them quoted. Must not change anything. What the server says of grants holds
hashes of passwords and is shown to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pymysql

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_statements import quote
from kbconnect.core.access import Power, PowerKind, Severity, by_severity
from kbconnect.core.model import TableRef

_ADMINISTERS, _WRITES, _REACHES = Severity.ADMINISTERS, Severity.WRITES, Severity.REACHES
_LISTED = 3
_EVERYTHING = "*"
_SYSTEM = frozenset({"mysql", "information_schema", "performance_schema", "sys"})

_NAME = r"(?:`(?:[^`]|``)*`|'(?:[^']|'')*'|\*|[\w%]+)"
_GRANT = re.compile(
    rf"GRANT (?P<rights>.+?) ON (?:(?P<kind>TABLE|FUNCTION|PROCEDURE|PACKAGE|PACKAGE BODY) )?"
    rf"(?P<schema>{_NAME})\.(?P<table>{_NAME}) TO (?P<rest>.*)",
    re.DOTALL,
)
_ROLE = re.compile(rf"GRANT (?P<roles>{_NAME}(?:@{_NAME})?(?:, ?{_NAME}(?:@{_NAME})?)*) TO ", re.DOTALL)
_RIGHT = re.compile(r"(?P<name>[A-Za-z_ ]+?)\s*(?P<columns>\((?:`(?:[^`]|``)*`|[^)`])*\))?\s*(?:,|$)")

_ROWS = ("INSERT", "UPDATE", "DELETE")
_STRUCTURE = ("CREATE", "DROP", "ALTER", "INDEX", "CREATE VIEW", "TRIGGER", "EVENT", "CREATE ROUTINE", "ALTER ROUTINE",
              "REFERENCES", "CREATE TEMPORARY TABLES", "DELETE HISTORY")  # fmt: skip
_SERVER = (
    "SHUTDOWN", "RELOAD", "CONNECTION ADMIN", "CONNECTION_ADMIN", "READ_ONLY ADMIN", "READ ONLY ADMIN",
    "SYSTEM_VARIABLES_ADMIN", "BINLOG ADMIN", "BINLOG_ADMIN", "CREATE TABLESPACE", "SERVICE_CONNECTION_ADMIN",
    "CLONE_ADMIN", "BACKUP_ADMIN", "PERSIST_RO_VARIABLES_ADMIN", "ENCRYPTION_KEY_ADMIN",
)  # fmt: skip
_ACCOUNTS = ("CREATE USER", "CREATE ROLE", "DROP ROLE", "ROLE_ADMIN", "SYSTEM_USER", "SET_USER_ID", "SET USER",
             "SET_ANY_DEFINER", "APPLICATION_PASSWORD_ADMIN")  # fmt: skip
_REPLICATION = ("REPLICATION SLAVE", "REPLICATION MASTER ADMIN", "REPLICATION SLAVE ADMIN", "REPLICATION_SLAVE_ADMIN",
                "REPLICATION_APPLIER", "GROUP_REPLICATION_ADMIN", "FEDERATED ADMIN")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights in one place. rights: in capitals, ALL PRIVILEGES as such. schema, table: * for all. grantable: it may
    pass them on. kind: "" for tables, else FUNCTION and the like."""

    rights: frozenset[str]
    schema: str
    table: str
    grantable: bool = False
    kind: str = ""

    def has(self, right: str) -> bool:
        return right in self.rights or "ALL PRIVILEGES" in self.rights


@dataclass(frozen=True, slots=True)
class OwnGrant:
    """A line of SHOW GRANTS as statements would take it back. rights: in capitals, with their columns in brackets, ""
    for all. place: quoted as the server does. grantee: the account's name without its host, or that of PUBLIC."""

    rights: Mapping[str, str]
    kind: str
    place: str
    grantee: str
    grantable: bool


def own_grants_of(lines: Iterable[str]) -> tuple[OwnGrant, ...]:
    """What lines of SHOW GRANTS say, one by one, without roles."""
    grants: list[OwnGrant] = []
    for line in lines:
        if (found := _GRANT.match(line)) is None:
            continue
        grantee = re.match(_NAME, found["rest"])
        rights = {each["name"].strip().upper(): each["columns"] or "" for each in _RIGHT.finditer(found["rights"])}
        grantable = _may_pass_on(found["rest"])
        place = f"{found['schema']}.{found['table']}"
        kind = (found["kind"] or "").replace("TABLE", "")
        grants.append(OwnGrant(rights, kind, place, _plain(grantee[0]) if grantee else "", grantable))
    return tuple(grants)


def _may_pass_on(rest: str) -> bool:
    # Not the name of an account that is called so.
    return bool(re.search(r" WITH [^`']*GRANT OPTION[^`']*$", rest))


def grants_of(lines: Iterable[str]) -> tuple[tuple[Grant, ...], tuple[str, ...]]:
    """What lines of SHOW GRANTS say: the rights, and the names of roles."""
    grants: list[Grant] = []
    roles: list[str] = []
    for line in lines:
        if (found := _GRANT.match(line)) is not None:
            rights = frozenset(each["name"].strip().upper() for each in _RIGHT.finditer(found["rights"]))
            grants.append(
                Grant(
                    rights - {"USAGE"},
                    _plain(found["schema"]),
                    _plain(found["table"]),
                    _may_pass_on(found["rest"]),
                    (found["kind"] or "").replace("TABLE", ""),
                )
            )
        elif (member := _ROLE.match(line)) is not None:
            roles += [_plain(role) for role in re.findall(rf"({_NAME})(?:@{_NAME})?", member["roles"])]
    return tuple(grants), tuple(roles)


def _plain(name: str) -> str:
    if name[:1] in "`'":
        return name[1:-1].replace(name[0] * 2, name[0])
    return name


def audit(session: Session) -> tuple[Power, ...]:
    """All that the account of this session may do and reading doesn't need, the worst first. Raises
    pymysql.MySQLError."""
    grants, roles = grants_of(line for (line,) in session.rows("SHOW GRANTS"))
    for role in roles:
        # What a role may do is the account's as soon as it takes it on.
        with suppress(pymysql.MySQLError):  # it may have been dropped, and still be named
            grants += grants_of(lines_with_role(session, role))[0]
    ((database,),) = session.rows("SELECT COALESCE(DATABASE(), '')")
    return by_severity(powers_of(tuple(dict.fromkeys(grants)), database))


def lines_with_role(session: Session, role: str) -> list[str]:
    """SHOW GRANTS as it is with this role. Raises pymysql.MySQLError."""
    if not session.server.is_mariadb:
        return [line for (line,) in session.rows(f"SHOW GRANTS FOR CURRENT_USER() USING {quote(role)}")]
    # This server shows a role's rights to those alone who have taken it on.
    ((before,),) = session.rows("SELECT CURRENT_ROLE()")
    session.run(f"SET ROLE {quote(role)}")
    try:
        return [line for (line,) in session.rows("SHOW GRANTS")]
    finally:
        session.run(f"SET ROLE {'NONE' if before is None else quote(before)}")


def powers_of(grants: Sequence[Grant], database: str = "") -> Iterator[Power]:
    """What grants allow beyond reading. database: the one that is read; "" if that is of no matter."""
    everywhere = [grant for grant in grants if grant.schema == _EVERYTHING and not grant.kind]
    if any(grant.has("SUPER") for grant in everywhere):
        sentence = "It is an administrator: it may change anything on the whole server."
        yield Power(PowerKind.SUPERUSER, sentence, _ADMINISTERS)
        return

    def anywhere(*rights: str) -> list[Grant]:
        return [grant for grant in grants if not grant.kind and any(grant.has(right) for right in rights)]

    def on_server(rights: Sequence[str]) -> list[str]:
        return [right for right in rights if any(right in grant.rights for grant in everywhere)]

    yield from _powers_on_server(grants, on_server)
    if writing := anywhere(*_ROWS):
        rights = ", ".join(right for right in _ROWS if anywhere(right))
        yield Power(PowerKind.WRITES, f"It can write to {_places(writing)} ({rights}).", _WRITES)
    if making := anywhere(*_STRUCTURE):
        rights = ", ".join(right for right in _STRUCTURE if anywhere(right))
        sentence = f"It can make, change or drop tables and programs in {_places(making)} ({rights})."
        yield Power(PowerKind.CREATES, sentence, _WRITES)
    if locking := anywhere("LOCK TABLES"):
        yield Power(PowerKind.SESSIONS, f"It can lock others out of {_places(locking)} (LOCK TABLES).", _WRITES)
    if passing := [grant for grant in grants if grant.grantable or "GRANT OPTION" in grant.rights]:
        yield Power(PowerKind.GRANTS, f"It can pass on its rights in {_places(passing)}.", _WRITES)
    if any(grant.has("EXECUTE") for grant in grants):
        sentence = "It can run stored programs, which may act with the rights of whoever wrote them (EXECUTE)."
        yield Power(PowerKind.RUNS_AS_OWNER, sentence, _REACHES)
    others = [grant for grant in anywhere("SELECT") if grant.schema not in {database, *_SYSTEM}]
    if database and others:
        yield Power(PowerKind.READS_MORE, f"It can read other databases as well: {_places(others)}.", _REACHES)


def _powers_on_server(grants: Sequence[Grant], on_server: Callable[[Sequence[str]], list[str]]) -> Iterator[Power]:
    if on_server(["FILE"]):
        yield Power(PowerKind.SERVER_FILES, "It can read and write files on the server's machine (FILE).", _ADMINISTERS)
    if found := on_server(_ACCOUNTS):
        sentence = f"It can create accounts and change what they may do ({', '.join(found)})."
        yield Power(PowerKind.ACCOUNTS, sentence, _ADMINISTERS)
    if any(grant.schema == "mysql" and any(map(grant.has, _ROWS)) for grant in grants):
        sentence = "It can write to the server's own tables, in which the accounts stand (mysql)."
        yield Power(PowerKind.ACCOUNTS, sentence, _ADMINISTERS)
    if found := on_server(_REPLICATION):
        yield Power(PowerKind.REPLICATION, f"It can copy the whole server ({', '.join(found)}).", _ADMINISTERS)
    if found := on_server(_SERVER):
        yield Power(PowerKind.SESSIONS, f"It can steer the server ({', '.join(found)}).", _WRITES)
    if on_server(["PROCESS"]):
        yield Power(PowerKind.READS_MORE, "It can see what everybody does on the server (PROCESS).", _REACHES)


def _places(grants: Sequence[Grant]) -> str:
    if any(grant.schema == _EVERYTHING for grant in grants):
        return "every database"
    names = list(
        dict.fromkeys(
            f"“{grant.schema}”" if grant.table == _EVERYTHING else f"“{grant.schema}.{grant.table}”" for grant in grants
        )
    )
    more = len(names) - _LISTED
    listed = ", ".join(names[:_LISTED])
    return f"{listed} and {more:,} more" if more > 0 else listed


# --------------------------------------------------------------------------------------------------- scripts


def account_name(user: str, host: str = "%") -> str:
    """An account as statements name it; accounts are bound to the computers they come from, % for all."""
    return f"{quote(user)}@{quote(host)}"


def read_only_script(
    user: str, database: str, tables: Mapping[TableRef | str, Sequence[str] | None], host: str = "%"
) -> str:
    """SQL that makes an account which may read these tables and nothing else. tables: of each the columns, None for all
    of them; a table without a schema is one of `database`. The account is locked until somebody gives it a password."""
    account = account_name(user, host)
    lines = [
        "-- An account that may read what kbconnect reads, and nothing else. Run it as an administrator. It may be run",
        "-- again: it only adds what is missing.",
        f"CREATE USER IF NOT EXISTS {account} ACCOUNT LOCK;",
    ]
    lines += reading_statements(account, database, tables)
    return "\n".join(
        [
            *map(in_a_line, lines),
            "",
            "-- The account can't log in before it has a password. Choose one and run this:",
            in_a_line(f"-- ALTER USER {account} IDENTIFIED BY 'choose-a-password' ACCOUNT UNLOCK;"),
            "-- Were there more tables before? This takes everything away again; then run the script above once more:",
            in_a_line(f"-- REVOKE ALL PRIVILEGES, GRANT OPTION FROM {account};"),
            "-- And this removes the account:",
            in_a_line(f"-- DROP USER {account};"),
        ]
    )


def reading_statements(account: str, database: str, tables: Mapping[TableRef | str, Sequence[str] | None]) -> list[str]:
    """What lets an account read these tables; see `read_only_script`. account: as `account_name` gives it."""
    lines = []
    for table, columns in tables.items():
        ref = TableRef("", table) if isinstance(table, str) else table
        place = f"{quote(ref.schema or database)}.{quote(ref.name)}"
        chosen = f"SELECT ({', '.join(map(quote, columns))})" if columns else "SELECT"
        lines.append(f"GRANT {chosen} ON {place} TO {account};")
    return lines


def in_a_line(text: str) -> str:
    """A statement or comment without line ends, which a name may hold: behind one, a comment would be over."""
    return " ".join(text.splitlines()) if text.startswith("--") else text
