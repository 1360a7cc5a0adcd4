"""`sync --plan` and `sync --retry-rejects`."""

from __future__ import annotations

from tests.cli.conftest import CommandLine, Shop


def test_a_plan_tells_and_changes_nothing(cli: CommandLine, dataset: str, shop: Shop) -> None:
    (first,) = cli.json("sync", "Articles", "--plan")["plans"]
    assert first == {
        "dataset": "Articles",
        "read": 10,
        "added": 10,
        "updated": 0,
        "metadata_updated": 0,
        "unchanged": 0,
        "deleted": 0,
        "rejected": 0,
        "documents": 0,
        "asks": False,
        "examples": [],
        "embedded_again": 0,
    }
    assert cli.json("runs")["runs"] == []
    cli("sync", "Articles")
    shop.execute("DELETE FROM articles WHERE id > 2")
    (plan,) = cli.json("sync", "Articles", "--plan")["plans"]
    assert (plan["deleted"], plan["documents"], plan["asks"], len(plan["examples"])) == (8, 10, True, 5)
    answer = cli("sync", "Articles", "--plan")
    assert "Articles  +0 ~0 −8, 2 unchanged" in answer.out
    assert "A sync would stop and ask: 8 of 10 documents would go." in answer.err
    assert len(cli.json("search", "article")["results"]) == 10
    assert len(cli.json("runs")["runs"]) == 1


def test_a_plan_goes_with_no_other_choice(cli: CommandLine, dataset: str) -> None:
    assert "--plan" in cli("sync", "Articles", "--plan", "--allow-deletes", code=2).err


def test_rejected_rows_are_retried_alone(cli: CommandLine, dataset: str, shop: Shop) -> None:
    shop.execute("UPDATE articles SET body = '' WHERE id < 3")
    cli("sync", "Articles", code=3)
    shop.execute("UPDATE articles SET body = 'Now with text.' WHERE id = 1")
    shop.execute("UPDATE articles SET body = 'Changed beside it.' WHERE id = 9")
    (run,) = cli.json("sync", "Articles", "--retry-rejects", code=3)["runs"]
    assert (run["read"], run["added"], run["updated"], run["rejected"]) == (2, 1, 0, 1)
