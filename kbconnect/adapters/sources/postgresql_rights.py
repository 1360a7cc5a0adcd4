"""What an account may do in a PostgreSQL database, and the SQL that would put it right.

Owns the audit of rights and the scripts offered to administrators, every name in them quoted. Must not change anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import psycopg

from kbconnect.adapters.sources.postgresql_statements import preparer

Connection = psycopg.Connection[tuple[Any, ...]]

_ACCOUNT = """
SELECT current_user, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
       has_database_privilege(current_database(), 'CREATE')
FROM pg_catalog.pg_roles WHERE rolname = current_user
"""

_TABLES = r"""
SELECT n.nspname, has_schema_privilege(n.oid, 'USAGE') AS usable, has_schema_privilege(n.oid, 'CREATE') AS creatable,
       count(c.oid) AS tables,
       count(c.oid) FILTER (WHERE has_schema_privilege(n.oid, 'USAGE') AND (
           has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))) AS readable,
       count(c.oid) FILTER (WHERE c.relkind IN ('r', 'p', 'f') AND has_schema_privilege(n.oid, 'USAGE') AND (
           has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
           OR has_any_column_privilege(c.oid, 'INSERT, UPDATE'))) AS writable
FROM pg_catalog.pg_namespace n
LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
     AND NOT c.relispartition AND c.relpersistence <> 't'
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(catalog$|toast|temp_)'
GROUP BY n.oid, n.nspname ORDER BY n.nspname
"""


@dataclass(frozen=True, slots=True)
class SchemaRights:
    """One schema as the account sees it; numbers count tables and views, `writable` only tables."""

    name: str
    usable: bool
    creatable: bool
    tables: int
    readable: int
    writable: int


@dataclass(frozen=True, slots=True)
class Rights:
    """What the account may do. powers: what it may do beyond tables, in words that follow "can"."""

    user: str
    schemas: tuple[SchemaRights, ...]
    powers: tuple[str, ...]
    is_superuser: bool

    @property
    def tables(self) -> int:
        return sum(schema.tables for schema in self.schemas)

    @property
    def readable_tables(self) -> int:
        return sum(schema.readable for schema in self.schemas)

    @property
    def writable_tables(self) -> int:
        return sum(schema.writable for schema in self.schemas)

    @property
    def locked_schemas(self) -> tuple[str, ...]:
        """Schemas with tables the account may not look into."""
        return tuple(schema.name for schema in self.schemas if schema.tables and not schema.usable)

    @property
    def can_write(self) -> bool:
        return bool(self.writable_tables or self.powers or self.is_superuser)

    @property
    def sentence(self) -> str:
        """What it may do that reading doesn't need."""
        if self.is_superuser:
            return "This account is an administrator of the whole server."
        count = self.writable_tables
        writing = "write to 1 table" if count == 1 else f"write to {count:,} tables"
        parts = [writing, *self.powers] if count else self.powers
        return f"This account can {' and '.join(parts)}."


def rights(connection: Connection) -> Rights:
    """Looks the account's rights up, two queries whatever the number of tables."""
    account = connection.execute(_ACCOUNT).fetchone()
    if account is None:  # every session has a role; this one was dropped meanwhile
        raise psycopg.OperationalError("the role of this session does not exist any more")
    user, superuser, create_role, create_database, replication, _, create_schema = account
    schemas = tuple(SchemaRights(*row) for row in connection.execute(_TABLES).fetchall())
    powers = [
        words
        for words, granted in (
            ("create accounts", create_role),
            ("create databases", create_database),
            ("copy the whole server", replication),
            ("create schemas", create_schema),
            ("create tables", any(schema.creatable for schema in schemas)),
        )
        if granted
    ]
    return Rights(user, schemas, tuple(powers), superuser)


def grant_script(found: Rights) -> str:
    """Lets the account read what it can't read yet."""
    lines: list[str] = []
    user = quote_if_needed(found.user)
    for schema in found.schemas:
        if schema.readable == schema.tables:
            continue
        name = quote_if_needed(schema.name)
        if not schema.usable:
            lines.append(f"GRANT USAGE ON SCHEMA {name} TO {user};")
        lines.append(f"GRANT SELECT ON ALL TABLES\n  IN SCHEMA {name} TO {user};")
    return "\n".join(lines)


READER = "kbconnect_reader"
"""The name an account gets that nobody named."""

PASSWORD_LINES = (
    "-- The account can't log in before it has a password. In psql this asks for one, so that it stands in no log:",
    "-- \\password {account}",
)


def read_only_script(found: Rights, database: str, statement_timeout_s: int = 60) -> str:
    """Makes an account that may read what this one reads, and nothing else."""
    reader = quote_if_needed(READER)
    lines = [
        "-- An account that may read what this one reads, and nothing else. Run it as an administrator.",
        "BEGIN;",
        *role_statements(READER, statement_timeout_s),
        f"GRANT CONNECT ON DATABASE {quote_if_needed(database)} TO {reader};",
    ]
    for schema in (quote_if_needed(schema.name) for schema in found.schemas if schema.readable):
        lines += [
            f"GRANT USAGE ON SCHEMA {schema} TO {reader};",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader};",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema}",
            f"  GRANT SELECT ON TABLES TO {reader};",
        ]
    return "\n".join([*lines, "COMMIT;", "", *(line.format(account=reader) for line in PASSWORD_LINES)])


def role_statements(name: str, statement_timeout_s: int) -> list[str]:
    """Makes the role. One that is there already stays as it is: it may be somebody else's."""
    account = quote_if_needed(name)
    tag = _tag(account)
    return [
        f"DO {tag}",
        "BEGIN",
        f"  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {_literal(name)}) THEN",
        f"    CREATE ROLE {account} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;",
        f"    ALTER ROLE {account} SET default_transaction_read_only = on;",
        f"    ALTER ROLE {account} SET statement_timeout = '{statement_timeout_s}s';",
        "  END IF;",
        "END",
        f"{tag};",
    ]


def _tag(text: str) -> str:
    """A dollar quote that the text can't end."""
    tag, number = "$kbconnect$", 1
    while tag in text:
        tag, number = f"$kbconnect{number}$", number + 1
    return tag


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return "E'" + quoted.replace("\\", "\\\\") + "'" if "\\" in text else f"'{quoted}'"


def quote_if_needed(name: str) -> str:
    return str(preparer.quote(name))


def in_a_line(name: str) -> str:
    """For a comment, which a line end would close."""
    return re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]", " ", name)
