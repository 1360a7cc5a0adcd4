"""The script that takes from the present PostgreSQL account what reading doesn't need.

Owns its queries and its text, every name in it quoted. It is shown and never run here: other programs may use the same
account. What the account has as a member of a role, as an owner, or as everybody, can't be revoked from it alone; such
lines are comments that say whom to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg

from kbconnect.adapters.sources.postgresql_rights import in_a_line, quote_if_needed

Connection = psycopg.Connection[tuple[Any, ...]]
_Row = tuple[Any, ...]

_ACCOUNT = """
SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
FROM pg_catalog.pg_roles WHERE rolname = current_user
"""

# Rights given to the account itself, per schema; what comes from elsewhere is not in its own list.
_GRANTED = """
SELECT n.nspname, array_agg(DISTINCT a.privilege_type ORDER BY a.privilege_type)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT * FROM aclexplode(c.relacl)
    UNION ALL
    SELECT x.* FROM pg_catalog.pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) AS x
    WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL
) AS a
JOIN pg_catalog.pg_roles me ON me.oid = a.grantee AND me.rolname = current_user
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND c.relowner <> me.oid AND a.privilege_type <> 'SELECT'
GROUP BY 1 ORDER BY 1
"""

_SEQUENCES = """
SELECT DISTINCT n.nspname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(c.relacl) AS a
JOIN pg_catalog.pg_roles me ON me.oid = a.grantee AND me.rolname = current_user
WHERE c.relkind = 'S' AND c.relowner <> me.oid AND a.privilege_type <> 'SELECT' ORDER BY 1
"""

_CREATING = """
SELECT n.nspname FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
JOIN pg_catalog.pg_roles me ON me.oid = a.grantee AND me.rolname = current_user
WHERE a.privilege_type = 'CREATE' AND n.nspowner <> me.oid ORDER BY 1
"""

_ON_DATABASE = """
SELECT current_database(), coalesce(bool_or(a.privilege_type = 'CREATE'), false)
FROM pg_catalog.pg_database d CROSS JOIN LATERAL aclexplode(d.datacl) AS a
JOIN pg_catalog.pg_roles me ON me.oid = a.grantee AND me.rolname = current_user
WHERE d.datname = current_database() AND d.datdba <> me.oid
"""

_MEMBERSHIPS = """
SELECT r.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
JOIN pg_catalog.pg_roles me ON me.oid = m.member WHERE me.rolname = current_user ORDER BY 1
"""

_OWNED = """
SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles me ON me.oid = c.relowner
WHERE me.rolname = current_user AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
"""

_ATTRIBUTES = ("NOCREATEROLE", "NOCREATEDB", "NOREPLICATION", "NOBYPASSRLS")


def take_away_script(connection: Connection, rights: Callable[[str], list[str]]) -> str:
    """For the account of this session; "" if there is nothing to take. rights: the statements that let an account read,
    so that what it read as a member of a role stays. Raises psycopg.Error."""
    account = connection.execute(_ACCOUNT).fetchone()
    if account is None or account[1]:
        # A superuser keeps every right whatever is revoked, and may be the only one there is: a new account it is.
        return ""
    name = quote_if_needed(account[0])
    lines = [*_lines(connection, name, account[2:]), *_elsewhere(connection, name)]
    if not lines:
        return ""
    return "\n".join(
        (
            f"-- Takes from {in_a_line(name)} what reading doesn't need. Run it as an administrator, and only",
            "-- if no other program uses this account.",
            "BEGIN;",
            *lines,
            *rights(name),
            f"ALTER ROLE {name} SET default_transaction_read_only = on;",
            "COMMIT;",
        )
    )


def _lines(connection: Connection, name: str, attributes: Sequence[bool]) -> Iterator[str]:
    taken = [word for word, has in zip(_ATTRIBUTES, attributes, strict=True) if has]
    if taken:
        yield f"ALTER ROLE {name} {' '.join(taken)};"
    for schema, rights in connection.execute(_GRANTED).fetchall():
        yield f"REVOKE {', '.join(rights)} ON ALL TABLES\n  IN SCHEMA {quote_if_needed(schema)} FROM {name};"
    for (schema,) in connection.execute(_SEQUENCES).fetchall():
        yield f"REVOKE USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA {quote_if_needed(schema)} FROM {name};"
    for (schema,) in connection.execute(_CREATING).fetchall():
        yield f"REVOKE CREATE ON SCHEMA {quote_if_needed(schema)} FROM {name};"
    for database, creates in connection.execute(_ON_DATABASE).fetchall():
        if creates:
            yield f"REVOKE CREATE ON DATABASE {quote_if_needed(database)} FROM {name};"


def _elsewhere(connection: Connection, name: str) -> Iterator[str]:
    for (role,) in connection.execute(_MEMBERSHIPS).fetchall():
        yield f"REVOKE {quote_if_needed(role)} FROM {name};"
    (owned,) = connection.execute(_OWNED).fetchone() or (0,)
    if owned:
        yield f"-- It owns {owned} tables, views or sequences, and an owner has every right in them. To give them to"
        yield f"-- another role: REASSIGN OWNED BY {in_a_line(name)} TO that_role;"
