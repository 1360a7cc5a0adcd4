"""MySQL and MariaDB as a source: one read-only session behind the Source port.

Owns the session and which statement runs when. Statements live in mysql_catalog and mysql_statements, the making of
connections in mysql_connect, the connection test in mysql_check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

import pymysql

import kbconnect.adapters.sources.mysql_catalog as catalog
from kbconnect.adapters.sources.mysql_connect import connect, kill_query
from kbconnect.adapters.sources.mysql_errors import translated
from kbconnect.adapters.sources.mysql_login import port_of
from kbconnect.adapters.sources.mysql_places import pointing_into
from kbconnect.adapters.sources.mysql_read import MysqlReader, Scans, read_sample
from kbconnect.adapters.sources.mysql_silence import is_working
from kbconnect.adapters.sources.mysql_statements import relation_of
from kbconnect.adapters.sources.mysql_wire import CANCEL_TIMEOUT_S
from kbconnect.adapters.sources.query_guard import checked_query
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
from kbconnect.core.errors import KbConnectError
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

_DIALECT = "mysql"

_INTERRUPT_S = 0.7
"""So long a server may take to note that somebody wants to stop, before the connection is ended: that person waits, and
sees the program answer within a second."""


class MysqlProvider:
    """Opens and tests servers of MySQL from version 5.7 and MariaDB from version 10.4 on."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        from kbconnect.adapters.sources.mysql_check import check

        return check(connector, secret, on_step, context)

    @contextmanager
    def open(self, connector: ConnectorDraft, secret: Secret | None) -> Iterator[MysqlSource]:
        with closing(MysqlSource(connector, secret)) as source:
            yield source


class MysqlSource:
    """One session. Its methods are called from one thread; `interrupt`, `heard_at` and `check_alive` from any."""

    def __init__(self, connector: ConnectorDraft, secret: Secret | None) -> None:
        self._connector = connector
        self._secret = secret
        self._calls = Calls(connector.options.statement_timeout_s)
        self.was_interrupted, self.heard_at = self._calls.was_interrupted, self._calls.heard_at
        self._session = connect(connector, secret)
        self._hung_up = False
        self._session.line.heard = self._calls.heard
        self._session.line.was_interrupted = self.was_interrupted

    def close(self) -> None:
        self._session.close()

    def tables(self) -> tuple[TableInfo, ...]:
        with self._transaction():
            return catalog.tables(self._session, self._connector.database)

    def catalogue(self) -> Catalogue:
        with self._transaction():
            return catalog.catalogue(self._session, self._connector.database)

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._transaction():
            return catalog.columns(self._session, self._whole(table))

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        with self._transaction():
            return self._describe(self._checked(selection))

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._transaction(), Scans(self._session, self) as scans:
            checked = self._checked(selection)
            columns = self._describe(checked)
            return read_sample(scans, checked, columns, limit)

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._transaction():
            return catalog.rows_estimate(self._session, self._whole(selection.table))

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        from kbconnect.adapters.sources.mysql_facts import cursor_facts

        with self._transaction():
            return cursor_facts(self._session, self._checked(selection), columns)

    def access_script(self, wish: AccessWish) -> AccessScript:
        from kbconnect.adapters.sources.mysql_access import access_script

        with self._transaction():
            return access_script(self._session, wish, port_of(self._connector))

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[MysqlReader]:
        # A sync may read for hours; what bounds it is the person who can stop it.
        with self._transaction(patient=True):
            plan = replace(plan, selection=self._checked(plan.selection))
            columns = self._describe(plan.selection)
            known = known_columns(plan, columns, lambda table, name: catalog.has_column(self._session, table, name))
            table = plan.selection.table if isinstance(plan.selection, TableSelection) else None
            one_collation = table is not None and catalog.has_one_collation(self._session, table)
            with Scans(self._session, self) as scans:
                yield MysqlReader(scans, plan, known, one_collation=one_collation)

    # ---------------------------------------------------------------------------------------- silence

    def check_alive(self, silent_s: float) -> None:
        session = self._session
        if not self._calls.is_time_to_ask(silent_s):
            return
        if not is_working(lambda: connect(self._connector, self._secret), session.thread):
            self._calls.give_up(silent_s)
            session.line.hang_up()

    # ---------------------------------------------------------------------------------------- stopping

    def interrupt(self) -> None:
        """Asks the server to break off the statement under way; if it can't be asked in time, hangs up."""
        self._calls.interrupt()
        if self._hung_up:
            return
        # The request goes over a connection of its own, and so does not get through either when the network is gone.
        ask = partial(kill_query, self._connector, self._secret, self._session, ASKED_FOR_S)
        if not told_in_time(ask, _INTERRUPT_S, (KbConnectError, pymysql.MySQLError, OSError)):
            self._hung_up = True
            self._session.line.hang_up()

    def cancel(self) -> None:
        """Asks the server to break off what it does. Raises pymysql.MySQLError, OSError."""
        try:
            kill_query(self._connector, self._secret, self._session, CANCEL_TIMEOUT_S)
        except KbConnectError as error:
            raise pymysql.err.OperationalError(str(error)) from error

    # ---------------------------------------------------------------------------------------- what is read

    def _checked(self, selection: Selection) -> Selection:
        if isinstance(selection, QuerySelection):
            return QuerySelection(checked_query(selection.sql, _DIALECT))
        return TableSelection(self._whole(selection.table))

    def _whole(self, table: TableRef) -> TableRef:
        return table if table.schema else TableRef(self._connector.database, table.name)

    def _describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        if isinstance(selection, QuerySelection):
            # Here a query is first sent, so what is wrong in it is told here.
            with pointing_into(selection.sql), translated(self.was_interrupted):
                return catalog.query_columns(self._session, relation_of(selection))
        return catalog.columns(self._session, selection.table)

    @contextmanager
    def _transaction(self, *, patient: bool = False) -> Iterator[None]:
        with self._calls.guarded(translated), self._session.transaction(patient=patient):
            yield
