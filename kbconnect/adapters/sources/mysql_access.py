"""The scripts for an account that may read the chosen tables and columns on this server, and nothing else.

Owns what is looked up for them; their text stands in mysql_rights and mysql_takeaway. Nothing of a script is run here.
"""

from __future__ import annotations

from kbconnect.adapters.sources.mysql_connect import Session
from kbconnect.adapters.sources.mysql_rights import account_name, read_only_script, reading_statements
from kbconnect.adapters.sources.mysql_takeaway import take_away_script
from kbconnect.adapters.sources.network_advice import network_advice
from kbconnect.adapters.sources.query_tables import WHOLE_TABLES, tables_of_query
from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.model import TableRef

_DIALECT = "mysql"


def access_script(session: Session, wish: AccessWish, port: int) -> AccessScript:
    """Written with what the server knows. port: of the server. Raises pymysql.MySQLError."""
    ((database, seen, current),) = session.rows("SELECT COALESCE(DATABASE(), ''), USER(), CURRENT_USER()")
    host = seen.rpartition("@")[2]
    tables: dict[TableRef | str, tuple[str, ...] | None] = {each.table: each.columns or None for each in wish.tables}
    notes: list[str] = []
    whole = False
    for query in wish.queries:
        named = tables_of_query(query, _DIALECT)
        if named is None:
            notes.append("A query could not be read here: add GRANT SELECT for the tables it names.")
        for table in named or ():
            tables[table] = None
            whole = True
    if whole:
        notes.append(WHOLE_TABLES)
    notes.append("The account may come from any computer (@`%`). Write an address there to let it in from one alone.")
    address = host if host.replace(".", "").isdigit() or ":" in host else ""
    return AccessScript(
        wish.account,
        read_only_script(wish.account, database, tables),
        take_away_script(session, reading_statements(_quoted(current), database, tables)),
        notes=tuple(notes),
        network=network_advice(address, port),
    )


def _quoted(account: str) -> str:
    """account: name@host, as the server says it."""
    user, _, host = account.rpartition("@")
    return account_name(user, host)
