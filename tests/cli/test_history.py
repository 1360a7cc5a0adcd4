"""`runs`: everything that is known of a run can be read, by people and by scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kbconnect.adapters.store import open_store
from kbconnect.core.model import Phase, RunStatus
from tests.cli.conftest import CommandLine, Shop

PHASES = [{"stage": "comparing", "seconds": 2.0, "items": 5000}, {"stage": "embedding", "seconds": 4.0, "items": 800}]


def rejected_run(cli: CommandLine, shop: Shop, home: Path) -> None:
    """One run with two rejects, its times as a test can know them, that continues another."""
    shop.execute("UPDATE articles SET body = NULL WHERE id IN (3, 4)")
    cli("sync", "Articles", code=3)
    with open_store(home / "kbconnect.db") as store:
        run = store.runs.get(1)
        store.runs.update(
            replace(
                run,
                counts=replace(run.counts, read=5000),
                words_seconds=2.5,
                seconds=6.5,
                phases=(Phase("comparing", 2.0, 5000), Phase("embedding", 4.0, 800)),
                continues=7,
                remarks=("It was a long night.",),
            )
        )


def test_a_run_is_shown_in_full(cli: CommandLine, dataset: str, shop: Shop, home: Path) -> None:
    rejected_run(cli, shop, home)
    out = cli("runs", "--run", "1").out
    for part in (
        *("Articles", "by command", "Done, 2 rejected", "6.5 s", "after 2.5 s, 2,000 rows/s"),
        *("Comparing: 2.0 s, 2,500 rows/s", "Adding meaning: 4.0 s, 200 chunks/s", "run 7", "It was a long night."),
        *("Rejected row", "body", "The text is empty"),
    ):
        assert part in out
    (line,) = cli("runs").out.splitlines()[1:]
    assert line.split()[4] == "command"
    assert line.endswith("6.5   2,000  It was a long night.")


def test_scripts_read_the_same(cli: CommandLine, dataset: str, shop: Shop, home: Path) -> None:
    rejected_run(cli, shop, home)
    (listed,) = cli.json("runs")["runs"]
    assert (listed["continues"], listed["remarks"], listed["phases"]) == (7, ["It was a long night."], PHASES)
    assert "rejects" not in listed
    (shown,) = cli.json("runs", "--run", "1")["runs"]
    rejects = shown.pop("rejects")
    assert shown == listed
    assert [(reject["key"], reject["column"]) for reject in rejects] == [(["3"], "body"), (["4"], "body")]
    assert all(reject["reason"] for reject in rejects)


def test_a_run_whose_list_of_rejects_is_gone_says_so(cli: CommandLine, dataset: str, shop: Shop, home: Path) -> None:
    rejected_run(cli, shop, home)
    with open_store(home / "kbconnect.db") as store:
        store.runs.update(replace(store.runs.get(1), rejects=()))
    answer = cli("runs", "--run", "1")
    assert "2 rows were rejected; none is still listed here." in answer.err


def test_an_error_is_shown_with_what_to_do(cli: CommandLine, dataset: str, shop: Shop) -> None:
    shop.path.unlink()
    cli("sync", "Articles", code=1)
    answer = cli("runs", "--run", "1")
    assert "Failed" in answer.out
    assert answer.err


def test_a_run_that_is_not_there(cli: CommandLine, dataset: str) -> None:
    assert cli.json("runs", "--run", "9", code=1)["error"]["code"] == "not_found"


def test_a_run_that_died_is_shown_as_interrupted(cli: CommandLine, dataset: str, home: Path) -> None:
    cli("sync", "Articles")
    with open_store(home / "kbconnect.db") as store:
        store.runs.update(replace(store.runs.get(1), status=RunStatus.RUNNING, finished_at=None, seconds=None))
    assert cli.json("runs", "--run", "1")["runs"][0]["status"] == "interrupted"
