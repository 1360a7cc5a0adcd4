"""What accounts may do beyond reading, asked one question a power, and scripts for accounts that may only read.

Owns how the questions are put and the frame of the scripts, for every kind of database that SQLAlchemy reads. Nothing
of a script is run here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kbconnect.adapters.sources.query_tables import tables_of_query
from kbconnect.core.access import AccessScript, AccessWish, Power, by_severity
from kbconnect.core.model import TableRef


@dataclass(frozen=True, slots=True)
class Question:
    """statement: gives one number, above 0 if the account has the power."""

    statement: str
    power: Power


def powers_of(connection: Connection, questions: Sequence[Question]) -> tuple[Power, ...]:
    """Those the account has, the worst first. Raises SQLAlchemyError."""
    return by_severity(
        each.power for each in questions if int(connection.exec_driver_sql(each.statement).scalar() or 0) > 0
    )


def granting_script(
    wish: AccessWish, parser: str, before: Sequence[str], grant: Callable[[TableRef, Sequence[str]], str]
) -> AccessScript:
    """An account made by the lines `before`, then a line for each table of the wish. parser: sqlglot's name of the
    dialect, for the tables that queries name."""
    wanted = {each.table: each.columns for each in wish.tables}
    notes = []
    for query in wish.queries:
        named = tables_of_query(query, parser)
        if named is None:
            notes.append("A query could not be read here: add GRANT SELECT for the tables it names.")
        for table in named or ():
            wanted[table] = ()  # which of its columns a query reads is not looked for
    lines = [*before, *(grant(table, columns) for table, columns in wanted.items())]
    return AccessScript(wish.account, "\n".join(lines), notes=tuple(notes))
