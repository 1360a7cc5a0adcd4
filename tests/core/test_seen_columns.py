"""A column that changes at the source between two runs is told once, in every mode, and nothing goes unseen for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.core.errors import DeleteBrakeError
from kbconnect.core.model import ChangeMode, ColumnInfo, ColumnKind, Mapping
from kbconnect.core.seen_columns import SeenColumns
from tests.core.bench import DATASET, TABLE, Bench, content
from tests.fakes import FakeTable

MODES = {
    ChangeMode.COMPARE: DATASET,
    ChangeMode.CURSOR: replace(DATASET, mode=ChangeMode.CURSOR, cursor_column="changed"),
    ChangeMode.APPEND: replace(DATASET, mode=ChangeMode.APPEND),
}
CHANGED = (
    "The column “body” was of the type text and is numeric(9,2) now. All rows were compared, and those that read "
    "differently now were written anew."
)


@pytest.fixture(params=list(MODES))
def bench(request: pytest.FixtureRequest) -> Bench:
    made = Bench()
    made.dataset = MODES[request.param]
    rows = [(f"{number:02}", f"title {number}", f"{number}", "red", f"{number}", "left out") for number in range(20)]
    made.table = FakeTable.of("id title body tag changed note", rows, key="id")
    made.source.tables[TABLE] = made.table
    made.sync()
    return made


def retype(bench: Bench, name: str, kind: str) -> None:
    bench.table.columns = [replace(each, type=kind) if each.name == name else each for each in bench.table.columns]


def add_column(bench: Bench, name: str) -> None:
    bench.table.columns.append(ColumnInfo(name, "text", ColumnKind.TEXT))
    bench.table.rows = [(*row, "new") for row in bench.table.rows]


def test_a_type_that_changes_is_told_and_every_row_is_looked_at(bench: Bench) -> None:
    retype(bench, "body", "numeric(9,2)")
    bench.table.rows = [(*row[:2], f"{row[2]}.00", *row[3:]) for row in bench.table.rows]
    tally = bench.sync()
    assert tally.remarks == [CHANGED]
    assert (tally.counts.read, tally.counts.updated) == (20, 20)
    assert content(bench.knowledge_base) == content(bench.clean())
    assert CHANGED not in bench.sync().remarks


def test_a_type_nobody_uses_is_not_told(bench: Bench) -> None:
    retype(bench, "note", "jsonb")
    assert not any("note" in remark for remark in bench.sync().remarks)


def test_a_type_that_changes_is_told_until_a_run_went_through(bench: Bench) -> None:
    retype(bench, "body", "numeric(9,2)")
    rows, bench.table.rows = bench.table.rows, []
    with pytest.raises(DeleteBrakeError):
        bench.sync()
    bench.table.rows = rows
    assert CHANGED in bench.sync().remarks


def test_a_new_column_is_told_once(bench: Bench) -> None:
    add_column(bench, "summary")
    new = "The column “summary” is new at the source. It is not taken; choose it in the data selection if it should."
    assert new in bench.sync().remarks
    assert new not in bench.sync().remarks


def test_of_many_new_columns_some_are_named(bench: Bench) -> None:
    for number in range(7):
        add_column(bench, f"c{number}")
    (remark,) = [remark for remark in bench.sync().remarks if "new at the source" in remark]
    assert remark.startswith("The columns “c0”, “c1”, “c2”, “c3”, “c4” and 2 more are new")


def test_another_choice_of_columns_is_no_change_of_the_source(bench: Bench) -> None:
    retype(bench, "note", "jsonb")
    bench.sync()
    bench.dataset = replace(bench.dataset, mapping=Mapping(("id",), "title", ("body", "note"), ()))
    assert not any("note" in remark for remark in bench.sync().remarks)


@pytest.mark.parametrize("text", ["", "[]", "{}", "no JSON", '{"columns": 1}', '{"columns": {"selection": "x"}}'])
def test_what_nobody_understands_says_nothing_of_columns(bench: Bench, text: str) -> None:
    assert SeenColumns.of(text) is None
    bench.knowledge_base.put_sync_state("notes", text)
    retype(bench, "body", "numeric(9,2)")
    assert CHANGED not in bench.sync().remarks
