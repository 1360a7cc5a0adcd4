"""A real PostgreSQL database as the contract suite wants it: a schema of its own, and its owner's hand on it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import sql

from kbconnect.adapters.sources import open_source
from kbconnect.core.connector import ConnectorDraft, ConnectorOptions, Secret
from kbconnect.core.model import TableRef
from kbconnect.core.ports import Source
from tests import servers
from tests.adapters.sources.contract import Row, World


def draft_of(login: servers.PostgresDatabase, **options: Any) -> ConnectorDraft:  # Any: fields of ConnectorOptions
    return ConnectorDraft(
        "test", "postgresql", login.host, login.port, login.user, login.database, ConnectorOptions(**options)
    )


class PostgresWorld(World):
    def __init__(
        self, database: servers.PostgresDatabase, connection: psycopg.Connection[tuple[Any, ...]], schema: str
    ) -> None:
        self.database = database
        self.connection = connection
        self.schema = schema
        self.roles: list[str] = []
        self.run("CREATE SCHEMA {}", schema)
        connection.execute(sql.SQL("SET search_path = {}, public").format(sql.Identifier(schema)))

    def run(self, statement: str, *names: str) -> list[tuple[Any, ...]]:
        """Runs a statement with names for its {}; returns its rows."""
        composed = sql.SQL(statement).format(*map(sql.Identifier, names))
        cursor = self.connection.execute(composed)
        return cursor.fetchall() if cursor.description else []

    def script(self, statements: str) -> None:
        self.connection.execute(statements.encode())

    def clean_up(self) -> None:
        self.run("DROP SCHEMA {} CASCADE", self.schema)
        for role in self.roles:
            self.run("DROP OWNED BY {}", role)
            self.run("DROP ROLE {}", role)

    def account(self, *, attributes: str = "") -> servers.PostgresDatabase:
        """A fresh account that may log in, and nothing else."""
        role = f"Role {secrets.token_hex(4)}"
        password = f"p@ss:w/{secrets.token_hex(4)}?#%20'\\ ü"
        self.connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} ").format(sql.Identifier(role), sql.Literal(password))
            + sql.SQL(attributes)
        )
        self.roles.append(role)
        return replace(self.database, user=role, password=password)

    def open(self) -> AbstractContextManager[Source]:
        return self.open_as(self.database)

    def open_as(self, login: servers.PostgresDatabase, **options: Any) -> AbstractContextManager[Source]:
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
        parts = [
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL("bigint" if column in integers else "text"))
            for column in columns
        ]
        if key:
            parts.append(sql.SQL("PRIMARY KEY ({})").format(sql.SQL(", ").join(map(sql.Identifier, key))))
        table = sql.Identifier(self.schema, name)
        self.connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(parts)))
        with self.connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
            for row in rows:
                copy.write_row(row)
        return TableRef(self.schema, name)

    def insert(self, table: TableRef, row: Row) -> None:
        values = sql.SQL(", ").join(map(sql.Literal, row))
        self.connection.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(self._name(table), values))

    def drop(self, table: TableRef) -> None:
        self.connection.execute(sql.SQL("DROP TABLE {}").format(self._name(table)))

    def drop_column(self, table: TableRef, name: str) -> None:
        self.connection.execute(
            sql.SQL("ALTER TABLE {} DROP COLUMN {}").format(self._name(table), sql.Identifier(name))
        )

    @staticmethod
    def _name(table: TableRef) -> sql.Identifier:
        return sql.Identifier(table.schema, table.name)
