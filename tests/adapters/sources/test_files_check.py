"""The connection test of files and folders, what nobody expects in a file, and what a hash is made of."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbconnect.adapters.sources import check_connection, open_source
from kbconnect.core.connector import CheckStep, ConnectionReport, StepState
from kbconnect.core.errors import AccessDeniedError, KbConnectError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import TableSelection
from kbconnect.core.ports import ReadPlan
from tests.adapters.sources.files_world import FilesWorld, draft
from tests.adapters.sources.world import plan


@pytest.fixture
def world(tmp_path: Path) -> FilesWorld:
    return FilesWorld(tmp_path / "exports")


def checked(path: Path, **extras: str) -> ConnectionReport:
    steps: list[CheckStep] = []
    report = check_connection(draft(path, **extras), None, steps.append, InlineContext())
    assert tuple(steps) == report.steps
    return report


def told(report: ConnectionReport) -> dict[str, tuple[str, str]]:
    return {step.name: (step.state.value, step.detail) for step in report.steps}


def test_a_file_is_tested_step_by_step(world: FilesWorld) -> None:
    world.write("people.csv", "id;name\n1;Jürgen\n2;Björn\n".encode("cp1252"))
    report = checked(world.folder / "people.csv")
    assert report.ok
    assert not report.can_write
    assert told(report) == {
        "resolve": ("passed", "people.csv was found, 25 bytes"),
        "database": ("passed", "1 table"),
        "read": ("passed", "2 rows can be read: CSV, Windows-1252, separated by semicolons, header in line 1"),
        "privileges": ("passed", "kbconnect opens files for reading only; it can't change them"),
    }


def test_a_folder_is_tested_with_all_its_files(world: FilesWorld) -> None:
    world.write("a.csv", "id\n1\n2\n")
    world.write("b/c.jsonl", '{"id": 1}\n')
    report = checked(world.folder)
    assert told(report)["database"] == ("passed", "2 tables: 1 CSV, 1 JSON")
    assert told(report)["read"] == ("passed", "3 rows can be read in 2 tables")


def test_lines_that_are_no_rows_are_told_before_a_sync(world: FilesWorld) -> None:
    world.write("a.csv", "id,name\n1,A\n2\n3,C,D\n")
    report = checked(world.folder)
    (step,) = [step for step in report.steps if step.name == "read"]
    assert step.state is StepState.WARNING
    assert "2 lines can't be read as rows" in step.detail
    assert step.hint.startswith("a.csv: Line 3 has too few cells: 1 instead of 2")


def test_what_is_left_out_is_told(world: FilesWorld, tmp_path: Path) -> None:
    world.write("a.csv", "id\n1\n")
    (tmp_path / "outside.csv").write_text("id\n1\n")
    (world.folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert "leads out of the folder" in told(checked(world.folder))["database"][1]
    world.write("b.xlsx", "no workbook")
    assert told(checked(world.folder))["read"][0] == "warning"


def test_the_test_ends_at_what_is_wrong(world: FilesWorld) -> None:
    world.write("bad.parquet", "no parquet")
    for path, name in ((world.folder / "none.csv", "resolve"), (world.folder / "bad.parquet", "read")):
        report = checked(path)
        assert not report.ok
        assert (report.steps[-1].name, report.steps[-1].state) == (name, StepState.FAILED)
        assert report.steps[-1].hint


def test_an_option_that_makes_no_sense_fails_the_test(world: FilesWorld) -> None:
    report = checked(world.folder, encoding="klingon")
    assert not report.ok
    assert "klingon" in report.steps[-1].detail


def test_an_empty_folder_is_a_warning(world: FilesWorld) -> None:
    report = checked(world.folder)
    assert report.ok
    assert len(report.warnings) == 1


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="rights work otherwise there")
def test_a_file_without_the_right_to_read_it_says_so(world: FilesWorld, tmp_path: Path) -> None:
    world.write("secret.csv", "id\n1\n")
    (world.folder / "secret.csv").chmod(0)
    administrator = os.geteuid() == 0
    if administrator:
        for folder in (*reversed(tmp_path.parents), tmp_path, world.folder):
            if str(folder).startswith("/tmp/") and folder.stat().st_uid == 0:
                folder.chmod(folder.stat().st_mode | 0o055)
        os.seteuid(65534)
    try:
        with (
            pytest.raises(AccessDeniedError, match="may not read"),
            open_source(draft(world.folder / "secret.csv"), None),
        ):
            pass
        with open_source(draft(world.folder), None) as source:
            (info,) = source.tables()
            assert not info.readable
            assert "may not read" in info.comment
    finally:
        if administrator:
            os.seteuid(0)


def test_hashes_are_md5_of_the_values_whatever_version_computes_them(world: FilesWorld) -> None:
    table = world.write("a.csv", "id,body,tag\n1,ä,\n")
    with world.open() as source, source.read(plan(table, "id", "body", "tag")) as reader:
        (batch,) = reader.fingerprints()
    assert int(batch.text_hashes[0]) == int.from_bytes(hashlib.md5("2:ä".encode()).digest()[:8], "little")
    assert int(batch.metadata_hashes[0]) == int.from_bytes(hashlib.md5(b"-").digest()[:8], "little")


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "parquet", "xlsx", "xls", "ods"])
def test_any_bytes_end_in_rows_or_in_a_sentence(world: FilesWorld, ending: str) -> None:
    signs = st.binary(max_size=200) | st.text(st.sampled_from('",;\t\n\r{}[]:1aä\0 \\.-'), max_size=60).map(str.encode)
    starts = {"xlsx": b"PK\x03\x04", "ods": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0", "parquet": b"PAR1"}

    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(signs, st.booleans())
    def read_all(content: bytes, has_start: bool) -> None:
        world.write(f"a.{ending}", (starts.get(ending, b"") if has_start else b"") + content)
        outcome: list[object] = []
        try:
            with world.open() as source:
                for info in source.tables():
                    outcome.append(info)
                    columns = tuple(column.name for column in source.columns(info.ref))
                    if columns:
                        with source.read(ReadPlan(TableSelection(info.ref), columns[:1], columns, ())) as reader:
                            outcome += [key for batch in reader.fingerprints() for key in batch.keys]
        except KbConnectError as error:
            outcome.append(error.hint)
        assert all(each != "" for each in outcome)

    read_all()


def test_nothing_is_loaded_before_a_file_is_opened() -> None:
    code = (
        "import sys; from kbconnect.adapters.sources import providers; providers();"
        "sys.exit(','.join({'duckdb', 'python_calamine', 'numpy'} & set(sys.modules)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
