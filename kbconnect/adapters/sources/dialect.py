"""Any database that SQLAlchemy knows as a source, from a description of it (`dialect_description`).

Owns the connections and what may run on them: each transaction begins with the statements that make it read-only, is
rolled back whatever happened, and the engine refuses to commit. Questions and readings have a connection each. What
rows become is in dialect_read, the catalogue in dialect_catalog, the connection test in dialect_check. One thread uses
a source; only `interrupt` may come from another.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any  # connections of drivers nobody knows here

import kbconnect.adapters.sources.dialect_catalog as catalog
from kbconnect.adapters.sources.dialect_cursor import cursor_facts
from kbconnect.adapters.sources.dialect_errors import Edge, connecting, driver_missing, stopped
from kbconnect.adapters.sources.dialect_patience import connected
from kbconnect.adapters.sources.dialect_read import DialectReader, read_sample
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.adapters.sources.query_places import pointing_at_words
from kbconnect.adapters.sources.query_text import code_only
from kbconnect.core.access import AccessScript, AccessWish
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import CheckStep, ConnectionReport, ConnectorDraft, ProviderInfo, Secret
from kbconnect.core.cursor_facts import SelectionFacts
from kbconnect.core.errors import ColumnMissingError, InputError, QueryRefusedError
from kbconnect.core.job import JobContext
from kbconnect.core.model import ColumnInfo, QuerySelection, Sample, Selection, TableInfo, TableRef
from kbconnect.core.ports import ReadPlan

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExecutionContext

    from kbconnect.adapters.sources.dialect_description import Dialect


class DialectProvider:
    """Opens and tests databases of one kind."""

    def __init__(self, dialect: Dialect) -> None:
        self.info: ProviderInfo = dialect.info
        self._dialect = dialect

    def load_driver(self) -> None:
        """Raises DriverMissingError, with how to get it, if the driver isn't installed. Connects to nothing."""
        from sqlalchemy.exc import NoSuchModuleError

        try:
            url = self._dialect.url(ConnectorDraft("", self.info.id, host="localhost", database="x"), "")
            url.get_dialect().import_dbapi()
        except InputError:
            return  # what is wrong with an address nobody wrote matters to nobody
        except (ImportError, NoSuchModuleError) as error:
            raise driver_missing(self._dialect, error) from error

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        from kbconnect.adapters.sources.dialect_check import check

        return check(self._dialect, connector, secret, on_step, context)

    @contextmanager
    def open(self, connector: ConnectorDraft, secret: Secret | None) -> Iterator[DialectSource]:
        with opened(self._dialect, connector, secret) as (engine, connection):
            kind = DialectSource if self._dialect.script is None else ScriptingSource
            yield kind(engine, connection, self._dialect, connector)


@contextmanager
def opened(dialect: Dialect, connector: ConnectorDraft, secret: Secret | None) -> Iterator[tuple[Engine, Connection]]:
    """An engine that never commits, and a first connection. Raises the SourceError that says why there is none."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    if not connector.host.strip() and not dialect.info.is_file:
        raise InputError("The host of the server is missing.", hint="Enter the host name, for example db.example.org.")
    with connecting(dialect, connector):
        url = dialect.url(connector, secret.reveal() if secret is not None else "")
        arguments = dict(dialect.connect_arguments(connector))
        chosen: dict[str, Any] = {"connect_args": arguments, "poolclass": NullPool, "hide_parameters": True}
        if dialect.connect is not None:
            chosen["creator"] = partial(dialect.connect, connector, secret)
        engine = create_engine(url, **chosen)
        event.listen(engine, "commit", _refuse_commit)
        event.listen(engine, "before_cursor_execute", _send_before, retval=True)
        if not dialect.info.is_file:
            event.listen(engine, "do_connect", partial(_in_time, engine, connector.options.connect_timeout_s))
        connection = engine.connect()
    try:
        yield engine, connection
    finally:
        with suppress(*_errors_of(engine)):
            connection.close()
        engine.dispose()


def _in_time(engine: Engine, limit_s: float, _: object, __: object, words: Any, named: Any) -> Any:
    """Connects as SQLAlchemy would, but not for ever. A driver's own limit comes first, if it has one: it says more."""
    attempt = _Attempt(engine.dialect.connect, words, named)
    del words, named
    return connected(attempt, 2 * limit_s, (*_driver_errors(engine), OSError))


class _Attempt:
    """A call whose arguments, the password among them, show in no frame an error passes through."""

    __slots__ = ("_connect", "_named", "_words")

    def __init__(self, connect: Callable[..., Any], words: Any, named: Any) -> None:
        self._connect, self._words, self._named = connect, words, named

    def __call__(self) -> Any:
        return self._connect(*self._words, **self._named)


def _send_before(
    _: object, __: object, statement: str, parameters: object, context: ExecutionContext | None, ___: object
) -> tuple[str, object]:
    """SQLAlchemy has no words for what some databases want before a statement."""
    before = context.execution_options.get(catalog.BEFORE, "") if context is not None else ""
    return f"{before}\n{statement}" if before else statement, parameters


def _refuse_commit(_: object) -> None:
    raise QueryRefusedError(
        "Something tried to keep a change in the database, so it was refused.",
        meaning="Nothing was changed, neither in the database nor in your documents.",
        hint="kbconnect never changes a source. Tell who makes it about this.",
    )


def _errors_of(engine: Engine) -> tuple[type[Exception], ...]:
    from sqlalchemy.exc import SQLAlchemyError

    return (SQLAlchemyError, *_driver_errors(engine), OSError)


def _driver_errors(engine: Engine) -> tuple[type[Exception], ...]:
    error: type[Exception] = engine.dialect.loaded_dbapi.Error
    return (error,)


class DialectSource:
    """One open database."""

    def __init__(self, engine: Engine, connection: Connection, dialect: Dialect, connector: ConnectorDraft) -> None:
        self._engine = engine
        self._connection = connection
        self._dialect = dialect
        self._connector = connector
        self._statement_timeout_s = connector.options.statement_timeout_s
        self._interrupted = self._late = self._hung_up = False
        self._under_way: list[Connection] = []
        self._edge = Edge(dialect, _driver_errors(engine), lambda: self._interrupted, lambda: self._late)

    def tables(self) -> tuple[TableInfo, ...]:
        with self._question():
            return catalog.tables(self._connection, self._dialect)

    def catalogue(self) -> Catalogue:
        with self._question():
            return catalog.catalogue(self._connection, self._dialect)

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._question():
            return catalog.columns(self._connection, self._dialect, table)

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        with self._question():
            return self._describe(self._connection, checked_selection(self._dialect, selection))

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._question():
            checked = checked_selection(self._dialect, selection)
            columns = self._describe(self._connection, checked)
            return read_sample(self._connection, checked, columns, limit)

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._question():
            return catalog.rows_estimate(self._connection, self._dialect, selection.table)

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        with self._question():
            return cursor_facts(self._connection, self._dialect, checked_selection(self._dialect, selection), columns)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[DialectReader]:
        with self._aside() as connection:
            plan = replace(plan, selection=checked_selection(self._dialect, plan.selection))
            with self._edge.translated():
                known = {column.name: column for column in self._describe(connection, plan.selection)}
            for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
                if name not in known:
                    where = "the query" if isinstance(plan.selection, QuerySelection) else f"“{plan.selection.table}”"
                    raise ColumnMissingError(
                        f"There is no column “{name}” in {where}.",
                        meaning="Nothing was read; your documents are as they were.",
                        hint="Choose the columns again; this one may have been renamed or removed.",
                    )
            yield DialectReader(connection, self._edge, plan, known, self._aside)

    def interrupt(self) -> None:
        self._interrupted = True
        for connection in tuple(self._under_way):
            self._break_off(connection)

    def heard_at(self) -> float:
        return 0.0

    def check_alive(self, silent_s: float) -> None:
        """Nothing can be asked beside a call of a driver nobody knows here; its own time-outs end it."""

    def _describe(self, connection: Connection, selection: Selection) -> tuple[ColumnInfo, ...]:
        if isinstance(selection, QuerySelection):
            with pointing_at_words(selection.sql), self._edge.translated():
                return catalog.query_columns(connection, catalog.Names(connection), selection)
        return catalog.columns(connection, self._dialect, selection.table)

    @contextmanager
    def _question(self) -> Iterator[None]:
        """A transaction for something that must not take long."""
        if self._hung_up:
            self._hung_up = False
            with suppress(*_errors_of(self._engine)):
                self._connection.close()
            with connecting(self._dialect):
                self._connection = self._engine.connect()
        with self._transaction(self._connection, limited=True):
            yield

    @contextmanager
    def _aside(self) -> Iterator[Connection]:
        """A connection of its own, for as long as something is read."""
        if self._interrupted:
            self._interrupted = False
            raise stopped()
        with connecting(self._dialect):
            connection = self._engine.connect()
        try:
            with self._transaction(connection, limited=False):
                yield connection
        finally:
            with suppress(*_errors_of(self._engine)):
                connection.close()

    @contextmanager
    def _transaction(self, connection: Connection, *, limited: bool) -> Iterator[None]:
        """One state of the database for all that runs inside, as far as it can give one; rolled back at its end.

        limited: the time limit for previews holds. A wish to stop that came between two calls stops the next one; once
        raised it is told, and forgotten.
        """
        late = ExitStack()
        self._late = False
        try:
            if self._interrupted:
                raise stopped()
            self._under_way.append(connection)
            limit = self._dialect.time_limit(self._statement_timeout_s) if limited else ()
            if limited:
                late.enter_context(self._watched(connection, self._statement_timeout_s + 2 * bool(limit)))
            with self._edge.translated():
                for statement in (*self._dialect.begin, *limit):
                    connection.exec_driver_sql(statement)
                yield
        except BaseException:
            self._interrupted = False
            raise
        finally:
            late.close()
            with suppress(ValueError):
                self._under_way.remove(connection)
            with suppress(*_errors_of(self._engine)):
                connection.rollback()

    @contextmanager
    def _watched(self, connection: Connection, wait_s: float) -> Iterator[None]:
        """Drivers wait without end; the statements of a dialect, where it has any, end a question first."""
        timer = threading.Timer(wait_s, self._end_late, [connection])  # noqa: TID251 - a call of a driver can't look
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end_late(self, connection: Connection) -> None:
        self._late = True
        self._break_off(connection)

    def _break_off(self, connection: Connection) -> None:
        """Asks the driver to stop; one that can't be asked has its connection closed under it."""
        self._hung_up = self._hung_up or (
            connection is self._connection and (self._dialect.hangs_up or self._dialect.cancel is None)
        )
        with suppress(Exception):  # clean-up: the connection may be gone, and there is nothing else to try
            driver: Any = connection.connection.driver_connection
            if self._dialect.cancel is not None:
                self._dialect.cancel(driver)
            else:
                driver.close()


def checked_selection(dialect: Dialect, selection: Selection) -> Selection:
    """A person's query without its semicolon; a table as it is. Raises QueryRefusedError."""
    if not isinstance(selection, QuerySelection):
        return selection
    checked = checked_query(selection.sql, parser_of(dialect.sqlglot))
    found = None
    if dialect.refused:
        words = code_only(checked, parser_of(dialect.sqlglot))
        found = re.search(rf"(?<![\w$#@])(?:{dialect.refused})", words, re.IGNORECASE)
    if found is None:
        return QuerySelection(checked)
    error = QueryRefusedError(
        f"The function {found[0].rstrip('( ')} does more than read.",
        meaning="It was not run, and nothing was changed.",
        hint="Write one SELECT that only reads. kbconnect never changes a source.",
    )
    error.position = found.start() + 1
    raise error


def parser_of(name: str) -> str:
    """sqlglot's name of a dialect, or "" for its own where it doesn't know this one."""
    from sqlglot import Dialects

    return name if name in {each.value for each in Dialects} else ""


class ScriptingSource(DialectSource):
    """One whose dialect can say what makes an account that may only read."""

    def access_script(self, wish: AccessWish) -> AccessScript:
        with self._question():
            assert self._dialect.script is not None  # or it would be no such source
            made = self._dialect.script(self._connection, wish)
            if self._dialect.network is None:
                return made
            return replace(made, network=self._dialect.network(self._connection, self._connector))
