"""What the run history shows: rows and filters, what needs somebody, days for the picture, sentences and reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbconnect.core.errors import (
    BrakeNumbers,
    KnowledgeBaseDamagedError,
    KnowledgeBaseError,
    KnowledgeBaseMissingError,
    KnowledgeBaseTooNewError,
)
from kbconnect.core.job import Stage
from kbconnect.core.model import RunStatus, SyncCounts, SyncOptions
from kbconnect.ui.models.activity import (
    ALL,
    ATTENTION,
    DAYS,
    RUNNING,
    Filter,
    History,
    counts_of,
    days_of,
    days_words,
    first_sentence,
    needs_attention,
    report_of,
    rows_of,
    steps_of,
)
from kbconnect.ui.models.faults import brake_meaning, can_still_be_searched
from kbconnect.ui.sync_state import RunningSync
from kbconnect.ui.words import utc_now
from tests.ui.fakes_app import REFUSED, REJECTS, ago, history, run

STARTED = datetime(2026, 3, 15, 12, tzinfo=UTC)


def live(name: str = "Support tickets", **parts: object) -> RunningSync:
    dataset = history().origins[name].dataset
    state = RunningSync(dataset, "db", SyncOptions(), utc_now(), started_at=utc_now())
    return replace(state, **parts)  # type: ignore[arg-type]


def names(rows: tuple) -> list[str]:  # type: ignore[type-arg]  # of Row
    return [row.cells[1].text for row in rows]


def test_runs_come_newest_first_with_all_that_is_known() -> None:
    rows = rows_of(history(), (), Filter(), utc_now())
    assert names(rows)[:4] == ["Support tickets", "Help articles", "Policies", "Product texts"] or "Policies" in names(
        rows
    )
    refused = next(row for row in rows if row.id == "1202")
    assert refused.words().startswith("Login refused, Policies, HR policies")
    assert "nothing" in refused.words()
    articles = next(row for row in rows if row.id == "1203")
    assert "+42 ~3 −1" in articles.words()
    assert (articles.cells[-1].text, articles.cells[-1].sub) == ("4 s", "9,052 rows")


def test_progress_of_a_running_sync_goes_into_its_row() -> None:
    sync = live(stage=Stage.READING, done=5, total=10, counts=SyncCounts(read=500, added=90))
    row = next(row for row in rows_of(history(), (sync,), Filter(), utc_now()) if row.id == "1204")
    assert row.words().startswith("Reading, Support tickets")
    assert "+90" in row.words()
    assert "500" in row.words()


def test_a_waiting_sync_stands_on_top() -> None:
    sync = live("macros", started_at=None)
    rows = rows_of(history(), (sync,), Filter(), utc_now())
    assert rows[0].words().startswith("Queued, Macros and replies")
    assert names(rows_of(history(), (sync,), Filter(RUNNING), utc_now())) == ["Macros and replies", "Support tickets"]


def test_only_the_newest_run_of_a_dataset_asks_for_attention() -> None:
    broken = run(1, "policies", ago(days=2), RunStatus.FAILED, error=REFUSED)
    fine = run(2, "policies", ago(days=1))
    origins = history().origins
    assert needs_attention(broken, History(origins, (broken,)))
    assert not needs_attention(broken, History(origins, (fine, broken)))
    assert not needs_attention(fine, History(origins, (fine, broken)))


def test_filters_count_what_they_show() -> None:
    now, shown = utc_now(), history()
    counts = counts_of(shown, (), DAYS, now)
    for kind in (ALL, ATTENTION, RUNNING):
        assert counts[kind] == len(rows_of(shown, (), Filter(kind), now))
    assert counts[RUNNING] == 1
    assert counts_of(shown, (), 7, now)[ALL] < counts[ALL]


def test_the_search_looks_at_names_states_and_errors() -> None:
    def found(needle: str) -> set[str]:
        return set(names(rows_of(history(), (), Filter(needle=needle, days=None), utc_now())))

    assert found("support desk") == {"Support tickets", "Help articles", "Macros and replies", "Release notes"}
    assert found("28P01") >= {"Policies"}
    assert found("interrupted") == {"Release notes"}
    assert found("no such thing") == set()


def test_days_are_counted_by_how_runs_ended() -> None:
    runs = [
        run(1, "a", STARTED),
        run(2, "a", STARTED, RunStatus.COMPLETED_WITH_REJECTS),
        run(3, "a", STARTED, RunStatus.FAILED),
        run(4, "a", STARTED, RunStatus.INTERRUPTED),
        run(5, "a", STARTED, RunStatus.CANCELLED),
        run(6, "a", STARTED - timedelta(days=DAYS + 1)),
    ]
    days = days_of(runs, STARTED, UTC)
    assert len(days) == DAYS
    assert (days[-1].done, days[-1].rejected, days[-1].failed) == (1, 1, 2)
    assert sum(day.done for day in days) == 1
    assert days_words(days) == "4 syncs in four weeks, 2 failed on 1 day"
    assert days_words(days_of([], STARTED, UTC)) == "0 syncs in four weeks, none failed"


@given(st.lists(st.integers(0, 40 * 86_400), max_size=30))
def test_every_recent_run_is_in_exactly_one_day(seconds: list[int]) -> None:
    runs = [run(number, "a", STARTED - timedelta(seconds=back)) for number, back in enumerate(seconds)]
    first = STARTED.date() - timedelta(days=DAYS - 1)
    expected = sum(one.started_at.date() >= first for one in runs)
    assert sum(day.done for day in days_of(runs, STARTED, UTC)) == expected


def test_a_message_is_what_happened_and_what_it_means() -> None:
    assert first_sentence("The server refused the login. Nothing was changed.") == (
        "The server refused the login.",
        "Nothing was changed.",
    )
    assert first_sentence("The disk is full") == ("The disk is full", "")


def test_what_to_do_is_a_list_of_sentences() -> None:
    assert steps_of("Ask for version 16.3 of it. Then test again.") == (
        "Ask for version 16.3 of it.",
        "Then test again.",
    )
    assert steps_of("") == ()


def test_a_report_holds_what_it_needs() -> None:
    shown = history()
    failed = report_of(next(one for one in shown.runs if one.id == 1202), shown)
    for words in ("sync 1202, Policies, HR policies (10.20.4.31)", "login_refused", "28P01", "read 0"):
        assert words in failed
    rejected = report_of(next(one for one in shown.runs if one.id == 1203), shown)
    assert "rejected 49004 title: Not valid UTF-8 at character 18" in rejected
    assert rejected.count("\nrejected ") == len(REJECTS)


def test_a_run_of_a_removed_dataset_is_still_shown() -> None:
    (row,) = rows_of(History({}, (run(1, "gone", ago(hours=1)),)), (), Filter(), utc_now())
    assert row.cells[1].text == "Removed dataset"


@pytest.mark.parametrize("what", ["added", "updated", "metadata_updated", "deleted", "rejected"])
def test_a_braked_run_that_changed_something_does_not_call_everything_kept(what: str) -> None:
    numbers = BrakeNumbers(16_000, 30_000)
    braked = run(1, "articles", STARTED, RunStatus.FAILED, SyncCounts(read=30_000))
    assert "All 30,000 documents can still be searched." in brake_meaning(braked, numbers)
    changed = replace(braked, counts=replace(braked.counts, **{what: 12_000}))
    assert "What it changed before stays" in brake_meaning(changed, numbers)


def test_documents_are_searched_after_a_failed_run_where_there_are_some() -> None:
    failed = run(3, "articles", STARTED, RunStatus.FAILED, SyncCounts(), error=REFUSED)
    written = run(2, "articles", STARTED, counts=SyncCounts(read=10, added=10))
    other, later = replace(written, dataset_id="texts"), replace(written, id=4)
    assert can_still_be_searched(failed, [later, failed, written, other])
    assert not can_still_be_searched(failed, [later, failed, other])
    assert can_still_be_searched(replace(failed, counts=SyncCounts(read=9, unchanged=9)), [])


@pytest.mark.parametrize(
    "kind", [KnowledgeBaseError, KnowledgeBaseMissingError, KnowledgeBaseDamagedError, KnowledgeBaseTooNewError]
)
def test_nothing_is_said_to_be_searched_where_the_knowledge_base_is_in_trouble(kind: type[KnowledgeBaseError]) -> None:
    failed = run(3, "articles", STARTED, RunStatus.FAILED, SyncCounts(unchanged=9))
    assert can_still_be_searched(replace(failed, error=REFUSED), [])
    assert not can_still_be_searched(replace(failed, error=replace(REFUSED, code=kind.code)), [])
