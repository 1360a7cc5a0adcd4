"""PostgreSQL as a source: one read-only session behind the Source port.

Owns the session and which statement runs when. Statements live in postgresql_catalog and postgresql_read, the making of
connections in postgresql_connect, the connection test in postgresql_check.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import psycopg

import kbconnect.adapters.sources.postgresql_catalog as catalog
from kbconnect.adapters.sources.postgresql_connect import Session, connect, hang_up
from kbconnect.adapters.sources.postgresql_copy import BlockLimits
from kbconnect.adapters.sources.postgresql_errors import stopped, translated
from kbconnect.adapters.sources.postgresql_lowering import lower
from kbconnect.adapters.sources.postgresql_read import PostgresqlReader, read_sample, server_encoding
from kbconnect.adapters.sources.postgresql_scan import OneView, ShortViews
from kbconnect.adapters.sources.postgresql_silence import given_up, is_working
from kbconnect.adapters.sources.postgresql_statements import Statements, relation_of
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.adapters.sources.query_places import pointing_into
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
from kbconnect.core.errors import AccessDeniedError, ColumnMissingError, SourceError, SourceLostError
from kbconnect.core.job import JobContext
from kbconnect.core.model import (
    ColumnInfo,
    QuerySelection,
    Sample,
    Selection,
    TableInfo,
    TableRef,
    TableSelection,
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
        self._silence_limit_s = silence_limit_s
        self._heard_at = self._asked_at = time.monotonic()
        self._backend: int | None = None
        self._silent_s: float | None = None
        self._session = reopen()
        self._connection = self._session.connection
        self._interrupted = threading.Event()
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
            self._raise_if_interrupted()
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
        with self._guarded():
            # A sync may read for hours; what bounds it is the person who can stop it.
            with self._session.transaction(patient=True):
                plan = replace(plan, selection=self._checked(plan.selection))
                known = self._known(plan)
                statements = Statements(plan, known, server_encoding(self._connection))
                if not (statements.can_be_paged() and self._is_replica()):
                    self._backend = self._ask_backend()
                    with OneView(self._connection, limits, self) as views:
                        yield PostgresqlReader(views, statements, plan, known, paged=False)
                    return
            with ShortViews(self, limits) as views:
                yield PostgresqlReader(views, statements, plan, known, paged=True)

    def _known(self, plan: ReadPlan) -> dict[str, ColumnInfo]:
        known = {column.name: column for column in self._describe(plan.selection)}
        for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
            if name not in known:
                raise self._missing(name, plan.selection)
        return known

    def _missing(self, name: str, selection: Selection) -> SourceError:
        meaning = "Nothing was read; your documents are as they were."
        if isinstance(selection, TableSelection) and catalog.has_column(self._connection, selection.table, name):
            return AccessDeniedError(
                f"The account is not allowed to read the column “{name}” of {_name_of(selection)}.",
                meaning=meaning,
                hint="Ask who looks after the database for the right to read it, or leave the column out.",
            )
        return ColumnMissingError(
            f"There is no column “{name}” in {_name_of(selection)}.",
            meaning=meaning,
            hint="Choose the columns again; this one may have been renamed or removed.",
        )

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

    def pause(self, seconds: float) -> None:
        """Ends at once when somebody asks to stop."""
        self._interrupted.wait(seconds)

    def was_interrupted(self) -> bool:
        return self._interrupted.is_set()

    # ---------------------------------------------------------------------------------------- silence

    def heard(self) -> None:
        self._heard_at = time.monotonic()

    def heard_at(self) -> float:
        return self._heard_at

    def check_alive(self, silent_s: float) -> None:
        now = time.monotonic()
        if silent_s < self._silence_limit_s or now - self._asked_at < self._silence_limit_s:
            return
        self._asked_at, connection = now, self._connection
        if not is_working(self._reopen, self._backend):
            self._silent_s = silent_s
            hang_up(connection)

    def _ask_backend(self) -> int | None:
        answer = self._connection.execute("SELECT pg_backend_pid()").fetchone()
        return None if answer is None else int(answer[0])

    # ---------------------------------------------------------------------------------------- stopping

    def interrupt(self) -> None:
        """Asks the server to break off the statement under way; if it can't be asked, hangs up."""
        self._interrupted.set()
        if self._hung_up:
            return
        # The request goes over a connection of its own, and so does not get through either when the network is gone.
        try:
            self._connection.cancel_safe(timeout=_INTERRUPT_S)
        except psycopg.Error:
            self._hung_up = True
            hang_up(self._connection)

    def _raise_if_interrupted(self) -> None:
        if self._interrupted.is_set():
            raise stopped()

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
        with self._guarded(), self._session.transaction():
            yield

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """A wish to stop that came between two calls stops the next one. Once raised it is told, and forgotten."""
        try:
            with translated(self.was_interrupted):
                self._raise_if_interrupted()
                yield
        except BaseException as error:
            self._interrupted.clear()
            silent_s, self._silent_s = self._silent_s, None
            if silent_s is not None and isinstance(error, SourceLostError):
                raise given_up(silent_s) from error
            raise


def _name_of(selection: Selection) -> str:
    return "the query" if isinstance(selection, QuerySelection) else f"“{selection.table}”"
