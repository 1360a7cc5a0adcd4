"""The connection test of a file or folder, step by step.

Owns its steps and sentences. Must not raise for what is wrong with the files: that is what the report says.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from kbconnect.adapters.sources.cells import megabytes
from kbconnect.adapters.sources.files import FilesProvider, FilesSource, Inspection
from kbconnect.adapters.sources.files_list import Format, Listing, find_path, shown_name
from kbconnect.core.connector import CheckStep, ConnectionReport, ConnectorDraft, ProviderInfo, StepState
from kbconnect.core.errors import KbConnectError, SourceTimeoutError
from kbconnect.core.job import JobContext

_STEP_LIMIT_S = 8
_SHOWN_FAULTS = 3
_SHOWN_NOTES = 20


def check(connector: ConnectorDraft, on_step: Callable[[CheckStep], None], context: JobContext) -> ConnectionReport:
    """Finds the file or folder (resolve), says what is in it (database), and reads it as far as time allows (read)."""
    return _Check(connector, on_step, context).run()


class _Check:
    def __init__(self, connector: ConnectorDraft, on_step: Callable[[CheckStep], None], context: JobContext) -> None:
        self._connector = replace(connector, options=replace(connector.options, statement_timeout_s=_STEP_LIMIT_S))
        self._on_step = on_step
        self._context = context
        self._steps: list[CheckStep] = []
        self._started = time.monotonic()

    def run(self) -> ConnectionReport:
        self._context.check()
        step = "resolve"
        try:
            path = find_path(self._connector)
            self._ended("resolve", StepState.PASSED, _found_words(path))
            step = "database"
            provider = FilesProvider(ProviderInfo("files", "Files", "Fi", None, is_file=True))
            with provider.open(self._connector, None) as source, self._context.on_cancel(source.interrupt):
                listing = source.listing()
                self._say_what_is_there(listing)
                step = "read"
                if listing.tables:
                    self._read(source, listing)
        except KbConnectError as error:
            self._ended(step, StepState.FAILED, error.message, hint=error.hint, technical=error.detail)
            return ConnectionReport(tuple(self._steps))
        self._ended("privileges", StepState.PASSED, "kbconnect opens files for reading only; it can't change them")
        return ConnectionReport(tuple(self._steps), f"DuckDB {duckdb.__version__}")

    def _ended(self, name: str, state: StepState, detail: str, *, hint: str = "", technical: str = "") -> None:
        now = time.monotonic()
        step = CheckStep(name, state, detail, hint, "", technical, now - self._started)
        self._started = now
        self._steps.append(step)
        self._on_step(step)
        self._context.check()

    def _say_what_is_there(self, listing: Listing) -> None:
        problems = "\n".join(listing.problems)
        if not listing.tables:
            self._ended(
                "database",
                StepState.WARNING,
                "There is no file here that kbconnect can read as a table.",
                hint="Put CSV, Parquet, JSON or Excel files into the folder; their names have to end as usual.",
                technical=problems,
            )
        elif listing.problems:
            self._ended(
                "database",
                StepState.WARNING,
                listing.problems[0],
                hint="The other files can be used. Put right what is named, or move it elsewhere.",
                technical=problems,
            )
        else:
            self._ended("database", StepState.PASSED, _kinds_words(listing))

    def _read(self, source: FilesSource, listing: Listing) -> None:
        deadline = time.monotonic() + _STEP_LIMIT_S
        seen: list[tuple[str, Inspection]] = []
        failed: list[KbConnectError] = []
        for table in listing.tables:
            if time.monotonic() > deadline:
                break
            try:
                seen.append((str(table.ref), source.inspect(table)))
            except SourceTimeoutError:
                break
            except KbConnectError as error:
                failed.append(error)
            self._context.check()
        if failed and not seen:
            raise failed[0]
        self._say_what_was_read(seen, failed, len(listing.tables))

    def _say_what_was_read(
        self, seen: Sequence[tuple[str, Inspection]], failed: Sequence[KbConnectError], tables: int
    ) -> None:
        detail = _read_words(seen, tables)
        faults = [f"{name}: {fault}" for name, inspection in seen for fault in inspection.faults]
        if failed:
            self._ended(
                "read",
                StepState.WARNING,
                failed[0].message,
                hint=failed[0].hint,
                technical="\n".join(error.message for error in failed[1:]),
            )
        elif faults:
            self._ended(
                "read",
                StepState.WARNING,
                f"{detail}. 1 line can't be read as a row."
                if len(faults) == 1
                else f"{detail}. {len(faults):,} lines can't be read as rows.",
                hint=f"{faults[0]}. A sync leaves such lines out and names each of them.",
                technical="\n".join(faults[:_SHOWN_FAULTS]),
            )
        elif notes := [(name, note) for name, inspection in seen for note in inspection.notes]:
            first = notes[0][1]
            self._ended(
                "read",
                StepState.WARNING,
                first.message,
                hint=first.hint,
                technical="\n".join([f"{name}: {note.message}" for name, note in notes[:_SHOWN_NOTES]]),
            )
        else:
            self._ended("read", StepState.PASSED, detail)


def _found_words(path: Path) -> str:
    if path.is_dir():
        return f"The folder {shown_name(path.name) or path} was found"
    return f"{shown_name(path.name)} was found, {megabytes(path.stat().st_size)}"


def _kinds_words(listing: Listing) -> str:
    counts = Counter(table.format for table in listing.tables)
    kinds = ", ".join(f"{counts[kind]:,} {kind.value}" for kind in Format if counts[kind])
    return "1 table" if len(listing.tables) == 1 else f"{len(listing.tables):,} tables: {kinds}"


def _read_words(seen: Sequence[tuple[str, Inspection]], tables: int) -> str:
    rows = sum(inspection.rows for _, inspection in seen)
    counted = "1 row" if rows == 1 else f"{rows:,} rows"
    if tables == 1 and seen:
        return f"{counted} can be read: {seen[0][1].label}"
    if len(seen) < tables:
        return f"{counted} can be read in {len(seen):,} of {tables:,} tables; the others take too long to be tried here"
    return f"{counted} can be read in {tables:,} tables"
