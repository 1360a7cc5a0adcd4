"""Sparing the battery: syncs go on by words, adding meaning waits, is remembered, and goes on when it may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from kbconnect.app.application import Application, build_application
from kbconnect.app.power import MEANING_WAITS
from kbconnect.core.errors import InputError
from kbconnect.core.job import InlineContext
from kbconnect.core.model import Dataset, DatasetDraft, KnowledgeBaseDraft, RunStatus, SyncCounts, SyncOptions
from tests.app.conftest import Shop
from tests.fakes_knowledge_base import FakeEmbedder


@dataclass
class Machine:
    """A computer that can be unplugged, and how often models were opened on it."""

    on_battery: bool = False
    opened_with: list[int] = field(default_factory=list)

    def asked(self) -> bool:
        return self.on_battery

    def open_embedder(self, _: str, __: Path, threads: int) -> FakeEmbedder:
        self.opened_with.append(threads)
        return FakeEmbedder()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr("kbconnect.adapters.power.on_battery", made.asked)
    monkeypatch.setattr("kbconnect.adapters.embedders.open_embedder", made.open_embedder)
    return made


@pytest.fixture
def application(tmp_path: Path, machine: Machine) -> Iterator[Application]:
    with build_application(tmp_path / "home", {}, lambda purpose: None) as built:
        yield built


@pytest.fixture
def dataset(application: Application, draft: DatasetDraft) -> Dataset:
    base = application.knowledge_bases.add(KnowledgeBaseDraft("By meaning"))
    return application.datasets.add(replace(draft, knowledge_base_id=base.id))


def vectors(application: Application, dataset: Dataset) -> int:
    return application.knowledge_bases.counts(dataset.knowledge_base_id).vectors


def test_on_the_battery_words_go_on_and_meaning_waits(
    application: Application, dataset: Dataset, machine: Machine, shop: Shop
) -> None:
    machine.on_battery = True
    application.settings.spare_battery = True
    run = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert (run.status, run.counts) == (RunStatus.COMPLETED, SyncCounts(read=10, added=10, chunks_written=10))
    assert MEANING_WAITS in run.remarks
    assert run.words_seconds is not None
    assert application.meaning.waiting() == (dataset.id,)
    machine.on_battery = False
    assert not application.meaning.look_again()
    shop.execute("INSERT INTO articles VALUES (11, 'New', 'Not read by a run for meaning.', 'care')")
    run = application.syncing.sync(dataset.id, SyncOptions(meaning_only=True), InlineContext())
    assert (run.status, run.counts) == (RunStatus.COMPLETED, SyncCounts(embedded=10))
    assert run.words_seconds is None
    assert vectors(application, dataset) == 10
    assert application.meaning.waiting() == ()


def test_nobody_waits_unless_it_is_wanted(application: Application, dataset: Dataset, machine: Machine) -> None:
    machine.on_battery = True
    run = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert run.counts.embedded == 10
    assert application.meaning.waiting() == ()


def test_the_setting_is_heard_at_once(application: Application, machine: Machine) -> None:
    machine.on_battery = True
    assert not application.meaning.is_paused()
    application.settings.spare_battery = True
    assert application.meaning.is_paused()
    application.settings.spare_battery = False
    assert not application.meaning.is_paused()


def test_unplugged_in_the_middle_at_most_one_batch_goes_on(
    application: Application, dataset: Dataset, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two batches the machine is asked again, but no more often than every few seconds."""
    answers = iter([False, False, True])
    monkeypatch.setattr(application.meaning, "_clock", iter(range(0, 1_000, 10)).__next__)
    monkeypatch.setattr(application.meaning, "_on_battery", lambda: next(answers))
    application.settings.spare_battery = True
    monkeypatch.setattr("kbconnect.core.meaning.EMBED_BATCH", 4)
    run = application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert run.counts.embedded == 4
    assert vectors(application, dataset) == 4
    assert MEANING_WAITS in run.remarks


def test_the_model_is_loaded_again_for_another_number_of_threads(
    application: Application, dataset: Dataset, machine: Machine, shop: Shop
) -> None:
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert list(machine.opened_with) == [0]
    application.settings.embedding_threads = 3
    application.syncing.sync(dataset.id, SyncOptions(), InlineContext())
    assert list(machine.opened_with) == [0, 3]
    for wrong in (-1, 65):
        with pytest.raises(InputError, match="processors"):
            application.settings.embedding_threads = wrong
    assert application.settings.embedding_threads == 3


def test_a_patient_embedder_is_the_same_embedder(application: Application) -> None:
    embedder = FakeEmbedder()
    patient = application.meaning.patient(embedder)
    assert (patient.identity, patient.max_tokens) == (embedder.identity, embedder.max_tokens)
    assert patient.count_tokens(["one two"]) == [2]
    np.testing.assert_array_equal(patient.embed(["one two"]), embedder.embed(["one two"]))
