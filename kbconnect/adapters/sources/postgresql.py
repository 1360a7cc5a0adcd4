"""PostgreSQL as a source: one read-only session behind the Source port.

Owns the session and which statement runs when. Statements live in postgresql_catalog and postgresql_read, the making of
connections in postgresql_connect, the connection test in postgresql_check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import psycopg

import kbconnect.adapters.sources.postgresql_catalog as catalog
from kbconnect.adapters.sources.postgresql_connect import Session, connect
from kbconnect.adapters.sources.postgresql_errors import stopped, translated
from kbconnect.adapters.sources.postgresql_read import PostgresqlReader, read_sample
from kbconnect.adapters.sources.postgresql_statements import relation_of
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ProviderInfo,
    Secret,
)
from kbconnect.core.errors import ColumnMissingError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ColumnInfo,
    QuerySelection,
    Sample,
    Selection,
    TableInfo,
    TableRef,
)
from kbconnect.core.ports import ReadPlan

_DIALECT = "postgres"


class PostgresqlProvider:
    """Opens and tests PostgreSQL servers from version 12 on."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        from kbconnect.adapters.sources.postgresql_check import check

        return check(connector, secret, on_step, context)

    @contextmanager
    def open(self, connector: ConnectorDraft, secret: Secret | None) -> Iterator[PostgresqlSource]:
        with closing(connect(connector, secret)) as session:
            yield PostgresqlSource(session)


class PostgresqlSource:
    """One session. Its methods are called from one thread; `interrupt` from any."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._interrupted = False

    def tables(self) -> tuple[TableInfo, ...]:
        with self._transaction():
            return catalog.tables(self._connection)

    def catalogue(self) -> Catalogue:
        with self._transaction():
            return catalog.catalogue(self._connection)

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._transaction():
            return catalog.columns(self._connection, table)

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        with self._transaction():
            return self._describe(self._checked(selection))

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._transaction():
            checked = self._checked(selection)
            columns = self._describe(checked)
            self._raise_if_interrupted()
            return read_sample(self._connection, checked, columns, limit)

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._transaction():
            return catalog.rows_estimate(self._connection, selection.table)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[PostgresqlReader]:
        with self._transaction():
            plan = replace(plan, selection=self._checked(plan.selection))
            # A sync may read for hours; what bounds it is the person who can stop it.
            self._connection.execute("SET LOCAL statement_timeout = 0")
            known = {column.name: column for column in self._describe(plan.selection)}
            for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
                if name not in known:
                    raise ColumnMissingError(
                        f"There is no column “{name}” in {_name_of(plan.selection)}.",
                        meaning="Nothing was read; your documents are as they were.",
                        hint="Choose the columns again; this one may have been renamed or removed.",
                    )
            yield PostgresqlReader(self._connection, plan, known, self._was_interrupted)

    def interrupt(self) -> None:
        """Asks the server to break off the statement under way."""
        self._interrupted = True
        # The request goes over a connection of its own; should that fail, the statement just runs on.
        try:
            self._connection.cancel_safe(timeout=5)
        except psycopg.Error:
            return

    def _was_interrupted(self) -> bool:
        return self._interrupted

    def _raise_if_interrupted(self) -> None:
        if self._interrupted:
            raise stopped()

    @staticmethod
    def _checked(selection: Selection) -> Selection:
        if isinstance(selection, QuerySelection):
            return QuerySelection(checked_query(selection.sql, _DIALECT))
        return selection

    def _describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        if isinstance(selection, QuerySelection):
            return catalog.query_columns(self._connection, relation_of(selection))
        return catalog.columns(self._connection, selection.table)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A wish to stop that came between two calls stops the next one. Once raised it is told, and forgotten."""
        try:
            with translated(self._was_interrupted):
                self._raise_if_interrupted()
                with self._session.transaction():
                    yield
        except BaseException:
            self._interrupted = False
            raise


def _name_of(selection: Selection) -> str:
    return "the query" if isinstance(selection, QuerySelection) else f"“{selection.table}”"
