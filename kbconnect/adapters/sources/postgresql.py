"""PostgreSQL as a source: one read-only session behind the Source port.

Owns the session and which statement runs when. Statements live in postgresql_catalog and postgresql_read, the making of
connections in postgresql_connect, the connection test in postgresql_check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg

import kbconnect.adapters.sources.postgresql_catalog as catalog
from kbconnect.adapters.sources.postgresql_connect import Session, connect, hang_up
from kbconnect.adapters.sources.postgresql_copy import BlockLimits
from kbconnect.adapters.sources.postgresql_errors import translated
from kbconnect.adapters.sources.postgresql_lowering import lower
from kbconnect.adapters.sources.postgresql_read import PostgresqlReader, read_sample, server_encoding
from kbconnect.adapters.sources.postgresql_scan import OneView, ShortViews
from kbconnect.adapters.sources.postgresql_silence import is_working
from kbconnect.adapters.sources.postgresql_statements import Statements, relation_of
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.adapters.sources.query_places import pointing_into
from kbconnect.adapters.sources.session_calls import ASKED_FOR_S, Calls, known_columns, told_in_time
from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ProviderInfo,
    Secret,
)
from kbconnect.core.cursor_facts import SelectionFacts
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

_INTERRUPT_S = 0.7
"""So long a server may take to note that somebody wants to stop, before the connection is ended: that person waits, and
sees the program answer within a second."""


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
        source = PostgresqlSource(lambda: connect(connector, secret), connector.options.statement_timeout_s)
        with closing(source):
            yield source


class PostgresqlSource:
    """One session. Its methods are called from one thread; `interrupt` from any."""

    def __init__(self, reopen: Callable[[], Session], silence_limit_s: float) -> None:
        """silence_limit_s: after so long without a word the server is asked whether it still works for this session."""
        self._reopen = reopen
        self._calls = Calls(silence_limit_s)
        self.was_interrupted, self.pause = self._calls.was_interrupted, self._calls.pause
        self.heard, self.heard_at = self._calls.heard, self._calls.heard_at
        self._backend: int | None = None
        self._session = reopen()
        self._connection = self._session.connection
        self._hung_up = False

    def close(self) -> None:
        self._session.close()

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
            self._calls.raise_if_interrupted()
            return read_sample(self._connection, checked, columns, limit)

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._transaction():
            return catalog.rows_estimate(self._connection, selection.table)

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        from kbconnect.adapters.sources.postgresql_facts import cursor_facts

        with self._transaction():
            return cursor_facts(self._connection, self._checked(selection), columns)

    def access_script(self, wish: AccessWish) -> AccessScript:
        from kbconnect.adapters.sources.postgresql_access import access_script

        with self._transaction():
            return access_script(self._connection, wish)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[PostgresqlReader]:
        limits = BlockLimits(plan.batch_rows, plan.batch_bytes)
        with self._calls.guarded(translated):
            # A sync may read for hours; what bounds it is the person who can stop it.
            with self._session.transaction(patient=True):
                plan = replace(plan, selection=self._checked(plan.selection))
                columns = self._describe(plan.selection)
                known = known_columns(plan, columns, partial(catalog.has_column, self._connection))
                statements = Statements(plan, known, server_encoding(self._connection))
                if not (statements.can_be_paged() and self._is_replica()):
                    self._backend = self._ask_backend()
                    with OneView(self._connection, limits, self) as views:
                        yield PostgresqlReader(views, statements, plan, known, paged=False)
                    return
            with ShortViews(self, limits) as views:
                yield PostgresqlReader(views, statements, plan, known, paged=True)

    def _is_replica(self) -> bool:
        answer = self._connection.execute("SELECT pg_is_in_recovery()").fetchone()
        return answer is not None and bool(answer[0])

    # ------------------------------------------------------------------------- what short views need of a source

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A new one without limits of time, for reading. Raises psycopg.Error."""
        with self._session.transaction(patient=True):
            yield self._connection

    def reconnect_if_lost(self) -> None:
        """Raises the SourceError that says why there is no new connection."""
        if self._connection.closed:
            self._session.close()
            self._session = self._reopen()
            self._connection = self._session.connection
            self._hung_up = False

    # ---------------------------------------------------------------------------------------- silence

    def check_alive(self, silent_s: float) -> None:
        connection = self._connection
        if self._calls.is_time_to_ask(silent_s) and not is_working(self._reopen, self._backend):
            self._calls.give_up(silent_s)
            hang_up(connection)

    def _ask_backend(self) -> int | None:
        answer = self._connection.execute("SELECT pg_backend_pid()").fetchone()
        return None if answer is None else int(answer[0])

    # ---------------------------------------------------------------------------------------- stopping

    def interrupt(self) -> None:
        """Asks the server to break off the statement under way; if it can't be asked in time, hangs up."""
        self._calls.interrupt()
        if self._hung_up:
            return
        # The request goes over a connection of its own, and so does not get through either when the network is gone.
        ask = partial(self._connection.cancel_safe, timeout=ASKED_FOR_S)
        if not told_in_time(ask, _INTERRUPT_S, (psycopg.Error,)):
            self._hung_up = True
            hang_up(self._connection)

    def _checked(self, selection: Selection) -> Selection:
        """Inside a transaction: from here on its session may do no more than the query needs."""
        if isinstance(selection, QuerySelection):
            checked = QuerySelection(checked_query(selection.sql, _DIALECT))
            lower(self._connection, checked.sql)
            return checked
        return selection

    def _describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        if isinstance(selection, QuerySelection):
            # Here a query is first sent, so what is wrong in it is told here.
            with pointing_into(selection.sql, sent_before=catalog.QUERY_AT), translated(self.was_interrupted):
                return catalog.query_columns(self._connection, relation_of(selection))
        return catalog.columns(self._connection, selection.table)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._calls.guarded(translated), self._session.transaction():
            yield
