"""Runs are written as a table other programs read: every column, no formulas, and never half a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbconnect.app.run_export import HEAD, export_runs
from kbconnect.core.errors import DiskFullError, InputError
from kbconnect.core.model import ErrorInfo, RunStatus, SyncCounts, SyncRun, Trigger

DONE = SyncRun(
    7,
    "d",
    Trigger.SCHEDULE,
    RunStatus.COMPLETED,
    datetime(2026, 11, 22, 2, tzinfo=UTC),
    datetime(2026, 11, 22, 2, 1, tzinfo=UTC),
    SyncCounts(read=9_052, added=42, updated=3, deleted=1, unchanged=9_000, rejected=7, chunks_written=90, embedded=90),
    words_seconds=1.5,
    seconds=60.25,
    remarks=("Reading broke off once.", "It went on."),
)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    assert export_runs([(DONE, "Artikel, ä", "Shop")], path) == 1
    (row,) = _rows(path)
    assert tuple(row) == HEAD
    assert (row["run"], row["dataset"]) == ("7", "Artikel, ä")
    assert (row["started_at"], row["seconds"], row["added"]) == ("2026-11-22T02:00:00+00:00", "60.250", "42")
    assert (row["error_code"], row["remarks"]) == ("", "Reading broke off once. It went on.")


def test_names_are_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    failed = SyncRun(
        8,
        "d",
        Trigger.MANUAL,
        RunStatus.FAILED,
        DONE.started_at,
        error=ErrorInfo("source_lost", "@evil broke off.", "Try again.", retryable=True),
    )
    export_runs([(failed, '=HYPERLINK("x")', "-1+1")], path)
    (row,) = _rows(path)
    assert (row["dataset"], row["connector"], row["error_message"]) == (
        '\'=HYPERLINK("x")',
        "'-1+1",
        "'@evil broke off.",
    )


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written"):
        export_runs([(DONE, "a", "b")], tmp_path / "nowhere" / "runs.csv")
    folder = tmp_path / "runs.csv"
    folder.mkdir()
    with pytest.raises(InputError, match="can't be written"):
        export_runs([(DONE, "a", "b")], folder)
    assert [each.name for each in tmp_path.iterdir()] == ["runs.csv"]


def test_an_older_file_stays_if_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "runs.csv"
    path.write_text("old")

    def lines() -> Iterator[tuple[SyncRun, str, str]]:
        yield DONE, "a", "b"
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFullError, match="is full"):
        export_runs(lines(), path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["runs.csv"]
