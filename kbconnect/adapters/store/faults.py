"""Turns what SQLAlchemy, sqlite3, file locks and the file system raise into the store's errors; the only such place.

Knows no table. Must not let a foreign exception or a bound value into a message.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc

from kbconnect.core.errors import (
    DiskFullError,
    InputError,
    KbConnectError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreReadOnlyError,
)

# Primary result codes of SQLite. Python 3.11 knows the code of an error, so no message has to be read.
_BUSY = {5, 6, 15}  # BUSY, LOCKED, PROTOCOL
_READ_ONLY = {3, 8, 14, 23}  # PERM, READONLY, CANTOPEN, AUTH
_DAMAGED = {11, 26}  # CORRUPT, NOTADB
_FULL = 13
_IO_ERROR = 10

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_LOW_SPACE_BYTES = 256 * 1024

_UNCHANGED = "Nothing was changed; connectors, datasets and knowledge bases are as they were."


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises a KbConnectError with the foreign exception as its cause. path: of the store, named in messages."""
    try:
        yield
    except KbConnectError:
        raise
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        raise _database_fault(error, path) from error
    except OSError as error:
        raise _file_fault(error, path) from error
    except UnicodeEncodeError as error:
        raise InputError(
            "This text holds characters that can't be stored.",
            meaning=_UNCHANGED,
            hint="Type the text again instead of pasting it.",
        ) from error


def _database_fault(error: Exception, path: Path) -> KbConnectError:
    if isinstance(error, exc.TimeoutError):
        return _busy(path, type(error).__name__)
    origin = error.orig if isinstance(error, exc.DBAPIError) else error
    # An error SQLAlchemy raised by itself may quote bound values; SQLite's own words never do.
    detail = str(origin) if isinstance(origin, sqlite3.Error) else type(error).__name__
    code = getattr(origin, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _BUSY:
        return _busy(path, detail)
    if primary == _FULL or (primary == _IO_ERROR and _is_nearly_full(path)):
        return _full(path, detail)
    if primary in _READ_ONLY:
        return _read_only(path, detail)
    if primary in _DAMAGED:
        return damaged(path, detail)
    return StoreError(
        f"The program's own database {path} did not do what was asked.",
        meaning=_UNCHANGED,
        hint="Try again. If it stays like this, restart the program and send the log to whoever looks after it.",
        detail=detail,
    )


def _file_fault(error: OSError, path: Path) -> KbConnectError:
    detail = error.strerror or type(error).__name__
    if isinstance(error, TimeoutError):  # a file lock's, too
        return _busy(path, detail)
    if error.errno in _NO_SPACE:
        return _full(path, detail)
    if error.errno in _NOT_ALLOWED:
        return _read_only(path, detail)
    return StoreError(
        f"The folder of the program's own database, {path.parent}, can't be used.",
        meaning=_UNCHANGED,
        hint="Check that the folder exists and its disk is connected, or choose another one with --home.",
        detail=detail,
    )


def damaged(path: Path, detail: str) -> StoreDamagedError:
    return StoreDamagedError(
        f"The program's own database {path} is damaged or is no database of this program.",
        meaning="Connectors, datasets and history can't be read. Knowledge bases, files of their own, are unaffected.",
        hint=f"Put a backup in its place, for instance a file {path.name}.before-… beside it, or move it away to start "
        "with an empty one.",
        detail=detail,
    )


def damaged_value(what: str, detail: str) -> StoreDamagedError:
    """what: the kind of thing that one value should have been."""
    return StoreDamagedError(
        f"A saved {what} can't be read: the program's own database holds something else in its place.",
        meaning="Nothing was changed. Knowledge bases are files of their own and unaffected.",
        hint="Put a backup of the database in its place, or remove that entry and make it again.",
        detail=detail,
    )


def _busy(path: Path, detail: str) -> StoreBusyError:
    return StoreBusyError(
        f"The program's own database {path} is in use by another program.",
        meaning=_UNCHANGED,
        hint="Try again in a moment. If it stays busy, close other programs that have the file open.",
        detail=detail,
    )


def _full(path: Path, detail: str) -> DiskFullError:
    return DiskFullError(
        f"The disk with {path.parent} is full.",
        meaning=_UNCHANGED,
        hint="Free some space on that disk and try again.",
        detail=detail,
    )


def _read_only(path: Path, detail: str) -> StoreReadOnlyError:
    return StoreReadOnlyError(
        f"The program's own database {path} can't be opened for writing.",
        meaning=_UNCHANGED,
        hint=f"Allow this account to write to the folder {path.parent}, or choose another one with --home.",
        detail=detail,
    )


def _is_nearly_full(path: Path) -> bool:
    """SQLite reports a full disk as an input/output error when it was growing the shared memory of its log."""
    try:
        return shutil.disk_usage(path.parent).free < _LOW_SPACE_BYTES
    except OSError:
        return False
