"""A new version of the program comes with another embedding model: what syncs, plans and searches do and say then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from kbconnect.app.application import Application
from kbconnect.app.locking import DatasetLocks
from kbconnect.core.errors import ModelMissingError
from kbconnect.core.job import InlineContext, Progress, Stage
from kbconnect.core.model import (
    Dataset,
    DatasetDraft,
    KnowledgeBaseCounts,
    KnowledgeBaseDraft,
    KnowledgeBaseInfo,
    ModelChange,
    RunStatus,
    SearchAnswer,
    SearchRequest,
    SyncOptions,
    SyncRun,
)
from kbconnect.core.ports import Embedder, EmbedderIdentity
from tests.fakes_knowledge_base import FakeEmbedder

ALL_AGAIN = (
    "The embedding model changed with this version of the program; all 20 chunks are embedded again. They stay "
    "searchable by words meanwhile."
)


def version(number: int) -> FakeEmbedder:
    """The model of a version of the program: its id stays, its file is another."""
    made = FakeEmbedder(name=f"version {number}")
    made.identity = EmbedderIdentity("all-MiniLM-L6-v2", made.identity.sha256, made.identity.dimensions)
    return made


@dataclass
class Team:
    """One knowledge base that two datasets of ten rows feed. model: of the program as it is now; None: missing."""

    application: Application
    base: KnowledgeBaseInfo
    datasets: Sequence[Dataset]
    model: FakeEmbedder | None

    def sync(self, dataset: Dataset, context: InlineContext | None = None, **options: bool) -> SyncRun:
        return self.application.syncing.sync(
            dataset.id,
            SyncOptions(**options),  # type: ignore[arg-type]  # flags
            context or InlineContext(),
        )

    def counts(self) -> KnowledgeBaseCounts:
        return self.application.knowledge_bases.counts(self.base.id)

    def ask(self) -> SearchAnswer:
        return self.application.search.search(SearchRequest("tent", self.base.id, limit=50))


@pytest.fixture
def team(application: Application, draft: DatasetDraft, monkeypatch: pytest.MonkeyPatch) -> Team:
    base = application.knowledge_bases.add(KnowledgeBaseDraft("Team"))
    datasets = [
        application.datasets.add(replace(draft, name=name, knowledge_base_id=base.id, mapping=mapping))
        for name, mapping in (("One", draft.mapping), ("Two", replace(draft.mapping, template="Also: {body}")))
    ]
    made = Team(application, base, datasets, version(1))

    def get(embedder_id: str) -> Embedder | None:
        if made.model is None:
            raise ModelMissingError("The model isn't there.", hint="Install it.")
        return made.model

    monkeypatch.setattr(application.syncing._embedders, "get", get)
    for dataset in datasets:
        assert made.sync(dataset).counts.embedded == 10
    return made


def test_one_sync_of_one_dataset_embeds_everything_again(team: Team) -> None:
    one, two = team.datasets
    team.model = version(2)
    run = team.sync(one)
    assert (run.status, run.counts.unchanged, run.counts.embedded) == (RunStatus.COMPLETED, 10, 20)
    assert run.remarks == (ALL_AGAIN,)
    assert (run.counts.updated, run.counts.chunks_written) == (0, 0)
    assert team.counts().vectors == 20
    assert team.ask().meaning_share == 1.0
    again = team.sync(two)
    assert (again.counts.embedded, again.remarks) == (0, ())
    assert team.application.search.model_change(team.base.id) is ModelChange.NONE


def test_until_then_words_answer_and_everybody_says_why(team: Team) -> None:
    one, two = team.datasets
    team.model = version(2)
    answer = team.ask()
    assert (answer.meaning_share, answer.model_change, len(answer.hits)) == (None, ModelChange.DUE, 20)
    assert team.application.search.model_change(team.base.id) is ModelChange.DUE
    assert team.application.syncing.plan(one.id, InlineContext()).embedded_again == 20
    assert team.counts().vectors == 20
    halfway: list[SearchAnswer] = []

    def look(progress: Progress) -> None:
        if progress.stage is Stage.EMBEDDING and progress.done == 10:
            halfway.append(team.ask())
            context.cancel()

    context = InlineContext(look)
    stopped = team.sync(one, context)
    assert (stopped.status, stopped.remarks) == (RunStatus.CANCELLED, (ALL_AGAIN,))
    assert halfway[0].model_change is ModelChange.UNDER_WAY
    assert (halfway[0].meaning_share, len(halfway[0].hits)) == (0.5, 20)
    assert team.application.syncing.plan(two.id, InlineContext()).embedded_again == 10
    assert team.application.search.model_change(team.base.id) is ModelChange.UNDER_WAY
    assert team.sync(two, words_only=True).counts.embedded == 0
    run = team.sync(two)
    assert run.counts.embedded == 10
    assert "10 of 20 chunks were still to be embedded again" in run.remarks[0]
    assert team.ask().model_change is ModelChange.NONE


def test_a_model_that_is_missing_costs_no_vectors(team: Team) -> None:
    team.model = None
    run = team.sync(team.datasets[0])
    assert run.status is RunStatus.FAILED
    assert run.remarks == ()
    assert team.counts().vectors == 20
    assert team.application.search.model_change(team.base.id) is ModelChange.NONE
    assert team.application.syncing.plan(team.datasets[0].id, InlineContext()).embedded_again == 0
    team.model = version(1)
    assert team.ask().meaning_share == 1.0


def test_words_only_leaves_the_vectors_alone(team: Team) -> None:
    team.model = version(2)
    assert team.sync(team.datasets[0], words_only=True).remarks == ()
    assert team.counts().vectors == 20


def test_while_it_runs_the_history_says_why(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbconnect.app.syncing._SAVE_EVERY_S", -1.0)
    one, _ = team.datasets
    told: list[tuple[str, ...]] = []

    def look(progress: Progress) -> None:
        if progress.stage is Stage.EMBEDDING:
            told.append(team.application.syncing._store.runs.list(one.id, 1)[0].remarks)

    team.model = version(2)
    team.sync(one, InlineContext(look))
    assert told[-1] == (ALL_AGAIN,)


@pytest.mark.parametrize("meanwhile", ["synced", "embedded"])
def test_runs_of_two_datasets_share_the_work(team: Team, meanwhile: str) -> None:
    """synced: somebody syncs the other dataset. embedded: another run is the one that embeds for others."""
    one, two = team.datasets
    team.model = version(2)
    locks: DatasetLocks = team.application.syncing._locks
    held = locks.hold(two) if meanwhile == "synced" else locks.turns(team.base.id).take()
    with held:
        run = team.sync(one)
    assert (run.status, run.counts.embedded) == (RunStatus.COMPLETED, 10)
    assert team.sync(two).counts.embedded == 10
    assert len(team.model.embedded) == len(set(team.model.embedded)) == 21  # and the one by which it was tried


def test_a_lock_that_is_held_is_seen_and_one_that_is_not_stays_free(team: Team) -> None:
    one, two = team.datasets
    locks: DatasetLocks = team.application.syncing._locks
    turns = locks.turns(team.base.id)
    with locks.hold(one):
        assert turns.is_synced(one.id)
        assert not turns.is_synced(two.id)
    assert not turns.is_synced(one.id)
    with locks.hold(one), turns.take() as first, locks.turns(team.base.id).take() as second:
        assert (first, second) == (True, False)


@pytest.mark.parametrize("what", ["removed", "moved"])
def test_a_dataset_that_left_is_not_missed(team: Team, draft: DatasetDraft, what: str) -> None:
    one, two = team.datasets
    if what == "removed":
        team.application.datasets.remove(two.id)
    else:
        other = team.application.knowledge_bases.add(KnowledgeBaseDraft("Other"))
        team.application.datasets.edit(two.id, replace(draft, name="Two", knowledge_base_id=other.id))
    team.model = version(2)
    run = team.sync(one)
    counts = team.counts()
    assert run.error is None
    assert counts.vectors == counts.chunks
    assert team.ask().model_change is ModelChange.NONE


def stopping_after(reports: int) -> InlineContext:
    """Of the embedding stage."""
    left = [reports]

    def stop(progress: Progress) -> None:
        left[0] -= progress.stage is Stage.EMBEDDING
        if left[0] < 0:
            context.cancel()

    context = InlineContext(stop)
    return context


def test_a_person_who_stops_it_at_any_moment_loses_nothing(team: Team) -> None:
    one, _ = team.datasets
    team.model = version(2)
    stops = 0
    for moment in range(20):
        run = team.sync(one, stopping_after(moment))
        assert len(team.ask().hits) == 20
        if run.status is RunStatus.COMPLETED:
            break
        stops += 1
    assert stops > 1
    assert team.counts().vectors == 20
