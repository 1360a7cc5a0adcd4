"""The run history as a table other programs read: CSV in UTF-8, one run a line. Holds no secret and no contents."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from kbconnect.core.errors import DiskFullError, InputError
from kbconnect.core.model import SyncRun

HEAD = (
    *("run", "dataset", "connector", "trigger", "status", "started_at", "finished_at", "seconds", "words_seconds"),
    *("read", "added", "updated", "metadata_updated", "deleted", "unchanged", "rejected", "chunks_written", "embedded"),
    *("error_code", "error_message", "remarks"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NO_SPACE = 28  # errno.ENOSPC; written out because Windows has it too


def export_runs(runs: Iterable[tuple[SyncRun, str, str]], path: Path) -> int:
    """Writes runs, each with the names of its dataset and connector; an older file is replaced only by a whole one.

    Returns how many were written. Raises InputError for a place that can't be written, DiskFullError.
    """
    written = 0
    partial: Path | None = None
    try:
        with NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=path.parent, prefix=path.name, suffix=".part", delete=False
        ) as file:
            partial = Path(file.name)
            table = csv.writer(file)
            table.writerow(HEAD)
            for run, dataset, connector in runs:
                table.writerow(_line(run, dataset, connector))
                written += 1
        partial.replace(path)
    except OSError as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        raise _fault(error, path) from error
    return written


def _line(run: SyncRun, dataset: str, connector: str) -> list[str]:
    counts, error = run.counts, run.error
    return [
        str(run.id),
        _text(dataset),
        _text(connector),
        run.trigger.value,
        run.status.value,
        _time(run.started_at),
        _time(run.finished_at),
        _seconds(run.seconds),
        _seconds(run.words_seconds),
        *(str(number) for number in (counts.read, counts.added, counts.updated, counts.metadata_updated)),
        *(str(number) for number in (counts.deleted, counts.unchanged, counts.rejected)),
        *(str(number) for number in (counts.chunks_written, counts.embedded)),
        error.code if error is not None else "",
        _text(error.message) if error is not None else "",
        _text(" ".join(run.remarks)),
    ]


def _text(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _time(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.3f}"


def _fault(error: OSError, path: Path) -> InputError | DiskFullError:
    if error.errno == _NO_SPACE:
        return DiskFullError(
            f"The disk with {path.parent} is full.",
            meaning="No file was written; the run history itself is not affected.",
            hint="Free some space or choose another folder, then try again.",
            detail=str(error),
        )
    return InputError(
        f"The file {path} can't be written: {error.strerror or error}.",
        meaning="No file was written; the run history itself is not affected.",
        hint="Choose another folder, or give your account the right to write there.",
        detail=str(error),
    )
