"""A real MariaDB database as the contract suite wants it: a database of its own, and its owner's hand on it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret
from kbconnect.core.model import TableRef
from kbconnect.core.ports import Source
from tests.adapters.sources.world import HOSTILE_NAMES, Row, World
from tests.mariadb_server import MariadbLogin

# A key of a long text is one by its first characters; 768 bytes of each of four columns fit.
_KEY_CHARACTERS = 190


def draft_of(login: MariadbLogin, **options: Any) -> ConnectorDraft:  # Any: fields of ConnectorOptions
    return ConnectorDraft(
        "test", "mysql", login.host, login.port, login.user, login.database, ConnectorOptions(**options)
    )


def quote(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


class MysqlWorld(World):
    """connection: the driver's, which has no types; it works in the database of this world."""

    # The server takes no name with a character behind the first 65,536.
    names = tuple(name for name in HOSTILE_NAMES if max(name) < "\U00010000")

    def __init__(self, login: MariadbLogin, connection: Any) -> None:
        self.database = login
        self.connection = connection
        self.schema = login.database
        self.accounts: list[str] = []

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Runs a statement; values stand where it says %s. Returns its rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall())

    def script(self, statements: str) -> None:
        """Statements with semicolons between them and none inside."""
        for statement in statements.split(";"):
            if statement.strip():
                self.run(statement)

    def clean_up(self) -> None:
        for account in self.accounts:
            self.run(f"DROP USER {quote(account)}")

    def account(self) -> MariadbLogin:
        """A fresh account that may log in, and nothing else; it has no database of its own to begin in."""
        user = f"Account {secrets.token_hex(4)}"
        password = f"p@ss:w/{secrets.token_hex(4)}?#%20'\\ ü"
        self.run(f"CREATE USER {quote(user)} IDENTIFIED BY %s", password)
        self.accounts.append(user)
        return replace(self.database, user=user, password=password)

    def grant(self, rights: str, on: str, login: MariadbLogin) -> None:
        """rights: as in GRANT. on: a table of this world, or anything with a dot in it."""
        place = on if "." in on else f"{quote(self.schema)}.{quote(on)}"
        self.run(f"GRANT {rights} ON {place} TO {quote(login.user)}")

    def open(self) -> AbstractContextManager[Source]:
        return self.open_as(self.database)

    def open_as(self, login: MariadbLogin, **options: Any) -> AbstractContextManager[Source]:
        return open_source(draft_of(login, **options), Secret(login.password))

    def table(self, name: str) -> TableRef:
        return TableRef(self.schema, name)

    def create(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Row],
        key: Sequence[str] = (),
        *,
        integers: Sequence[str] = (),
    ) -> TableRef:
        long = {
            column
            for place, column in enumerate(columns)
            if any(len(row[place] or "") > _KEY_CHARACTERS for row in rows)
        }
        parts = []
        for column in columns:
            text = "longtext" if column in long or column not in key else f"varchar({_KEY_CHARACTERS})"
            parts.append(f"{quote(column)} {'bigint' if column in integers else text}")
        if key:
            inside = [f"{quote(column)}({_KEY_CHARACTERS})" if column in long else quote(column) for column in key]
            parts.append(f"PRIMARY KEY ({', '.join(inside)})")
        # In which "a" and "a " are two texts.
        self.run(f"CREATE TABLE {quote(name)} ({', '.join(parts)}) COLLATE utf8mb4_nopad_bin")
        if rows:
            marks = ", ".join(["%s"] * len(columns))
            with self.connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO {quote(name).replace('%', '%%')} VALUES ({marks})", rows)
        return self.table(name)

    def insert(self, table: TableRef, row: Row) -> None:
        self.run(f"INSERT INTO {quote(table.name)} VALUES ({', '.join(['%s'] * len(row))})", *row)

    def drop(self, table: TableRef) -> None:
        self.run(f"DROP TABLE {quote(table.name)}")

    def drop_column(self, table: TableRef, name: str) -> None:
        self.run(f"ALTER TABLE {quote(table.name)} DROP COLUMN {quote(name)}")
