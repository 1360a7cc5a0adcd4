"""The connection test of a SQLite file, step by step.

Owns its steps and sentences. Must not raise for what is wrong with the file: that is what the report says.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import kbconnect.adapters.sources.sqlite_catalog as catalog
from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.sqlite import find_file, has_log, is_copied, open_file
from kbconnect.adapters.sources.sqlite_errors import translate
from kbconnect.core.access import Power, PowerKind, Severity
from kbconnect.core.connector import (
    CheckStep,
    ConnectionReport,
    ConnectorDraft,
    StepState,
)
from kbconnect.core.errors import KbConnectError
from kbconnect.core.job import JobContext

_STEP_LIMIT_S = 8.0


def check(connector: ConnectorDraft, on_step: Callable[[CheckStep], None], context: JobContext) -> ConnectionReport:
    """Finds the file (resolve), opens it as a database, and reads it."""
    steps: list[CheckStep] = []
    started = time.monotonic()

    def ended(name: str, state: StepState, detail: str, *, hint: str = "", fix: str = "", technical: str = "") -> None:
        nonlocal started
        now = time.monotonic()
        step = CheckStep(name, state, detail, hint, fix, technical, now - started)
        started = now
        steps.append(step)
        on_step(step)
        context.check()

    def failed(name: str, error: KbConnectError) -> ConnectionReport:
        ended(name, StepState.FAILED, error.message, hint=error.hint, technical=error.detail)
        return ConnectionReport(tuple(steps))

    context.check()
    try:
        path = find_file(connector)
        size_bytes = path.stat().st_size
    except KbConnectError as error:
        return failed("resolve", error)
    ended("resolve", StepState.PASSED, f"{path.name} was found, {megabytes(size_bytes)}")
    version = f"SQLite {sqlite3.sqlite_version}"
    try:
        with closing(open_file(path)) as connection, context.on_cancel(connection.interrupt):
            deadline = time.monotonic() + _STEP_LIMIT_S
            connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            try:
                encoding = connection.execute("PRAGMA encoding").fetchone()[0]
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.Error as error:
                return failed("database", translate(error))
            ended("database", StepState.PASSED, f"A SQLite database, texts in {encoding}")
            try:
                state, detail, hint = _read(connection)
                ended("read", state, detail, hint=hint)
            except sqlite3.Error as error:
                return failed("read", translate(error))
    except sqlite3.Error as error:
        return failed("database", translate(error))
    if has_log(path) or is_copied(path):
        ended("privileges", StepState.PASSED, "kbconnect opens the file for reading only; it can't change it")
    else:
        ended(
            "privileges",
            StepState.WARNING,
            "kbconnect can't change the file, but while a sync reads it, no other program can write to it: it keeps no "
            "write-ahead log and is too large to be copied first.",
            hint="Sync when nobody works with the file, or have the line below run once by whoever looks after it.",
            fix="PRAGMA journal_mode = WAL;",
        )
    return ConnectionReport(tuple(steps), version, powers=_powers(path))


def _powers(path: Path) -> tuple[Power, ...]:
    """A file has no accounts; who may write to it is the system's to say."""
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        return ()
    sentence = "Your account of this computer can write to the file; kbconnect opens it for reading only."
    return (Power(PowerKind.FILE, sentence, Severity.REACHES),)


def _read(connection: sqlite3.Connection) -> tuple[StepState, str, str]:
    count = len(catalog.tables(connection))
    if count == 0:
        hint = "If there should be some, check that this is the right file."
        return StepState.WARNING, "The file can be read, but there is no table in it yet.", hint
    tables = "1 table" if count == 1 else f"{count:,} tables"
    try:
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return StepState.PASSED, f"{tables} can be read; the file is too large to be checked for damage here", ""
    if problem != "ok":
        hint = "Restore the file from a backup, or run SQLite's “.recover” on a copy of it."
        return StepState.WARNING, f"{tables} found, but the file is damaged. Some rows may not be readable.", hint
    return StepState.PASSED, f"{tables} can be read", ""
