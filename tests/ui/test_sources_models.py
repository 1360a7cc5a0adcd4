"""What the list of sources says of a connector: the worst of what is known, and the words below its name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbconnect.adapters.store import open_store
from kbconnect.app.locking import DatasetLocks
from kbconnect.app.schedule import Schedules, ScheduleState, Surroundings, Waiting
from kbconnect.core.errors import (
    DatasetBusyError,
    HostNotFoundError,
    KbConnectError,
    PortClosedError,
    SecretStoreLockedError,
    SecretStoreMissingError,
)
from kbconnect.core.job import Stage
from kbconnect.core.model import Dataset, RunStatus, SyncCounts, SyncOptions, SyncRun
from kbconnect.core.schedule import CronRule, IntervalRule, Schedule, WaitKind
from kbconnect.core.schedule_words import rule_words
from kbconnect.ui.models.next_sync import NextSync, next_sync_of, planned_words, schedule_cell
from kbconnect.ui.models.sources import (
    ConnectorOverview,
    DatasetOverview,
    SourcesOverview,
    change_rows,
    connector_status,
    dataset_rows,
    entries_of,
    refused_run,
    secret_place_words,
    synced_words,
)
from kbconnect.ui.pages.sources_questions import delete_connector, remove_dataset
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import PROVIDERS, REFUSED, ago, check, connector, dataset, overview, run
from tests.ui.shop import Shop, open_shop

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
ARTICLES = dataset("a", "Articles", "c", "public.articles")


def shown(last: object = None, **parts: object) -> ConnectorOverview:
    """One connector with one dataset whose newest run is `last`."""
    made = connector("c", "Desk", "db", last_check=parts.pop("last_check", check()))  # type: ignore[arg-type]
    one = DatasetOverview(ARTICLES, "Handbook", 12, last, **parts)  # type: ignore[arg-type]
    return ConnectorOverview(made, (one,))


def running(**parts: object) -> RunningSync:
    state = RunningSync(ARTICLES, "db", SyncOptions(), utc_now(), started_at=utc_now())
    return replace(state, **parts)  # type: ignore[arg-type]


def test_a_connector_shows_its_last_test() -> None:
    for last_check, word in (
        (None, "Not tested yet"),
        (check(), "Healthy"),
        (check(can_write=True), "Can write"),
        (check(ok=False), "Test failed"),
    ):
        assert connector_status(ConnectorOverview(connector("c", "Desk", "db", last_check=last_check)), ()).word == word


def test_a_failed_run_is_worse_than_a_passed_test_before_it() -> None:
    failed = run(1, "a", ago(minutes=1), RunStatus.FAILED, error=REFUSED)
    assert connector_status(shown(failed), ()).word == "Login refused"


def test_a_passed_test_makes_a_refused_login_a_thing_of_the_past() -> None:
    failed = run(1, "a", ago(hours=9), RunStatus.FAILED, error=REFUSED)
    assert connector_status(shown(failed, last_check=check(minutes=5)), ()).word == "Healthy"


def test_a_refused_login_asks_for_the_password_until_a_test_has_passed() -> None:
    failed = run(1, "a", ago(minutes=1), RunStatus.FAILED, error=REFUSED)
    assert refused_run(shown(failed)) is failed
    assert refused_run(shown(failed, last_check=check(ok=False))) is failed
    assert refused_run(shown(replace(failed, started_at=ago(hours=9)), last_check=check(minutes=5))) is None
    assert refused_run(shown(run(2, "a", ago(minutes=1), RunStatus.COMPLETED))) is None


def test_a_later_sync_of_another_dataset_makes_a_refused_login_a_thing_of_the_past() -> None:
    failed = run(1, "a", ago(hours=3), RunStatus.FAILED, error=REFUSED)
    other = DatasetOverview(dataset("b", "Notes", "c", "public.notes"), "Handbook", 3)

    def both(last: SyncRun, *runs: SyncRun) -> ConnectorOverview:
        one = shown(failed, last_check=check(minutes=540))
        return replace(one, datasets=(*one.datasets, replace(other, last_run=last)), runs=runs)

    for status in (RunStatus.COMPLETED, RunStatus.COMPLETED_WITH_REJECTS):
        assert refused_run(both(run(2, "b", ago(hours=1), status))) is None
        assert connector_status(both(run(2, "b", ago(hours=1), status)), ()).word != "Login refused"
    lost = run(3, "b", ago(minutes=5), RunStatus.CANCELLED)
    assert refused_run(both(lost, run(2, "b", ago(hours=1)))) is None
    assert connector_status(both(lost, run(2, "b", ago(hours=1))), ()).word == "Healthy"
    for last in (lost, run(2, "b", ago(hours=4), seconds=3 * 3600)):  # begun before, so with the password before
        assert refused_run(both(last)) is failed
        assert connector_status(both(last), ()).word == "Login refused"


def test_a_sync_that_went_well_proves_the_connection() -> None:
    done = run(1, "a", ago(minutes=2))
    one = shown(done, last_check=None, synced_at=done.finished_at)
    assert connector_status(one, ()).word == "Healthy"
    one = shown(done, last_check=check(ok=False, minutes=60), synced_at=done.finished_at)
    assert connector_status(one, ()).word == "Healthy"


def test_rejected_rows_and_running_syncs_are_told() -> None:
    rejected = run(1, "a", ago(hours=1), RunStatus.COMPLETED_WITH_REJECTS, SyncCounts(rejected=7))
    assert connector_status(shown(rejected), ()).word == "Done, 7 rejected"
    assert connector_status(shown(rejected), (running(),)).word == "Syncing"
    assert connector_status(shown(rejected), (running(started_at=None),)).word == "Done, 7 rejected"


@pytest.mark.parametrize(
    ("needle", "names"),
    [
        ("", 5),
        ("desk", ["Support desk"]),
        ("sqlite", ["Field notes"]),
        ("10.20", ["HR policies"]),
        ("release", ["Support desk"]),
        ("nothing like it", []),
    ],
)
def test_the_search_looks_at_names_places_kinds_and_datasets(needle: str, names: object) -> None:
    entries = entries_of(overview(), (), utc_now(), needle)
    assert [entry.name for entry in entries] == names or len(entries) == names


def test_the_entry_of_a_running_connector_has_a_bar_and_the_time_left() -> None:
    sync = running(stage=Stage.READING, done=50, total=200)
    (entry,) = entries_of(SourcesOverview(PROVIDERS, (shown(),)), (sync,), utc_now())
    assert (entry.share, entry.second) == (0.25, "25 %")
    assert entry.words() == "Desk, PostgreSQL, Syncing, PostgreSQL  ·  1 dataset, 25 %"


def test_when_a_connector_was_synced() -> None:
    now = utc_now()
    assert synced_words(ConnectorOverview(connector("c", "Desk", "db")), now) == "Nothing is taken from it yet"
    assert synced_words(shown(), now) == "Not synced yet"
    assert synced_words(shown(synced_at=ago(minutes=12)), utc_now()) == "Synced 12 min ago"
    other = DatasetOverview(dataset("b", "Other", "c"), "Handbook", 0)
    both = replace(shown(synced_at=ago(minutes=12)), datasets=(*shown(synced_at=ago(minutes=12)).datasets, other))
    assert synced_words(both, utc_now()) == "Synced 12 min ago  ·  1 dataset never"


def test_a_dataset_whose_documents_cannot_be_counted_says_why() -> None:
    one = replace(shown().datasets[0], documents=None, problem="The file is damaged.")
    (row,) = dataset_rows(replace(shown(), datasets=(one,)), (), utc_now())
    assert (row.cells[1].text, row.cells[1].tip) == ("?", "The file is damaged.")
    assert row.cells[2].text == "Not synced yet"


def test_a_run_without_changes_says_so() -> None:
    done = run(1, "a", ago(minutes=30), counts=SyncCounts(read=9, unchanged=9))
    (row,) = dataset_rows(shown(done), (), utc_now())
    assert row.cells[2].words() == "Done, 30 min ago, no change"
    changed = replace(done, counts=SyncCounts(read=9, added=1))
    (row,) = dataset_rows(shown(changed), (), utc_now())
    assert row.cells[2].words() == "Done, 30 min ago"


def test_latest_changes_leave_out_what_did_not_end_well() -> None:
    runs = (
        run(2, "a", ago(minutes=1), RunStatus.FAILED),
        run(1, "a", ago(minutes=5), counts=SyncCounts(added=4, metadata_updated=2, deleted=1)),
    )
    (row,) = change_rows(replace(shown(), runs=runs), utc_now())
    assert row.words() == "5 min ago, Articles, +4 ~2 −1, 1 s"


def test_where_a_password_lives() -> None:
    words = [secret_place_words(reference)[0] for reference in ("keyring:1", "vault:1", "env:DB", "file:/x", "")]
    assert words == ["OS keyring", "Encrypted vault", "Variable DB", "A file", "None"]


def test_deleting_names_datasets_and_documents() -> None:
    asking = delete_connector(overview().connectors[0])
    assert asking.title == "Delete Support desk and 225,366 documents?"
    assert asking.act == "Delete connector and 225,366 documents"
    assert "4 datasets" in asking.why
    assert "saved password" in asking.why
    assert ("Help articles", "public.help_articles", "9,045 documents") in asking.examples
    assert asking.heading == "", "three of four datasets are examples"
    two = replace(overview().connectors[0], datasets=overview().connectors[0].datasets[:2])
    assert delete_connector(two).heading == "2 datasets"
    empty = delete_connector(ConnectorOverview(connector("c", "Desk", "db", secret="")))
    assert empty.title == "Delete Desk?"
    assert "password" not in empty.why


def test_removing_a_dataset_names_its_documents() -> None:
    asking = remove_dataset(overview().connectors[0].datasets[1])
    assert asking.title == "Remove Help articles and 9,045 documents?"
    assert "public.help_articles" in asking.why
    unknown = remove_dataset(replace(overview().connectors[0].datasets[1], documents=None))
    assert unknown.act == "Remove dataset"


def planned(**parts: object) -> ScheduleState:
    """The schedule of "Articles": every night at two in Berlin, in November."""
    rule = parts.pop("rule", CronRule("0 2 * * *", "Europe/Berlin"))
    schedule = replace(Schedule("a", rule, NOON, NOON), **parts)  # type: ignore[arg-type]
    upcoming = (NOON + timedelta(hours=13),) if schedule.enabled else ()
    return ScheduleState(schedule, ARTICLES, rule_words(schedule.rule), upcoming)


def row_and_entry(plan: NextSync | None, last: object = None) -> tuple[tuple[str, ...], str, str]:
    """Status and schedule of the dataset's row; status and last line of its connector."""
    one = shown(last, plan=plan)
    (row,) = dataset_rows(one, (), NOON)
    (entry,) = entries_of(SourcesOverview(PROVIDERS, (one,)), (), NOON)
    assert entry.status is not None
    return (row.cells[2].words(), row.cells[3].words()), entry.status.word, entry.second


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone in which words for times are made."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this process can't be set")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_berlin")
def test_the_next_sync_stands_beside_the_last_one() -> None:
    plan = next_sync_of(planned(), NOON)
    assert row_and_entry(plan) == (
        ("Not synced yet", "Every night at 02:00, next tomorrow 02:00"),
        "Healthy",
        "Not synced yet  ·  next tomorrow 02:00",
    )
    assert row_and_entry(None)[0][1] == "When asked"
    assert row_and_entry(None)[2] == "Not synced yet  ·  no schedule"


@pytest.mark.usefixtures("in_berlin")
def test_a_rule_names_its_zone_only_where_that_has_another_time() -> None:
    assert next_sync_of(planned(rule=CronRule("0 2 * * *", "Europe/Paris")), NOON).rule == "Every night at 02:00"
    abroad = next_sync_of(planned(rule=CronRule("0 2 * * *", "Asia/Tokyo")), NOON)
    assert abroad.rule == "Every night at 02:00, Asia/Tokyo"


def test_a_paused_schedule_says_so() -> None:
    (_, schedule), word, second = row_and_entry(next_sync_of(planned(rule=IntervalRule(240), enabled=False), NOON))
    assert (schedule, word, second) == ("Every 4 hours, paused", "Healthy", "Not synced yet  ·  paused")


def test_a_rule_that_cannot_be_read_any_more_says_so() -> None:
    state = replace(planned(), upcoming=(), words="", problem="The time zone Mars/Olympus is not known.")
    plan = next_sync_of(state, NOON)
    (_, schedule), _, second = row_and_entry(plan)
    assert (schedule, second) == ("Can't be read", "Not synced yet  ·  schedule can't be read")
    assert schedule_cell(plan, NOON).tip == "The time zone Mars/Olympus is not known."


@pytest.mark.parametrize(
    ("obstacle", "word", "next_words"),
    [
        (SecretStoreLockedError("locked"), "Waiting for unlock", "runs after unlock"),
        (SecretStoreMissingError("none"), "Waiting for keyring", "due now"),
        (PortClosedError("closed"), "Waiting for server", "due now"),
        (HostNotFoundError("unknown"), "Waiting for network", "due now"),
        (DatasetBusyError("busy"), "Queued", "due now"),
    ],
)
def test_a_sync_that_waits_says_for_what(tmp_path: Path, obstacle: KbConnectError, word: str, next_words: str) -> None:
    """With the application's own words for each obstacle."""
    with open_shop(tmp_path) as shop:
        saved = shop.add_dataset()
        plan = next_sync_of(waiting_behind(shop, saved, obstacle), NOON)
    (status, cell), connector_word, second = row_and_entry(plan)
    assert status.startswith(word)
    assert cell == f"Every hour, {next_words}"
    assert second == f"Not synced yet  ·  {next_words}"
    assert connector_word == word or word == "Queued"


def waiting_behind(shop: Shop, saved: Dataset, obstacle: KbConnectError) -> ScheduleState:
    """The schedule of a dataset that is due, when an obstacle keeps it from starting."""
    clock = [utc_now()]

    def check_ready(_: object) -> None:
        raise obstacle

    surroundings = Surroundings(lambda: clock[0], check_ready, lambda: UTC)
    locks = DatasetLocks(shop.application.paths.locks)
    with open_store(shop.application.paths.store) as store:
        schedules = Schedules(store, shop.application.syncing.sync, locks, surroundings)
        schedules.set(saved.id, IntervalRule(60))
        clock[0] += timedelta(minutes=61)
        (due,) = schedules.due(clock[0])
        with locks.hold(saved) if isinstance(obstacle, DatasetBusyError) else nullcontext():
            assert isinstance(schedules.begin(due), Waiting)
        return schedules.get(saved.id)


@pytest.mark.parametrize(
    ("kind", "pill", "next_words"),
    [
        (WaitKind.UNLOCK, "Waiting for unlock", "runs after unlock"),
        (WaitKind.KEYRING, "Waiting for keyring", "due now"),
        (WaitKind.SERVER, "Waiting for server", "due now"),
        (WaitKind.NETWORK, "Waiting for network", "due now"),
        (WaitKind.SYNC, "Queued", "due now"),
        (WaitKind.OTHER, "Waiting", "due now"),
    ],
)
def test_what_is_waited_for_is_told_by_its_kind_in_whatever_words(kind: WaitKind, pill: str, next_words: str) -> None:
    waits = NextSync("Every hour", NOON, waiting_for="etwas, das noch fehlt", waiting_kind=kind)
    assert row_and_entry(waits)[1] == pill
    assert planned_words((waits,), NOON) == next_words


def test_a_wait_is_told_unless_something_worse_is() -> None:
    waits = NextSync("Every hour", NOON, waiting_for="the network: db can't be reached", waiting_kind=WaitKind.NETWORK)
    assert row_and_entry(waits)[1] == "Waiting for network"
    failed = run(1, "a", ago(minutes=1), RunStatus.FAILED, error=REFUSED)
    assert row_and_entry(waits, failed)[1] == "Login refused"
    assert row_and_entry(replace(waits, paused=True))[1] == "Healthy"
    assert connector_status(shown(plan=waits), (running(),)).word == "Syncing"


def test_the_next_of_several_datasets_is_the_earliest() -> None:
    later, sooner = (NextSync("Every hour", NOON + timedelta(hours=hours)) for hours in (5, 2))
    assert planned_words((later, None, sooner), NOON) == planned_words((sooner,), NOON)
    assert planned_words((replace(sooner, paused=True, at=None), None), NOON) == "paused"
    assert planned_words((replace(sooner, at=NOON),), NOON) == "due now"
