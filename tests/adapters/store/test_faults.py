"""No foreign exception leaves the store, and no bound value gets into a message."""

from __future__ import annotations

import errno
import sqlite3
import traceback
from pathlib import Path

import filelock
import pytest
from sqlalchemy import exc, text

from kbconnect.adapters.store import SqlStore
from kbconnect.adapters.store.faults import translated
from kbconnect.core.errors import (
    DiskFullError,
    KbConnectError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreReadOnlyError,
)

PATH = Path("/nowhere/kbconnect.db")


def classes_of(module: object, base: type[Exception]) -> list[type[Exception]]:
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, base)]
    return sorted(found, key=lambda kind: kind.__name__)


def without_init(kind: type[Exception]) -> Exception:
    """An instance of an exception class, whatever its constructor asks for."""
    error = kind.__new__(kind)
    Exception.__init__(error, "words")
    return error


def raised(error: BaseException) -> KbConnectError:
    with pytest.raises(KbConnectError) as caught, translated(PATH):
        raise error
    assert caught.value.__cause__ is error
    return caught.value


@pytest.mark.parametrize("kind", classes_of(exc, exc.SQLAlchemyError))
def test_every_error_of_sqlalchemy_is_translated(kind: type[Exception]) -> None:
    error = raised(without_init(kind))
    assert isinstance(error, StoreBusyError if issubclass(kind, exc.TimeoutError) else StoreError)
    assert error.meaning
    assert error.hint


@pytest.mark.parametrize("kind", classes_of(sqlite3, sqlite3.Error))
def test_every_error_of_sqlite_is_translated(kind: type[Exception]) -> None:
    assert isinstance(raised(kind("words")), StoreError)
    assert isinstance(raised(exc.DBAPIError("SELECT 1", (), kind("words"))), StoreError)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_BUSY", StoreBusyError),
        ("SQLITE_BUSY_SNAPSHOT", StoreBusyError),
        ("SQLITE_LOCKED", StoreBusyError),
        ("SQLITE_PROTOCOL", StoreBusyError),
        ("SQLITE_FULL", DiskFullError),
        ("SQLITE_READONLY", StoreReadOnlyError),
        ("SQLITE_READONLY_DIRECTORY", StoreReadOnlyError),
        ("SQLITE_CANTOPEN", StoreReadOnlyError),
        ("SQLITE_PERM", StoreReadOnlyError),
        ("SQLITE_AUTH", StoreReadOnlyError),
        ("SQLITE_CORRUPT", StoreDamagedError),
        ("SQLITE_CORRUPT_INDEX", StoreDamagedError),
        ("SQLITE_NOTADB", StoreDamagedError),
        ("SQLITE_IOERR_READ", StoreError),
        ("SQLITE_CONSTRAINT_UNIQUE", StoreError),
    ],
)
def test_every_code_of_sqlite_has_its_error(name: str, expected: type[KbConnectError]) -> None:
    origin = sqlite3.OperationalError("words")
    origin.sqlite_errorcode = getattr(sqlite3, name)
    origin.sqlite_errorname = name
    assert type(raised(origin)) is expected
    assert type(raised(exc.OperationalError("SELECT 1", (), origin))) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "no space"), DiskFullError),
        (OSError(errno.EDQUOT, "quota"), DiskFullError),
        (PermissionError(errno.EACCES, "denied"), StoreReadOnlyError),
        (OSError(errno.EROFS, "read-only"), StoreReadOnlyError),
        (OSError(errno.EIO, "broken"), StoreError),
        (filelock.Timeout("kbconnect.db.lock"), StoreBusyError),
    ],
)
def test_every_error_of_the_file_system_has_its_error(error: OSError, expected: type[KbConnectError]) -> None:
    assert type(raised(error)) is expected


def test_our_own_errors_pass() -> None:
    error = StoreBusyError("ours")
    with pytest.raises(StoreBusyError) as caught, translated(PATH):
        raise error
    assert caught.value is error


def test_bound_values_show_nowhere(store: SqlStore) -> None:
    value = "-".join(["plum", "4711"])  # or a traceback would show this line
    with pytest.raises(StoreError) as caught, store._database.write() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:value)"), {"value": value})
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.detail
    assert "no such table: nowhere" in shown
    assert value not in shown
