"""What drivers nobody knows by name say, in kbconnect's words: by SQLSTATE, by their own codes, by classes.

Owns the translation at the edge of sources that SQLAlchemy reads. The driver's words are kept for IT without the
statement and its values, which SQLAlchemy would add.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import exc

from kbconnect.adapters.sources.dialect_description import Dialect
from kbconnect.core.connector import ConnectorDraft
from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    ConnectTimeoutError,
    DatabaseMissingError,
    DriverMissingError,
    HostNotFoundError,
    KbConnectError,
    LoginRefusedError,
    PortClosedError,
    QueryFailedError,
    QueryRefusedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
    TlsError,
)

NOTHING_CHANGED = "Nothing was changed, neither in the database nor in your documents."
_SQLSTATE = re.compile(r"[0-9A-Z]{5}")


@dataclass(frozen=True, slots=True)
class _Words:
    message: str
    hint: str


_WORDS: dict[type[KbConnectError], _Words] = {
    SourceError: _Words(
        "The database answered in a way kbconnect did not expect.",
        "Try again; if it happens again, pass on the text for IT.",
    ),
    HostNotFoundError: _Words(
        "The name of the server could not be found.",
        "Check the spelling of the host, and whether this computer is on the right network or VPN.",
    ),
    PortClosedError: _Words(
        "The server took no connection.",
        "Check host and port, and whether the database is running and open to this computer.",
    ),
    ConnectTimeoutError: _Words(
        "The server did not answer in time.",
        "Check host and port, the network or VPN of this computer, and its firewall.",
    ),
    TlsError: _Words(
        "No encrypted connection could be made.",
        "Check the mode of encryption and the certificate of the issuer.",
    ),
    LoginRefusedError: _Words(
        "The server refused the login.", "Check user name and password, or ask who looks after the database."
    ),
    DatabaseMissingError: _Words(
        "The server has no database of this name, or this account may not open it.",
        "Check the name of the database; capital and small letters may count.",
    ),
    AccessDeniedError: _Words(
        "The account is not allowed to read this.",
        "Ask who looks after the database for the right to read it, or choose another table.",
    ),
    TableMissingError: _Words(
        "The database has no table of this name.",
        "Choose the table again; it may have been renamed or removed.",
    ),
    ColumnMissingError: _Words(
        "The table has no column of this name.",
        "Choose the columns again; one may have been renamed or removed.",
    ),
    QueryFailedError: _Words(
        "The database could not run this query.",
        "Change the query where the database points at, then try again.",
    ),
    QueryRefusedError: _Words(
        "The database refused this query, because it would change something.", "Write one SELECT that only reads."
    ),
    SourceTimeoutError: _Words(
        "The database took longer than the time limit and was stopped.",
        "Try again later, choose fewer rows, or raise the time limit of this connector.",
    ),
    SourceLostError: _Words(
        "The connection to the database was lost.",
        "Try again; if it happens again, ask who looks after the database whether it was restarted.",
    ),
    SourceConflictError: _Words(
        "The database broke off the reading because of other work going on there.", "Try again."
    ),
}

_STATES: dict[str, type[KbConnectError]] = {
    "42501": AccessDeniedError, "42P01": TableMissingError, "42S02": TableMissingError, "42703": ColumnMissingError,
    "42S22": ColumnMissingError, "57014": SourceTimeoutError, "HYT00": SourceTimeoutError, "25006": QueryRefusedError,
    "3D000": DatabaseMissingError,
}  # fmt: skip
_WHILE_CONNECTING: dict[type[KbConnectError], type[KbConnectError]] = {
    SourceLostError: PortClosedError, SourceTimeoutError: ConnectTimeoutError,
}  # fmt: skip
_CLASSES: dict[str, type[KbConnectError]] = {
    "08": SourceLostError, "21": QueryFailedError, "22": QueryFailedError, "25": QueryRefusedError,
    "28": LoginRefusedError, "3D": DatabaseMissingError, "3F": TableMissingError, "40": SourceConflictError,
    "42": QueryFailedError, "57": SourceLostError,
}  # fmt: skip
"""By the first two characters of a SQLSTATE."""


def error_of(kind: type[KbConnectError], detail: str = "") -> KbConnectError:
    """An error of this class in plain words."""
    words = _WORDS.get(kind, _WORDS[SourceError])
    return kind(words.message, meaning=NOTHING_CHANGED, hint=words.hint, detail=detail)


def stopped() -> SourceError:
    """The error for work that somebody asked to break off."""
    return SourceError("The query was stopped before it was done.", meaning=NOTHING_CHANGED, hint="Try again.")


def table_missing(name: str, *, cause: str = "") -> TableMissingError:
    return TableMissingError(
        f"The database has no table “{name}”.",
        meaning="Nothing was read; your documents are as they were.",
        hint="Choose the table again; it may have been renamed or removed.",
        detail=cause,
    )


def driver_missing(dialect: Dialect, error: BaseException) -> DriverMissingError:
    """The error for a driver that isn't installed, with how to get it."""
    package = dialect.package or "its driver"
    return DriverMissingError(
        f"What kbconnect needs to read {dialect.info.label} is not installed on this computer.",
        meaning="Other kinds of sources work without it. Nothing was changed.",
        hint=f"Install it, then start kbconnect again: pip install '{package}'",
        detail=str(error),
    )


def translate(
    error: BaseException,
    dialect: Dialect,
    *,
    is_connecting: bool = False,
    connector: ConnectorDraft | None = None,
) -> KbConnectError:
    """The error in kbconnect's words. is_connecting: nothing was asked yet. connector: who is on the way in, if that is
    known; the dialect may say more then."""
    if isinstance(error, KbConnectError):
        return error
    cause = getattr(error, "orig", None) or error
    if isinstance(error, exc.NoSuchTableError):
        return table_missing(str(error))
    if isinstance(error, (exc.NoSuchModuleError, ImportError)):
        return driver_missing(dialect, error)
    if connector is not None and dialect.explain is not None:
        explained = dialect.explain(connector, cause)
        if explained is not None:
            return explained
    detail = detail_of(cause)
    kind = _kind(cause, dialect)
    if kind is None and isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        kind = SourceLostError
    if kind is None:
        kind = _by_class(error, cause, is_connecting=is_connecting)
    if is_connecting:
        kind = _WHILE_CONNECTING.get(kind, kind)
    return error_of(kind, detail)


def _kind(cause: BaseException, dialect: Dialect) -> type[KbConnectError] | None:
    code = dialect.code_of(cause)
    if code in dialect.codes:
        return dialect.codes[code]
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or ""
    if isinstance(state, str) and _SQLSTATE.fullmatch(state):
        return _STATES.get(state) or _CLASSES.get(state[:2])
    return None


def _by_class(error: BaseException, cause: BaseException, *, is_connecting: bool) -> type[KbConnectError]:
    name = type(cause).__name__
    if isinstance(cause, socket.gaierror):
        return HostNotFoundError
    if isinstance(cause, TimeoutError):
        return ConnectTimeoutError if is_connecting else SourceTimeoutError
    if isinstance(cause, OSError):
        return PortClosedError if is_connecting else SourceLostError
    if isinstance(error, exc.InterfaceError) or name == "InterfaceError":
        return PortClosedError if is_connecting else SourceLostError
    if isinstance(error, (exc.ProgrammingError, exc.DataError, exc.NotSupportedError)) or name == "ProgrammingError":
        return QueryFailedError
    if isinstance(error, exc.OperationalError):
        return PortClosedError if is_connecting else QueryFailedError
    return SourceError


def detail_of(cause: BaseException) -> str:
    """The driver's words in one line; some give them as bytes, or in a pair with a number."""
    parts = [part for each in cause.args for part in (each if isinstance(each, tuple) else (each,))]
    words = [part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts]
    return " ".join(" ".join(words).split()) or type(cause).__name__


@dataclass(frozen=True, slots=True)
class Edge:
    """Where errors of a source are translated. drivers: the driver's own class of errors, which fetching past
    SQLAlchemy raises. interrupted: somebody asked to break off. late: the time limit has passed."""

    dialect: Dialect
    drivers: tuple[type[Exception], ...] = ()
    interrupted: Callable[[], bool] = lambda: False
    late: Callable[[], bool] = lambda: False

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Raises what SQLAlchemy and the driver raise inside as the KbConnectError that says it."""
        try:
            yield
        except (exc.SQLAlchemyError, OSError, *self.drivers) as error:  # type: ignore[misc]  # a tuple of classes
            if self.interrupted():
                raise stopped() from error
            if self.late():
                raise error_of(SourceTimeoutError, detail_of(error)) from error
            raise translate(error, self.dialect) from error


@contextmanager
def connecting(dialect: Dialect, connector: ConnectorDraft | None = None) -> Iterator[None]:
    """The same while nothing is open yet; a driver that isn't there is said to be missing."""
    try:
        yield
    except (exc.SQLAlchemyError, OSError, ImportError) as error:
        raise translate(error, dialect, is_connecting=True, connector=connector) from error
