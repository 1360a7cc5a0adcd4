"""What PostgreSQL and its driver say, in kbconnect's words: the one place that knows SQLSTATEs.

Owns the translation of psycopg's exceptions at the adapter's edge. Must not connect or query anything. Codes are those
of PostgreSQL's documentation, appendix A; the texts of messages are not looked at (servers speak many languages), but
for one name that stands in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from kbconnect.core.errors import (
    AccessDeniedError,
    ColumnMissingError,
    DatabaseMissingError,
    KbConnectError,
    LoginRefusedError,
    QueryFailedError,
    QueryRefusedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
    SourceTimeoutError,
    TableMissingError,
)

NOTHING_CHANGED = "Nothing was changed, neither in the database nor in your documents."


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a code or class of codes means. error: the class to raise."""

    error: type[KbConnectError]
    message: str
    hint: str
    retryable: bool | None = None


_LOST = _Meaning(
    SourceLostError,
    "The connection to the database was lost.",
    "Try again; if it happens again, ask who looks after the database whether it was restarted.",
)
_BUSY = _Meaning(
    SourceError,
    "The database server has no room for this right now.",
    "Try again in a few minutes; if it happens again, ask who looks after the database.",
    retryable=True,
)
_SERVER = _Meaning(
    SourceError,
    "The database server met a fault of its own.",
    "Ask who looks after the database to look into its log, and pass on the text for IT.",
)
_QUERY = _Meaning(
    QueryFailedError,
    "The database could not run this query.",
    "Change the query where the database points at, then try again.",
)
_VALUE = _Meaning(
    QueryFailedError,
    "The database met a value the query can't work with.",
    "Change the query so that it leaves such values out or converts them otherwise.",
)
_REFUSED = _Meaning(
    QueryRefusedError,
    "The database refused this query, because it would change something.",
    "Write one SELECT that only reads.",
)
_ODD = _Meaning(
    SourceError,
    "The database answered in a way kbconnect did not expect.",
    "Try again; if it happens again, pass on the text for IT.",
)
_CONFLICT = _Meaning(
    SourceConflictError,
    "The read replica broke off the reading, because it had to take over changes from its main server.",
    "Try again at a quieter time, or ask who looks after the database to let the replica wait longer for readers "
    "(max_standby_streaming_delay, hot_standby_feedback).",
)
_LOGIN = _Meaning(
    LoginRefusedError,
    "The server refused the login.",
    "Check user name and password, or ask who looks after the database.",
)

# By class of SQLSTATE (its first two characters).
_CLASSES = {
    "00": _ODD, "01": _ODD, "02": _ODD, "03": _ODD,
    "08": _LOST,
    "09": _VALUE, "0A": _QUERY, "0B": _ODD, "0F": _VALUE, "0L": _ODD, "0P": _LOGIN, "0Z": _VALUE,
    "10": _QUERY, "20": _VALUE, "21": _VALUE, "22": _VALUE, "23": _REFUSED, "24": _ODD, "25": _REFUSED, "26": _ODD,
    "27": _REFUSED, "28": _LOGIN, "2B": _REFUSED, "2D": _REFUSED, "2F": _VALUE, "34": _ODD, "38": _VALUE, "39": _VALUE,
    "3B": _ODD,
    "3D": _Meaning(
        DatabaseMissingError,
        "The server has no database of this name.",
        "Check the name of the database; capital and small letters count.",
    ),
    "3F": _Meaning(
        TableMissingError,
        "The database has no schema of this name.",
        "Choose the table again; it may have been moved or renamed.",
    ),
    "40": _Meaning(
        SourceLostError,
        "The database broke off the reading because of other work going on there.",
        "Try again.",
    ),
    "42": _QUERY, "44": _REFUSED,
    "53": _BUSY, "54": _QUERY,
    "55": _Meaning(
        SourceError,
        "The table is not in a state to be read.",
        "Try again later, or ask who looks after the database.",
        retryable=True,
    ),
    "57": _LOST, "58": _SERVER, "72": _LOST, "F0": _SERVER, "HV": _Meaning(
        SourceError,
        "The database could not read a table that lives on another server.",
        "Ask who looks after the database whether that other server can be reached.",
        retryable=True,
    ),
    "P0": _VALUE, "XX": _SERVER,
}  # fmt: skip

# Codes that mean something else than their class.
_CODES = {
    "08P01": _ODD,
    # Whoever only reads meets this on a replica alone.
    "40001": _CONFLICT,
    "25P03": _LOST,
    "25P04": _LOST,
    "2D000": _REFUSED,
    "42501": _Meaning(
        AccessDeniedError,
        "The account is not allowed to read this.",
        "Ask who looks after the database for the right to read it, or choose another table.",
    ),
    "42P01": _Meaning(
        TableMissingError,
        "The database has no table of this name.",
        "Choose the table again; it may have been renamed or removed.",
    ),
    "42703": _Meaning(
        ColumnMissingError,
        "The table has no column of this name.",
        "Choose the columns again; one may have been renamed or removed.",
    ),
    "53300": _Meaning(
        SourceError,
        "The server has too many connections open and takes no more right now.",
        "Try again in a few minutes, or ask who looks after the database.",
        retryable=True,
    ),
    "55P03": _Meaning(
        SourceTimeoutError,
        "Somebody else is changing the structure of the table, so it could not be read in time.",
        "Try again when that work is done.",
    ),
    "57014": _Meaning(
        SourceTimeoutError,
        "The database took longer than the time limit and was stopped.",
        "Try again later, choose fewer rows, or raise the time limit of this connector.",
    ),
    "57P03": _Meaning(
        SourceLostError,
        "The server is starting or stopping and takes no connections right now.",
        "Try again in a minute.",
    ),
    "57P04": _Meaning(
        DatabaseMissingError,
        "The database was removed while it was read.",
        "Ask who looks after the database.",
    ),
    "XX001": _Meaning(
        SourceError,
        "The database found damaged data in its own files.",
        "Ask who looks after the database; kbconnect reads again once it is repaired.",
    ),
    "XX002": _Meaning(
        SourceError,
        "The database found a damaged index of its own.",
        "Ask who looks after the database; kbconnect reads again once it is repaired.",
    ),
}


_NO_MD5 = _Meaning(
    SourceError,
    "The database server refuses to compute MD5 checksums, by which kbconnect sees what changed.",
    "The server probably allows certain algorithms only (FIPS mode). Ask who looks after it whether kbconnect can read "
    "from a server or a copy that computes them.",
    retryable=False,
)


def sqlstate_error(sqlstate: str, detail: str, *, position: int | None = None) -> KbConnectError:
    """The error for a SQLSTATE. detail: the server's words, without secrets. position: in the statement that was sent.
    Raises KeyError for an unknown class."""
    meaning = _CODES.get(sqlstate) or _CLASSES[sqlstate[:2]]
    text = f"{detail} (SQLSTATE {sqlstate})" if detail else f"SQLSTATE {sqlstate}"
    made = meaning.error(
        meaning.message, meaning=NOTHING_CHANGED, hint=meaning.hint, detail=text, retryable=meaning.retryable
    )
    made.position = position
    return made


def translate(error: psycopg.Error, *, interrupted: bool = False) -> KbConnectError:
    """The error in kbconnect's words. interrupted: somebody asked to break the query off."""
    if interrupted and error.sqlstate in {None, "57014"}:
        return stopped()
    detail = _server_words(error)
    # The code is that of any fault of the server; the algorithm's name is the same in every language.
    if error.sqlstate == "XX000" and "MD5" in (error.diag.message_primary or ""):
        return _NO_MD5.error(
            _NO_MD5.message, meaning=NOTHING_CHANGED, hint=_NO_MD5.hint, detail=detail, retryable=_NO_MD5.retryable
        )
    if error.sqlstate is not None:
        position = error.diag.statement_position
        try:
            return sqlstate_error(error.sqlstate, detail, position=int(position) if position else None)
        except KeyError:
            # An extension may raise any code it likes.
            return SourceError(_ODD.message, meaning=NOTHING_CHANGED, hint=_ODD.hint, detail=detail)
    meaning = _LOST if isinstance(error, psycopg.OperationalError) else _ODD
    return meaning.error(meaning.message, meaning=NOTHING_CHANGED, hint=meaning.hint, detail=detail)


def broken_off(error: psycopg.Error) -> SourceConflictError:
    """The error for a reading that a replica broke off again and again."""
    return SourceConflictError(
        _CONFLICT.message, meaning=NOTHING_CHANGED, hint=_CONFLICT.hint, detail=_server_words(error)
    )


def stopped() -> SourceError:
    """The error for work that somebody asked to break off."""
    return SourceError("The query was stopped before it was done.", meaning=NOTHING_CHANGED, hint="Try again.")


def _server_words(error: psycopg.Error) -> str:
    """Message, detail and hint of the server. Not its context: that may quote values of rows."""
    diag = error.diag
    if diag.message_primary is None:
        return " ".join(str(error).split())
    return " ".join(part for part in (diag.message_primary, diag.message_hint) if part)


@contextmanager
def translated(interrupted: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Raises what psycopg raises inside as the SourceError that says it."""
    try:
        yield
    except psycopg.Error as error:
        raise translate(error, interrupted=interrupted()) from error
