"""What the list of sources says of a connector: the worst of what is known, and the words below its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbconnect.core.job import Stage
from kbconnect.core.model import RunStatus, SyncCounts, SyncOptions
from kbconnect.ui.models.sources import (
    ConnectorOverview,
    DatasetOverview,
    SourcesOverview,
    change_rows,
    connector_status,
    dataset_rows,
    entries_of,
    secret_place_words,
    synced_words,
)
from kbconnect.ui.pages.sources_questions import delete_connector, remove_dataset
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import PROVIDERS, REFUSED, ago, check, connector, dataset, overview, run

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
    empty = delete_connector(ConnectorOverview(connector("c", "Desk", "db", secret="")))
    assert empty.title == "Delete Desk?"
    assert "password" not in empty.why


def test_removing_a_dataset_names_its_documents() -> None:
    asking = remove_dataset(overview().connectors[0].datasets[1])
    assert asking.title == "Remove Help articles and 9,045 documents?"
    assert "public.help_articles" in asking.why
    unknown = remove_dataset(replace(overview().connectors[0].datasets[1], documents=None))
    assert unknown.act == "Remove dataset"
