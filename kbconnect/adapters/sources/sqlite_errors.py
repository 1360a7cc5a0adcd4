"""What SQLite says, in kbconnect's words: the one place that knows its result codes.

Owns the translation of sqlite3's exceptions at the adapter's edge. Must not open or query anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)

NOTHING_CHANGED = "Nothing was changed, neither in the file nor in your documents."


@dataclass(frozen=True, slots=True)
class _Meaning:
    error: type[KbConnectError]
    message: str
    hint: str
    retryable: bool | None = None


_ODD = _Meaning(
    SourceError,
    "The database file answered in a way kbconnect did not expect.",
    "Try again; if it happens again, pass on the text for IT.",
)
_QUERY = _Meaning(
    QueryFailedError, "The database could not run this query.", "Change the query where it points at, then try again."
)
_BUSY = _Meaning(
    SourceTimeoutError,
    "Another program is writing to the database file and holds it.",
    "Close that program or wait until it is done, then try again.",
)
_DAMAGED = _Meaning(
    SourceError,
    "The database file is damaged.",
    "Restore it from a backup, or run SQLite's “.recover” on a copy of it.",
)
_NOT_A_DATABASE = _Meaning(
    SourceError,
    "This file is not a SQLite database, or it is encrypted.",
    "Choose a file that was made by SQLite; its name often ends in .db, .sqlite or .sqlite3.",
)
_REFUSED = _Meaning(
    QueryRefusedError,
    "This query does more than read, so it was refused.",
    "Write one SELECT that only reads. kbconnect never changes a source.",
)
_LOST = _Meaning(
    SourceLostError,
    "The database file could not be read to its end.",
    "Check the disk or the network drive it is on, then try again.",
)
_ROOM = _Meaning(
    SourceError,
    "This computer ran out of memory or disk space while reading the database file.",
    "Free some space, then try again.",
    retryable=True,
)
_UNREADABLE = _Meaning(
    AccessDeniedError,
    "The database file can't be opened.",
    "Check that the file and its folder may be read by this account.",
)
_TIME = _Meaning(
    SourceTimeoutError,
    "The query took longer than the time limit and was stopped.",
    "Choose fewer rows, or raise the time limit of this connector.",
)

# By primary result code (the lower eight bits).
_CODES = {
    sqlite3.SQLITE_ERROR: _QUERY, sqlite3.SQLITE_INTERNAL: _ODD, sqlite3.SQLITE_PERM: _UNREADABLE,
    sqlite3.SQLITE_ABORT: _ODD, sqlite3.SQLITE_BUSY: _BUSY, sqlite3.SQLITE_LOCKED: _BUSY, sqlite3.SQLITE_NOMEM: _ROOM,
    sqlite3.SQLITE_READONLY: _REFUSED, sqlite3.SQLITE_INTERRUPT: _TIME, sqlite3.SQLITE_IOERR: _LOST,
    sqlite3.SQLITE_CORRUPT: _DAMAGED, sqlite3.SQLITE_NOTFOUND: _ODD, sqlite3.SQLITE_FULL: _ROOM,
    sqlite3.SQLITE_CANTOPEN: _UNREADABLE, sqlite3.SQLITE_PROTOCOL: _BUSY, sqlite3.SQLITE_EMPTY: _ODD,
    sqlite3.SQLITE_SCHEMA: _BUSY, sqlite3.SQLITE_TOOBIG: _QUERY, sqlite3.SQLITE_CONSTRAINT: _REFUSED,
    sqlite3.SQLITE_MISMATCH: _QUERY, sqlite3.SQLITE_MISUSE: _ODD, sqlite3.SQLITE_NOLFS: _LOST,
    sqlite3.SQLITE_AUTH: _REFUSED, sqlite3.SQLITE_FORMAT: _ODD, sqlite3.SQLITE_RANGE: _ODD,
    sqlite3.SQLITE_NOTADB: _NOT_A_DATABASE, sqlite3.SQLITE_NOTICE: _ODD, sqlite3.SQLITE_WARNING: _ODD,
}  # fmt: skip


def translate(error: sqlite3.Error, *, interrupted: bool = False) -> KbConnectError:
    """The error in kbconnect's words. interrupted: somebody asked to break the query off."""
    extended = getattr(error, "sqlite_errorcode", None)
    code = extended & 0xFF if extended is not None else None
    words = str(error)
    detail = f"{words} ({error.sqlite_errorname})" if extended is not None else words
    if interrupted and code == sqlite3.SQLITE_INTERRUPT:
        return stopped()
    # SQLite's messages are in one language, and it has no codes for these.
    if code == sqlite3.SQLITE_ERROR and words.startswith("no such table: "):
        return TableMissingError(
            f"The database has no table “{words.removeprefix('no such table: ')}”.",
            meaning=NOTHING_CHANGED,
            hint="Choose the table again; it may have been renamed or removed.",
            detail=detail,
        )
    if code == sqlite3.SQLITE_ERROR and words.startswith("no such column: "):
        return ColumnMissingError(
            f"The table has no column “{words.removeprefix('no such column: ')}”.",
            meaning=NOTHING_CHANGED,
            hint="Choose the columns again; one may have been renamed or removed.",
            detail=detail,
        )
    if code is None and isinstance(error, (sqlite3.ProgrammingError, sqlite3.Warning)):
        meaning = _REFUSED  # sqlite3 itself refuses a second statement, without a code
    else:
        meaning = _ODD if code is None else _CODES.get(code, _ODD)
    return meaning.error(
        meaning.message, meaning=NOTHING_CHANGED, hint=meaning.hint, detail=detail, retryable=meaning.retryable
    )


def stopped() -> SourceError:
    """The error for work that somebody asked to break off."""
    return SourceError("The query was stopped before it was done.", meaning=NOTHING_CHANGED, hint="Try again.")


@contextmanager
def translated(interrupted: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Raises what sqlite3 raises inside as the SourceError that says it."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, interrupted=interrupted()) from error
