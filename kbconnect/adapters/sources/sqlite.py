"""SQLite files as a source: opened read-only, with an authorizer that lets nothing pass but reading.

Owns the connection and what may run on it. What rows become is in sqlite_read, the catalogue in sqlite_catalog, the
connection test in sqlite_check. A connection is used from one thread; only `interrupt` may come from another.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import kbconnect.adapters.sources.sqlite_catalog as catalog
from kbconnect.adapters.sources.query_guard import checked_query
from kbconnect.adapters.sources.query_places import pointing_at_words
from kbconnect.adapters.sources.sqlite_errors import stopped, translated
from kbconnect.adapters.sources.sqlite_read import SqliteReader, as_text, decode_text, read_sample
from kbconnect.adapters.sqlite_uri import sqlite_uri
from kbconnect.core.catalogue import Catalogue
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    ProviderInfo,
    Secret,
)
from kbconnect.core.cursor_facts import SelectionFacts
from kbconnect.core.errors import AccessDeniedError, ColumnMissingError, DatabaseMissingError, InputError
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

_BUSY_TIMEOUT_S = 10.0
_COPIED_BYTES = 1_000_000_000
"""A file without a write-ahead log is copied before it is read through, up to this size: some seconds of copying
instead of a sync during which the program it belongs to can't write."""

_PAGES_A_STEP = 2_000
"""Of copying; between two steps a wish to stop is seen."""

_STEPS_BETWEEN_LOOKS = 20_000
# Virtual tables (full text, JSON, the catalogue itself) prepare writes to their own tables when they are first read, so
# these pass here; running one fails, since the file is opened for reading only.
_ALLOWED_ACTIONS = frozenset(
    {
        sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE,
    }
)  # fmt: skip
_ALLOWED_PRAGMAS = frozenset(
    {
        "table_xinfo", "table_list", "index_list", "index_xinfo", "quick_check", "encoding", "schema_version",
        "data_version", "page_size",
    }
)  # fmt: skip
_REFUSED_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit"})


class SqliteProvider:
    """Opens and tests SQLite database files."""

    def __init__(self, info: ProviderInfo) -> None:
        self.info = info

    def check(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,  # noqa: ARG002 - a file has no password
        on_step: Callable[[CheckStep], None],
        context: JobContext,
    ) -> ConnectionReport:
        from kbconnect.adapters.sources.sqlite_check import check

        return check(connector, on_step, context)

    @contextmanager
    def open(
        self,
        connector: ConnectorDraft,
        secret: Secret | None,  # noqa: ARG002 - a file has no password
    ) -> Iterator[SqliteSource]:
        path = find_file(connector)
        with translated(), closing(open_file(path)) as connection:
            yield SqliteSource(connection, connector.options.statement_timeout_s, copied=is_copied(path))


def find_file(connector: ConnectorDraft) -> Path:
    """The file the connector names. Raises InputError, DatabaseMissingError, AccessDeniedError."""
    if not connector.database.strip():
        raise InputError("The file of the database is missing.", hint="Choose the file.")
    try:
        path = Path(connector.database).expanduser().absolute()
    except RuntimeError as error:
        raise InputError(
            f"There is no account whose home folder {connector.database} could lie in.",
            meaning="Nothing was changed.",
            hint="Write the whole path, or ~/ for a folder of your own.",
        ) from error
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder, not a file.", hint="Choose the database file inside it.")
        if not path.exists():
            raise DatabaseMissingError(
                f"There is no file {path}.",
                meaning="Nothing was changed.",
                hint="Check the path, and whether the disk or network drive it is on is there.",
            )
        with path.open("rb"):
            return path
    except PermissionError as error:
        raise AccessDeniedError(
            f"This account may not read {path}.",
            meaning="Nothing was changed.",
            hint="Ask the owner of the file for the right to read it.",
            detail=str(error),
        ) from error
    except (OSError, ValueError) as error:
        raise DatabaseMissingError(
            f"The file {path} can't be opened.",
            meaning="Nothing was changed.",
            hint="Check the path, and whether the disk or network drive it is on is there.",
            detail=str(error),
        ) from error


def open_file(path: Path) -> sqlite3.Connection:
    """A connection that can't write. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        sqlite_uri(path, _mode(path)),
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        cached_statements=64,
        # One thread at a time uses it, but not always the one that opened it.
        check_same_thread=False,
    )
    try:
        _restrict(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _restrict(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.text_factory = decode_text
    connection.create_function("kbconnect_text", 1, as_text, deterministic=True)
    connection.set_authorizer(_authorize)


def has_log(path: Path) -> bool:
    """Whether the file keeps a write-ahead log, so that reading it and writing to it don't get in each other's way."""
    with path.open("rb") as file:
        return file.read(20)[18:20] == b"\2\2"


def is_copied(path: Path) -> bool:
    """Whether a reading goes through a copy of the file."""
    if has_log(path) or path.stat().st_size > _COPIED_BYTES:
        return False
    with closing(sqlite3.connect("")) as connection:
        options = {option for (option,) in connection.execute("PRAGMA compile_options")}
    # Some builds of SQLite keep what is temporary in memory.
    return not options & {"TEMP_STORE=2", "TEMP_STORE=3"}


def _mode(path: Path) -> str:
    """How to open the file. A file with a write-ahead log needs two more files beside it even for reading; where they
    can't be made and nobody has made them, nobody is writing, and the file can be read as one that never changes."""
    beside = Path(f"{path}-wal")
    effective = os.access in os.supports_effective_ids
    if has_log(path) and not beside.exists() and not os.access(path.parent, os.W_OK, effective_ids=effective):
        return "mode=ro&immutable=1"
    return "mode=ro"


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Lets reading pass, and nothing else, whatever the statement is."""
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = (second or "").lower() not in _REFUSED_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = (first or "").lower() in _ALLOWED_PRAGMAS
    else:
        allowed = action in _ALLOWED_ACTIONS
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


class SqliteSource:
    """One open file. copied: `read` goes through a copy, so that nobody who writes to the file has to wait for it."""

    def __init__(self, connection: sqlite3.Connection, statement_timeout_s: int, *, copied: bool = False) -> None:
        self._connection = connection
        self._statement_timeout_s = statement_timeout_s
        self._copied = copied
        self._copy: SqliteSource | None = None
        self._interrupted = False
        self._deadline = float("inf")
        connection.set_progress_handler(self._has_to_stop, _STEPS_BETWEEN_LOOKS)

    def tables(self) -> tuple[TableInfo, ...]:
        with self._transaction(limited=True):
            return catalog.tables(self._connection)

    def catalogue(self) -> Catalogue:
        with self._transaction(limited=True):
            return catalog.catalogue(self._connection)

    def columns(self, table: TableRef) -> tuple[ColumnInfo, ...]:
        with self._transaction(limited=True):
            return catalog.columns(self._connection, table)

    def describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        with self._transaction(limited=True):
            return self._describe(_checked(selection))

    def sample(self, selection: Selection, limit: int) -> Sample:
        with self._transaction(limited=True):
            checked = _checked(selection)
            return read_sample(self._connection, checked, self._describe(checked), limit)

    def row_estimate(self, selection: Selection) -> int | None:
        if isinstance(selection, QuerySelection):
            return None
        with self._transaction(limited=True):
            return catalog.rows_estimate(self._connection, selection.table)

    def cursor_facts(self, selection: Selection, columns: Sequence[ColumnInfo]) -> SelectionFacts:
        from kbconnect.adapters.sources.sqlite_facts import cursor_facts

        with self._transaction(limited=True):
            return cursor_facts(self._connection, _checked(selection), columns)

    @contextmanager
    def read(self, plan: ReadPlan) -> Iterator[SqliteReader]:
        with self._private_copy() if self._copied else nullcontext(self) as source, source._read(plan) as reader:
            yield reader

    @contextmanager
    def _private_copy(self) -> Iterator[SqliteSource]:
        """The file as it is now. SQLite makes the copy where temporary files go, for this account alone, and it is gone
        with the connection, however that ends."""
        try:
            with closing(
                sqlite3.connect("", isolation_level=None, cached_statements=64, check_same_thread=False)
            ) as connection:
                # Inside a transaction, or a change by others would make the copying begin anew.
                with self._transaction(limited=False):
                    self._connection.backup(connection, pages=_PAGES_A_STEP, progress=self._look_between_steps)
                _restrict(connection)
                self._copy = SqliteSource(connection, self._statement_timeout_s)
                if self._interrupted:
                    self._copy.interrupt()
                yield self._copy
        except BaseException:
            self._interrupted = False
            raise
        finally:
            self._copy = None

    def _look_between_steps(self, *_: int) -> None:
        if self._interrupted:
            raise stopped()

    @contextmanager
    def _read(self, plan: ReadPlan) -> Iterator[SqliteReader]:
        with self._transaction(limited=False):
            plan = replace(plan, selection=_checked(plan.selection))
            known = {column.name: column for column in self._describe(plan.selection)}
            for name in (*plan.key_columns, *plan.columns, *filter(None, [plan.cursor_column])):
                if name not in known:
                    where = "the query" if isinstance(plan.selection, QuerySelection) else f"“{plan.selection.table}”"
                    raise ColumnMissingError(
                        f"There is no column “{name}” in {where}.",
                        meaning="Nothing was read; your documents are as they were.",
                        hint="Choose the columns again; this one may have been renamed or removed.",
                    )
            yield SqliteReader(self._connection, plan, known, self._was_interrupted)

    def interrupt(self) -> None:
        self._interrupted = True
        with suppress(sqlite3.ProgrammingError):  # closed meanwhile: nothing is under way
            self._connection.interrupt()
        if (copy := self._copy) is not None:
            copy.interrupt()

    def heard_at(self) -> float:
        return 0.0

    def check_alive(self, silent_s: float) -> None:
        """A file is there, or reading it fails."""

    def _describe(self, selection: Selection) -> tuple[ColumnInfo, ...]:
        if isinstance(selection, QuerySelection):
            # Here a query is first prepared, so what is wrong in it is told here.
            with pointing_at_words(selection.sql), translated(self._was_interrupted):
                return catalog.query_columns(self._connection, selection)
        return catalog.columns(self._connection, selection.table)

    @contextmanager
    def _transaction(self, *, limited: bool) -> Iterator[None]:
        """One state of the file for all that runs inside. limited: the time limit for previews holds. A wish to stop
        that came between two calls stops the next one; once raised it is told, and forgotten."""
        try:
            with self._state(limited=limited):
                yield
        except BaseException:
            self._interrupted = False
            raise

    @contextmanager
    def _state(self, *, limited: bool) -> Iterator[None]:
        if self._interrupted:
            raise stopped()
        outer = self._deadline
        self._deadline = time.monotonic() + self._statement_timeout_s if limited else float("inf")
        nested = self._connection.in_transaction
        with translated(self._was_interrupted):
            if not nested:
                self._connection.execute("BEGIN")
                # A deferred transaction sees the state of its first read.
                self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            try:
                yield
            finally:
                self._deadline = outer  # a question in the middle of a long reading must not limit the rest of it
                if not nested and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _was_interrupted(self) -> bool:
        return self._interrupted

    def _has_to_stop(self) -> bool:
        # SQLite forgets an interrupt that came just before a statement began, so the flag is looked at as well.
        return self._interrupted or time.monotonic() > self._deadline


def _checked(selection: Selection) -> Selection:
    if isinstance(selection, QuerySelection):
        return QuerySelection(checked_query(selection.sql, "sqlite"))
    return selection
