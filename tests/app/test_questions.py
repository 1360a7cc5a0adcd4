"""Saved questions on real knowledge bases: kept, asked after syncs that changed something, and never in their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kbconnect.app.application import Application
from kbconnect.app.questions import QuestionsAsked
from kbconnect.core.errors import InputError, KnowledgeBaseError, NameTakenError, NotFoundError
from kbconnect.core.job import InlineContext, JobCancelled
from kbconnect.core.model import Dataset, RunStatus, SearchRequest, SyncCounts, SyncOptions, SyncRun
from kbconnect.core.questions import QuestionDraft, SavedQuestion, Standing
from tests.app.conftest import Shop


def sync(application: Application, dataset: Dataset) -> SyncRun:
    return application.syncing.sync(dataset.id, SyncOptions(), InlineContext())


@pytest.fixture
def saved(application: Application, dataset: Dataset) -> SavedQuestion:
    """After a first sync: Article 7 is to be found first."""
    sync(application, dataset)
    row = application.questions.row_by_key(dataset, ["7"])
    return application.questions.add(QuestionDraft(dataset.knowledge_base_id, " patch 7 ", (row,), within=1))


def outdo(shop: Shop) -> None:
    """Rows that answer the question better than Article 7."""
    for number in range(11, 14):
        shop.execute("INSERT INTO articles VALUES (?, 'Patch 7', 'patch 7 patch 7', 'care')", number)


def test_a_question_is_kept_with_the_row_it_expects(application: Application, saved: SavedQuestion) -> None:
    (state,) = application.questions.list(saved.knowledge_base_id)
    assert (state.question, state.standing) == (saved, Standing.NOT_ASKED)
    assert (saved.text, saved.expected[0].title) == ("patch 7", "Article 7")
    assert [(field.name, field.value) for field in saved.expected[0].key] == [("id", "7")]


def test_asking_finds_the_row_where_a_search_does(
    application: Application, dataset: Dataset, saved: SavedQuestion
) -> None:
    (state,) = application.questions.ask(dataset.knowledge_base_id, InlineContext())
    answer = application.search.search(SearchRequest("patch 7", dataset.knowledge_base_id))
    assert answer.hits[0].chunk.document.document_id == saved.expected[0].document_id
    assert state.standing is Standing.FOUND
    (kept,) = application.questions.history(saved.id)
    assert (kept.places[0].rank, kept.run_id, kept.worse) == (1, None, False)


def test_a_sync_that_makes_an_answer_worse_says_so_once(
    application: Application, dataset: Dataset, shop: Shop, saved: SavedQuestion
) -> None:
    heard: list[QuestionsAsked] = []
    end = application.questions.subscribe(heard.append)
    application.questions.ask(dataset.knowledge_base_id, InlineContext())
    outdo(shop)
    run = sync(application, dataset)
    assert run.remarks == ("The saved question “patch 7” finds “Article 7” in place 4 now, not among the first 1.",)
    assert application.history.run(run.id).remarks == run.remarks
    assert application.questions.get(saved.id).standing is Standing.WORSE
    assert [[state.question for state in news.worse] for news in heard] == [[], [saved]]
    assert heard[1].run is not None
    assert heard[1].run.id == run.id
    shop.execute("DELETE FROM articles WHERE id = 1")
    end()
    assert sync(application, dataset).remarks == ()
    assert application.questions.get(saved.id).standing is Standing.WORSE
    assert len(heard) == 2
    assert [check.worse for check in application.questions.history(saved.id)] == [False, True, False]


def test_a_row_that_is_gone_is_told_as_gone(
    application: Application, dataset: Dataset, shop: Shop, saved: SavedQuestion
) -> None:
    application.questions.ask(dataset.knowledge_base_id, InlineContext())
    shop.execute("DELETE FROM articles WHERE id = 7")
    assert sync(application, dataset).remarks == (
        "The saved question “patch 7” lost its answer: “Article 7” is no longer in the knowledge base.",
    )


def test_a_sync_without_changes_asks_only_what_was_never_asked(
    application: Application, dataset: Dataset, saved: SavedQuestion
) -> None:
    run = sync(application, dataset)
    assert [check.run_id for check in application.questions.history(saved.id)] == [run.id]
    sync(application, dataset)
    assert len(application.questions.history(saved.id)) == 1


def test_a_changed_question_is_judged_anew(
    application: Application, dataset: Dataset, shop: Shop, saved: SavedQuestion
) -> None:
    application.questions.ask(dataset.knowledge_base_id, InlineContext())
    outdo(shop)
    sync(application, dataset)
    draft = QuestionDraft(dataset.knowledge_base_id, saved.text, saved.expected, within=5)
    changed = application.questions.edit(saved.id, draft)
    assert application.questions.edit(saved.id, draft) == changed
    assert application.questions.get(saved.id).standing is Standing.NOT_ASKED
    (state,) = application.questions.ask(dataset.knowledge_base_id, InlineContext(), [saved.id])
    assert state.standing is Standing.FOUND


@pytest.mark.parametrize(
    "change",
    [
        lambda draft: replace(draft, text="  "),
        lambda draft: replace(draft, expected=()),
        lambda draft: replace(draft, within=0),
        lambda draft: replace(draft, within=51),
    ],
)
def test_what_cannot_be_checked_is_not_kept(
    application: Application, saved: SavedQuestion, change: Callable[[QuestionDraft], QuestionDraft]
) -> None:
    draft = change(QuestionDraft(saved.knowledge_base_id, "another", saved.expected))
    with pytest.raises(InputError):
        application.questions.add(draft)
    with pytest.raises(InputError):
        application.questions.edit(saved.id, draft)
    assert [state.question for state in application.questions.list()] == [saved]


def test_a_question_is_kept_once(application: Application, saved: SavedQuestion) -> None:
    with pytest.raises(NameTakenError, match="number 1"):
        application.questions.add(QuestionDraft(saved.knowledge_base_id, "Patch  7", saved.expected))


def test_rows_that_are_not_there_cannot_be_expected(application: Application, dataset: Dataset) -> None:
    sync(application, dataset)
    with pytest.raises(InputError, match="no document with the key 99"):
        application.questions.row_by_key(dataset, ["99"])
    with pytest.raises(InputError, match="is made of id"):
        application.questions.row_by_key(dataset, ["7", "8"])
    with pytest.raises(NotFoundError):
        application.questions.row(dataset.knowledge_base_id, "f" * 32)


def test_questions_nobody_has_cannot_be_asked(application: Application, dataset: Dataset, saved: SavedQuestion) -> None:
    with pytest.raises(NotFoundError, match="number 99"):
        application.questions.ask(dataset.knowledge_base_id, InlineContext(), [99])
    with pytest.raises(NotFoundError):
        application.questions.ask("another", InlineContext(), [saved.id])
    application.questions.remove(saved.id)
    assert application.questions.ask(dataset.knowledge_base_id, InlineContext()) == ()


def test_asking_never_fails_a_sync(
    application: Application, dataset: Dataset, shop: Shop, saved: SavedQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KnowledgeBaseError("The file could not be read.")

    monkeypatch.setattr(application.search, "ranking", fail)
    outdo(shop)
    run = sync(application, dataset)
    assert (run.status, run.remarks) == (RunStatus.COMPLETED, ())
    assert application.questions.history(saved.id) == ()
    with pytest.raises(KnowledgeBaseError):
        application.questions.ask(dataset.knowledge_base_id, InlineContext())


def test_stopping_while_questions_are_asked_stops_only_that(
    application: Application, dataset: Dataset, saved: SavedQuestion
) -> None:
    row = saved.expected[0]
    application.questions.add(QuestionDraft(dataset.knowledge_base_id, "patch", (row,)))
    context = InlineContext()
    run = replace(sync(application, dataset), counts=SyncCounts(added=1))
    before = len(application.questions.history(saved.id))
    context.cancel()
    assert application.questions.follow(dataset, run, context) == run
    assert len(application.questions.history(saved.id)) == before
    with pytest.raises(JobCancelled):
        application.questions.ask(dataset.knowledge_base_id, context)


def test_what_does_not_fit_into_the_time_comes_first_after_the_next_sync(
    application: Application, dataset: Dataset, shop: Shop, saved: SavedQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = application.questions.add(QuestionDraft(dataset.knowledge_base_id, "patch", saved.expected))
    ticks = iter([0.0, 1.0, 20.0, 30.0, 31.0, 50.0])
    monkeypatch.setattr(application.questions, "_clock", lambda: next(ticks))
    outdo(shop)
    sync(application, dataset)
    assert [len(application.questions.history(each.id)) for each in (saved, second)] == [1, 0]
    sync(application, dataset)
    assert [len(application.questions.history(each.id)) for each in (saved, second)] == [1, 1]
