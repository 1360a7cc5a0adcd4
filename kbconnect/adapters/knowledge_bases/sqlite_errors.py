"""Turns what sqlite3 raises into the project's errors. Owns the table of SQLite's result codes and the sentences that
go with them; must not open or repair anything.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kbconnect.core.errors import (
    DiskFullError,
    KbConnectError,
    KnowledgeBaseBusyError,
    KnowledgeBaseDamagedError,
    KnowledgeBaseError,
    KnowledgeBaseMissingError,
    KnowledgeBaseReadOnlyError,
)

_PRIMARY = 0xFF
"""The part of an extended result code that names the kind of failure."""

ERRORS_BY_CODE: dict[int, type[KbConnectError]] = {
    sqlite3.SQLITE_BUSY: KnowledgeBaseBusyError,
    sqlite3.SQLITE_LOCKED: KnowledgeBaseBusyError,
    sqlite3.SQLITE_PROTOCOL: KnowledgeBaseBusyError,
    sqlite3.SQLITE_READONLY: KnowledgeBaseReadOnlyError,
    sqlite3.SQLITE_PERM: KnowledgeBaseReadOnlyError,
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_CORRUPT: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_NOTADB: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_FORMAT: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_EMPTY: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_CANTOPEN: KnowledgeBaseMissingError,
    sqlite3.SQLITE_NOTFOUND: KnowledgeBaseMissingError,
    # A table or column that should be there is not, or a row says what rows of ours never say.
    sqlite3.SQLITE_ERROR: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_CONSTRAINT: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_MISMATCH: KnowledgeBaseDamagedError,
    # Nothing of ours comes near the gigabyte SQLite allows.
    sqlite3.SQLITE_TOOBIG: KnowledgeBaseDamagedError,
    sqlite3.SQLITE_SCHEMA: KnowledgeBaseBusyError,
    sqlite3.SQLITE_INTERRUPT: KnowledgeBaseBusyError,
    sqlite3.SQLITE_ABORT: KnowledgeBaseBusyError,
    # The disk or its driver failed, memory ran out, or this program misused SQLite: the data is as before the call.
    sqlite3.SQLITE_IOERR: KnowledgeBaseError,
    sqlite3.SQLITE_NOMEM: KnowledgeBaseError,
    sqlite3.SQLITE_NOLFS: KnowledgeBaseError,
    sqlite3.SQLITE_AUTH: KnowledgeBaseError,
    sqlite3.SQLITE_INTERNAL: KnowledgeBaseError,
    sqlite3.SQLITE_MISUSE: KnowledgeBaseError,
    sqlite3.SQLITE_RANGE: KnowledgeBaseError,
}
"""Every failure SQLite has, by primary result code; a test fails when one is missing."""

_UNCHANGED = "Nothing was written by this step; the knowledge base is as it was before it."
_SOURCES_SAFE = "The databases it was made from are not affected."
_MAKE_AGAIN = (
    "remove this knowledge base, add a new one and sync its datasets again: everything in it comes from the sources."
)
_FULL_BELOW_BYTES = 1_000_000


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises KnowledgeBaseError and its kin, or DiskFullError, for what sqlite3 or the system raises inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise _from_sqlite(error, path) from error
    except OSError as error:
        raise _from_system(error, path) from error
    except (UnicodeDecodeError, json.JSONDecodeError, struct.error, LookupError) as error:
        # SQLite has no sum over a page: bytes that changed on the disk come back as values nobody wrote, or not at all.
        raise make_error(KnowledgeBaseDamagedError, path, f"{type(error).__name__}: {error}") from error


@contextmanager
def translated_reading(path: Path) -> Iterator[None]:
    """As `translated`, for work that makes values of what stands in the file and of nothing else."""
    try:
        with translated(path):
            yield
    except (ValueError, TypeError) as error:
        raise make_error(KnowledgeBaseDamagedError, path, f"{type(error).__name__}: {error}") from error


def _from_sqlite(error: sqlite3.Error, path: Path) -> KbConnectError:
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    detail = f"{name}: {error}"
    if code is None:
        # Raised by Python's module itself: bytes that are no text; else a closed connection, a wrong number of values.
        damaged = isinstance(error, sqlite3.OperationalError)
        return make_error(KnowledgeBaseDamagedError if damaged else KnowledgeBaseError, path, detail)
    if is_for_room(error, path) or (code & _PRIMARY == sqlite3.SQLITE_READONLY and _could_write(path)):
        return make_error(DiskFullError, path, detail)
    kind = ERRORS_BY_CODE.get(code & _PRIMARY, KnowledgeBaseError)
    if kind is KnowledgeBaseMissingError and path.exists():
        return KnowledgeBaseError(
            f"The knowledge base file {path} can't be opened.",
            meaning="It can't be searched or synced. The databases it was made from are not affected.",
            hint="Give your user account the right to read the file and its folder.",
            detail=detail,
        )
    return make_error(kind, path, detail)


def _from_system(error: OSError, path: Path) -> KbConnectError:
    detail = f"{type(error).__name__}: {error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return make_error(DiskFullError, path, detail)
    if isinstance(error, FileNotFoundError):
        return make_error(KnowledgeBaseMissingError, path, detail)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return make_error(KnowledgeBaseReadOnlyError, path, detail)
    return make_error(KnowledgeBaseError, path, detail)


def is_for_room(error: sqlite3.Error, path: Path) -> bool:
    """Whether it is for want of room that something failed: SQLite reports a disk that fills up while it makes or
    extends its shared memory or its log as a failed write."""
    code = error.sqlite_errorcode & _PRIMARY
    return code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _disk_is_full(path))


def _could_write(path: Path) -> bool:
    """Whether the file is open for reading alone because there was no room beside it when it was opened."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and _disk_is_full(path)


def _disk_is_full(path: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < _FULL_BELOW_BYTES
    except OSError:
        return False


def make_error(kind: type[KbConnectError], path: Path, detail: str = "") -> KbConnectError:
    """An error of this kind with its three sentences."""
    message, meaning, hint = _SENTENCES[kind]
    return kind(message.format(path=path), meaning=meaning, hint=hint, detail=detail)


_SENTENCES: dict[type[KbConnectError], tuple[str, str, str]] = {
    KnowledgeBaseMissingError: (
        "The knowledge base file {path} is not there.",
        f"Nothing can be searched or synced until it is back. {_SOURCES_SAFE}",
        f"If the file was moved, move it back. If it is gone, {_MAKE_AGAIN}",
    ),
    KnowledgeBaseDamagedError: (
        "The file {path} is damaged or is not a knowledge base.",
        f"What can be found in it may be incomplete, and nothing was written by this step. {_SOURCES_SAFE}",
        f"Put back a copy from a backup, after removing the files beside it that end in -wal or -shm, or {_MAKE_AGAIN}",
    ),
    KnowledgeBaseReadOnlyError: (
        "The knowledge base file {path} can't be written.",
        "It stays as it is. It can be searched as long as the file can be read.",
        "Give your user account the right to write the file and its folder, or move it to a folder of your own.",
    ),
    KnowledgeBaseBusyError: (
        "Another program is writing to the knowledge base {path}.",
        _UNCHANGED,
        "Wait until the other sync has finished, then try again.",
    ),
    DiskFullError: (
        "The disk that holds {path} is full.",
        f"{_UNCHANGED} What was written before can be searched.",
        "Free some space on that disk, then try again: the sync continues where it stopped.",
    ),
    KnowledgeBaseError: (
        "The knowledge base {path} could not be read or written.",
        _UNCHANGED,
        "Check that the disk is connected and healthy, then try again. If not, show IT the technical detail.",
    ),
}
