"""`schedule` and `sync --due`: setting times, showing them, and running what is due, without a prompt."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any  # what a JSON document holds is checked where it is used

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.application import build_application
from kbconnect.app.locking import DatasetLocks
from kbconnect.cli.os_schedulers import os_help
from kbconnect.core.model import TableRef, TableSelection
from kbconnect.core.schedule import Schedule
from tests.cli.conftest import CommandLine, Shop

KEYS = {
    *("dataset", "cron", "interval_minutes", "timezone", "enabled", "next", "upcoming", "last_slot"),
    *("waiting_for", "words", "problem"),
}
NIGHTLY = ("--cron", "0 2 * * *", "--timezone", "Europe/Berlin")


def schedule(cli: CommandLine, *words: str, code: int = 0) -> dict[str, Any]:
    (found,) = cli.json("schedule", "Articles", *words, code=code)["schedules"]
    assert set(found) == KEYS
    return dict(found)


def let_pass(home: Path, days: float) -> None:
    """Makes the schedules so much older, as if that time had passed."""
    back = timedelta(days=days)

    def older(old: Schedule) -> Schedule:
        return replace(
            old,
            set_at=old.set_at - back,
            served_until=old.served_until - back,
            begun_slot=old.begun_slot and old.begun_slot - back,
            begun_at=old.begun_at and old.begun_at - back,
        )

    with open_store(home / "kbconnect.db") as store:
        for known in store.schedules.list():
            store.schedules.change(known.dataset_id, older)


def test_cron_is_set_and_told_in_words(cli: CommandLine, dataset: str) -> None:
    found = schedule(cli, *NIGHTLY)
    assert (found["dataset"], found["cron"], found["timezone"]) == ("Articles", "0 2 * * *", "Europe/Berlin")
    assert (found["interval_minutes"], found["enabled"], found["waiting_for"]) == (None, True, None)
    assert found["words"] == "Every night at 02:00, Europe/Berlin"
    upcoming = [datetime.fromisoformat(slot) for slot in found["upcoming"]]
    assert found["next"] == found["upcoming"][0]
    assert datetime.now(UTC) < upcoming[0] < upcoming[1] < upcoming[2]
    assert (found["last_slot"], found["problem"]) == (None, None)
    answer = cli("schedule", "articles")
    assert answer.out.startswith("Articles  Every night at 02:00, Europe/Berlin\n  On\n  Next: ")
    assert "--os-help" in answer.err


@pytest.mark.parametrize(
    ("interval", "minutes", "words"),
    [("30m", 30, "Every 30 minutes"), ("2h", 120, "Every 2 hours"), ("1d", 1440, "Every day"), ("90", 90, "Every 90")],
)
def test_an_interval_is_set(cli: CommandLine, dataset: str, interval: str, minutes: int, words: str) -> None:
    found = schedule(cli, "--every", interval)
    assert (found["interval_minutes"], found["cron"], found["timezone"]) == (minutes, None, None)
    assert found["words"].startswith(words)


def test_a_time_of_the_day_is_set_in_the_zone_of_this_computer(
    cli: CommandLine, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    found = schedule(cli, "--at", "6:30", "--days", "mon-fri")
    assert (found["cron"], found["timezone"]) == ("30 6 * * mon-fri", "Asia/Kathmandu")
    assert found["words"] == "Monday to Friday at 06:30, Asia/Kathmandu"
    assert schedule(cli, "--at", "06:30")["words"] == "Every day at 06:30, Asia/Kathmandu"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--cron", "0 25 * * *"), "The hour can't be “25”."),
        (("--cron", "0 2 * *"), "four fields|4 fields"),
        (("--at", "02:00", "--days", "moonday"), "The day of the week can't be “moonday”."),
        (("--at", "02:00", "--timezone", "Berlin"), "no time zone called “Berlin”"),
        (("--every", "0m"), "0 minutes is no interval"),
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(
    cli: CommandLine, dataset: str, words: tuple[str, ...], message: str
) -> None:
    before = schedule(cli, *NIGHTLY)
    answer = cli("schedule", "Articles", *words, code=1)
    assert any(part in answer.err for part in message.split("|"))
    assert "No schedule was changed." in answer.err
    assert schedule(cli) == before


def test_pausing_resuming_and_removing(cli: CommandLine, dataset: str, home: Path) -> None:
    schedule(cli, *NIGHTLY)
    paused = schedule(cli, "--pause")
    assert (paused["enabled"], paused["next"]) == (False, None)
    assert "Paused" in cli("schedule").out
    let_pass(home, 3)
    assert cli.json("sync", "--due") == {"runs": []}
    assert schedule(cli, "--resume", "--no-catch-up")["enabled"] is True
    assert cli.json("sync", "--due") == {"runs": []}
    schedule(cli, "--pause")
    let_pass(home, 3)
    schedule(cli, "--resume")
    assert len(cli.json("sync", "--due")["runs"]) == 1
    assert cli.json("schedule", "Articles", "--off") == {"schedules": []}
    assert cli.json("schedule", "Articles", "--off") == {"schedules": []}
    assert cli.json("schedule", "Articles", code=1)["error"]["code"] == "not_found"
    assert cli.json("schedule", "Articles", "--pause", code=1)["error"]["code"] == "not_found"


def test_all_schedules_are_listed(cli: CommandLine, dataset: str) -> None:
    answer = cli("schedule", "--json")
    assert answer.document == {"schedules": []}
    assert "kbconnect schedule DATASET" in answer.err
    common = ("--connector", "Shop", "--table", "articles", "--key", "id")
    cli("dataset", "add", "Topics", *common, "--text", "topic")
    cli("sync", "Articles")
    schedule(cli, *NIGHTLY)
    cli("schedule", "Topics", "--every", "1h")
    assert [found["dataset"] for found in cli.json("schedule")["schedules"]] == ["Articles", "Topics"]
    head, articles, topics = cli("schedule").out.splitlines()
    assert head.split() == ["Dataset", "When", "Next", "Last", "run", "State"]
    assert "Every night at 02:00, Europe/Berlin" in articles
    assert "Done" in articles
    assert "Every hour" in topics


def test_nothing_is_due_before_its_time(cli: CommandLine, dataset: str) -> None:
    schedule(cli, *NIGHTLY)
    answer = cli("sync", "--due", "--json")
    assert answer.document == {"runs": []}
    assert "Nothing is due. The next is Articles, " in answer.err


def test_what_is_due_is_run_once_and_says_what_it_catches_up(cli: CommandLine, dataset: str, home: Path) -> None:
    schedule(cli, *NIGHTLY)
    let_pass(home, 3)
    plan = cli.json("sync", "--due", "--plan")["plans"]
    assert [planned["dataset"] for planned in plan] == ["Articles"]
    (run,) = cli.json("sync", "--due")["runs"]
    assert (run["dataset"], run["status"], run["added"]) == ("Articles", "completed", 10)
    assert cli.json("sync", "--due") == {"runs": []}
    (kept,) = cli.json("runs")["runs"]
    assert kept["trigger"] == "schedule"
    assert kept["remarks"][0].startswith("Catches up the sync of ")
    assert kept["remarks"][0].endswith(", which was missed, and 2 more.")
    assert datetime.fromisoformat(schedule(cli)["last_slot"]) < datetime.now(UTC)


def test_due_takes_the_exit_codes_and_options_of_a_sync(cli: CommandLine, dataset: str, home: Path, shop: Shop) -> None:
    schedule(cli, *NIGHTLY)
    let_pass(home, 2)
    shop.execute("UPDATE articles SET body = '' WHERE id = 1")
    assert cli.json("sync", "--due", code=3)["runs"][0]["rejected"] == 1
    shop.execute("DELETE FROM articles")
    let_pass(home, 2)
    assert cli.json("sync", "--due", code=4)["runs"][0]["error"]["code"] == "delete_brake"
    let_pass(home, 2)
    assert cli.json("sync", "--due", "--allow-deletes")["runs"][0]["deleted"] == 9


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_source_that_does_not_answer_is_waited_for_with_one_notice(
    cli: CommandLine, dataset: str, home: Path, closed_port: int, shop: Shop
) -> None:
    schedule(cli, *NIGHTLY)
    let_pass(home, 1)
    with open_store(home / "kbconnect.db") as store:
        connector = store.connectors.find("Shop")
        away = replace(connector, provider="postgresql", host="127.0.0.1", port=closed_port, database="shop")
        store.connectors.update(away)
    first = cli("sync", "--due", "--json")
    (waiting,) = first.document["waiting"]
    assert first.document["runs"] == []
    assert waiting["dataset"] == "Articles"
    assert waiting["waiting_for"] == "the database server: 127.0.0.1 takes no connections"
    assert "Articles is due and waits for the database server" in first.err
    again = cli("sync", "--due")
    assert again.out == f"Articles  Waiting for {waiting['waiting_for']}\n"
    assert again.err == ""  # what helps was told
    assert cli.json("sync", "--due") == {"runs": [], "waiting": [waiting]}
    assert schedule(cli)["waiting_for"] == waiting["waiting_for"]
    assert "Waiting for the database server" in cli("schedule").out
    assert cli.json("runs") == {"runs": []}
    with open_store(home / "kbconnect.db") as store:
        store.connectors.update(connector)
    assert [run["status"] for run in cli.json("sync", "--due")["runs"]] == ["completed"]
    assert schedule(cli)["waiting_for"] is None


def test_each_due_dataset_has_a_line(
    cli: CommandLine, dataset: str, home: Path, connector: str, closed_port: int, shop: Shop
) -> None:
    cli("connector", "add", "Away", "--url", shop.url)
    for name, place in (("Waits", "Away"), ("Fails", "Shop"), ("Taken", "Shop")):
        cli("dataset", "add", name, "--connector", place, "--table", "articles", "--key", "id", "--text", "title")
    for name in (dataset, "Waits", "Fails", "Taken"):
        cli("schedule", name, *NIGHTLY)
    let_pass(home, 1)
    with open_store(home / "kbconnect.db") as store:
        away = store.connectors.find("Away")
        store.connectors.update(
            replace(away, provider="postgresql", host="127.0.0.1", port=closed_port, database="shop")
        )
        fails = store.datasets.find("Fails")
        store.datasets.update(replace(fails, selection=TableSelection(TableRef("", "gone"))))
        taken = store.datasets.find("Taken")
    with build_application(home, os.environ, lambda _: None) as application:
        (due,) = [one for one in application.schedules.due(datetime.now(UTC)) if one.dataset_id == taken.id]
    with open_store(home / "kbconnect.db") as store:
        store.schedules.change(taken.id, lambda old: replace(old, begun_slot=due.slot, begun_at=due.slot))
    with DatasetLocks(application.paths.locks).hold(taken):
        answer = cli("sync", "--due", code=1)
    lines = {line.split("  ")[0]: line.split("  ")[1] for line in answer.out.splitlines()}
    assert lines["Waits"].startswith("Waiting for the database server")
    assert lines[dataset].startswith("Done")
    assert lines["Fails"].startswith("Failed")
    assert lines["Taken"].startswith("Another program syncs it now")
    assert len(answer.out.splitlines()) == 4


def test_a_locked_vault_is_waited_for_and_nobody_is_asked(
    cli: CommandLine, dataset: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(cli, *NIGHTLY)
    let_pass(home, 1)
    cli("connector", "edit", "Shop", "--password-stdin", stdin="hunter2")
    with open_store(home / "kbconnect.db") as store:
        assert store.connectors.find("Shop").secret_reference.startswith("vault:")
    monkeypatch.delenv("KBCONNECT_VAULT_KEY")
    answer = cli("sync", "--due")
    assert "Articles is due and waits for the encrypted vault to be unlocked." in answer.err
    assert "KBCONNECT_VAULT_KEY" in answer.err


def test_the_systems_scheduler_gets_ready_lines(cli: CommandLine, tmp_path: Path, home: Path) -> None:
    told = cli.json("schedule", "--os-help", "--home", str(tmp_path / "my data"))
    assert told["command"][-4:] == ["sync", "--due", "--home", str(tmp_path / "my data")]
    assert told["platform"] == sys.platform
    assert f"sync --due --home {home}" in cli("schedule", "--os-help").out
    assert not (tmp_path / "my data").exists()


@pytest.mark.parametrize(
    ("platform", "line"),
    [
        ("linux", "*/5 * * * * '/opt/k b/kbconnect' sync --due --home /data/100\\%"),
        ("linux", 'ExecStart="/opt/k b/kbconnect" sync --due --home "/data/100%%"'),
        ("darwin", "*/5 * * * * '/opt/k b/kbconnect' sync --due --home /data/100\\%"),
        ("win32", 'schtasks /Create /TN kbconnect /SC MINUTE /MO 5 /TR "\\"/opt/k b/kbconnect\\" sync --due --home'),
    ],
)
def test_lines_for_each_system_are_quoted_its_way(platform: str, line: str) -> None:
    text = os_help(["/opt/k b/kbconnect", "sync", "--due", "--home", "/data/100%"], platform)
    assert line in text
    assert ("systemctl" in text) == (platform == "linux")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on POSIX")
def test_watching_catches_up_and_stops_when_asked_to(cli: CommandLine, dataset: str, home: Path) -> None:
    schedule(cli, *NIGHTLY)
    let_pass(home, 1)
    command = [sys.executable, "-m", "kbconnect", "schedule", "--watch"]
    environment = {**os.environ, "KBCONNECT_HOME": str(home)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            if "Catches up the sync of" in line:
                break
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "Watching the schedules." in lines[0]
    assert out.startswith("Articles  Done  +10")
    assert "Stopped." in err
    assert [run["trigger"] for run in cli.json("runs")["runs"]] == ["schedule"]
    assert cli.json("sync", "--due") == {"runs": []}


def test_watching_has_no_document(cli: CommandLine) -> None:
    assert cli.json("schedule", "--watch", code=2)["error"]["code"] == "usage"
    assert cli("--json", "schedule", "--watch", code=2).document["error"]["code"] == "usage"
