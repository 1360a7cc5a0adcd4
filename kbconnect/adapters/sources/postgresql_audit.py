"""What an account may do in a PostgreSQL database beyond reading: by its own rights, by those of its roles, and by
functions that act with the rights of others.

Owns the audit's queries, whose number doesn't grow with that of tables, and its sentences. Must not change anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg

from kbconnect.core.access import Power, PowerKind, Severity, by_severity

Connection = psycopg.Connection[tuple[Any, ...]]
_Row = tuple[Any, ...]

_LISTED = 3
"""So many names stand in a sentence, and so many schemas have one of their own."""

_ACCOUNT = """
SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
       has_database_privilege(current_database(), 'CREATE'),
       (SELECT pg_has_role(datdba, 'USAGE') FROM pg_catalog.pg_database WHERE datname = current_database())
FROM pg_catalog.pg_roles WHERE rolname = current_user
"""

_OWN_SCHEMAS = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(catalog$|toast|temp_)'"

# Each right once a table; a table nobody gave rights in, and that isn't ours, is passed by its owner's check.
_TABLES = f"""
SELECT nspname, count(*) FILTER (WHERE ins OR upd OR del OR trunc),
       count(*) FILTER (WHERE ins), count(*) FILTER (WHERE upd), count(*) FILTER (WHERE del),
       count(*) FILTER (WHERE trunc), count(*) FILTER (WHERE owned), count(*) FILTER (WHERE granting AND NOT owned)
FROM (
    SELECT n.nspname, pg_has_role(c.relowner, 'USAGE') AS owned,
           has_table_privilege(c.oid, 'INSERT') OR has_any_column_privilege(c.oid, 'INSERT') AS ins,
           has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE') AS upd,
           has_table_privilege(c.oid, 'DELETE') AS del, has_table_privilege(c.oid, 'TRUNCATE') AS trunc,
           has_table_privilege(c.oid, 'SELECT WITH GRANT OPTION, INSERT WITH GRANT OPTION, UPDATE WITH GRANT OPTION,'
                                      ' DELETE WITH GRANT OPTION') AS granting
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND {_OWN_SCHEMAS} AND has_schema_privilege(n.oid, 'USAGE')
) AS rights GROUP BY nspname HAVING count(*) FILTER (WHERE ins OR upd OR del OR trunc OR owned OR granting) > 0
ORDER BY 2 DESC, 1
"""

_SCHEMAS = f"""
SELECT n.nspname, pg_has_role(n.nspowner, 'USAGE') AS owned FROM pg_catalog.pg_namespace n
WHERE {_OWN_SCHEMAS} AND has_schema_privilege(n.oid, 'CREATE') ORDER BY 1
"""

# The check fails for what is no sequence, so it has to come second, whatever the planner thinks of the order.
_SEQUENCES = f"""
SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE {_OWN_SCHEMAS} AND has_schema_privilege(n.oid, 'USAGE')
  AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'UPDATE, USAGE') ELSE false END
"""

# {may} is the right to take on a role: from version 16 on a membership may come without it.
_ROLES = """
SELECT r.rolname, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls,
       pg_has_role(r.oid, 'USAGE') AS inherited,
       NOT pg_has_role(r.oid, 'USAGE') AND r.rolname !~ '^pg_' AND EXISTS (
           SELECT FROM pg_catalog.pg_class c
           WHERE c.relkind IN ('r', 'p', 'f') AND c.oid > 16383
             AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writes,
       EXISTS (SELECT FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles me ON me.oid = m.member
               WHERE m.roleid = r.oid AND m.admin_option AND me.rolname = current_user) AS granting
FROM pg_catalog.pg_roles r
WHERE r.rolname <> current_user AND (pg_has_role(r.oid, '{may}') OR pg_has_role(r.oid, 'USAGE'))
ORDER BY 1
"""

_FUNCTIONS = """
SELECT p.proname, n.nspname = 'pg_catalog' AS of_system, p.prosecdef AND NOT pg_has_role(p.proowner, 'USAGE') AS lends,
       NOT l.lanpltrusted AND l.lanispl AS untrusted
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE n.nspname <> 'information_schema' AND (
        (n.nspname <> 'pg_catalog' AND (p.prosecdef OR (NOT l.lanpltrusted AND l.lanispl)
                                        OR p.proname LIKE 'dblink%%' OR p.proname LIKE 'pg\\_file\\_%%'))
        OR (n.nspname = 'pg_catalog' AND p.proname = ANY(%s)))
  AND has_function_privilege(p.oid, 'EXECUTE') AND has_schema_privilege(n.oid, 'USAGE')
ORDER BY 1
"""
_FILE_FUNCTIONS = (
    "pg_read_file", "pg_read_binary_file", "pg_ls_dir", "pg_stat_file", "lo_import", "lo_export", "pg_file_write",
    "pg_file_read", "pg_file_rename", "pg_file_unlink", "pg_file_sync",
)  # fmt: skip
_SERVER_FUNCTIONS = (
    "pg_reload_conf", "pg_rotate_logfile", "pg_switch_wal", "pg_create_restore_point", "pg_promote",
    "pg_backup_start", "pg_backup_stop", "pg_start_backup", "pg_stop_backup", "pg_stat_reset", "pg_wal_replay_pause",
)  # fmt: skip

_SERVERS = """
SELECT s.srvname FROM pg_catalog.pg_foreign_server s
WHERE has_server_privilege(s.oid, 'USAGE') OR EXISTS (
    SELECT FROM pg_catalog.pg_user_mappings m
    WHERE m.srvid = s.oid AND (m.umuser = 0 OR pg_has_role(m.umuser, 'USAGE')))
ORDER BY 1
"""

# Rights in tables that don't exist yet, given to this account, one of its roles or everybody by others.
_DEFAULTS = """
SELECT bool_or(a.privilege_type <> 'SELECT'), count(DISTINCT d.oid)
FROM pg_catalog.pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) AS a
WHERE d.defaclobjtype IN ('r', 'S') AND NOT pg_has_role(d.defaclrole, 'USAGE')
  AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'USAGE') END
"""

_LARGE_OBJECTS = """
SELECT count(*) FROM pg_catalog.pg_largeobject_metadata o
WHERE pg_has_role(o.lomowner, 'USAGE') OR EXISTS (
    SELECT FROM aclexplode(o.lomacl) AS a
    WHERE a.privilege_type = 'UPDATE' AND CASE WHEN a.grantee = 0 THEN true ELSE pg_has_role(a.grantee, 'USAGE') END)
"""

_ADMINISTERS, _WRITES, _REACHES = Severity.ADMINISTERS, Severity.WRITES, Severity.REACHES

# Roles every server has, and those that hosts of servers make, by what they let an account do.
_KNOWN_ROLES = {
    "pg_execute_server_program": Power(
        PowerKind.SERVER_PROGRAMS, "It can run programs on the server's machine (pg_execute_server_program).",
        _ADMINISTERS,
    ),
    "pg_write_server_files": Power(
        PowerKind.SERVER_FILES, "It can write files on the server's machine (pg_write_server_files).", _ADMINISTERS
    ),
    "pg_read_server_files": Power(
        PowerKind.SERVER_FILES, "It can read files on the server's machine (pg_read_server_files).", _ADMINISTERS
    ),
    "pg_write_all_data": Power(PowerKind.WRITES, "It can write to every table (pg_write_all_data).", _WRITES),
    "pg_read_all_data": Power(PowerKind.READS_MORE, "It can read every table (pg_read_all_data).", _REACHES),
    "pg_signal_backend": Power(
        PowerKind.SESSIONS, "It can end the sessions of others (pg_signal_backend).", _WRITES
    ),
    "pg_checkpoint": Power(PowerKind.SESSIONS, "It can make the server write everything out (pg_checkpoint).", _WRITES),
    "pg_maintain": Power(PowerKind.SESSIONS, "It can rebuild and lock every table (pg_maintain).", _WRITES),
    "pg_create_subscription": Power(
        PowerKind.REPLICATION, "It can let other servers write into this database (pg_create_subscription).", _WRITES
    ),
    "pg_monitor": Power(PowerKind.READS_MORE, "It can see what everybody does on the server (pg_monitor).", _REACHES),
    "pg_read_all_stats": Power(
        PowerKind.READS_MORE, "It can see what everybody does on the server (pg_read_all_stats).", _REACHES
    ),
    "rds_superuser": Power(PowerKind.BECOMES, "It administers the server (rds_superuser).", _ADMINISTERS),
    "cloudsqlsuperuser": Power(PowerKind.BECOMES, "It administers the server (cloudsqlsuperuser).", _ADMINISTERS),
    "azure_pg_admin": Power(PowerKind.BECOMES, "It administers the server (azure_pg_admin).", _ADMINISTERS),
}  # fmt: skip


def audit(connection: Connection) -> tuple[Power, ...]:
    """All that the account of this session may do and reading doesn't need, the worst first. Raises psycopg.Error."""
    account = connection.execute(_ACCOUNT).fetchone()
    if account is None:  # every session has a role; this one was dropped meanwhile
        raise psycopg.OperationalError("the role of this session does not exist any more")
    if account[0]:
        # All other checks would only say yes.
        sentence = "It is a superuser: no right is checked for it, on the whole server."
        return (Power(PowerKind.SUPERUSER, sentence, _ADMINISTERS),)
    may = "SET" if connection.info.server_version >= 16_00_00 else "MEMBER"
    return by_severity(
        (
            *_of_account(account),
            *_of_roles(connection.execute(_ROLES.format(may=may)).fetchall()),
            *_of_tables(connection.execute(_TABLES).fetchall()),
            *_of_schemas(connection.execute(_SCHEMAS).fetchall()),
            *_of_counts(connection),
            *_of_functions(connection.execute(_FUNCTIONS, ([*_FILE_FUNCTIONS, *_SERVER_FUNCTIONS],)).fetchall()),
            *_of_servers([name for (name,) in connection.execute(_SERVERS).fetchall()]),
        )
    )


def _of_account(account: _Row) -> Iterator[Power]:
    _, create_role, create_database, replication, bypasses, creates_schemas, owns_database = account
    if create_role:
        yield Power(PowerKind.ACCOUNTS, "It can create accounts and change what they may do.", _ADMINISTERS)
    if replication:
        yield Power(PowerKind.REPLICATION, "It can copy the whole server (replication).", _ADMINISTERS)
    if bypasses:
        yield Power(PowerKind.ROW_SECURITY, "It sees every row, also those that row level security hides.", _REACHES)
    if create_database:
        yield Power(PowerKind.DATABASES, "It can create databases.", _WRITES)
    if owns_database:
        yield Power(PowerKind.OWNS, "It owns the database and can drop it.", _WRITES)
    elif creates_schemas:
        yield Power(PowerKind.CREATES, "It can create schemas.", _WRITES)


def _of_roles(roles: Sequence[_Row]) -> Iterator[Power]:
    for name, superuser, create_role, create_database, replication, bypasses, _, writes, granting in roles:
        if superuser:
            yield Power(PowerKind.SUPERUSER, f"It can become the superuser “{name}”.", _ADMINISTERS)
        elif name in _KNOWN_ROLES:
            yield _KNOWN_ROLES[name]
        elif create_role or replication:
            yield Power(PowerKind.BECOMES, f"It can become “{name}”, which administers the server.", _ADMINISTERS)
        elif create_database or writes:
            yield Power(PowerKind.BECOMES, f"It can become “{name}”, which can write.", _WRITES)
        elif bypasses:
            yield Power(PowerKind.ROW_SECURITY, f"It can become “{name}”, which sees every row.", _REACHES)
        if granting:
            yield Power(PowerKind.GRANTS, f"It can make others members of “{name}”.", _WRITES)


def _of_tables(schemas: Sequence[_Row]) -> Iterator[Power]:
    writable = [row for row in schemas if row[1]]
    for name, tables, *by_right, _, _ in writable[:_LISTED]:
        rights = ", ".join(
            right if count == tables else f"{right} {count:,}"
            for right, count in zip(("INSERT", "UPDATE", "DELETE", "TRUNCATE"), by_right, strict=True)
            if count
        )
        yield Power(PowerKind.WRITES, f"It can write to {_tables(tables)} in the schema “{name}” ({rights}).", _WRITES)
    if more := writable[_LISTED:]:
        count = sum(row[1] for row in more)
        yield Power(PowerKind.WRITES, f"It can write to {_tables(count)} in further schemas.", _WRITES)
    if owned := sum(row[6] for row in schemas):
        yield Power(PowerKind.OWNS, f"It owns {_tables(owned)} and can change or drop them.", _WRITES)
    if granting := sum(row[7] for row in schemas):
        yield Power(PowerKind.GRANTS, f"It can pass on its rights in {_tables(granting)}.", _WRITES)


def _of_schemas(schemas: Sequence[_Row]) -> Iterator[Power]:
    if schemas:
        names = _names(name for name, _ in schemas)
        yield Power(PowerKind.CREATES, f"It can create tables and functions in {names}.", _WRITES)


def _of_counts(connection: Connection) -> Iterator[Power]:
    (sequences,) = connection.execute(_SEQUENCES).fetchone() or (0,)
    if sequences:
        yield Power(PowerKind.SEQUENCES, f"It can move counters (sequences), {sequences:,} in all.", _WRITES)
    (large_objects,) = connection.execute(_LARGE_OBJECTS).fetchone() or (0,)
    if large_objects:
        yield Power(PowerKind.LARGE_OBJECTS, f"It can change large objects, {large_objects:,} in all.", _WRITES)
    writes, count = connection.execute(_DEFAULTS).fetchone() or (False, 0)
    if count:
        sentence = (
            "It is given rights to write in tables that are made later."
            if writes
            else "It is given the right to read tables that are made later."
        )
        yield Power(PowerKind.DEFAULTS, sentence, _WRITES if writes else _REACHES)


def _of_functions(functions: Sequence[_Row]) -> Iterator[Power]:
    files = sorted({name for name, *_ in functions if name in _FILE_FUNCTIONS})
    if files:
        sentence = f"It can reach files on the server's machine through {_names(files)}."
        yield Power(PowerKind.SERVER_FILES, sentence, _ADMINISTERS)
    steering = sorted({name for name, of_system, *_ in functions if of_system and name in _SERVER_FUNCTIONS})
    if steering:
        yield Power(PowerKind.SESSIONS, f"It can steer the server through {_names(steering)}.", _WRITES)
    if any(name.startswith("dblink") for name, *_ in functions):
        sentence = "It can reach other servers through dblink, where this program's read-only session ends."
        yield Power(PowerKind.OTHER_SERVERS, sentence, _REACHES)
    untrusted = sorted({name for name, _, _, untrusted in functions if untrusted})
    if untrusted:
        sentence = f"It can run functions in languages that reach out of the database: {_names(untrusted)}."
        yield Power(PowerKind.LANGUAGES, sentence, _REACHES)
    lending = sorted({name for name, of_system, lends, _ in functions if lends and not of_system})
    if lending:
        sentence = f"It can run functions that act with the rights of their owner: {_names(lending)}."
        yield Power(PowerKind.RUNS_AS_OWNER, sentence, _REACHES)


def _of_servers(names: Sequence[str]) -> Iterator[Power]:
    if names:
        yield Power(PowerKind.OTHER_SERVERS, f"It can reach other servers: {_names(names)}.", _REACHES)


def _tables(count: int) -> str:
    return "1 table" if count == 1 else f"{count:,} tables"


def _names(names: Iterable[str]) -> str:
    every = [f"“{name}”" for name in names]
    more = len(every) - _LISTED
    listed = ", ".join(every[:_LISTED])
    return f"{listed} and {more:,} more" if more > 0 else listed
