"""The scripts that make a PostgreSQL account which may read the chosen tables and columns, and nothing else.

Owns what is looked up for them and their text, every name in it quoted. Nothing of a script is run here, and no
password stands in one: whoever runs it chooses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from kbconnect.adapters.sources.network_advice import hba_rule, network_advice
from kbconnect.adapters.sources.postgresql_rights import PASSWORD_LINES, in_a_line, quote_if_needed, role_statements
from kbconnect.adapters.sources.postgresql_takeaway import take_away_script
from kbconnect.adapters.sources.query_tables import WHOLE_TABLES, tables_of_query
from kbconnect.core.access import AccessScript, AccessWish, NeededTable, NetworkAdvice
from kbconnect.core.model import TableRef

Connection = psycopg.Connection[tuple[Any, ...]]

_DIALECT = "postgres"

_SERVER = """
SELECT current_database(), coalesce(host(inet_client_addr()), ''), coalesce(inet_server_port(), 5432),
       current_setting('ssl') = 'on', EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %s)
"""

# A table without a schema is looked for as the server would: along the search path.
_RELATIONS = """
WITH wanted AS (
    SELECT * FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS w(space, name, place)
)
SELECT w.place, n.nspname, c.relname, c.relkind::text, c.relrowsecurity,
       coalesce('security_invoker=true' = ANY(c.reloptions) OR 'security_invoker=on' = ANY(c.reloptions)
                OR 'security_invoker=1' = ANY(c.reloptions), false),
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
       coalesce((SELECT bool_or(a.grantee = 0 AND a.privilege_type = 'CREATE') FROM aclexplode(n.nspacl) AS a), false)
FROM wanted w
JOIN pg_catalog.pg_class c ON c.relname = w.name AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE CASE WHEN w.space = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = w.space END
ORDER BY w.place
"""

_BEHIND = """
SELECT DISTINCT v.oid IS NOT NULL, bn.nspname, b.relname
FROM unnest(%s::text[], %s::text[]) AS w(space, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = w.space
JOIN pg_catalog.pg_class v ON v.relname = w.name AND v.relnamespace = n.oid
JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> v.oid
JOIN pg_catalog.pg_class b ON b.oid = d.refobjid AND b.relkind IN ('r', 'v', 'm', 'p', 'f')
JOIN pg_catalog.pg_namespace bn ON bn.oid = b.relnamespace
ORDER BY 2, 3
"""
# What the present account reads and nobody asked for.
_BEYOND = """
SELECT n.nspname, count(*)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN unnest(%s::text[], %s::text[]) AS w(space, name) ON w.space = n.nspname AND w.name = c.relname
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition AND c.relpersistence <> 't' AND w.name IS NULL
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(catalog$|toast|temp_)'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
GROUP BY 1 ORDER BY 2 DESC, 1
"""
_LISTED = 3
_DEEPEST = 8
"""So many views may stand on one another."""

_SYSTEM = frozenset({"pg_catalog", "information_schema"})


@dataclass(frozen=True, slots=True)
class _Server:
    """What the server says of itself and of us; the defaults are for one nobody could ask."""

    database: str
    address: str = ""
    port: int = 5432
    encrypts: bool = True
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class _Grant:
    """Reading of one table or view. columns: empty for all of them."""

    schema: str
    name: str
    columns: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        return f"{quote_if_needed(self.schema)}.{quote_if_needed(self.name)}"


def access_script(connection: Connection, wish: AccessWish) -> AccessScript:
    """Written with what the server knows. connection: in a read-only transaction. Raises psycopg.Error."""
    database, address, port, encrypts, has_account = _row(connection, _SERVER, (wish.account,))
    server = _Server(database, address, port, encrypts, has_account)
    needed, notes = _needed(wish)
    grants, more_notes = _looked_up(connection, needed)
    script = _script(server, wish, grants, (*notes, *more_notes, *_beyond(connection, grants)))
    return replace(script, take_away=take_away_script(connection, lambda account: _rights(grants, account)))


def offline_script(database: str, port: int, wish: AccessWish, reason: str) -> AccessScript:
    """Written from the datasets alone, for a server that doesn't let anybody in yet. reason: why nobody was asked."""
    needed, notes = _needed(wish)
    grants = [_Grant(each.table.schema or "public", each.table.name, each.columns) for each in needed]
    asked = (
        f"The server could not be asked, so the names are taken as they are saved: {reason}",
        "The address of this computer as the server sees it is not known; put it where the rule says ADDRESS.",
    )
    script = _script(_Server(database, port=port), wish, grants, (*asked, *notes))
    rule = hba_rule("ADDRESS/32", database, wish.account)
    return replace(script, network=NetworkAdvice("", rule, "pg_hba.conf"))


def _needed(wish: AccessWish) -> tuple[tuple[NeededTable, ...], list[str]]:
    """The tables of the wish and of its queries, each once, with what can't be told of a query."""
    columns: dict[TableRef, tuple[str, ...]] = {each.table: each.columns for each in wish.tables}
    notes, whole = [], False
    for query in wish.queries:
        named = tables_of_query(query, _DIALECT)
        if named is None:
            notes.append("A query could not be read here: add GRANT SELECT for the tables it names.")
        for table in named or ():
            if table.schema not in _SYSTEM:
                columns[table] = ()
                whole = True
    if whole:
        notes.append(WHOLE_TABLES)
    return tuple(NeededTable(table, names) for table, names in columns.items()), notes


def _looked_up(connection: Connection, needed: Sequence[NeededTable]) -> tuple[list[_Grant], list[str]]:
    spaces, names = [each.table.schema for each in needed], [each.table.name for each in needed]
    grants: dict[tuple[str, str], _Grant] = {}
    notes: list[str] = []
    found, invokers, public = set(), [], set()
    for place, schema, name, kind, row_security, invoker, columns, open_schema in connection.execute(
        _RELATIONS, (spaces, names)
    ).fetchall():
        found.add(place)
        _add(grants, _Grant(schema, name, _some_of(needed[place - 1].columns, columns or ())))
        if open_schema:
            public.add(schema)
        if row_security:
            notes.append(
                f"“{schema}.{name}” has row level security: the account sees the rows that policies let it see, "
                "and none without one. Ask its owner for a policy."
            )
        if kind == "v" and invoker:
            invokers.append((schema, name))
        elif kind == "v":
            notes.append(f"“{schema}.{name}” is a view and reads with its owner's rights: no table behind it opens.")
    for place, each in enumerate(needed, 1):
        if place not in found:
            notes.append(f"There is no table “{each.table}” any more, so the script leaves it out.")
    for schema, name in _behind(connection, invokers):
        _add(grants, _Grant(schema, name))
        notes.append(f"“{schema}.{name}” stands behind a view that reads with its reader's rights.")
    notes += [
        f"Everybody may create tables in the schema “{schema}”, this account too. The script leaves that: other "
        "accounts may need it. Ask whether CREATE can be revoked from PUBLIC."
        for schema in sorted(public)
    ]
    return list(grants.values()), notes


def _beyond(connection: Connection, grants: Sequence[_Grant]) -> list[str]:
    """What the present account could read as well, in one sentence."""
    used = [grant.schema for grant in grants], [grant.name for grant in grants]
    rows = connection.execute(_BEYOND, used).fetchall()
    if not rows:
        return []
    count = sum(tables for _, tables in rows)
    tables = "1 table" if count == 1 else f"{count:,} tables"
    schemas = ", ".join(f"“{name}”" for name, _ in rows[:_LISTED])
    if len(rows) > _LISTED:
        return [f"The present account can also read {tables} that the new one can't, in {schemas} and other schemas."]
    return [f"The present account can also read {tables} that the new one can't, in {schemas}."]


def _behind(connection: Connection, views: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What views read that don't read with their owner's rights, and what is behind that: schemas and names."""
    seen: dict[tuple[str, str], None] = {}
    for _ in range(_DEEPEST):
        if not views:
            break
        rows = connection.execute(_BEHIND, ([space for space, _ in views], [name for _, name in views])).fetchall()
        views = [(space, name) for _, space, name in rows if (space, name) not in seen and space not in _SYSTEM]
        seen |= dict.fromkeys(views)
    return list(seen)


def _add(grants: dict[tuple[str, str], _Grant], grant: _Grant) -> None:
    """The same table may be named twice: with its schema, and without in a query."""
    place = (grant.schema, grant.name)
    before = grants.get(place)
    if before is not None:
        columns = before.columns and grant.columns and tuple(dict.fromkeys((*before.columns, *grant.columns)))
        grant = replace(grant, columns=columns or ())
    grants[place] = grant


def _some_of(wanted: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
    """The wanted columns that there are; empty if they are all."""
    chosen = tuple(name for name in every if name in set(wanted))
    return () if not wanted or len(chosen) == len(every) else chosen


# ---------------------------------------------------------------------------------------------------- the text


def _script(server: _Server, wish: AccessWish, grants: Sequence[_Grant], notes: Sequence[str]) -> AccessScript:
    account, database = quote_if_needed(wish.account), quote_if_needed(server.database)
    schemas = list(dict.fromkeys(grant.schema for grant in grants))
    lines = [
        f"-- An account that may read what kbconnect reads in the database {in_a_line(server.database)}, and nothing",
        "-- else. Run it there as an administrator. It may be run again: it only adds what is missing.",
        "BEGIN;",
        *role_statements(wish.account, wish.statement_timeout_s),
        f"GRANT CONNECT ON DATABASE {database} TO {account};",
        *_rights(grants, account),
        "COMMIT;",
        "",
        *(line.format(account=in_a_line(account)) for line in PASSWORD_LINES),
        "-- Were there more tables before? This takes everything away again; then run the script above once more:",
        *(
            in_a_line(f"-- REVOKE ALL ON ALL TABLES IN SCHEMA {quote_if_needed(schema)} FROM {account};")
            for schema in schemas
        ),
    ]
    told = list(notes)
    if server.has_account:
        told.insert(
            0,
            f"There is already an account “{wish.account}”. The script leaves it as it is and only adds rights.",
        )
    return AccessScript(wish.account, "\n".join(lines), notes=tuple(told), network=_network(server, wish.account))


def _rights(grants: Sequence[_Grant], account: str) -> list[str]:
    """account: quoted."""
    schemas = dict.fromkeys(grant.schema for grant in grants)
    return [
        *(f"GRANT USAGE ON SCHEMA {quote_if_needed(schema)} TO {account};" for schema in schemas),
        *(_grant(grant, account) for grant in grants),
    ]


def _grant(grant: _Grant, account: str) -> str:
    if not grant.columns:
        return f"GRANT SELECT ON {grant.relation} TO {account};"
    columns = ", ".join(map(quote_if_needed, grant.columns))
    return f"GRANT SELECT ({columns})\n  ON {grant.relation} TO {account};"


def _network(server: _Server, account: str) -> NetworkAdvice:
    rule = hba_rule(server.address, server.database, account, encrypted=server.encrypts)
    advice = network_advice(server.address, server.port, rule, "pg_hba.conf")
    if server.address and not server.encrypts:
        said = "The server offers no encryption, so the rule lets plain connections in. Switch TLS on if you can."
        return replace(advice, notes=(*advice.notes, said))
    return advice


def _row(connection: Connection, query: str, values: Sequence[object]) -> tuple[Any, ...]:
    found = connection.execute(query.encode(), values).fetchone()
    assert found is not None  # each of these queries gives one row
    return found
