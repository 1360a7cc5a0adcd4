"""What DuckDB and the reader of workbooks say, in kbconnect's words: the one place that knows their exceptions.

Owns the translation at the adapter's edge, and the sentences about files that more than one module says. Must not open
or query anything.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from kbconnect.core.errors import (
    AccessDeniedError,
    DatabaseMissingError,
    DiskFullError,
    KbConnectError,
    QueryFailedError,
    QueryRefusedError,
    SourceConflictError,
    SourceError,
    SourceLostError,
)

NOTHING_CHANGED = "Nothing was changed, neither in the file nor in your documents."
NOTHING_READ = "Nothing was read; your documents are as they were."


@dataclass(frozen=True, slots=True)
class _Meaning:
    error: type[KbConnectError]
    message: str
    hint: str
    retryable: bool | None = None


_ODD = _Meaning(
    SourceError,
    "The file could not be read in the way kbconnect expects.",
    "Try again; if it happens again, pass on the text for IT.",
)
_QUERY = _Meaning(
    QueryFailedError,
    "The query could not be run on these files.",
    "Change the query where it points at, then try again.",
)
_TEXTS = _Meaning(
    QueryFailedError,
    "The query takes a text for something else.",
    "In CSV, JSON and Excel files all values are texts: write CAST(price AS DOUBLE) > 10 to compare them as numbers.",
)
_REFUSED = _Meaning(
    QueryRefusedError,
    "This query does more than read the tables of this connector, so it was refused.",
    "Write one SELECT over the tables that discovery shows. kbconnect never changes a source.",
)
_LOST = _Meaning(
    SourceLostError,
    "A file could not be read to its end.",
    "Check the disk or network drive it is on, and whether the file is whole, then try again.",
)
_ROOM = _Meaning(
    SourceError,
    "This computer ran out of memory or disk space while reading the files.",
    "Free some space, or choose fewer columns, then try again.",
    retryable=True,
)
_DAMAGED = _Meaning(
    SourceError,
    "A file is damaged, or it is not of the kind its name says.",
    "Open it in the program it came from and save it again.",
)

_CLASSES: tuple[tuple[type[Exception], _Meaning], ...] = (
    (duckdb.OutOfMemoryException, _ROOM),
    (duckdb.PermissionException, _REFUSED),
    (duckdb.HTTPException, _REFUSED),
    (duckdb.IOException, _LOST),
    (duckdb.ParserException, _QUERY),
    (duckdb.SyntaxException, _QUERY),
    (duckdb.BinderException, _QUERY),
    (duckdb.CatalogException, _QUERY),
    (duckdb.ConversionException, _QUERY),
    (duckdb.OutOfRangeException, _QUERY),
    (duckdb.TypeMismatchException, _QUERY),
    (duckdb.InvalidTypeException, _QUERY),
    (duckdb.SequenceException, _QUERY),
    (duckdb.ConstraintException, _REFUSED),
    (duckdb.DependencyException, _REFUSED),
    (duckdb.TransactionException, _REFUSED),
    (duckdb.ResourceInUseException, _REFUSED),
    (duckdb.NotImplementedException, _QUERY),
    (duckdb.InvalidInputException, _DAMAGED),
    (duckdb.SerializationException, _DAMAGED),
    (duckdb.ConnectionException, _ODD),
    (duckdb.InternalException, _ODD),
    (duckdb.FatalException, _ODD),
    (duckdb.Error, _ODD),
    (duckdb.Warning, _ODD),
)


def translate(error: Exception, *, interrupted: bool = False, of_query: bool = False, name: str = "") -> KbConnectError:
    """The error in kbconnect's words. interrupted: somebody asked to break off. of_query: it comes of a person's
    query, and not of one of ours. name: of the file it is about."""
    if isinstance(error, duckdb.InterruptException):
        return stopped() if interrupted else out_of_time()
    detail = str(error).strip()
    meaning = next(meaning for kind, meaning in _CLASSES if isinstance(error, kind))
    if of_query and meaning is _DAMAGED:
        meaning = _QUERY
    elif not of_query and meaning in (_QUERY, _REFUSED):
        meaning = _DAMAGED
    if meaning is _QUERY and isinstance(error, duckdb.BinderException) and "VARCHAR" in detail:
        meaning = _TEXTS
    if meaning is _DAMAGED and name:
        return damaged(name, detail)
    return meaning.error(
        meaning.message, meaning=NOTHING_CHANGED, hint=meaning.hint, detail=detail, retryable=meaning.retryable
    )


def stopped() -> SourceError:
    """The error for work that somebody asked to break off."""
    return SourceError("The query was stopped before it was done.", meaning=NOTHING_CHANGED, hint="Try again.")


def out_of_time() -> KbConnectError:
    """The error for work that took longer than the connector allows."""
    from kbconnect.core.errors import SourceTimeoutError

    return SourceTimeoutError(
        "The query took longer than the time limit and was stopped.",
        meaning=NOTHING_CHANGED,
        hint="Choose fewer rows, or raise the time limit of this connector.",
    )


def changed_meanwhile(name: str) -> KbConnectError:
    """The error for a file that somebody writes to while it is read."""
    return SourceConflictError(
        f"The file {name} changed while it was being read.",
        meaning="What was read of it is not used; your documents are as they were.",
        hint="Try again when whatever writes the file is done. Best it writes under another name and then renames.",
    )


def damaged(name: str, detail: str) -> SourceError:
    """The error for a file that isn't what its name says, or not whole."""
    return SourceError(
        f"The file {name} is damaged, or it is not of the kind its name says.",
        meaning=NOTHING_READ,
        hint="Open it in the program it came from and save it again.",
        detail=detail,
    )


@contextmanager
def translated(
    interrupted: Callable[[], bool] = lambda: False, *, of_query: bool = False, name: str = ""
) -> Iterator[None]:
    """Raises what DuckDB raises inside as the SourceError that says it. name: of the file that is read."""
    try:
        yield
    except (duckdb.Error, duckdb.Warning) as error:
        raise translate(error, interrupted=interrupted(), of_query=of_query, name=name) from error


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Raises what the system says of a file inside as the error for people. name: of the file."""
    try:
        yield
    except PermissionError as error:
        raise AccessDeniedError(
            f"This account may not read {name}, or another program holds it.",
            meaning=NOTHING_READ,
            hint="Close the program that has it open, or ask its owner for the right to read it.",
            detail=str(error),
        ) from error
    except FileNotFoundError as error:
        raise missing(name, str(error)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFullError(
                "There is not enough disk space for a copy of the file to read from.",
                meaning=NOTHING_READ,
                hint="Free some space where temporary files go, then try again.",
                detail=str(error),
            ) from error
        raise SourceLostError(
            f"The file {name} could not be read to its end.",
            meaning=NOTHING_READ,
            hint="Check the disk or the network drive it is on, then try again.",
            detail=str(error),
        ) from error


def missing(name: str, detail: str = "") -> DatabaseMissingError:
    """The error for a file or folder that isn't there."""
    return DatabaseMissingError(
        f"There is no file or folder {name}.",
        meaning=NOTHING_READ,
        hint="Check the path, and whether the disk or network drive it is on is there.",
        detail=detail,
    )
